import type { Issue } from '../domain/issue.js';
import type { XmlElement, XmlReader } from '../ports/xml-reader.js';
import type { CompiledProfile } from './build.js';
import type { PacketLayout, ReadSlot } from './layout.js';
import { layoutOf } from './layout.js';
import type { PacketProfile } from './profile-shape.js';
import { notThisFormat } from './read-issues.js';
import { LEVELS, readTree, type TreeReading } from './read-tree.js';
import type { StructureScope } from './structure.js';
import type { TwinValue } from './twin.js';
import { packetTwin } from './twin.js';

export type {
  FoundPart,
  FoundPlace,
  FoundReference,
  FoundSlot,
  PacketLayout,
  ReadSlot,
} from './layout.js';
export type { StructureFault, StructureFaultKind } from './structure.js';

/** What rules may know of the profile that a packet was read by. */
export type ReadProfile = Pick<PacketProfile, 'id' | 'maxBytes' | 'effectiveDate' | 'slots'>;

export interface ReadPacket {
  readonly root: XmlElement;
  readonly profile: ReadProfile;
  /** Length of the packet in bytes. */
  readonly bytes: number;
  /** Made when it is first asked for. */
  readonly twin: TwinValue;
  /** Made when it is first asked for. */
  readonly layout: PacketLayout;
  /** lookupCode, version, effectiveDate, environment, issuedAt: what the gateway had added. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** The canonical record as far as the packet tells it; to be validated against the canonical schema before use. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly slots: readonly ReadSlot[];
  /** PACKET-…: contradictions and values that could not be read back. The rules of the packet pack say the same again. */
  readonly issues: readonly Issue[];
}

export type PacketReading =
  | ({ readonly ok: true } & ReadPacket)
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** A packet beyond the profile's size is still read up to this many times of it, so that the finding can name its pupil. */
const READABLE = 2;

/** Reads a packet back. The profile decides by local names, so a packet with a namespace that nobody announced still reads. */
export function readPacket(octets: Uint8Array, compiled: CompiledProfile, reader: XmlReader): PacketReading {
  const { profile } = compiled;
  const xml = reader.read(octets, { maxBytes: profile.maxBytes * READABLE });
  if (!xml.ok) return { ok: false, issues: xml.issues };
  const { root } = xml;
  if (root.local !== profile.root.name) return { ok: false, issues: [notThisFormat(profile, root.local)] };
  return new ReadOnce(profile, root, octets.length, readTree(profile, profile.root, root));
}

/** A class for its getters: accessors of an object literal give every packet a hidden class of its own, at 0.5 ms each. */
class ReadOnce implements ReadPacket {
  readonly ok = true;
  readonly meta: ReadPacket['meta'];
  readonly record: ReadPacket['record'];
  readonly slots: ReadPacket['slots'];
  readonly issues: ReadPacket['issues'];
  #twin: TwinValue | undefined;
  #layout: PacketLayout | undefined;

  constructor(
    readonly profile: PacketProfile,
    readonly root: XmlElement,
    readonly bytes: number,
    read: TreeReading,
  ) {
    this.meta = read.meta;
    this.record = read.record;
    this.slots = read.slots;
    this.issues = read.issues;
  }

  get twin(): TwinValue {
    this.#twin ??= packetTwin(this.profile, this.root);
    return this.#twin;
  }

  get layout(): PacketLayout {
    this.#layout ??= layoutOf(this.profile, this.root, this.slots, scopeIn(this.record));
    return this.#layout;
  }
}

function scopeIn(record: Readonly<Record<string, unknown>>): StructureScope {
  const group = record['class'];
  const grade =
    typeof group === 'object' && group !== null
      ? (group as Readonly<Record<string, unknown>>)['grade']
      : null;
  return {
    level: LEVELS.find((level) => level === record['level']) ?? null,
    grade: typeof grade === 'number' ? grade : null,
  };
}
