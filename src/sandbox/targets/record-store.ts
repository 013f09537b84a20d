import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** One học bạ as a target holds it. */
export interface HeldRecord {
  readonly recordId: string;
  readonly version: number;
  readonly sha256: string;
  readonly key: string;
  readonly lookupCode: string;
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
  /** Deflated packet, base64: the ledger stays small enough for 20,000 pupils. */
  readonly packet: string;
}

/** Chốt: from here on the record cannot change. */
export interface RecordLock {
  readonly recordId: string;
  readonly version: number;
  readonly sha256: string;
  /** thang-6 or thang-8. */
  readonly wave: string;
  /** ISO 8601 instant. */
  readonly lockedAt: string;
}

export interface Scope {
  readonly school: string;
  readonly schoolYear: string;
}

export interface ClassDigest {
  readonly classKey: string;
  readonly count: number;
  readonly digest: string;
}

export interface RecordStore {
  get(recordId: string): HeldRecord | undefined;
  /** Highest version ever applied, cancelled ones too; 0 when never seen. */
  versionOf(recordId: string): number;
  put(record: HeldRecord): void;
  lockOf(recordId: string): RecordLock | undefined;
  /** The first lock of a record stands. */
  lock(lock: RecordLock): void;
  inClass(scope: Scope, classKey: string): readonly HeldRecord[];
  /** `version` absent: the record vanishes without trace (a planted loss). */
  remove(recordId: string, version?: number): void;
  all(): readonly HeldRecord[];
  digest(scope: Scope): readonly ClassDigest[];
  /** Records after the id `after`, in id order. */
  page(scope: Scope, after: string, size: number): { items: readonly HeldRecord[]; next: string | null };
}

export const hexSha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

export const shrink = (octets: Uint8Array): string => deflateRawSync(octets, { level: 1 }).toString('base64');
export const grow = (packet: string): Buffer => inflateRawSync(Buffer.from(packet, 'base64'));

const byId = (a: HeldRecord, b: HeldRecord): number =>
  a.recordId < b.recordId ? -1 : a.recordId > b.recordId ? 1 : 0;

/** Hex SHA-256 over the sorted `recordId:version:sha256` lines of each class, joined by LF. */
function digestClasses(records: readonly HeldRecord[]): ClassDigest[] {
  const lines = new Map<string, string[]>();
  for (const { classKey, recordId, version, sha256 } of records) {
    const list = lines.get(classKey) ?? [];
    list.push(`${recordId}:${version}:${sha256}`);
    lines.set(classKey, list);
  }
  return [...lines]
    .map(([classKey, list]) => ({
      classKey,
      count: list.length,
      digest: hexSha256(list.sort().join('\n')),
    }))
    .sort((a, b) => (a.classKey < b.classKey ? -1 : 1));
}

/** In memory; rebuilt from the ledger at start. */
export function createRecordStore(): RecordStore {
  const records = new Map<string, HeldRecord>();
  const versions = new Map<string, number>();
  const locks = new Map<string, RecordLock>();
  const inScope = ({ school, schoolYear }: Scope): HeldRecord[] =>
    [...records.values()].filter((held) => held.school === school && held.schoolYear === schoolYear);
  return {
    get: (recordId) => records.get(recordId),
    versionOf: (recordId) => versions.get(recordId) ?? 0,
    put(record) {
      records.set(record.recordId, record);
      versions.set(record.recordId, record.version);
    },
    remove(recordId, version) {
      records.delete(recordId);
      if (version === undefined) versions.delete(recordId);
      else versions.set(recordId, version);
    },
    lockOf: (recordId) => locks.get(recordId),
    lock(lock) {
      if (!locks.has(lock.recordId)) locks.set(lock.recordId, lock);
    },
    inClass: (scope, classKey) =>
      inScope(scope)
        .filter((held) => held.classKey === classKey)
        .sort(byId),
    all: () => [...records.values()].sort(byId),
    digest: (scope) => digestClasses(inScope(scope)),
    page(scope, after, size) {
      const rest = inScope(scope)
        .filter(({ recordId }) => recordId > after)
        .sort(byId);
      const items = rest.slice(0, size);
      return { items, next: rest.length > size ? (items.at(-1)?.recordId ?? null) : null };
    },
  };
}
