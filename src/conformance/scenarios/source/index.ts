import type { Scenario } from '../types.js';
import { ANSWERS } from './answers.js';
import type { SourceBench } from './bench.js';
import { FAULTS } from './faults.js';
import { PRIVACY, READING } from './reading-scenarios.js';

/** For vendors whose system is read, in the order in which they run: what changes data comes late. */
export const SOURCE_SCENARIOS: readonly Scenario<SourceBench>[] = [
  ...READING,
  ...ANSWERS,
  ...FAULTS,
  PRIVACY,
];
