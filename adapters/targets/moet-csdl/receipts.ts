import type { FarRecord, ItemKey, ItemOutcome, ScopeDigest, TargetFinding } from '../../../src/sdk.js';
import { type Dictionary, type Explanation, findingOf } from './errors.js';

export type Expected = readonly { readonly key: ItemKey; readonly sha256: string }[];

export type Row = Readonly<Record<string, unknown>>;

/** `error` of an accepted row, and of a key that was never seen. */
const SUCCESS = '000-000';
const NEVER_SEEN = 'KHONG_CO';
const HEX64 = /^[0-9a-f]{64}$/u;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const inside = (value: unknown, name: string): unknown => (isRow(value) ? value[name] : undefined);

/**
 * body / result / items / item. XML turned into JSON writes one item as an object and none as nothing, so both shapes
 * are read; null when the envelope is not there.
 */
export function itemsOf(json: unknown): readonly Row[] | null {
  const items = inside(inside(inside(json, 'body'), 'result'), 'items');
  if (!isRow(items)) return null;
  const item = items.item ?? [];
  const list: readonly unknown[] = Array.isArray(item) ? item : [item];
  return list.every(isRow) ? list : null;
}

/** The same ack twice is fine; two different ones for one client id are not believed. */
export function indexByClient(rows: readonly Row[]): ReadonlyMap<string, Row | 'conflict'> {
  const byClient = new Map<string, Row | 'conflict'>();
  for (const row of rows) {
    const clientId = text(row.clientId);
    if (clientId === null) continue;
    const earlier = byClient.get(clientId);
    const agrees = earlier === undefined || JSON.stringify(earlier) === JSON.stringify(row);
    byClient.set(clientId, agrees ? row : 'conflict');
  }
  return byClient;
}

/** What became of one typed row. */
export type ObjectAck =
  | { readonly kind: 'ok'; readonly issuedCode?: string }
  | { readonly kind: 'refused'; readonly code: string; readonly finding: TargetFinding }
  | { readonly kind: 'unclear'; readonly code: string };

const unclear = (code: string): ObjectAck => ({ kind: 'unclear', code });

/** `codeField`: where the target writes the code that it issues, for the kinds that get one. */
export function readObjectAck(
  row: Row | 'conflict' | undefined,
  codeField: string | undefined,
  dictionary: Dictionary,
): ObjectAck {
  if (row === undefined) return unclear('TARGET_ACK_MISSING');
  if (row === 'conflict') return unclear('TARGET_ACK_CONFLICT');
  const error = text(row.error);
  if (error === null) return unclear('TARGET_ANSWER_SHAPE');
  if (error !== SUCCESS) {
    const [said, path] = [text(row.errorDescription) ?? '', text(row.errorFieldTitle) ?? ''];
    return { kind: 'refused', code: error, finding: findingOf(error, said, dictionary, path) };
  }
  if (codeField === undefined) return { kind: 'ok' };
  const issuedCode = text(row[codeField]);
  return issuedCode === null ? unclear('MOET_CODE_MISSING') : { kind: 'ok', issuedCode };
}

function readAck(row: Row, key: ItemKey, sha256: string, dictionary: Dictionary): ItemOutcome {
  const error = text(row.error);
  if (error === NEVER_SEEN) return { key, outcome: 'retry', code: 'TARGET_KEY_UNKNOWN' };
  if (row.sha256 !== sha256) return { key, outcome: 'unknown', code: 'TARGET_ACK_HASH' };
  if (error === null) return { key, outcome: 'unknown', code: 'TARGET_ANSWER_SHAPE' };
  const reference = text(row.maBienNhan);
  if (error === SUCCESS) {
    return reference === null
      ? { key, outcome: 'unknown', code: 'TARGET_ANSWER_SHAPE' }
      : { key, outcome: 'accepted', sha256, reference };
  }
  const said = text(row.errorDescription) ?? '';
  return { key, outcome: 'rejected', findings: [findingOf(error, said, dictionary)] };
}

/** An outcome per expected key. Whatever is not bound to key and SHA-256 is unknown, never success. */
export function readOutcomes(json: unknown, expected: Expected, dictionary: Dictionary): ItemOutcome[] {
  const rows = itemsOf(json);
  if (rows === null) return everyItem(expected, 'unknown', 'TARGET_ANSWER_SHAPE');
  const byKey = indexByClient(rows);
  return expected.map(({ key, sha256 }) => {
    const row = byKey.get(key);
    if (row === undefined) return { key, outcome: 'unknown', code: 'TARGET_ACK_MISSING' };
    if (row === 'conflict') return { key, outcome: 'unknown', code: 'TARGET_ACK_CONFLICT' };
    return readAck(row, key, sha256, dictionary);
  });
}

/** The same outcome for all: the answer as a whole was no answer. */
export function everyItem(
  expected: Expected,
  outcome: 'unknown' | 'retry',
  code: string,
  retryAfterMs?: number,
): ItemOutcome[] {
  return expected.map(({ key }) =>
    outcome === 'retry' && retryAfterMs !== undefined
      ? { key, outcome, code, retryAfterMs }
      : { key, outcome, code },
  );
}

/** Error codes in an answer, without success and never-seen. */
export const errorCodesOf = (json: unknown): readonly string[] =>
  (itemsOf(json) ?? [])
    .map((row) => text(row.error) ?? SUCCESS)
    .filter((code) => code !== SUCCESS && code !== NEVER_SEEN);

/** Rows of MoetErrorDev; rows of another shape are left out. */
export function readDictionary(json: unknown): Dictionary {
  const found = new Map<string, Explanation>();
  const rows = inside(json, 'rows');
  for (const row of Array.isArray(rows) ? rows.filter(isRow) : []) {
    const [code, said] = [text(row.errorCode), text(row.errorDescription)];
    if (code === null || said === null) continue;
    const [cause, fix] = [text(row.rootCause), text(row.solution)];
    const vi = cause === null ? said : `${said}: ${cause}`;
    found.set(code, {
      message: { vi, en: `The sector database says: ${vi}` },
      fix: { vi: fix ?? 'Hỏi Sở cách xử lý.', en: fix ?? 'Ask the department what to do.' },
    });
  }
  return found;
}

/** Null when the answer has another shape. */
export function readDigest(json: unknown): ScopeDigest | null {
  const rows = inside(json, 'lop');
  if (!Array.isArray(rows) || !rows.every(isRow)) return null;
  const classes = rows.map(({ classKey, count, digest }) => ({ classKey, count, digest }));
  const fits = classes.every(
    ({ classKey, count, digest }) =>
      typeof classKey === 'string' && Number.isInteger(count) && HEX64.test(String(digest)),
  );
  return fits ? ({ classes } as ScopeDigest) : null;
}

function readFields(value: unknown): { fields?: Readonly<Record<string, string>> } {
  if (!isRow(value)) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { fields: Object.fromEntries(entries) };
}

function readFarRecord(row: Row): FarRecord | null {
  const [recordId, lookupCode, sha256] = [text(row.recordId), text(row.lookupCode), text(row.sha256)];
  const [school, classKey, version] = [text(row.school), text(row.classKey), row.version];
  if (recordId === null || lookupCode === null || sha256 === null) return null;
  if (school === null || classKey === null || !Number.isInteger(version)) return null;
  const base = { recordId, lookupCode, version: Number(version), sha256, school, classKey };
  return { ...base, ...readFields(row.truongDuLieu) };
}

/** One page of read-back; null when any row has another shape: half a page proves nothing. */
export function readPage(
  json: unknown,
): { readonly records: readonly FarRecord[]; readonly next: string | null } | null {
  // The axis writes null for an empty list.
  const rows = inside(json, 'listHocBa') ?? [];
  if (!isRow(json) || !Array.isArray(rows) || !rows.every(isRow)) return null;
  const records = rows.map(readFarRecord);
  if (records.includes(null)) return null;
  return { records: records as readonly FarRecord[], next: text(json.tiepTheo) };
}
