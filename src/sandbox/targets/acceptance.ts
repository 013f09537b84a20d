import type { FaultKind } from './faults.js';
import { type PacketHead as ReadHead, type Reading, readPacketHead } from './packet-reader.js';
import { type HeldRecord, hexSha256, type RecordStore, shrink } from './record-store.js';

/** One packet item as both targets' envelopes carry it. */
export interface PacketItem {
  readonly recordId: string;
  readonly event: 'NEW' | 'UPDATE' | 'CANCEL';
  readonly version: number;
  readonly lookupCode: string;
  readonly key: string;
  readonly sha256: string;
  /** base64 */
  readonly packet: string;
}

/** Head of the batch the item came in. */
export interface PacketHead {
  readonly environment: string;
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
}

export type Reason =
  | 'shape'
  | 'sha256'
  | 'xml'
  | 'root'
  | 'lookup-code'
  | 'environment'
  | 'school'
  | 'version-mark'
  | 'old-version'
  | 'same-version'
  | 'cancel-unknown'
  | 'locked';

/** What a fault decides about the first new packet of a call. */
export const refusalOf = (fault: FaultKind | null): Reason | undefined =>
  fault === 'refuse-one' ? 'school' : undefined;

export type Judgement =
  /** `change` null: already held with the same bytes, nothing to do. */
  | { readonly ok: true; readonly change: HeldRecord | 'cancel' | null }
  | { readonly ok: false; readonly reason: Reason; readonly detail?: string };

const LOOKUP = /^[0-9a-fA-F]{32}$/u;
const HEX64 = /^[0-9a-f]{64}$/u;
const EVENTS: ReadonlySet<unknown> = new Set(['NEW', 'UPDATE', 'CANCEL']);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the envelope names of the national feed; null when the item cannot even be answered by key. */
export function readItem(value: unknown): PacketItem | null {
  if (typeof value !== 'object' || value === null) return null;
  const item = value as Record<string, unknown>;
  if (text(item.key) === '' || text(item.sha256) === '') return null;
  return {
    recordId: text(item.IdBanGhi),
    event: (EVENTS.has(item.SuKien) ? item.SuKien : '') as PacketItem['event'],
    version: typeof item.PhienBan === 'number' ? item.PhienBan : 0,
    lookupCode: text(item.maTraCuu ?? item.MaTraCuu),
    key: text(item.key),
    sha256: text(item.sha256),
    packet: text(item.packet),
  };
}

const isShaped = (item: PacketItem): boolean =>
  item.recordId !== '' &&
  item.recordId.length <= 150 &&
  (item.event as string) !== '' &&
  Number.isInteger(item.version) &&
  item.version > 0 &&
  HEX64.test(item.sha256);

const no = (reason: Reason, detail?: string): Judgement =>
  detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };

const MAX_REMEMBERED = 4096;
const remembered = new Map<string, Reading<ReadHead>>();

/** Both targets of one process get the same bytes, one soon after the other: parsed once, found by their hash. */
function readOnce(octets: Buffer, sha256: string): Reading<ReadHead> {
  const earlier = remembered.get(sha256);
  if (earlier !== undefined) return earlier;
  const reading = readPacketHead(octets);
  const oldest = remembered.keys().next().value;
  if (remembered.size >= MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  remembered.set(sha256, reading);
  return reading;
}

function judgePacket(item: PacketItem, head: PacketHead, octets: Buffer): Judgement | null {
  const reading = readOnce(octets, item.sha256);
  if (!reading.ok) return no('xml', reading.why);
  const { packet } = reading;
  if (packet.root !== 'HOC_BA') return no('root', packet.root);
  const code = packet.lookupCode ?? '';
  if (!LOOKUP.test(code) || code !== item.lookupCode) return no('lookup-code');
  if (packet.environment !== head.environment) return no('environment', packet.environment);
  if (packet.school !== head.school) return no('school', packet.school);
  if (packet.version !== String(item.version)) return no('version-mark', packet.version);
  return null;
}

function judgeOrder(item: PacketItem, store: RecordStore): Judgement | null {
  const known = store.versionOf(item.recordId);
  if (item.version > known) return store.lockOf(item.recordId) === undefined ? null : no('locked');
  const held = store.get(item.recordId);
  const sameBytes = item.version === known && (held?.sha256 ?? hexSha256('')) === item.sha256;
  if (sameBytes) return { ok: true, change: null };
  return no(item.version === known ? 'same-version' : 'old-version', String(known));
}

/**
 * Takes or refuses one item. Only a larger version is applied (national feed: PhienBan); the same version with the same
 * bytes is fine and changes nothing.
 */
export function judge(
  item: PacketItem,
  head: PacketHead,
  environment: string,
  store: RecordStore,
): Judgement {
  if (!isShaped(item)) return no('shape');
  if (head.environment !== environment) return no('environment', head.environment);
  const octets = Buffer.from(item.packet, 'base64');
  if (hexSha256(octets) !== item.sha256) return no('sha256');
  if (item.event !== 'CANCEL') {
    const refused = judgePacket(item, head, octets);
    if (refused !== null) return refused;
  } else if (store.versionOf(item.recordId) === 0) {
    return no('cancel-unknown');
  }
  const decided = judgeOrder(item, store);
  if (decided !== null) return decided;
  if (item.event === 'CANCEL') return { ok: true, change: 'cancel' };
  const { recordId, version, sha256, key, lookupCode } = item;
  const { school, schoolYear, classKey } = head;
  return {
    ok: true,
    change: {
      recordId,
      version,
      sha256,
      key,
      lookupCode,
      school,
      schoolYear,
      classKey,
      packet: shrink(octets),
    },
  };
}
