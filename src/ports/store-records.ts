import type { DeliveryEvent } from '../domain/delivery.js';
import type { Issue } from '../domain/issue.js';
import type { Alias, CanonicalRecord, Stream, Term } from '../domain/records.js';
import type { LandedFragment } from './store-landing.js';
import type { ClassId, Scope } from './store-scope.js';
import type { BatchContext, ItemKey } from './target.js';

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
  /** Classes of a school of which a row has landed or a record exists, by class key. */
  classes(
    scope: Scope,
    filter: { readonly schoolYear: string; readonly school: string },
  ): Promise<readonly ClassId[]>;
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
