import type { Bilingual } from '../../domain/errors.js';
import type { Issue, Owner } from '../../domain/issue.js';
import type { ScenarioHead as CoverageHead } from '../coverage.js';

/** Who is tried: a vendor's system as a source, a vendor's sender, a Sở's database as a target. */
export const RUN_KINDS = ['source', 'sender', 'target'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** One thing that must hold, in the words of whoever has to make it hold. Its id is the `rule` of its findings. */
export interface Law {
  readonly id: string;
  readonly title: Bilingual;
  readonly expected: Bilingual;
  readonly fix: Bilingual;
  /** The page and section that demand it. */
  readonly basis: string;
  readonly owner: Owner;
}

export interface ScenarioHead extends CoverageHead {
  /** Ids of the laws that it holds against the system. */
  readonly checks: readonly string[];
}

/**
 * passed: every check held. failed: at least one did not. not-run: it could not be tried, with the reason and what to do.
 * attested: no machine can see it; a person confirmed it.
 */
export const OUTCOMES = ['passed', 'failed', 'not-run', 'attested'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Verdict =
  | { readonly outcome: 'passed'; readonly note?: Bilingual }
  | { readonly outcome: 'failed'; readonly findings: readonly Issue[] }
  | { readonly outcome: 'not-run'; readonly reason: Bilingual; readonly todo: Bilingual }
  | { readonly outcome: 'attested'; readonly by: string; readonly note?: Bilingual };

/** `Bench`: what the scenarios of one kind work with. */
export interface Scenario<Bench> extends ScenarioHead {
  /** GatewayErrors end the scenario as failed, `cancelled` and `internal` ones the whole run. */
  readonly run: (bench: Bench) => Promise<Verdict>;
}

export interface ScenarioResult {
  readonly head: ScenarioHead;
  readonly verdict: Verdict;
  readonly startedAt: Date;
  /** Milliseconds. */
  readonly took: number;
  /** HTTP exchanges of this scenario. */
  readonly exchanges: number;
}

export const notRun = (reason: Bilingual, todo: Bilingual): Verdict => ({ outcome: 'not-run', reason, todo });

export const headOf = ({ id, title, requirements, checks }: ScenarioHead): ScenarioHead => ({
  id,
  title,
  requirements,
  checks,
});
