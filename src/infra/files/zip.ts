import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

const inflateRawAsync = promisify(inflateRaw);

const EOCD = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const EOCD_SIZE = 22;
const ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000;
const HAS_DESCRIPTOR = 0x8;

export interface ZipLimits {
  /** Bytes of the archive itself. */
  readonly maxBytes: number;
  /** Sum of the inflated members. */
  readonly maxInflated: number;
  readonly maxEntryInflated: number;
  readonly maxEntries: number;
  /** Inflated : packed, judged only above `ratioFloor` inflated bytes (small files compress well by nature). */
  readonly maxRatio: number;
  readonly ratioFloor: number;
}

export const ZIP_LIMITS: ZipLimits = {
  maxBytes: 20 * 1024 * 1024,
  maxInflated: 200 * 1024 * 1024,
  maxEntryInflated: 100 * 1024 * 1024,
  maxEntries: 2000,
  maxRatio: 100,
  ratioFloor: 8 * 1024 * 1024,
};

export type ZipProblem = 'damaged' | 'too-large' | 'encrypted' | 'unsafe';

/** Internal to infra: callers translate it into their own GatewayError. Holds no member name. */
export class ZipRefusal extends Error {
  readonly problem: ZipProblem;
  constructor(problem: ZipProblem, why: string) {
    super(why);
    this.name = 'ZipRefusal';
    this.problem = problem;
  }
}

export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly method: number;
  readonly crc32: number;
  readonly packedSize: number;
  /** As declared; {@link inflateEntry} refuses a member that is longer. */
  readonly size: number;
  readonly dataStart: number;
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function findEnd(buffer: Buffer): number {
  const lowest = Math.max(0, buffer.length - EOCD_SIZE - 0xffff);
  for (let at = buffer.length - EOCD_SIZE; at >= lowest; at--) {
    if (buffer.readUInt32LE(at) !== EOCD) continue;
    // The comment must reach exactly the end: nothing may hide behind the directory.
    if (at + EOCD_SIZE + buffer.readUInt16LE(at + 20) === buffer.length) return at;
  }
  throw new ZipRefusal('damaged', 'no end of central directory');
}

const isUnsafeName = (name: string): boolean =>
  name === '' ||
  name.includes('\\') ||
  name.includes('\0') ||
  name.startsWith('/') ||
  /^[a-z]:/iu.test(name) ||
  name.split('/').includes('..');

function readLocal(buffer: Buffer, at: number, entry: Omit<ZipEntry, 'dataStart'>, flags: number): number {
  if (at + 30 > buffer.length || buffer.readUInt32LE(at) !== LOCAL) {
    throw new ZipRefusal('damaged', 'local header missing');
  }
  const nameLength = buffer.readUInt16LE(at + 26);
  const name = buffer.subarray(at + 30, at + 30 + nameLength).toString('utf8');
  const sized = (flags & HAS_DESCRIPTOR) === 0;
  const packed = buffer.readUInt32LE(at + 18);
  // A reader that trusts the local header must see the same archive as one that trusts the directory.
  if (name !== entry.name || (sized && packed !== entry.packedSize && packed !== 0xffffffff)) {
    throw new ZipRefusal('unsafe', 'local header and directory disagree');
  }
  const start = at + 30 + nameLength + buffer.readUInt16LE(at + 28);
  if (start + entry.packedSize > buffer.length) throw new ZipRefusal('damaged', 'member beyond the end');
  return start;
}

function readCentral(buffer: Buffer, at: number): { entry: ZipEntry; next: number; from: number } {
  if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== CENTRAL) {
    throw new ZipRefusal('damaged', 'directory entry missing');
  }
  const flags = buffer.readUInt16LE(at + 8);
  if ((flags & ENCRYPTED_FLAGS) !== 0) throw new ZipRefusal('encrypted', 'encrypted member');
  const nameLength = buffer.readUInt16LE(at + 28);
  const name = buffer.subarray(at + 46, at + 46 + nameLength).toString('utf8');
  const attributes = buffer.readUInt32LE(at + 38);
  const isLink = ((attributes >>> 16) & 0xf000) === 0xa000;
  if (isUnsafeName(name) || isLink) throw new ZipRefusal('unsafe', 'unsafe member name');
  const partial = {
    name,
    isFolder: name.endsWith('/'),
    method: buffer.readUInt16LE(at + 10),
    crc32: buffer.readUInt32LE(at + 16),
    packedSize: buffer.readUInt32LE(at + 20),
    size: buffer.readUInt32LE(at + 24),
  };
  const from = buffer.readUInt32LE(at + 42);
  if ([partial.packedSize, partial.size, from].includes(0xffffffff)) {
    throw new ZipRefusal('unsafe', 'zip64 is not accepted');
  }
  if (partial.method !== 0 && partial.method !== 8) {
    throw new ZipRefusal('unsafe', 'unknown compression method');
  }
  const next = at + 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  return { entry: { ...partial, dataStart: readLocal(buffer, from, partial, flags) }, next, from };
}

function checkLimits(entries: readonly ZipEntry[], archiveBytes: number, limits: ZipLimits): void {
  let total = 0;
  const names = new Set<string>();
  for (const entry of entries) {
    if (entry.size > limits.maxEntryInflated) throw new ZipRefusal('too-large', 'member too large');
    if (entry.method === 0 && entry.size !== entry.packedSize) {
      throw new ZipRefusal('damaged', 'stored member with two sizes');
    }
    total += entry.size;
    const key = entry.name.toLowerCase();
    if (names.has(key)) throw new ZipRefusal('unsafe', 'two members of one name');
    names.add(key);
  }
  if (total > limits.maxInflated) throw new ZipRefusal('too-large', 'inflated sum too large');
  if (total > limits.ratioFloor && total > archiveBytes * limits.maxRatio) {
    throw new ZipRefusal('too-large', 'compression ratio too high');
  }
}

function checkOverlap(spans: { from: number; to: number }[], directoryStart: number): void {
  spans.sort((a, b) => a.from - b.from);
  let end = 0;
  for (const span of spans) {
    if (span.from < end || span.to > directoryStart) throw new ZipRefusal('unsafe', 'overlapping members');
    end = span.to;
  }
}

/**
 * Reads the central directory and judges it before anything is inflated: size, ratio, number and names of members,
 * encryption, overlap, zip64, bytes after the end. Nothing here allocates by what the archive claims.
 */
export function readZipDirectory(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): readonly ZipEntry[] {
  if (bytes.byteLength > limits.maxBytes) throw new ZipRefusal('too-large', 'archive too large');
  const buffer = view(bytes);
  if (buffer.length < EOCD_SIZE) throw new ZipRefusal('damaged', 'too short');
  const end = findEnd(buffer);
  if (end >= 20 && buffer.readUInt32LE(end - 20) === ZIP64_LOCATOR) {
    throw new ZipRefusal('unsafe', 'zip64 is not accepted');
  }
  const count = buffer.readUInt16LE(end + 10);
  if (count > limits.maxEntries) throw new ZipRefusal('too-large', 'too many members');
  const start = buffer.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  const spans: { from: number; to: number }[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const { entry, next, from } = readCentral(buffer, at);
    entries.push(entry);
    spans.push({ from, to: entry.dataStart + entry.packedSize });
    at = next;
  }
  if (at !== end) throw new ZipRefusal('damaged', 'directory does not end where it says');
  checkLimits(entries, buffer.length, limits);
  checkOverlap(spans, start);
  return entries;
}

/** One member, inflated off the main thread with counted bytes: a declared size that lies is refused at that size. */
export async function inflateEntry(bytes: Uint8Array, entry: ZipEntry): Promise<Buffer> {
  const packed = view(bytes).subarray(entry.dataStart, entry.dataStart + entry.packedSize);
  const inflated = entry.method === 0 ? Buffer.from(packed) : await inflateCounted(packed, entry.size);
  if (inflated.length !== entry.size || crc32(inflated) !== entry.crc32) {
    throw new ZipRefusal('damaged', 'member does not match its checksum');
  }
  return inflated;
}

async function inflateCounted(packed: Buffer, declared: number): Promise<Buffer> {
  try {
    return await inflateRawAsync(packed, { maxOutputLength: Math.max(declared, 1) });
  } catch (error) {
    const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ZipRefusal(
      tooLong ? 'too-large' : 'damaged',
      tooLong ? 'member longer than declared' : 'broken',
    );
  }
}
