import type { Bilingual } from '../domain/errors.js';
import type { Level } from '../domain/records.js';

/** Where a name of the packet comes from: seen in public code, QĐ 4998, formed after another public name, ours. */
export type Provenance = 'observed' | '4998' | 'inferred' | 'invented';

/** A place in the record, optionally with text put before the value. The first place that holds a value is used. */
export interface SourceAlternative {
  readonly path: string;
  readonly prefix?: string;
}
export type SourceSpec = string | readonly (string | SourceAlternative)[];

export type LeafType = 'string' | 'date' | 'datetime' | 'integer' | 'decimal' | 'boolean';

/** What to do with a missing value: leave the element out, write it empty, or refuse the record. */
export type NullPolicy = 'omit' | 'empty' | 'refuse';

export interface ProfileAttribute {
  readonly name: string;
  readonly provenance: Provenance;
  readonly basis?: string;
  /** A constant; else `source`. */
  readonly value?: string;
  readonly source?: string;
  readonly prefix?: string;
  readonly maxLength?: number;
}

/**
 * One element of the packet, in order. A leaf has `source` or `value`, a slot `slot`, a class package's list of packets
 * `packets`, all else `children`.
 */
export interface ProfileElement {
  readonly name: string;
  readonly provenance: Provenance;
  readonly basis?: string;
  readonly value?: string;
  readonly source?: SourceSpec;
  /** String unless told otherwise. */
  readonly type?: LeafType;
  /** In characters (code points), as XML Schema counts them. */
  readonly maxLength?: number;
  /** XML Schema pattern, anchored at both ends. */
  readonly pattern?: string;
  readonly nulls?: NullPolicy;
  /** Name of the code table that turns the internal key into the wire code. */
  readonly codes?: string;
  /** true: repeats what another element already says; reading back ignores it. */
  readonly derived?: true;
  readonly levels?: readonly Level[];
  readonly grades?: readonly number[];
  readonly when?: { readonly path: string; readonly equals: string };
  /** Moves `./` to this object; the element is left out when there is none. */
  readonly at?: string;
  /** Repeats the element for each item of this list; `./` is the item. */
  readonly each?: string;
  /** Field that names an item in an issue's path. */
  readonly itemKey?: string;
  readonly maxItems?: number;
  /** Exactly one of the children occurs. */
  readonly choice?: true;
  /** Its id attribute is an XML id that a signature may reference: unique in the packet. */
  readonly referencable?: true;
  /** Who signs this referencable element, for slots whose references are `owned`. */
  readonly owner?: string;
  readonly slot?: string;
  readonly holder?: string;
  /** In a class package: the pupils' packets stand inside, whole, and nothing else. */
  readonly packets?: true;
  readonly attributes?: readonly ProfileAttribute[];
  readonly children?: readonly ProfileElement[];
}

/** A place for a signature. */
export interface ProfileSlot {
  readonly id: string;
  readonly title: Bilingual;
  readonly levels: readonly Level[];
  /** Slots are filled in ascending order. */
  readonly order: number;
  readonly cardinality: 'one' | 'per-holder';
  /** Ids that the signature references; `owned`: those of the elements whose owner is the slot's holder. */
  readonly references: 'owned' | readonly string[];
}

export interface CodeTable {
  readonly provenance: Provenance;
  readonly basis?: string;
  /** Internal key to wire code. */
  readonly entries?: Readonly<Record<string, string>>;
  readonly byLevel?: Readonly<Partial<Record<Level, Readonly<Record<string, string>>>>>;
}

export type ProfileNamespace = null | { readonly uri: string; readonly prefix?: string };

/** The wrapper of a class's packets (gói tin lớp): per class and school year, signed once by the school. */
export interface ProfilePackage {
  /** Must not reach into the packets: another prefix than theirs, none as default where theirs have none. */
  readonly namespace: ProfileNamespace;
  readonly maxBytes: number;
  readonly maxPackets: number;
  readonly slots: readonly ProfileSlot[];
  /** `meta` here: packageCode, count, environment, createdAt; `record`: schoolYear, school, level, class. */
  readonly root: ProfileElement;
  /** XML Schema of the wrapper without its packets. */
  readonly xsd: Uint8Array;
}

/** The ministry's format as data. Loaded from schemas/profiles/<id>/; the engine knows nothing else of the format. */
export interface PacketProfile {
  readonly id: string;
  readonly title: Bilingual;
  readonly legalBasis: string;
  /** YYYY-MM-DD */
  readonly validFrom: string;
  readonly validTo?: string;
  readonly schoolYears: { readonly from: string; readonly to?: string };
  readonly namespace: ProfileNamespace;
  readonly encoding: 'UTF-8';
  readonly dateFormat: 'YYYY-MM-DD' | 'DD/MM/YYYY' | 'YYYYMMDD';
  readonly decimalSeparator: '.' | ',';
  readonly booleans: { readonly true: string; readonly false: string };
  /** Whether a pupil keeps one look-up code for the level or gets one per school year. */
  readonly lookupCodeScope: 'level' | 'school-year';
  /** planned: known when the packet is built; at-lock: set by the Sở when it locks, so absent before. */
  readonly effectiveDate: 'planned' | 'at-lock';
  readonly maxBytes: number;
  readonly idAttribute: string;
  readonly slots: readonly ProfileSlot[];
  readonly root: ProfileElement;
  readonly codes: Readonly<Record<string, CodeTable>>;
  /** The profile's XML Schema, as it is on disk. */
  readonly xsd: Uint8Array;
  /** Absent where the format knows no class package. */
  readonly package?: ProfilePackage;
}
