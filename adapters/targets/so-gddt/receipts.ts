import type { FarRecord, ItemKey, ItemOutcome, ScopeDigest, TargetFinding } from '../../../src/sdk.js';
import { type Dictionary, type Explanation, findingOf } from './errors.js';

export type Expected = readonly { readonly key: ItemKey; readonly sha256: string }[];

type Row = Readonly<Record<string, unknown>>;

const MAX_WAIT_MS = 3_600_000;
const HEX64 = /^[0-9a-f]{64}$/u;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const rowsOf = (json: unknown, name: string): readonly Row[] | null => {
  const list = isRow(json) ? json[name] : undefined;
  return Array.isArray(list) && list.every(isRow) ? list : null;
};

/** The same ack twice is fine; two different ones for one key are not believed. */
function indexByKey(rows: readonly Row[]): ReadonlyMap<string, Row | 'conflict'> {
  const byKey = new Map<string, Row | 'conflict'>();
  for (const row of rows) {
    const key = text(row.key);
    if (key === null) continue;
    const earlier = byKey.get(key);
    const agrees = earlier === undefined || JSON.stringify(earlier) === JSON.stringify(row);
    byKey.set(key, agrees ? row : 'conflict');
  }
  return byKey;
}

function readFindings(row: Row, dictionary: Dictionary): readonly TargetFinding[] {
  const list = rowsOf(row, 'loi') ?? [];
  const findings = list.flatMap((entry) => {
    const code = text(entry.ma);
    return code === null ? [] : [findingOf(code, text(entry.moTa) ?? '', dictionary)];
  });
  return findings.length > 0 ? findings : [findingOf('SO-000', '', dictionary)];
}

function readWait(row: Row): { retryAfterMs?: number } {
  const ms = row.hoiLaiSauMs;
  const fits = typeof ms === 'number' && Number.isFinite(ms) && ms >= 0;
  return fits ? { retryAfterMs: Math.min(Math.ceil(ms), MAX_WAIT_MS) } : {};
}

function readAck(row: Row, key: ItemKey, sha256: string, dictionary: Dictionary): ItemOutcome {
  const unknown = (code: string): ItemOutcome => ({ key, outcome: 'unknown', code });
  if (row.trangThai === 'KHONG_CO') return { key, outcome: 'retry', code: 'TARGET_KEY_UNKNOWN' };
  if (row.sha256 !== sha256) return unknown('TARGET_ACK_HASH');
  const reference = text(row.maBienNhan);
  switch (row.trangThai) {
    case 'HOP_LE':
      return reference === null
        ? unknown('TARGET_ANSWER_SHAPE')
        : { key, outcome: 'accepted', sha256, reference };
    case 'DA_NHAN':
      return reference === null
        ? unknown('TARGET_ANSWER_SHAPE')
        : { key, outcome: 'awaiting', reference, ...readWait(row) };
    case 'TU_CHOI':
    case 'XUNG_DOT':
      return { key, outcome: 'rejected', findings: readFindings(row, dictionary) };
    default:
      return unknown('TARGET_ANSWER_SHAPE');
  }
}

/** An outcome per expected key. Whatever is not bound to key and SHA-256 is unknown, never success. */
export function readOutcomes(json: unknown, expected: Expected, dictionary: Dictionary): ItemOutcome[] {
  const rows = rowsOf(json, 'items');
  if (rows === null) return everyItem(expected, 'unknown', 'TARGET_ANSWER_SHAPE');
  const byKey = indexByKey(rows);
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

/** Codes that appear in an answer and that nobody explained yet. */
export function unexplainedCodes(json: unknown, explained: (code: string) => boolean): readonly string[] {
  const rows = rowsOf(json, 'items') ?? [];
  const codes = rows.flatMap((row) => (rowsOf(row, 'loi') ?? []).map(({ ma }) => text(ma) ?? ''));
  return codes.filter((code) => code !== '' && !explained(code));
}

function readBilingual(value: unknown): { readonly vi: string; readonly en: string } | null {
  if (!isRow(value)) return null;
  const [vi, en] = [text(value.vi), text(value.en)];
  return vi === null ? null : { vi, en: en ?? vi };
}

/** The target's dictionary endpoint; rows of another shape are left out. */
export function readDictionary(json: unknown): Dictionary {
  const found = new Map<string, Explanation>();
  for (const row of rowsOf(json, 'items') ?? []) {
    const [code, message, fix] = [text(row.ma), readBilingual(row.moTa), readBilingual(row.cachXuLy)];
    if (code !== null && message !== null && fix !== null) found.set(code, { message, fix });
  }
  return found;
}

/** Null when the answer has another shape. */
export function readDigest(json: unknown): ScopeDigest | null {
  const rows = rowsOf(json, 'lop');
  if (rows === null) return null;
  const classes = rows.map(({ classKey, count, digest }) => ({ classKey, count, digest }));
  const fits = classes.every(
    ({ classKey, count, digest }) =>
      typeof classKey === 'string' && Number.isInteger(count) && HEX64.test(String(digest)),
  );
  return fits ? ({ classes } as ScopeDigest) : null;
}

function readFields(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRow(value)) return undefined;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

function readFarRecord(row: Row): FarRecord | null {
  const [recordId, lookupCode, sha256] = [text(row.IdBanGhi), text(row.maTraCuu), text(row.sha256)];
  const [school, classKey, version] = [text(row.maTruong), text(row.lop), row.PhienBan];
  if (recordId === null || lookupCode === null || sha256 === null) return null;
  if (school === null || classKey === null || !Number.isInteger(version)) return null;
  const fields = readFields(row.truongDuLieu);
  const base = { recordId, lookupCode, version: Number(version), sha256, school, classKey };
  return fields === undefined ? base : { ...base, fields };
}

/** One page of read-back; null when any row has another shape: half a page proves nothing. */
export function readPage(
  json: unknown,
): { readonly records: readonly FarRecord[]; readonly next: string | null } | null {
  const rows = rowsOf(json, 'items');
  if (rows === null) return null;
  const records = rows.map(readFarRecord);
  if (records.includes(null)) return null;
  const next = isRow(json) ? text(json.tiepTheo) : null;
  return { records: records as readonly FarRecord[], next };
}
