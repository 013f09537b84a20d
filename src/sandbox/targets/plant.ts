import type { LedgerLine } from './ledger.js';
import { readPacketFields } from './packet-reader.js';
import { grow, type HeldRecord, hexSha256, type RecordStore, shrink } from './record-store.js';

/** Answer of POST /__sandbox/plant: which record now differs, and where. */
export interface Planted {
  readonly kind: 'lose' | 'alter' | 'extra';
  readonly recordId: string;
  readonly lookupCode: string;
  readonly school: string;
  readonly classKey: string;
  readonly fields: readonly string[];
}

type PlantResult = { readonly line: LedgerLine; readonly planted: Planted } | { readonly error: string };

const MARK = /<([A-Za-z_][\w.-]*)>(10|\d)\.(\d)<\/\1>/u;
const LEAF = /<([A-Za-z_][\w.-]*)>([^<>]+)<\/\1>/gu;

const tell = (kind: Planted['kind'], held: HeldRecord, fields: readonly string[]): Planted => ({
  kind,
  recordId: held.recordId,
  lookupCode: held.lookupCode,
  school: held.school,
  classKey: held.classKey,
  fields,
});

function alterNamed(text: string, name: string, value: string): string {
  const leaf = new RegExp(`(<${name}>)[^<>]*(</${name}>)`, 'u');
  return text.replace(leaf, (_whole, open: string, close: string) => `${open}${value}${close}`);
}

/** A mark is changed by a whole point; a packet without marks has its last text changed. */
function alterAny(text: string): string {
  if (MARK.test(text)) {
    return text.replace(MARK, (_whole, name: string, whole: string, tenth: string) => {
      const other = whole === '9' || whole === '10' ? '5' : String(Number(whole) + 1);
      return `<${name}>${other}.${tenth}</${name}>`;
    });
  }
  const last = [...text.matchAll(LEAF)].at(-1);
  if (last === undefined) return text;
  const [whole, name, value] = last;
  return `${text.slice(0, last.index)}<${name}>${value}x</${name}>${text.slice(last.index + whole.length)}`;
}

function changedFields(before: Buffer, after: Buffer): string[] {
  const [old, now] = [readPacketFields(before), readPacketFields(after)];
  if (!old.ok || !now.ok) return [];
  const paths = new Set([...Object.keys(old.packet), ...Object.keys(now.packet)]);
  return [...paths].filter((path) => old.packet[path] !== now.packet[path]).sort();
}

function alter(held: HeldRecord, wish: Record<string, unknown>): PlantResult {
  const before = grow(held.packet);
  const text = before.toString('utf8');
  const named = typeof wish.field === 'string' && typeof wish.value === 'string';
  const altered = named ? alterNamed(text, String(wish.field), String(wish.value)) : alterAny(text);
  if (altered === text) return { error: 'nothing to alter in this packet' };
  const after = Buffer.from(altered, 'utf8');
  const record = { ...held, packet: shrink(after), sha256: hexSha256(after) };
  return {
    line: { type: 'plant', kind: 'alter', record },
    planted: tell('alter', held, changedFields(before, after)),
  };
}

function extra(held: HeldRecord, store: RecordStore): PlantResult {
  const recordId = `planted-${hexSha256(`${held.recordId}:${store.all().length}`).slice(0, 24)}`;
  const record = {
    ...held,
    recordId,
    version: 1,
    key: `${recordId}:1`,
    lookupCode: hexSha256(recordId).slice(0, 32),
  };
  return { line: { type: 'plant', kind: 'extra', record }, planted: tell('extra', record, []) };
}

/** Removes, alters or adds a record behind everybody's back, so that reconciliation has something to find. */
export function plant(store: RecordStore, body: unknown): PlantResult {
  const wish = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const held = typeof wish.recordId === 'string' ? store.get(wish.recordId) : store.all()[0];
  if (held === undefined) return { error: 'no such record' };
  if (wish.kind === 'alter') return alter(held, wish);
  if (wish.kind === 'extra') return extra(held, store);
  if (wish.kind !== 'lose') return { error: 'kind: lose, alter or extra' };
  return {
    line: { type: 'plant', kind: 'lose', recordId: held.recordId },
    planted: tell('lose', held, []),
  };
}

/** Puts a plant line into the store: when planted, and again when the ledger is reloaded. */
export function applyPlant(store: RecordStore, line: LedgerLine): void {
  if (line.kind === 'lose') store.remove(String(line.recordId));
  else store.put(line.record as HeldRecord);
}
