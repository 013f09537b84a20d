import type { RowAccount } from '../domain/account.js';
import type { Issue, Place } from '../domain/issue.js';
import type { Fragment, Stream, Term } from '../domain/records.js';
import type { Scope } from './store-scope.js';

/** One pass over one stream of one school at one source. */
export interface PullId {
  readonly source: string;
  readonly school: string;
  readonly schoolYear: string;
  readonly stream: Stream;
}

/** A mapped row. A row with an error keeps what could be mapped, so that the record can be shown. */
export interface LandedFragment {
  readonly rowKey: string;
  /** null for school and staff rows, and rows whose class could not be read. */
  readonly classKey: string | null;
  readonly fragment: Fragment;
  readonly issues: readonly Issue[];
  readonly place: Place;
}

/** What became of a page's rows. landed = used + sum(ignored) + quarantined. */
export interface PageOutcome {
  readonly landed: number;
  readonly used: number;
  /** reason code -> rows */
  readonly ignored: Readonly<Record<string, number>>;
  readonly quarantined: number;
}

export interface LandedPage {
  readonly pageKey: string;
  readonly term: Term | null;
  readonly mapping: string;
  readonly mappingVersion: number;
  /** Hex SHA-256 of `rows`. */
  readonly contentHash: string;
  /** JSON text of the Page as the adapter gave it (records and issues): enough to map again. */
  readonly rows: string;
  readonly fragments: readonly LandedFragment[];
  /** Findings that belong to no readable pupil: on the page, or on rows that gave no fragment. */
  readonly issues: readonly Issue[];
  readonly outcome: PageOutcome;
}

export interface KnownPage {
  readonly contentHash: string;
  readonly mappingVersion: number;
  readonly outcome: PageOutcome;
}

/** A pull in progress: where to resume, and under which number its pages are stamped. */
export interface OpenPull {
  readonly pullNumber: number;
  readonly cursor: string | null;
}

export interface LandingStore {
  /** Continues an interrupted pull (its cursor) or starts a new one. */
  openPull(scope: Scope, id: PullId): Promise<OpenPull>;
  known(scope: Scope, id: PullId): Promise<ReadonlyMap<string, KnownPage>>;
  /**
   * One transaction: replaces the page's fragments, marks the touched classes (of the old and the new fragments) for
   * assembly, moves the cursor. School and staff pages mark every class of the school.
   */
  land(
    scope: Scope,
    runId: string,
    id: PullId,
    pullNumber: number,
    page: LandedPage,
    cursor: string,
  ): Promise<void>;
  /** The page came again unchanged: stamps it with this pull and moves the cursor. */
  touch(scope: Scope, id: PullId, pullNumber: number, pageKey: string, cursor: string): Promise<void>;
  /** Pages of earlier pulls that this pull did not show, with their rows: what retire would remove. */
  missing(
    scope: Scope,
    id: PullId,
    pullNumber: number,
  ): Promise<{ readonly pages: readonly string[]; readonly rows: number; readonly totalRows: number }>;
  /** Ends the pull. `retire`: pages not shown lose their fragments and their classes are marked. */
  closePull(
    scope: Scope,
    id: PullId,
    pullNumber: number,
    options: { readonly retire: boolean; readonly at: Date },
  ): Promise<void>;
  /** Landed pages as stored, for mapping again. Ordered by source, school, stream, page key. */
  pages(
    scope: Scope,
    filter: { readonly schoolYear: string; readonly source?: string; readonly school?: string },
  ): AsyncIterable<{
    readonly id: PullId;
    readonly page: Omit<LandedPage, 'fragments' | 'outcome' | 'issues'>;
  }>;
  /** Replaces what was mapped from a landed page (remap), as land does. */
  remap(scope: Scope, runId: string, id: PullId, page: LandedPage): Promise<void>;
  rowAccount(
    scope: Scope,
    schoolYear: string,
  ): Promise<
    readonly (RowAccount & { readonly source: string; readonly school: string; readonly stream: Stream })[]
  >;
  /** Page-level and row-level findings that belong to no record. */
  issues(
    scope: Scope,
    filter: { readonly schoolYear: string; readonly school?: string },
  ): Promise<
    readonly {
      readonly source: string;
      readonly school: string;
      readonly pageKey: string;
      readonly issue: Issue;
    }[]
  >;
}
