import type { AccountCounts, RowAccount } from '../domain/account.js';
import type { DeliveryEvent, DeliveryState } from '../domain/delivery.js';
import type { Issue, Place } from '../domain/issue.js';
import type { Alias, CanonicalRecord, Fragment, Stream, Term } from '../domain/records.js';
import type { BatchContext, ItemKey, OutboundItem, TargetFinding, TargetObjects } from './target.js';

/** On whose behalf a call runs. Every call is bound to it twice: in the query and by row-level security. */
export interface Scope {
  readonly actor: string;
  readonly schools: 'all' | readonly string[];
}

export interface ClassId {
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
}

// ---------------------------------------------------------------- runs

export type RunKind = 'demo' | 'run' | 'pull' | 'process' | 'deliver' | 'reconcile' | 'import';

export interface RunStart {
  readonly kind: RunKind;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  readonly startedAt: Date;
}

export interface RunStore {
  begin(scope: Scope, run: RunStart): Promise<string>;
  finish(
    scope: Scope,
    runId: string,
    end: { readonly at: Date; readonly outcome: string; readonly summary: unknown },
  ): Promise<void>;
}

// ---------------------------------------------------------------- landing

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

// ---------------------------------------------------------------- classes and records

export interface SourcedFragment extends LandedFragment {
  readonly source: string;
  readonly stream: Stream;
  readonly term: Term | null;
  readonly pageKey: string;
}

/**
 * ready: passed all checks. incomplete: short of a required stream or result. quarantined: refused by a rule, a mapping or
 * a conflict. withdrawn: had a version, then left or gone at the source. left: departed before any version; outside the
 * population.
 */
export type RecordState = 'ready' | 'incomplete' | 'quarantined' | 'withdrawn' | 'left';

export interface KnownRecord {
  readonly recordId: string;
  readonly pupilId: string;
  readonly id: ClassId;
  readonly state: RecordState;
  /** Hash of the canonical content, of state and of issues: equal means nothing to commit. */
  readonly stateHash: string;
  readonly canonical: CanonicalRecord;
  readonly aliases: readonly Alias[];
  /** Of the latest version; null when none was made. */
  readonly version: {
    readonly number: number;
    readonly canonicalHash: string;
    readonly sha256: string;
  } | null;
  readonly lookupCode: string | null;
}

export interface ClassMaterial {
  readonly id: ClassId;
  /** Goes up with every change of the class's fragments. */
  readonly sequence: number;
  readonly fragments: readonly SourcedFragment[];
  /** School, staff and other class-less fragments of the school. */
  readonly schoolFragments: readonly SourcedFragment[];
  readonly records: readonly KnownRecord[];
}

export interface VersionCommit {
  readonly number: number;
  readonly canonicalHash: string;
  readonly octets: Uint8Array;
  readonly sha256: string;
  readonly lookupCode: string;
  readonly profile: string;
  readonly environment: 'test' | 'production';
  readonly effectiveDate: string | null;
  /** true with signing: off: issued in this transaction, so the outbox items are created here. */
  readonly issued: boolean;
}

export interface RecordCommit {
  readonly recordId: string;
  readonly pupilId: string;
  readonly state: RecordState;
  readonly stateHash: string;
  readonly canonical: CanonicalRecord;
  readonly issues: readonly Issue[];
  readonly aliases: readonly Alias[];
  /** Collation key of the Vietnamese name by given name, and accent-folded name: filled by us. */
  readonly sortKey: string;
  readonly foldKey: string;
  readonly version: VersionCommit | null;
  /** Only with an issued version. `after`: not claimable before that target accepted this version. */
  readonly items: readonly {
    readonly key: ItemKey;
    readonly target: string;
    readonly event: DeliveryEvent;
    readonly after: string | null;
  }[];
}

export interface ClassCommit {
  readonly id: ClassId;
  /** The material's sequence; when the class changed meanwhile it stays marked for assembly. */
  readonly sequence: number;
  readonly runId: string;
  readonly at: Date;
  readonly context: BatchContext;
  /** Changed records only. */
  readonly records: readonly RecordCommit[];
  /** Classes elsewhere that must be assembled again (a pupil who moved). */
  readonly touch: readonly ClassId[];
}

export interface RecordFilter {
  readonly schoolYear: string;
  readonly school?: string;
  readonly classKey?: string;
  readonly states?: readonly RecordState[];
  readonly recordIds?: readonly string[];
}

export interface RecordRow {
  readonly recordId: string;
  readonly pupilId: string;
  readonly id: ClassId;
  readonly state: RecordState;
  readonly issues: readonly Issue[];
  readonly version: number | null;
  readonly sha256: string | null;
  readonly lookupCode: string | null;
  readonly canonical: CanonicalRecord;
}

export interface RecordVersion {
  readonly recordId: string;
  readonly number: number;
  readonly sha256: string;
  readonly lookupCode: string;
  readonly profile: string;
  readonly environment: 'test' | 'production';
  readonly issuedAt: Date | null;
  readonly octets: Uint8Array;
}

export interface RecordStore {
  /** Classes whose fragments changed since they were assembled, in a stable order. */
  marked(
    scope: Scope,
    filter: { readonly schoolYear: string; readonly schools?: readonly string[] },
  ): Promise<readonly ClassId[]>;
  mark(scope: Scope, ids: readonly ClassId[]): Promise<void>;
  material(scope: Scope, id: ClassId): Promise<ClassMaterial>;
  /** Records of the year, in any class or school, known by one of these aliases. Ids minted at one source match only there. */
  findByAliases(scope: Scope, schoolYear: string, aliases: readonly Alias[]): Promise<readonly KnownRecord[]>;
  /**
   * One transaction per class: records, aliases, issues, versions with octets, outbox items; earlier versions' items that
   * were not yet sent become superseded. Returns false, writing nothing, when an alias or a version was taken meanwhile
   * (another process): load the material again.
   */
  commitClass(scope: Scope, commit: ClassCommit): Promise<boolean>;
  list(scope: Scope, filter: RecordFilter): AsyncIterable<readonly RecordRow[]>;
  versions(
    scope: Scope,
    filter: RecordFilter & { readonly latestOnly?: boolean },
  ): AsyncIterable<readonly RecordVersion[]>;
}

// ---------------------------------------------------------------- outbox

export interface ClaimRequest {
  readonly target: string;
  readonly worker: string;
  readonly limit: number;
  readonly leaseMs: number;
  readonly now: Date;
  readonly schools?: readonly string[];
}

/** Items of one class, leased to one worker. A settle with an older fence is refused. */
export interface ClaimedBatch {
  readonly batchId: string;
  readonly fence: number;
  readonly target: string;
  readonly context: BatchContext;
  /** `attempt` counts from 1; `environment` is that of the packet's header, as committed. */
  readonly items: readonly (OutboundItem & {
    readonly attempt: number;
    readonly environment: 'test' | 'production';
  })[];
}

/** Items whose fate is to be asked: awaiting or unknown, due. Leased the same way. */
export interface ClaimedInquiry {
  readonly batchId: string;
  readonly fence: number;
  readonly target: string;
  readonly items: readonly {
    readonly key: ItemKey;
    readonly sha256: string;
    readonly state: 'awaiting' | 'unknown';
    readonly attempt: number;
    /** Earlier inquiries of this attempt that brought no verdict. */
    readonly inquiries: number;
  }[];
}

export interface SettledItem {
  readonly key: ItemKey;
  /** A settled inquiry may name the item's own state: no verdict yet, `inquiries` goes up, `nextAttemptAt` moves. */
  readonly to: DeliveryState;
  readonly nextAttemptAt?: Date;
  readonly code?: string;
  readonly reference?: string;
  readonly findings?: readonly TargetFinding[];
}

export interface Settlement {
  readonly batchId: string;
  readonly fence: number;
  readonly target: string;
  readonly kind: 'send' | 'inquire';
  readonly items: readonly SettledItem[];
  /** The answer as it came, kept as proof; empty when none was obtained. */
  readonly raw: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

export interface OutboxRow {
  readonly key: ItemKey;
  readonly target: string;
  readonly recordId: string;
  readonly id: ClassId;
  readonly version: number;
  readonly event: DeliveryEvent;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly code: string | null;
  readonly findings: readonly TargetFinding[];
}

export interface OutboxStore {
  /** Order per record is kept: an item waits while an earlier version of its record is sending, awaiting or unknown. */
  claim(scope: Scope, request: ClaimRequest): Promise<ClaimedBatch | null>;
  claimInquiry(scope: Scope, request: ClaimRequest): Promise<ClaimedInquiry | null>;
  /** One transaction: states (by the transition table), receipt, gates of `after` items. `stale`: items another worker holds now. */
  settle(scope: Scope, settlement: Settlement): Promise<{ readonly applied: number; readonly stale: number }>;
  /**
   * sending items whose lease ended become unknown, to be asked about from `now` on: they may have been sent.
   * `leasesUntil` (default now): leases ending by then count as ended, for an owner who knows that their holders are gone.
   */
  releaseExpired(scope: Scope, now: Date, leasesUntil?: Date): Promise<number>;
  /**
   * When the next item of the target becomes due; null when nothing is open. Items being sent count with the end of their
   * lease. Items behind a gate or a pause do not count.
   */
  nextDue(scope: Scope, target: string): Promise<Date | null>;
  /** Token bucket of the target, shared by all workers. Grants `want` or says how long to wait. */
  takeTokens(
    scope: Scope,
    target: string,
    bucket: {
      readonly ratePerSecond: number;
      readonly burst: number;
      readonly want: number;
      readonly now: Date;
    },
  ): Promise<{ readonly granted: boolean; readonly waitMs: number }>;
  setPaused(scope: Scope, target: string, paused: boolean): Promise<void>;
  paused(scope: Scope): Promise<readonly string[]>;
  list(
    scope: Scope,
    filter: {
      readonly schoolYear: string;
      readonly target?: string;
      readonly school?: string;
      readonly states?: readonly DeliveryState[];
      readonly keys?: readonly ItemKey[];
    },
  ): AsyncIterable<readonly OutboxRow[]>;
  /** dead -> queued, due now. Returns how many moved. */
  retry(
    scope: Scope,
    filter: { readonly target?: string; readonly keys?: readonly ItemKey[]; readonly now: Date },
  ): Promise<number>;
  objects(scope: Scope, target: string, school: string): TargetObjects;
}

// ---------------------------------------------------------------- account

export interface ClassAccount {
  readonly target: string;
  readonly school: string;
  readonly classKey: string;
  readonly className: string;
  readonly counts: AccountCounts;
  /** Superseded versions' items: shown, never summed. */
  readonly superseded: number;
}

/** What we believe the target holds: the latest accepted version of each record, or why none. */
export interface BelievedRecord {
  readonly recordId: string;
  readonly id: ClassId;
  readonly state: RecordState;
  readonly delivery: DeliveryState | null;
  readonly accepted: {
    readonly version: number;
    readonly sha256: string;
    readonly lookupCode: string;
  } | null;
}

export interface AccountStore {
  /** By class, from one consistent snapshot. */
  byClass(
    scope: Scope,
    filter: {
      readonly schoolYear: string;
      readonly targets: readonly string[];
      readonly schools?: readonly string[];
    },
  ): Promise<readonly ClassAccount[]>;
  believed(
    scope: Scope,
    filter: { readonly schoolYear: string; readonly target: string; readonly school: string },
  ): Promise<readonly BelievedRecord[]>;
  schools(
    scope: Scope,
    schoolYear: string,
  ): Promise<
    readonly {
      readonly code: string;
      readonly name: string;
      readonly sources: readonly string[];
      readonly classes: number;
      readonly students: number;
      readonly quarantined: number;
      readonly withdrawn: number;
    }[]
  >;
}

/** The one store. Every call runs in a transaction bound to its Scope. */
export interface Store {
  readonly runs: RunStore;
  readonly landing: LandingStore;
  readonly records: RecordStore;
  readonly outbox: OutboxStore;
  readonly account: AccountStore;
  /** Store kind and server version, for doctor and reports. */
  describe(): Promise<{
    readonly kind: 'embedded' | 'postgres';
    readonly version: string;
    readonly durable: boolean;
  }>;
  close(): Promise<void>;
}
