import type { Judge } from '../judge.js';
import type { Scenario, Verdict } from '../types.js';
import { act, type SenderBench } from './bench.js';
import type { SenderCall } from './calls.js';
import { seeSettled } from './judging.js';
import { LAW } from './laws.js';
import { ALWAYS, outsideWindow, seeBasics, takenInPart } from './sending.js';

const MOET = 'moet-csdl';
const PUSH = '/csdlgd-push/hoc-ba';

/** Typed batches 1 to 5 come before the first record. */
const TYPES = [1, 3, 4, 5];

function seeOrder(judge: Judge, calls: readonly SenderCall[]): void {
  const first = calls.findIndex(({ kind }) => kind === 'send');
  const before = calls.slice(0, first < 0 ? calls.length : first);
  for (const type of TYPES)
    judge.hold(
      LAW.order,
      before.some((call) => call.type === type),
      () => ({
        path: 'POST /csdlgd-push/du-lieu',
        value: before.map((call) => String(call.type ?? '')).join(' '),
        message: {
          vi: `LoaiDuLieu ${type} chưa được gửi trước học bạ đầu tiên.`,
          en: `LoaiDuLieu ${type} was not sent before the first record.`,
        },
      }),
    );
}

async function plain(bench: SenderBench): Promise<Verdict> {
  const calls = await act(bench, 'send', MOET);
  seeBasics(bench, calls);
  seeOrder(bench.judge, calls);
  seeSettled(bench.judge, calls);
  return bench.judge.verdict();
}

async function lost(bench: SenderBench): Promise<Verdict> {
  const script = [
    { kind: 'reset-after', path: PUSH },
    { kind: 'empty', path: PUSH },
  ];
  await bench.targets[MOET].faults({ script, retryAfterSeconds: 1 });
  const calls = await act(bench, 'send', MOET);
  seeBasics(bench, calls);
  seeSettled(bench.judge, calls);
  return bench.judge.verdict();
}

/** The ministry's side: typed batches, answers under HTTP 200, a window of its own. */
export const MINISTRY: readonly Scenario<SenderBench>[] = [
  {
    id: 'SENDER-MOET-SEND',
    title: { vi: 'CSDL ngành: gửi một lớp đúng thứ tự', en: 'Sector database: a class in order' },
    requirements: ['R6', 'R9'],
    checks: [...ALWAYS, LAW.order.id, LAW.settles.id],
    run: plain,
  },
  {
    id: 'SENDER-MOET-LOST',
    title: { vi: 'CSDL ngành: mất câu trả lời', en: 'Sector database: lost answers' },
    requirements: ['R9', 'R17'],
    checks: [...ALWAYS, LAW.settles.id],
    run: lost,
  },
  {
    id: 'SENDER-MOET-WINDOW',
    title: { vi: 'CSDL ngành: ngoài thời gian nhận', en: 'Sector database: outside its window' },
    requirements: ['R9', 'R19'],
    checks: [...ALWAYS, LAW.window.id],
    run: outsideWindow(MOET, (_outside, told) => ({
      vi: `Bị bảo chờ ${told} lần (code 403).`,
      en: `Told to wait ${told} times (code 403).`,
    })),
  },
  {
    id: 'SENDER-MOET-PARTIAL',
    title: { vi: 'CSDL ngành: nhận một phần', en: 'Sector database: taken in part' },
    requirements: ['R9', 'R17'],
    checks: [...ALWAYS, LAW.partial.id, LAW.settles.id],
    run: takenInPart(MOET, PUSH, (_taken, refused) => ({
      vi: `${refused} học bạ bị từ chối.`,
      en: `${refused} records refused.`,
    })),
  },
];
