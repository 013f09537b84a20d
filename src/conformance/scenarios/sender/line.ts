import type { Law, Scenario, Verdict } from '../types.js';
import { act, type SenderBench } from './bench.js';
import type { SenderCall } from './calls.js';
import { seeAskTimes, seeSettled, seeWaits } from './judging.js';
import { LAW } from './laws.js';
import { ALWAYS, outsideWindow, seeBasics } from './sending.js';

const SEND = '/goi-tin';

async function plain(bench: SenderBench): Promise<Verdict> {
  const calls = await act(bench, 'send');
  seeBasics(bench, calls);
  seeSettled(bench.judge, calls);
  seeAskTimes(bench.judge, calls);
  return bench.judge.verdict();
}

/** A send under scripted faults: whatever happens, the same key until the verdict is known. */
const under =
  (script: readonly object[], law: Law = LAW.settles) =>
  async (bench: SenderBench): Promise<Verdict> => {
    await bench.targets['so-gddt'].faults({ script, hangMs: 300, retryAfterSeconds: 1 });
    const calls = await act(bench, 'send');
    seeBasics(bench, calls);
    seeSettled(bench.judge, calls, law);
    return bench.judge.verdict(said(calls));
  };

function said(calls: readonly SenderCall[]): { readonly vi: string; readonly en: string } {
  const met = calls.flatMap(({ fault }) => (fault === null ? [] : [fault])).join(', ');
  return { vi: `Lỗi đã gặp: ${met}.`, en: `Faults met: ${met}.` };
}

async function throttled(bench: SenderBench): Promise<Verdict> {
  const script = [
    { kind: '429', path: SEND },
    { kind: '503', path: SEND },
  ];
  await bench.targets['so-gddt'].faults({ script, retryAfterSeconds: 1 });
  const calls = await act(bench, 'send');
  seeBasics(bench, calls);
  const told = seeWaits(bench.judge, calls);
  seeSettled(bench.judge, calls);
  return bench.judge.verdict({ vi: `Được bảo chờ ${told} lần.`, en: `Told to wait ${told} times.` });
}

const MOST_AFTER_REFUSAL = 3;

async function access(bench: SenderBench): Promise<Verdict> {
  await bench.targets['so-gddt'].faults({ script: [], rates: { '401': 1 } });
  const calls = await act(bench, 'send', 'so-gddt', (all) => all.length > 0);
  const refused = calls.filter(({ status }) => status === 401).length;
  bench.judge.hold(LAW.stops, refused <= MOST_AFTER_REFUSAL, () => ({
    path: 'HTTP 401',
    value: String(refused),
    message: { vi: 'Khóa bị từ chối mà vẫn gọi tiếp.', en: 'It goes on calling with a refused key.' },
  }));
  seeBasics(bench, calls);
  return bench.judge.verdict({ vi: `${refused} lượt gọi bị từ chối.`, en: `${refused} calls refused.` });
}

/** What the line and the server do to a sender. */
export const LINE: readonly Scenario<SenderBench>[] = [
  {
    id: 'SENDER-SEND',
    title: { vi: 'Gửi một lớp, hỏi kết quả', en: 'Sends a class, inquires the verdicts' },
    requirements: ['R5', 'R6', 'R7'],
    checks: [...ALWAYS, LAW.settles.id, LAW.asks.id],
    run: plain,
  },
  {
    id: 'SENDER-LOST-ANSWER',
    title: {
      vi: 'Mất câu trả lời sau khi nơi nhận đã ghi',
      en: 'The answer is lost after the target stored',
    },
    requirements: ['R17'],
    checks: [...ALWAYS, LAW.settles.id],
    run: under([
      { kind: 'reset-after', path: SEND },
      { kind: 'timeout', path: '/tra-cuu' },
    ]),
  },
  {
    id: 'SENDER-SERVER-ERROR',
    title: {
      vi: 'Nơi nhận báo lỗi 5xx, trước và sau khi ghi',
      en: 'The target answers 5xx, before and after storing',
    },
    requirements: ['R17'],
    checks: [...ALWAYS, LAW.settles.id],
    run: under([
      { kind: '500', path: SEND },
      { kind: '500-after', path: SEND },
    ]),
  },
  {
    id: 'SENDER-WRONG-ANSWER',
    title: {
      vi: 'Câu trả lời sai: SHA-256 khác, HTML, rỗng, cụt',
      en: 'Wrong answers: another SHA-256, HTML, nothing, half',
    },
    requirements: ['R3', 'R17'],
    checks: [...ALWAYS, LAW.doubts.id],
    run: under(
      [{ kind: 'wrong-hash', path: SEND }, { kind: 'html' }, { kind: 'empty' }, { kind: 'truncate' }],
      LAW.doubts,
    ),
  },
  {
    id: 'SENDER-THROTTLED',
    title: { vi: 'Được bảo chờ (429, 503)', en: 'Told to wait (429, 503)' },
    requirements: ['R17'],
    checks: [...ALWAYS, LAW.waits.id, LAW.settles.id],
    run: throttled,
  },
  {
    id: 'SENDER-WINDOW',
    title: { vi: 'Ngoài thời gian tiếp nhận', en: 'Outside the send window' },
    requirements: ['R7', 'R19'],
    checks: [...ALWAYS, LAW.window.id],
    run: outsideWindow('so-gddt', (outside) => ({
      vi: `Bị bảo chờ vì ngoài thời gian tiếp nhận ${outside} lần.`,
      en: `Sent away outside the window ${outside} times.`,
    })),
  },
  {
    id: 'SENDER-ACCESS',
    title: { vi: 'Khóa truy cập bị từ chối', en: 'The access key is refused' },
    requirements: ['R11'],
    checks: [...ALWAYS, LAW.stops.id],
    run: access,
  },
];
