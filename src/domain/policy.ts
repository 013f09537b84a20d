import type { Level } from './records.js';

/** Groups of data for which one source decides. */
export const DATA_KINDS = ['pupil', 'enrolment', 'results', 'attendance', 'class', 'staff'] as const;
export type DataKind = (typeof DATA_KINDS)[number];

/** Which source decides, per school x level x kind of data, with dates: a vendor may change in mid-year. */
export interface SystemOfRecordRule {
  readonly source: string;
  /** All schools when absent. */
  readonly school?: string;
  readonly level?: Level;
  readonly kind?: DataKind;
  /** Inclusive first day, YYYY-MM-DD. */
  readonly from?: string;
  /** Exclusive last day, YYYY-MM-DD. */
  readonly until?: string;
}

/** What happens when the source gives no whole-year result although both terms are there. Never silent. */
export type MissingYearPolicy = 'quarantine' | 'compute-and-hold';

/** A pupil without an identity number: delivered with a warning, or held back until there is one. */
export type WithoutNumberPolicy = 'warn' | 'hold';

/** An empty or suddenly short pull withdraws nothing above these limits without a person's word. */
export interface WithdrawalGuard {
  /** Share (0-1) of a stream's rows of a school that may vanish in one pull. */
  readonly maxShare: number;
  /** Rows that may always vanish, whatever the share. */
  readonly minRows: number;
}

/** When to try again. Data, per target. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
  /** Share (0-1) of the delay that is random. */
  readonly jitter: number;
  /** Upper bound of what a Retry-After may ask for. */
  readonly maxRetryAfterMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  maxAttempts: 12,
  firstDelayMs: 1_000,
  factor: 2,
  maxDelayMs: 900_000,
  jitter: 0.2,
  maxRetryAfterMs: 3_600_000,
};

/** A target as the pipeline and delivery see it. */
export interface Route {
  readonly target: string;
  /** Bộ gets học bạ packets only after the Sở accepted (or locked) them. */
  readonly after: { readonly target: string; readonly state: 'accepted' | 'locked' } | null;
  /** Learner programmes and levels that travel this route; all when absent. */
  readonly levels?: readonly Level[];
}

/** One dated duty of the sector. `date` is exclusive: "trước ngày 30/6" means until the end of 29/6. */
export interface Deadline {
  readonly id: string;
  /** YYYY-MM-DD, exclusive. */
  readonly date: string;
  readonly grades?: readonly number[];
  readonly name: { readonly vi: string; readonly en: string };
}
