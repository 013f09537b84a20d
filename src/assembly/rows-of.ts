import type { KnownRecord, SourcedFragment } from '../ports/store.js';
import { baseAliases } from './aliases.js';
import {
  aliasKey,
  isPupilFragment,
  nameKeyOf,
  type PupilRow,
  pupilRow,
  rememberingFold,
} from './pupil-rows.js';

type Index = Map<string, Set<PupilRow>>;

function put(index: Index, key: string, row: PupilRow): void {
  const rows = index.get(key);
  if (rows === undefined) index.set(key, new Set([row]));
  else rows.add(row);
}

/** The rows of a class that speak of each of its records, by record id: by a code they share, else by name and birth date. */
export function rowsOfRecords(
  fragments: readonly SourcedFragment[],
  records: readonly KnownRecord[],
): ReadonlyMap<string, readonly PupilRow[]> {
  const fold = rememberingFold();
  const index: Index = new Map();
  for (const item of fragments) {
    if (!isPupilFragment(item)) continue;
    const row = pupilRow(item, fold);
    for (const key of row.idKeys) put(index, key, row);
    if (row.nameKey !== null) put(index, `name\n${row.nameKey}`, row);
  }
  return new Map(records.map((record) => [record.recordId, rowsOf(index, record, fold)]));
}

function rowsOf(index: Index, record: KnownRecord, fold: (text: string) => string): readonly PupilRow[] {
  const { name, birthDate } = record.canonical.pupil;
  const keys = baseAliases(record).map(aliasKey);
  const nameKey = nameKeyOf(name ?? null, birthDate ?? null, fold);
  const found = new Set<PupilRow>();
  for (const key of nameKey === null ? keys : [...keys, `name\n${nameKey}`])
    for (const row of index.get(key) ?? []) found.add(row);
  return [...found];
}
