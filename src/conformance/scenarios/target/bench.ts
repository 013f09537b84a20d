import { sha256Hex } from '../../../packet/digest.js';
import type { Clock } from '../../../ports/clock.js';
import type { Judge } from '../judge.js';
import type { PublishedInterface } from './interface.js';
import type { PacketMaker, PacketWish } from './packets.js';
import type { SoWire } from './wire.js';

/** One test packet with its envelope. */
export interface TestItem {
  readonly recordId: string;
  readonly event: 'NEW' | 'UPDATE' | 'CANCEL';
  readonly version: number;
  readonly lookupCode: string;
  readonly key: string;
  readonly sha256: string;
  readonly octets: Uint8Array;
}

export interface TargetLimits {
  /** How long a verdict may take, in milliseconds. */
  readonly verdictMs: number;
  /** Calls at once, to see whether the server asks to wait. */
  readonly burst: number;
}

/** What one target scenario works with: its own class, and so its own records. */
export interface TargetBench {
  readonly wire: SoWire;
  readonly published: PublishedInterface;
  readonly judge: Judge;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly limits: TargetLimits;
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
  /** Unique to the run: no record, key or class of an earlier run is met again. */
  readonly runId: string;
  readonly packets: PacketMaker;
  /** Versions that this run put into the database, to be recalled at its end. */
  readonly left: Map<string, LeftRecord>;
}

/** A record that the run put into the database. */
export interface LeftRecord {
  readonly item: TestItem;
  readonly classKey: string;
  readonly isLocked: boolean;
}

export type ItemWish = Partial<Omit<PacketWish, 'n' | 'lookupCode' | 'classKey'>>;

const recordIdOf = ({ runId, classKey }: TargetBench, n: number): string => `thu-${runId}-${classKey}-${n}`;

/** The n-th test record of this scenario; the same wish gives the same bytes and key. */
export function testItem(bench: TargetBench, n: number, wish: ItemWish = {}): TestItem {
  const recordId = recordIdOf(bench, n);
  const version = wish.version ?? 1;
  const lookupCode = sha256Hex(recordId).slice(0, 32);
  const packet = bench.packets({ ...wish, n, version, lookupCode, classKey: bench.classKey });
  const event = version === 1 ? 'NEW' : 'UPDATE';
  return { recordId, event, version, lookupCode, key: `${recordId}:${version}`, ...packet };
}

const NOTHING = new Uint8Array();

/** Recalls the record: no bytes, and the SHA-256 of none. */
export const cancelOf = (item: TestItem, version: number): TestItem => ({
  ...item,
  event: 'CANCEL',
  version,
  key: `${item.recordId}:${version}`,
  octets: NOTHING,
  sha256: sha256Hex(''),
});

/** The item with other bytes under the same envelope; its SHA-256 is that of the new bytes. */
export const withOctets = (item: TestItem, octets: Uint8Array): TestItem => ({
  ...item,
  octets,
  sha256: sha256Hex(octets),
});

export const withText = (item: TestItem, change: (text: string) => string): TestItem =>
  withOctets(item, Buffer.from(change(Buffer.from(item.octets).toString('utf8')), 'utf8'));
