import type { Bilingual } from '../../domain/errors.js';

/** done: it happened. cannot: whoever was asked cannot do it. time-up: no answer in time. */
export type Acted = 'done' | 'cannot' | 'time-up';

/** Somebody at the terminal, where there is one. */
export interface Person {
  /** Says what is to be done and waits until it is done. */
  act(instruction: Bilingual, limitMs: number): Promise<Acted>;
  /** A question that only a person can answer. null: no answer. */
  confirm(question: Bilingual, limitMs: number): Promise<boolean | null>;
}
