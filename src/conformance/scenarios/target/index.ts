import type { Scenario } from '../types.js';
import type { TargetBench } from './bench.js';
import { CONTENT } from './content.js';
import { LIMITS } from './limits.js';
import { LOCKING } from './locking.js';
import { RECEIVING } from './receiving.js';

/** For the developers of a Sở's records database, in the order in which they run. */
export const TARGET_SCENARIOS: readonly Scenario<TargetBench>[] = [
  ...RECEIVING,
  ...CONTENT,
  ...LOCKING,
  ...LIMITS,
];
