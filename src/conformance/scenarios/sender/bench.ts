import type { Bilingual } from '../../../domain/errors.js';
import type { Clock } from '../../../ports/clock.js';
import type { Judge } from '../judge.js';
import type { Acted } from '../person.js';
import { notRun, type Verdict } from '../types.js';
import type { Played, SenderCall } from './calls.js';
import { isSettled } from './judging.js';
import { LAW } from './laws.js';

/** send: something that was never sent. correct: the same record with another content. recall: take it back. */
export const SENDER_STEPS = ['send', 'correct', 'recall'] as const;
export type SenderStep = (typeof SENDER_STEPS)[number];

/** A target that the kit plays. */
export interface PlayedTarget {
  /** Scripted faults and their times, as POST /__sandbox/faults takes them. */
  faults(wish: object): Promise<void>;
  settings(wish: object): Promise<void>;
  /** Locks every record held; ids of what is locked now. */
  lock(): Promise<readonly string[]>;
  /** What the sender did to this target since the scenario began, oldest first. */
  calls(): Promise<readonly SenderCall[]>;
}

export interface SenderBench {
  readonly judge: Judge;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly targets: Readonly<Record<Played, PlayedTarget>>;
  /** How long the sender may take for what it does after a step has ended. */
  readonly settleMs: number;
  /** Lets the vendor's side act and waits until it has. */
  step(step: SenderStep): Promise<Acted>;
  /** The word of a person on a scenario; null where nobody gave it. */
  attested(
    scenario: string,
    question: Bilingual,
  ): Promise<{ readonly isTrue: boolean; readonly by: string } | null>;
}

const POLL_MS = 50;

/** Ends with a verdict instead of going on. */
export class ScenarioEnd extends Error {
  constructor(readonly verdict: Verdict) {
    super('scenario ended');
  }
}

const CANNOT: Readonly<Record<SenderStep, Bilingual>> = {
  send: { vi: 'gửi lớp mới', en: 'sending a new class' },
  correct: { vi: 'gửi bản sửa', en: 'sending a correction' },
  recall: { vi: 'thu hồi', en: 'recalling' },
};

const cannot = (step: SenderStep): Verdict =>
  notRun(
    {
      vi: `Phần mềm gửi (hoặc người chạy) nói không làm được bước ${CANNOT[step].vi}.`,
      en: `The sender (or whoever runs it) says that ${CANNOT[step].en} is not possible.`,
    },
    {
      vi: 'Làm phần này trong phần mềm gửi rồi chạy lại kịch bản.',
      en: 'Build it into the sender and run the scenario again.',
    },
  );

/** Polls until the calls are as wished, at most for the time given after a step. */
async function settled(
  { clock, signal, settleMs, targets }: SenderBench,
  target: Played,
  isDone: (calls: readonly SenderCall[]) => boolean,
): Promise<readonly SenderCall[]> {
  const until = clock.now().getTime() + settleMs;
  for (;;) {
    const calls = await targets[target].calls();
    if (isDone(calls) || clock.now().getTime() >= until) return calls;
    await clock.sleep(POLL_MS, signal);
  }
}

/** One step of the vendor's side, and all that it did to the target since the scenario began. Throws ScenarioEnd. */
export async function act(
  bench: SenderBench,
  step: SenderStep,
  target: Played = 'so-gddt',
  isDone: (calls: readonly SenderCall[]) => boolean = isSettled,
): Promise<readonly SenderCall[]> {
  const { judge } = bench;
  const before = (await bench.targets[target].calls()).length;
  const acted = await bench.step(step);
  if (acted === 'cannot') throw new ScenarioEnd(cannot(step));
  const calls = await settled(bench, target, (all) => all.length > before && isDone(all));
  const sent = calls.slice(before).some(({ kind }) => kind === 'send');
  judge.hold(LAW.sends, acted === 'done' && (sent || step !== 'send'), () => ({
    path: target,
    value: acted === 'done' ? '0' : 'time',
    message:
      acted === 'done'
        ? { vi: 'Không có gói tin nào được gửi.', en: 'No packet was sent.' }
        : {
            vi: 'Bước gửi không xong trong thời hạn (--timeout).',
            en: 'The step did not end in time (--timeout).',
          },
  }));
  if (judge.findings.length > 0) throw new ScenarioEnd(judge.verdict());
  return calls;
}

/** A scenario's body, in which `act` may end it early. */
export const ending =
  (run: (bench: SenderBench) => Promise<Verdict>) =>
  async (bench: SenderBench): Promise<Verdict> => {
    try {
      return await run(bench);
    } catch (error) {
      if (error instanceof ScenarioEnd) return error.verdict;
      throw error;
    }
  };
