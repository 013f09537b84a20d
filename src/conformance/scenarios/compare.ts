import type { Bilingual } from '../../domain/errors.js';
import type { Statement, StatementScenario } from './statement.js';
import type { Outcome } from './types.js';

export const CHANGES = ['worse', 'better', 'new', 'gone', 'open', 'same'] as const;
/** open: failed in both. same: as good, or as little known, as before. */
export type Change = (typeof CHANGES)[number];

export interface ComparedScenario {
  readonly id: string;
  readonly title: Bilingual;
  readonly change: Change;
  /** null: the statement does not know the scenario. */
  readonly before: Outcome | null;
  readonly after: Outcome | null;
  /** Laws that failed in one of the two only. */
  readonly nowBroken: readonly string[];
  readonly nowKept: readonly string[];
}

export interface Comparison {
  readonly before: Pick<Statement, 'number' | 'startedAt' | 'product' | 'kit'>;
  readonly after: Pick<Statement, 'number' | 'startedAt' | 'product' | 'kit'>;
  readonly counts: Readonly<Record<Change, number>>;
  readonly scenarios: readonly ComparedScenario[];
}

const isGood = (outcome: Outcome): boolean => outcome === 'passed' || outcome === 'attested';

/**
 * Losing a proof is worse, also when the scenario is merely not run any more: what once failed and is not tried now must
 * not look mended.
 */
function changeOf(before: Outcome, after: Outcome): Change {
  if (isGood(after)) return isGood(before) ? 'same' : 'better';
  if (isGood(before)) return 'worse';
  if (before === after) return before === 'failed' ? 'open' : 'same';
  return 'worse';
}

const broken = (scenario: StatementScenario | undefined): ReadonlySet<string> =>
  new Set(scenario?.findings.map(({ rule }) => rule));

function compareOne(
  before: StatementScenario | undefined,
  after: StatementScenario | undefined,
): ComparedScenario {
  const [was, is] = [broken(before), broken(after)];
  const nowBroken = [...is].filter((law) => !was.has(law));
  const nowKept = after?.outcome === 'not-run' ? [] : [...was].filter((law) => !is.has(law));
  const both = before !== undefined && after !== undefined;
  const plain = both ? changeOf(before.outcome, after.outcome) : before === undefined ? 'new' : 'gone';
  // Another law broken in a scenario that failed before is a step back, too.
  const change = plain === 'open' && nowBroken.length > 0 ? 'worse' : plain;
  const known = after ?? before;
  return {
    id: known?.id ?? '',
    title: known?.title ?? { vi: '', en: '' },
    change,
    before: before?.outcome ?? null,
    after: after?.outcome ?? null,
    nowBroken,
    nowKept,
  };
}

const about = ({ number, startedAt, product, kit }: Statement): Comparison['before'] => ({
  number,
  startedAt,
  product,
  kit,
});

/** What became of every scenario from one statement to the next. Pure; both are of one kind. */
export function compareStatements(before: Statement, after: Statement): Comparison {
  const later = new Map(after.scenarios.map((scenario) => [scenario.id, scenario]));
  const known = new Set(before.scenarios.map(({ id }) => id));
  const scenarios = [
    ...before.scenarios.map((scenario) => compareOne(scenario, later.get(scenario.id))),
    ...after.scenarios.filter(({ id }) => !known.has(id)).map((scenario) => compareOne(undefined, scenario)),
  ];
  const count = (wanted: Change): number => scenarios.filter(({ change }) => change === wanted).length;
  const counts = Object.fromEntries(CHANGES.map((change) => [change, count(change)])) as Record<
    Change,
    number
  >;
  return { before: about(before), after: about(after), counts, scenarios };
}
