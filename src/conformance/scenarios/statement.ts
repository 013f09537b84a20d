import type { Bilingual } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import type { Requirement } from '../requirements.js';
import type { Law, Outcome, RunKind, ScenarioResult, Verdict } from './types.js';

export const STATEMENT_SCHEMA = 'hocba-conformance-statement/1';

export type Totals = Readonly<Record<'passed' | 'failed' | 'notRun' | 'attested', number>>;

export interface StatementScenario {
  readonly id: string;
  readonly title: Bilingual;
  readonly requirements: readonly string[];
  readonly checks: readonly { readonly id: string; readonly title: Bilingual }[];
  readonly outcome: Outcome;
  readonly findings: readonly Issue[];
  /** Why it was not run, and what to do about it. */
  readonly reason?: Bilingual;
  readonly todo?: Bilingual;
  readonly attestedBy?: string;
  readonly note?: Bilingual;
  readonly startedAt: string;
  readonly ms: number;
  readonly exchanges: number;
}

export interface StatementRequirement extends Totals {
  readonly id: string;
  readonly text: Bilingual;
  readonly scenarios: readonly string[];
}

/** Who and what was tried, with what, and on what. */
export interface StatementFacts {
  /** e.g. TARGET-20260601-001. */
  readonly number: string;
  readonly kind: RunKind;
  readonly product: { readonly name: string | null; readonly release: string | null };
  readonly kit: { readonly name: string; readonly version: string };
  readonly packetProfile: string;
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  /** Address, adapter, school, environment, …: name to value, without secrets. */
  readonly subject: Readonly<Record<string, string>>;
  readonly startedAt: string;
  readonly endedAt: string;
  /** File beside the statement, with its SHA-256: what was said cannot be exchanged afterwards. */
  readonly exchanges: { readonly file: string; readonly count: number; readonly sha256: string };
  /** Things a reader must know, e.g. what the run left behind. */
  readonly notes: readonly Bilingual[];
}

/** passed: nothing failed and all were tried. incomplete: nothing failed, but something was not run. */
export type StatementVerdict = 'passed' | 'failed' | 'incomplete';

export interface Statement extends StatementFacts {
  readonly schema: typeof STATEMENT_SCHEMA;
  readonly verdict: StatementVerdict;
  readonly totals: Totals;
  readonly requirements: readonly StatementRequirement[];
  readonly scenarios: readonly StatementScenario[];
}

export interface StatementInput {
  readonly facts: StatementFacts;
  readonly results: readonly ScenarioResult[];
  readonly laws: readonly Law[];
  readonly requirements: readonly Requirement[];
}

type Said = Pick<StatementScenario, 'findings' | 'reason' | 'todo' | 'attestedBy' | 'note'>;

function saidBy(verdict: Verdict): Said {
  if (verdict.outcome === 'failed') return { findings: verdict.findings };
  if (verdict.outcome === 'not-run') return { findings: [], reason: verdict.reason, todo: verdict.todo };
  const note = verdict.note === undefined ? {} : { note: verdict.note };
  return verdict.outcome === 'attested'
    ? { findings: [], attestedBy: verdict.by, ...note }
    : { findings: [], ...note };
}

function scenarioOf(result: ScenarioResult, laws: ReadonlyMap<string, Law>): StatementScenario {
  const { id, title, requirements, checks } = result.head;
  return {
    id,
    title,
    requirements,
    checks: checks.map((check) => ({ id: check, title: laws.get(check)?.title ?? { vi: check, en: check } })),
    outcome: result.verdict.outcome,
    ...saidBy(result.verdict),
    startedAt: result.startedAt.toISOString(),
    ms: result.took,
    exchanges: result.exchanges,
  };
}

export function totalsOf(scenarios: readonly Pick<StatementScenario, 'outcome'>[]): Totals {
  const count = (wanted: Outcome): number => scenarios.filter(({ outcome }) => outcome === wanted).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    notRun: count('not-run'),
    attested: count('attested'),
  };
}

function requirementsOf(
  scenarios: readonly StatementScenario[],
  all: readonly Requirement[],
): readonly StatementRequirement[] {
  return all.flatMap(({ id, text }) => {
    const own = scenarios.filter(({ requirements }) => requirements.includes(id));
    return own.length === 0
      ? []
      : [{ id, text, ...totalsOf(own), scenarios: own.map((scenario) => scenario.id) }];
  });
}

/** Pure. Every scenario of the kind stands in it, also those that were not run. */
export function statementOf({ facts, results, laws, requirements }: StatementInput): Statement {
  const byId = new Map(laws.map((law) => [law.id, law]));
  const scenarios = results.map((result) => scenarioOf(result, byId));
  const totals = totalsOf(scenarios);
  const verdict = totals.failed > 0 ? 'failed' : totals.notRun > 0 ? 'incomplete' : 'passed';
  return {
    schema: STATEMENT_SCHEMA,
    ...facts,
    verdict,
    totals,
    requirements: requirementsOf(scenarios, requirements),
    scenarios,
  };
}
