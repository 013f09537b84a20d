import { notRun, type Scenario, type Verdict } from '../types.js';
import { act, type SenderBench, type SenderStep } from './bench.js';
import { endings, seeLockObeyed, seeRecall, seeReplacement, seeSettled } from './judging.js';
import { LAW } from './laws.js';
import { ALWAYS, seeBasics, takenInPart } from './sending.js';

const SO = 'so-gddt';
const SHOWS = 'SENDER-SHOWS-ERROR';

async function shows(bench: SenderBench): Promise<Verdict> {
  const word = await bench.attested(SHOWS, {
    vi: 'Ở kịch bản SENDER-PARTIAL một học bạ bị từ chối với SO-107. Phần mềm gửi có hiện cho người dùng thấy học sinh nào, mã lỗi và câu giải thích không?',
    en: 'In SENDER-PARTIAL one record was refused with SO-107. Does the sender show the user which pupil, the code and the sentence?',
  });
  if (word === null)
    return notRun(
      {
        vi: 'Máy không thấy được màn hình; chưa có lời xác nhận của ai.',
        en: 'No machine sees the screen, and nobody attested it.',
      },
      {
        vi: `Xem màn hình rồi chạy với --attest ${SHOWS}=yes --attester "Họ tên", hoặc --wait để được hỏi.`,
        en: `Look at the screen, then run with --attest ${SHOWS}=yes --attester "Name", or --wait to be asked.`,
      },
    );
  if (word.isTrue) return { outcome: 'attested', by: word.by };
  bench.judge.hold(LAW.shows, false, () => ({
    path: '',
    value: word.by,
    message: { vi: 'Người xem nói không thấy lỗi.', en: 'Whoever looked says that the error is not shown.' },
  }));
  return bench.judge.verdict();
}

/** Something is sent, then the sender does this to it. */
const thereafter =
  (step: SenderStep, see: typeof seeReplacement) =>
  async (bench: SenderBench): Promise<Verdict> => {
    const before = await act(bench, 'send');
    const after = await act(bench, step);
    seeBasics(bench, after);
    see(bench.judge, before, after);
    seeSettled(bench.judge, after);
    return bench.judge.verdict();
  };

async function locked(bench: SenderBench): Promise<Verdict> {
  await act(bench, 'send');
  const held = await bench.targets[SO].lock();
  const calls = await act(bench, 'correct', SO, () => true);
  seeBasics(bench, calls);
  seeSettled(bench.judge, calls);
  seeLockObeyed(bench.judge, calls);
  const told = [...endings(calls).values()].filter(({ codes }) => codes.includes('SO-301')).length;
  return bench.judge.verdict({
    vi: `Sở đã chốt ${held.length} học bạ; ${told} bản sửa bị từ chối với SO-301.`,
    en: `The department locked ${held.length} records; ${told} corrections were refused with SO-301.`,
  });
}

/** What becomes of a record after it was sent. */
export const LIFECYCLE: readonly Scenario<SenderBench>[] = [
  {
    id: 'SENDER-PARTIAL',
    title: { vi: 'Lô được nhận một phần', en: 'A batch taken in part' },
    requirements: ['R17'],
    checks: [...ALWAYS, LAW.partial.id, LAW.settles.id],
    run: takenInPart(SO, '/goi-tin', (taken, refused) => ({
      vi: `${taken} học bạ được nhận, ${refused} bị từ chối (SO-107).`,
      en: `${taken} records taken, ${refused} refused (SO-107).`,
    })),
  },
  {
    id: SHOWS,
    title: { vi: 'Người dùng thấy lỗi', en: 'The user sees the error' },
    requirements: ['R16'],
    checks: [LAW.shows.id],
    run: shows,
  },
  {
    id: 'SENDER-REPLACE',
    title: { vi: 'Thay thế bằng bản sửa', en: 'Replacing by a correction' },
    requirements: ['R8'],
    checks: [...ALWAYS, LAW.replaces.id, LAW.settles.id],
    run: thereafter('correct', seeReplacement),
  },
  {
    id: 'SENDER-RECALL',
    title: { vi: 'Thu hồi', en: 'Recall' },
    requirements: ['R8'],
    checks: [...ALWAYS, LAW.recalls.id, LAW.settles.id],
    run: thereafter('recall', seeRecall),
  },
  {
    id: 'SENDER-LOCKED',
    title: { vi: 'Sửa sau khi Sở đã chốt', en: 'Correcting after the department locked' },
    requirements: ['R3', 'R7'],
    checks: [...ALWAYS, LAW.obeysLock.id, LAW.settles.id],
    run: locked,
  },
];
