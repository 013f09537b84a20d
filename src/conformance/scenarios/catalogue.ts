import { SENDER_SCENARIOS } from './sender/index.js';
import { SENDER_LAWS } from './sender/laws.js';
import { SOURCE_SCENARIOS } from './source/index.js';
import { SOURCE_LAWS } from './source/laws.js';
import { TARGET_SCENARIOS } from './target/index.js';
import { TARGET_LAWS } from './target/laws.js';
import { headOf, type Law, type RunKind, type ScenarioHead } from './types.js';

export interface KindCatalogue {
  readonly scenarios: readonly ScenarioHead[];
  readonly laws: readonly Law[];
}

/** Every scenario of the kit, for docs/scenarios.md and the coverage of the requirements. */
export const CATALOGUE: Readonly<Record<RunKind, KindCatalogue>> = {
  source: { scenarios: SOURCE_SCENARIOS.map(headOf), laws: SOURCE_LAWS },
  sender: { scenarios: SENDER_SCENARIOS.map(headOf), laws: SENDER_LAWS },
  target: { scenarios: TARGET_SCENARIOS.map(headOf), laws: TARGET_LAWS },
};

export const SCENARIO_HEADS: readonly ScenarioHead[] = Object.values(CATALOGUE).flatMap(
  ({ scenarios }) => scenarios,
);
