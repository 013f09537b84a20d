import type { PageOutcome } from '../ports/store.js';

/** What this run did; the `counts` of the command line's answers. */
export interface RunCounts {
  readonly rowsLanded: number;
  readonly rowsUsed: number;
  readonly rowsIgnored: number;
  readonly rowsQuarantined: number;
  /** Records assembled in this run that belong to the population. */
  readonly records: number;
  /** Of these: nothing to commit. */
  readonly unchanged: number;
  readonly packets: number;
  /** 0 with signing: off. */
  readonly signatures: number;
}

export const NO_COUNTS: RunCounts = {
  rowsLanded: 0,
  rowsUsed: 0,
  rowsIgnored: 0,
  rowsQuarantined: 0,
  records: 0,
  unchanged: 0,
  packets: 0,
  signatures: 0,
};

export const addRunCounts = (a: RunCounts, b: Partial<RunCounts>): RunCounts => ({
  rowsLanded: a.rowsLanded + (b.rowsLanded ?? 0),
  rowsUsed: a.rowsUsed + (b.rowsUsed ?? 0),
  rowsIgnored: a.rowsIgnored + (b.rowsIgnored ?? 0),
  rowsQuarantined: a.rowsQuarantined + (b.rowsQuarantined ?? 0),
  records: a.records + (b.records ?? 0),
  unchanged: a.unchanged + (b.unchanged ?? 0),
  packets: a.packets + (b.packets ?? 0),
  signatures: a.signatures + (b.signatures ?? 0),
});

export const ignoredRows = (outcome: PageOutcome): number =>
  Object.values(outcome.ignored).reduce((sum, rows) => sum + rows, 0);

/** Rows of one page as counts. */
export const countsOfPage = (outcome: PageOutcome): Partial<RunCounts> => ({
  rowsLanded: outcome.landed,
  rowsUsed: outcome.used,
  rowsIgnored: ignoredRows(outcome),
  rowsQuarantined: outcome.quarantined,
});
