import type { Bilingual } from '../../../domain/errors.js';
import type { Verdict } from '../types.js';
import { act, type SenderBench } from './bench.js';
import type { Played, SenderCall } from './calls.js';
import { endings, seeBound, seeKeys, seePartial, seeSettled, seeWaits } from './judging.js';
import { LAW } from './laws.js';

/** Ids of the laws that hold in every scenario in which something is sent. */
export const ALWAYS: readonly string[] = [LAW.sends.id, LAW.bound.id, LAW.key.id];

/** What holds of every send. */
export function seeBasics({ judge }: SenderBench, calls: readonly SenderCall[]): void {
  seeBound(judge, calls);
  seeKeys(judge, calls);
}

/** The window opens this long after the scenario has begun. */
const OPENS_AFTER_MS = 2_000;
const OPEN_FOR_MS = 3_600_000;

/** A send to a target whose window opens a little later. `note`: of calls outside it, and of all that were told to wait. */
export const outsideWindow =
  (target: Played, note: (outside: number, told: number) => Bilingual) =>
  async (bench: SenderBench): Promise<Verdict> => {
    const { judge, clock, targets } = bench;
    const now = clock.now().getTime();
    const at = (ms: number): string => new Date(now + ms).toISOString();
    await targets[target].settings({ window: { from: at(OPENS_AFTER_MS), to: at(OPEN_FOR_MS) } });
    const calls = await act(bench, 'send', target);
    seeBasics(bench, calls);
    const told = seeWaits(judge, calls, LAW.window);
    seeSettled(judge, calls, LAW.window);
    return judge.verdict(note(calls.filter(({ isOutsideWindow }) => isOutsideWindow).length, told));
  };

/** A send of which the target refuses one record. */
export const takenInPart =
  (target: Played, path: string, note: (taken: number, refused: number) => Bilingual) =>
  async (bench: SenderBench): Promise<Verdict> => {
    const { judge, targets } = bench;
    await targets[target].faults({ script: [{ kind: 'refuse-one', path }] });
    const calls = await act(bench, 'send', target);
    seeBasics(bench, calls);
    seeSettled(judge, calls);
    seePartial(judge, calls);
    const ended = [...endings(calls).values()];
    const taken = ended.filter(({ isAccepted }) => isAccepted).length;
    return judge.verdict(note(taken, ended.length - taken));
  };
