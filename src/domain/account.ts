/**
 * The closed account of one target (architecture section 2). Population: distinct records
 * (pupil x school year), each counted once by its latest version.
 * found = delivered + rejected + quarantined + withdrawn + inFlight + unknown + difference.
 */
export interface Account {
  readonly found: number;
  readonly delivered: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly withdrawn: number;
  /** unsigned, queued, sending, awaiting, dead, not yet due on this route. */
  readonly inFlight: number;
  readonly unknown: number;
  /** Part of inFlight: gave up after the retry policy's last attempt; a person decides. */
  readonly dead: number;
  /** found minus the sum of all others; must be 0. */
  readonly difference: number;
}

export type AccountCounts = Omit<Account, 'difference'>;

export const EMPTY_COUNTS: AccountCounts = {
  found: 0,
  delivered: 0,
  rejected: 0,
  quarantined: 0,
  withdrawn: 0,
  inFlight: 0,
  unknown: 0,
  dead: 0,
};

/** Adds the remainder. Never adjusts a count to make it fit. */
export function closeAccount(counts: AccountCounts): Account {
  const explained =
    counts.delivered +
    counts.rejected +
    counts.quarantined +
    counts.withdrawn +
    counts.inFlight +
    counts.unknown;
  return { ...counts, difference: counts.found - explained };
}

export function addCounts(a: AccountCounts, b: AccountCounts): AccountCounts {
  return {
    found: a.found + b.found,
    delivered: a.delivered + b.delivered,
    rejected: a.rejected + b.rejected,
    quarantined: a.quarantined + b.quarantined,
    withdrawn: a.withdrawn + b.withdrawn,
    inFlight: a.inFlight + b.inFlight,
    unknown: a.unknown + b.unknown,
    dead: a.dead + b.dead,
  };
}

/** The second account, of rows: landed = used + ignored (with reason) + quarantined. */
export interface RowAccount {
  readonly landed: number;
  readonly used: number;
  readonly ignored: number;
  readonly quarantined: number;
}
