import type { Issue } from '../domain/issue.js';
import type { MissingYearPolicy, SystemOfRecordRule } from '../domain/policy.js';
import type { Alias, CanonicalRecord, School, Stream, Term } from '../domain/records.js';
import type { StreamCapability } from '../ports/source.js';
import type { ClassId, ClassMaterial, KnownRecord } from '../ports/store.js';
import type { BatchContext } from '../ports/target.js';

/** What a source promises to give, from its adapter's `streams`. */
export interface SourceExpectation {
  readonly source: string;
  readonly streams: Readonly<Partial<Record<Stream, StreamCapability>>>;
}

export interface AssemblyPolicy {
  readonly systemOfRecord: readonly SystemOfRecordRule[];
  readonly missingYear: MissingYearPolicy;
  /** Used when no source says the programme of the class (GDTX centres say it in their config). */
  readonly programme: 'GDPT' | 'GDTX';
  /**
   * The day of which a term's data speak, YYYY-MM-DD: chooses among dated system-of-record rules, so that HK1 stays with
   * the vendor the school used in HK1. Default: defaultTermDates(schoolYear).
   */
  readonly termDates?: Readonly<Record<Term, string>>;
  /** Order of the subjects in a record, as in mappings/codes/subjects.yaml; the rest follows by key. */
  readonly subjectOrder?: readonly string[];
}

/** A record of the same pupil in another class or school. */
export interface ElsewhereRecord {
  readonly record: KnownRecord;
  /** The other class still lists the pupil as learning there; only asked for classes of the same school. */
  readonly listed: boolean;
}

export interface AssemblyInput {
  readonly material: ClassMaterial;
  readonly elsewhere: readonly ElsewhereRecord[];
  /** Sources that serve this school. */
  readonly expected: readonly SourceExpectation[];
  /** The school from the config: used when no source has a school stream. */
  readonly school: School | null;
  readonly policy: AssemblyPolicy;
  /** YYYY-MM-DD, the day on which undated data (roster, class, staff) are judged. */
  readonly today: string;
  /** Mints recordId and pupilId. */
  readonly newId: () => string;
}

/**
 * complete: all there, still to be checked by schema and rules. incomplete: short of something. refused: a conflict, a
 * mapping error or a hold. departed: the source says that the pupil left. gone: no source lists the pupil any more.
 */
export type Disposition = 'complete' | 'incomplete' | 'refused' | 'departed' | 'gone';

export interface AssembledRecord {
  readonly recordId: string;
  readonly pupilId: string;
  readonly disposition: Disposition;
  /** May lack required parts when the disposition is not `complete`: only the schema check makes it a CanonicalRecord. */
  readonly canonical: CanonicalRecord;
  readonly issues: readonly Issue[];
  readonly aliases: readonly Alias[];
  readonly sortKey: string;
  readonly foldKey: string;
  readonly known: KnownRecord | null;
  /** Classes to be assembled again if this record changes. */
  readonly touch: readonly ClassId[];
}

export interface AssembledClass {
  readonly id: ClassId;
  readonly context: BatchContext;
  /** Sorted by recordId of known ones first, then as minted; records already departed and unchanged are left out. */
  readonly records: readonly AssembledRecord[];
}
