import { sql } from 'kysely';
import type { ClassCommit, RecordCommit } from '../../../ports/store.js';
import type { Tx } from '../schema.js';
import { misuse } from '../store-errors.js';
import { addItems, supersedeEarlier } from './item-creation.js';
import { markEverywhere } from './marks.js';
import { insertRows } from './rows.js';

const RECORD_COLUMNS = [
  'record_id',
  'pupil_id',
  'school',
  'school_year',
  'class_key',
  'state',
  'state_hash',
  'canonical',
  'issues',
  'aliases',
  'sort_key',
  'fold_key',
  'lookup_code',
  'version',
  'canonical_hash',
  'sha256',
  'run_id',
  'updated_at',
] as const;

/** A commit without a version leaves the latest version as it was. */
const KEPT_WITHOUT_VERSION: ReadonlySet<string> = new Set([
  'lookup_code',
  'version',
  'canonical_hash',
  'sha256',
]);

const ON_RECORD_CONFLICT = `ON CONFLICT (record_id) DO UPDATE SET ${RECORD_COLUMNS.slice(1)
  .map((column) =>
    KEPT_WITHOUT_VERSION.has(column)
      ? `${column} = coalesce(excluded.${column}, records.${column})`
      : `${column} = excluded.${column}`,
  )
  .join(', ')} RETURNING record_id, version`;

const VERSION_COLUMNS = [
  'record_id',
  'number',
  'school',
  'school_year',
  'class_key',
  'canonical',
  'canonical_hash',
  'octets',
  'sha256',
  'lookup_code',
  'profile',
  'environment',
  'effective_date',
  'created_at',
  'issued_at',
  'run_id',
] as const;

/** All of one class in the caller's transaction; a unique violation means that another process was faster. */
export async function commitClass(tx: Tx, commit: ClassCommit): Promise<void> {
  await lockClass(tx, commit);
  if (commit.records.length > 0) {
    const versions = await saveRecords(tx, commit);
    await saveAliases(tx, commit);
    await saveVersions(tx, commit);
    await supersedeEarlier(tx, commit);
    await addItems(tx, commit, versions);
  }
  await settleClass(tx, commit);
  await markEverywhere(tx, commit.touch);
}

async function lockClass(tx: Tx, { id }: ClassCommit): Promise<void> {
  await sql`INSERT INTO classes (school, school_year, class_key, sequence, marked)
    VALUES (${id.school}, ${id.schoolYear}, ${id.classKey}, 0, false)
    ON CONFLICT (school, school_year, class_key) DO UPDATE SET marked = classes.marked`.execute(tx);
}

const recordCells = (commit: ClassCommit, record: RecordCommit): readonly unknown[] => [
  record.recordId,
  record.pupilId,
  commit.id.school,
  commit.id.schoolYear,
  commit.id.classKey,
  record.state,
  record.stateHash,
  record.version === null ? JSON.stringify(record.canonical) : null,
  JSON.stringify(record.issues),
  JSON.stringify(record.aliases),
  record.sortKey,
  record.foldKey,
  record.version?.lookupCode ?? null,
  record.version?.number ?? null,
  record.version?.canonicalHash ?? null,
  record.version?.sha256 ?? null,
  commit.runId,
  commit.at,
];

/** Answers the latest version's number of each record, of this commit or an earlier one. */
async function saveRecords(tx: Tx, commit: ClassCommit): Promise<ReadonlyMap<string, number | null>> {
  const rows = await insertRows<{ record_id: string; version: number | null }>(
    tx,
    'records',
    RECORD_COLUMNS,
    byRecordId(commit.records).map((record) => recordCells(commit, record)),
    ON_RECORD_CONFLICT,
  );
  return new Map(rows.map((row) => [row.record_id, row.version]));
}

/** One order of row locks for all processes. */
const byRecordId = (records: readonly RecordCommit[]): readonly RecordCommit[] =>
  [...records].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));

/** A record's aliases are replaced by the given ones; one that belongs to another record is a unique violation. */
async function saveAliases(tx: Tx, commit: ClassCommit): Promise<void> {
  const ids = commit.records.map((record) => record.recordId);
  await sql`DELETE FROM aliases WHERE record_id = ANY (${ids}::text[])`.execute(tx);
  const rows = byRecordId(commit.records).flatMap((record) => {
    const distinct = new Map(record.aliases.map((alias) => [`${alias.scheme}\n${alias.value}`, alias]));
    return [...distinct.values()].map((alias) => [
      commit.id.schoolYear,
      alias.scheme,
      alias.value,
      record.recordId,
      commit.id.school,
    ]);
  });
  await insertRows(tx, 'aliases', ['school_year', 'scheme', 'value', 'record_id', 'school'], rows);
}

function versionCells(commit: ClassCommit, record: RecordCommit): readonly (readonly unknown[])[] {
  const { version } = record;
  if (version === null) return [];
  return [
    [
      record.recordId,
      version.number,
      commit.id.school,
      commit.id.schoolYear,
      commit.id.classKey,
      JSON.stringify(record.canonical),
      version.canonicalHash,
      // pg sends a Buffer as it is and any other Uint8Array as text.
      Buffer.from(version.octets.buffer, version.octets.byteOffset, version.octets.byteLength),
      version.sha256,
      version.lookupCode,
      version.profile,
      version.environment,
      version.effectiveDate,
      commit.at,
      version.issued ? commit.at : null,
      commit.runId,
    ],
  ];
}

async function saveVersions(tx: Tx, commit: ClassCommit): Promise<void> {
  const rows = byRecordId(commit.records).flatMap((record) => versionCells(commit, record));
  await insertRows(tx, 'versions', VERSION_COLUMNS, rows);
}

/** The mark stays when fragments changed after the material was read. */
async function settleClass(tx: Tx, { id, sequence, context }: ClassCommit): Promise<void> {
  const settled = await sql`UPDATE classes SET marked = marked AND sequence <> ${sequence},
      class_name = ${context.className}, school_name = ${context.school.name}, context = ${JSON.stringify(context)}
    WHERE school = ${id.school} AND school_year = ${id.schoolYear} AND class_key = ${id.classKey}`.execute(
    tx,
  );
  if (settled.numAffectedRows !== 1n) {
    throw misuse('STORE_CLASS_GONE', 'Không thấy lớp trong kho dữ liệu.', 'The class is not in the store.');
  }
}
