import type { Issue, Place } from '../domain/issue.js';
import { isBlocking } from '../domain/issue.js';
import type { Fragment } from '../domain/records.js';
import type { Page, SourceRecord } from '../ports/source.js';
import type { CompiledMapping } from './compile.js';
import { contextOfPage } from './context.js';

/** What became of one row. */
export interface RowOutcome {
  readonly key: string;
  readonly outcome: 'used' | 'ignored' | 'quarantined';
  /** Why it was ignored: the adapter's reason code. */
  readonly reason?: string;
  readonly fragment: Fragment | null;
  readonly issues: readonly Issue[];
  readonly place: Place;
}

/** landed = used + sum(ignored) + quarantined, always. */
export interface MappedPage {
  readonly rows: readonly RowOutcome[];
  /** Findings on the page as a whole, of the adapter and of the mapping. */
  readonly issues: readonly Issue[];
  readonly account: {
    readonly landed: number;
    readonly used: number;
    readonly ignored: Readonly<Record<string, number>>;
    readonly quarantined: number;
  };
}

function rowOutcome(
  mapping: CompiledMapping,
  record: SourceRecord,
  context: ReturnType<typeof contextOfPage>,
  pageRefused: boolean,
): RowOutcome {
  const { fragment, issues } = mapping.map(record, context);
  const row = { key: record.key, fragment, issues, place: record.place };
  const refused = issues.some(isBlocking);
  // An ignored row with an error (another school's row) is a finding, not noise.
  if (record.ignored !== undefined && !refused) return { ...row, outcome: 'ignored', reason: record.ignored };
  return { ...row, outcome: refused || pageRefused || fragment === null ? 'quarantined' : 'used' };
}

/** Maps a whole page and accounts for every row of it. */
export function mapPage(mapping: CompiledMapping, page: Page, sourceId: string): MappedPage {
  const context = contextOfPage(page, sourceId);
  const issues = [...page.issues, ...mapping.check(page, context)];
  const pageRefused = issues.some(isBlocking);
  const rows = page.records.map((record) => rowOutcome(mapping, record, context, pageRefused));
  const ignored: Record<string, number> = {};
  for (const row of rows) if (row.reason !== undefined) ignored[row.reason] = (ignored[row.reason] ?? 0) + 1;
  return {
    rows,
    issues,
    account: {
      landed: rows.length,
      used: rows.filter((row) => row.outcome === 'used').length,
      ignored,
      quarantined: rows.filter((row) => row.outcome === 'quarantined').length,
    },
  };
}
