import { sql } from 'kysely';
import type { ClassCommit } from '../../../ports/store.js';
import type { Tx } from '../schema.js';
import { misuse } from '../store-errors.js';
import { insertRows } from './rows.js';

const ITEM_COLUMNS = [
  'item_key',
  'target',
  'record_id',
  'version',
  'school',
  'school_year',
  'class_key',
  'event',
  'state',
  'after_target',
  'ready',
  'next_attempt_at',
] as const;

/** What was not sent yet, given up or refused of the records' earlier versions gives way to the newly issued ones. */
export async function supersedeEarlier(tx: Tx, commit: ClassCommit): Promise<void> {
  const issued = commit.records.filter(({ version }) => version?.issued === true && version.number > 1);
  if (issued.length === 0) return;
  await sql`UPDATE items i SET state = 'superseded', settled_at = ${commit.at}
    FROM unnest(${issued.map((record) => record.recordId)}::text[],
                ${issued.map((record) => record.version?.number ?? 0)}::int[]) AS n (record_id, number)
    WHERE i.record_id = n.record_id AND i.version < n.number AND i.event <> 'CANCEL'
      AND i.state IN ('queued', 'dead', 'rejected')`.execute(tx);
}

/** Outbox items of the commit, each with the record's latest version. */
export async function addItems(
  tx: Tx,
  commit: ClassCommit,
  versions: ReadonlyMap<string, number | null>,
): Promise<void> {
  const rows = commit.records.flatMap((record) =>
    record.items.map((item) => [
      item.key,
      item.target,
      record.recordId,
      versionFor(record.recordId, versions),
      commit.id.school,
      commit.id.schoolYear,
      commit.id.classKey,
      item.event,
      'queued',
      item.after,
      item.after === null,
      commit.at,
    ]),
  );
  await cancelUnsent(tx, commit);
  await insertRows(tx, 'items', ITEM_COLUMNS, rows);
  await openGates(tx, commit);
}

function versionFor(recordId: string, versions: ReadonlyMap<string, number | null>): number {
  const version = versions.get(recordId) ?? null;
  if (version !== null) return version;
  throw misuse(
    'STORE_ITEM_WITHOUT_VERSION',
    'Không thể gửi hồ sơ chưa có phiên bản.',
    'An item needs an issued version of its record.',
  );
}

/** A recall of something that never went out: the sending is cancelled. */
async function cancelUnsent(tx: Tx, commit: ClassCommit): Promise<void> {
  const recalls = commit.records.flatMap((record) =>
    record.items
      .filter((item) => item.event === 'CANCEL')
      .map((item) => ({ recordId: record.recordId, target: item.target })),
  );
  if (recalls.length === 0) return;
  await sql`UPDATE items i SET state = 'cancelled', settled_at = ${commit.at}
    FROM unnest(${recalls.map((recall) => recall.recordId)}::text[],
                ${recalls.map((recall) => recall.target)}::text[]) AS c (record_id, target)
    WHERE i.record_id = c.record_id AND i.target = c.target AND i.state = 'queued'`.execute(tx);
}

/** A gate may be open from the start, when the earlier target accepted the version before this commit. */
async function openGates(tx: Tx, commit: ClassCommit): Promise<void> {
  const ids = commit.records
    .filter((record) => record.version === null && record.items.some((item) => item.after !== null))
    .map((record) => record.recordId);
  if (ids.length === 0) return;
  await sql`UPDATE items i SET ready = true
    WHERE i.record_id = ANY (${ids}::text[]) AND NOT i.ready AND EXISTS (
      SELECT 1 FROM items earlier WHERE earlier.record_id = i.record_id AND earlier.version = i.version
        AND earlier.target = i.after_target AND earlier.state = 'accepted')`.execute(tx);
}
