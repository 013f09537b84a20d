import type { Bilingual } from './errors.js';

export type Severity = 'error' | 'warning' | 'info';
/** Who has to act. */
export type Owner = 'school' | 'vendor' | 'department' | 'gateway';

/** Where in the source the value stands, in the words of the person who will look for it. */
export interface Place {
  readonly source?: string;
  readonly file?: string;
  readonly sheet?: string;
  /** 1-based, as Excel shows it. */
  readonly row?: number;
  readonly column?: string;
  /** JSON path inside an API answer or record. */
  readonly path?: string;
}

/** Why a record or row is not accepted (error) or deserves a look (warning). Data, never an exception. */
export interface Issue {
  /** Stable id, e.g. MAP-UNKNOWN-CODE, TT22-9.2-TOT. Errors quarantine the record. */
  readonly rule: string;
  readonly severity: Severity;
  /** Path in the canonical record or fragment, e.g. secondary.subjects[toan].year. */
  readonly path: string;
  /** The offending value as it came, null when it is missing. */
  readonly value: string | null;
  readonly expected: Bilingual;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  /** Legal or technical basis, to the clause. */
  readonly basis: string;
  readonly owner: Owner;
  readonly place?: Place;
}

export const isBlocking = (issue: Issue): boolean => issue.severity === 'error';
