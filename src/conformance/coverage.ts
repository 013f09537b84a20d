import type { Bilingual } from '../domain/errors.js';
import type { Severity } from '../domain/issue.js';
import type { RulePack } from '../rules/pack.js';
import type { RuleHead } from '../rules/rule.js';
import type { RequirementTests, TestReference } from './coverage-tests.js';
import type { Requirement } from './requirements.js';

/** What a scenario run says of itself, for the coverage. */
export interface ScenarioHead {
  readonly id: string;
  readonly title: Bilingual;
  /** R ids. */
  readonly requirements: readonly string[];
}

/** exercised: nothing is known to lack. partly: something exercises it, something lacks. open: nothing exercises it. */
export const COVERAGE_STATES = ['exercised', 'partly', 'open'] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

export interface RequirementCoverage extends Requirement {
  readonly state: CoverageState;
  /** Ids of rules; the examples of each run as tests. */
  readonly rules: readonly string[];
  /** Ids of scenario runs. */
  readonly scenarios: readonly string[];
  readonly tests: readonly TestReference[];
  /** What nothing exercises, and why; null when nothing is known to lack. */
  readonly lacking: Bilingual | null;
}

export interface RuleCoverage {
  readonly id: string;
  readonly pack: string;
  readonly title: Bilingual;
  readonly severity: Severity;
  readonly requirements: readonly string[];
}

/** Which requirement is exercised by what, and the reverse. */
export interface Coverage {
  readonly requirements: readonly RequirementCoverage[];
  readonly rules: readonly RuleCoverage[];
  readonly scenarios: readonly ScenarioHead[];
}

export interface CoverageInput {
  readonly requirements: readonly Requirement[];
  readonly packs: readonly RulePack[];
  readonly scenarios: readonly ScenarioHead[];
  readonly tests: Readonly<Record<string, RequirementTests>>;
}

const rulesOf = ({ id, rules, populationRules = [] }: RulePack): readonly RuleCoverage[] =>
  [...rules, ...populationRules].map((rule: RuleHead) => ({
    id: rule.id,
    pack: id,
    title: rule.title,
    severity: rule.severity,
    requirements: rule.requirements,
  }));

const UNEXPLAINED: Bilingual = {
  vi: 'Chưa có gì kiểm tra yêu cầu này.',
  en: 'Nothing exercises this requirement yet.',
};

const idsFor = (
  requirement: string,
  named: readonly { readonly id: string; readonly requirements: readonly string[] }[],
): readonly string[] =>
  named.filter(({ requirements }) => requirements.includes(requirement)).map(({ id }) => id);

/** Pure: the same input gives the same coverage, in the order of requirements and packs. */
export function coverageOf({ requirements, packs, scenarios, tests }: CoverageInput): Coverage {
  const rules = packs.flatMap(rulesOf);
  const covered = requirements.map((requirement): RequirementCoverage => {
    const found = {
      rules: idsFor(requirement.id, rules),
      scenarios: idsFor(requirement.id, scenarios),
      tests: tests[requirement.id]?.tests ?? [],
    };
    const any = Object.values(found).some((list) => list.length > 0);
    const lacking = tests[requirement.id]?.lacking ?? (any ? null : UNEXPLAINED);
    const state = !any ? 'open' : lacking === null ? 'exercised' : 'partly';
    return { ...requirement, state, ...found, lacking };
  });
  return { requirements: covered, rules, scenarios };
}
