import type { Scenario } from '../types.js';
import { ending, type SenderBench } from './bench.js';
import { LIFECYCLE } from './lifecycle.js';
import { LINE } from './line.js';
import { MINISTRY } from './ministry.js';

/** For vendors whose software sends, in the order in which they run. */
export const SENDER_SCENARIOS: readonly Scenario<SenderBench>[] = [...LINE, ...LIFECYCLE, ...MINISTRY].map(
  (scenario) => ({ ...scenario, run: ending(scenario.run) }),
);

/** Scenarios in which the ministry is played; the others need the Sở alone. */
export const MINISTRY_IDS: ReadonlySet<string> = new Set(MINISTRY.map(({ id }) => id));
