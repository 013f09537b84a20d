import { type RawBuilder, sql } from 'kysely';
import type { DeliveryEvent } from '../../../domain/delivery.js';
import type { CanonicalRecord } from '../../../domain/records.js';
import type { ClaimedBatch, ClaimedInquiry, ClaimRequest, ClassId } from '../../../ports/store.js';
import type { BatchContext } from '../../../ports/target.js';
import type { Tx } from '../schema.js';
import { misuse } from '../store-errors.js';
import { fromJson } from './rows.js';

const NOTHING_TO_SEND = new Uint8Array(0);

/** `item` may go out: the record's earlier items at the target are settled, and the pupil is still at the school. */
export const inTurn = (item: RawBuilder<unknown>) => sql`NOT EXISTS (
    SELECT 1 FROM items e WHERE e.record_id = ${item}.record_id AND e.target = ${item}.target AND e.seq < ${item}.seq
      AND e.state IN ('queued','sending','awaiting','unknown'))
  AND (${item}.event = 'CANCEL' OR NOT EXISTS (
    SELECT 1 FROM records r WHERE r.record_id = ${item}.record_id AND r.state IN ('withdrawn','left')))`;

const NOT_PAUSED = (target: string) =>
  sql`NOT EXISTS (SELECT 1 FROM targets t WHERE t.target = ${target} AND t.paused)`;

/** Items `i` of these schools; of all where none are named. */
export const ofSchools = (schools: readonly string[] | undefined) =>
  sql`(${schools ?? null}::text[] IS NULL OR i.school = ANY (${schools ?? null}::text[]))`;

interface ClaimedRow {
  readonly item_key: string;
  readonly fence: number;
}

const leaseEnd = (request: ClaimRequest): Date => new Date(request.now.getTime() + request.leaseMs);

const due = (request: ClaimRequest) => sql`i.target = ${request.target} AND i.state = 'queued' AND i.ready
  AND i.next_attempt_at <= ${request.now} AND ${inTurn(sql`i`)}`;

/** The class of the oldest due item that no other worker is claiming at this moment. */
async function oldestClass(tx: Tx, request: ClaimRequest): Promise<ClassId | null> {
  const answer = await sql<{ school: string; school_year: string; class_key: string }>`
    SELECT i.school, i.school_year, i.class_key FROM items i
    WHERE ${due(request)} AND ${ofSchools(request.schools)} AND ${NOT_PAUSED(request.target)}
    ORDER BY i.next_attempt_at, i.seq LIMIT 1 FOR UPDATE OF i SKIP LOCKED`.execute(tx);
  const row = answer.rows[0];
  return row === undefined
    ? null
    : { school: row.school, schoolYear: row.school_year, classKey: row.class_key };
}

/** Leases at most `limit` due items of the class; those that another worker is claiming are passed over. */
async function lease(
  tx: Tx,
  request: ClaimRequest,
  id: ClassId,
  batchId: string,
): Promise<readonly ClaimedRow[]> {
  const answer = await sql<ClaimedRow>`WITH picked AS (
      SELECT i.item_key FROM items i
      WHERE i.school = ${id.school} AND i.school_year = ${id.schoolYear} AND i.class_key = ${id.classKey}
        AND ${due(request)}
      ORDER BY i.seq LIMIT ${request.limit} FOR UPDATE OF i SKIP LOCKED),
    ticket AS MATERIALIZED (SELECT nextval('item_fence') AS fence)
    UPDATE items i SET state = 'sending', fence = ticket.fence, batch_id = ${batchId}, worker = ${request.worker},
      lease_until = ${leaseEnd(request)}, attempts = i.attempts + 1
    FROM picked, ticket WHERE i.item_key = picked.item_key
    RETURNING i.item_key, i.fence`.execute(tx);
  return answer.rows;
}

interface PayloadRow {
  readonly item_key: string;
  readonly record_id: string;
  readonly version: number;
  readonly event: DeliveryEvent;
  readonly attempts: number;
  readonly lookup_code: string;
  readonly sha256: string;
  readonly environment: 'test' | 'production';
  readonly canonical: string;
  readonly octets: Buffer | null;
}

async function payload(tx: Tx, keys: readonly string[]): Promise<ClaimedBatch['items']> {
  const answer = await sql<PayloadRow>`SELECT i.item_key, i.record_id, i.version, i.event, i.attempts,
      v.lookup_code, v.sha256, v.environment, v.canonical, CASE WHEN i.event <> 'CANCEL' THEN v.octets END AS octets
    FROM items i JOIN versions v ON v.record_id = i.record_id AND v.number = i.version
    WHERE i.item_key = ANY (${keys}::text[]) ORDER BY i.seq`.execute(tx);
  return answer.rows.map((row) => ({
    key: row.item_key,
    recordId: row.record_id,
    version: row.version,
    event: row.event,
    lookupCode: row.lookup_code,
    octets: row.octets ?? NOTHING_TO_SEND,
    sha256: row.sha256,
    record: fromJson<CanonicalRecord>(row.canonical),
    attempt: row.attempts,
    environment: row.environment,
  }));
}

async function contextOf(tx: Tx, id: ClassId): Promise<BatchContext> {
  const answer = await sql<{ context: string | null }>`SELECT context FROM classes
    WHERE school = ${id.school} AND school_year = ${id.schoolYear} AND class_key = ${id.classKey}`.execute(
    tx,
  );
  const text = answer.rows[0]?.context ?? null;
  if (text === null) {
    throw misuse('STORE_CLASS_GONE', 'Không thấy lớp trong kho dữ liệu.', 'The class is not in the store.');
  }
  return fromJson<BatchContext>(text);
}

export async function claim(tx: Tx, request: ClaimRequest, batchId: string): Promise<ClaimedBatch | null> {
  const id = await oldestClass(tx, request);
  if (id === null) return null;
  const leased = await lease(tx, request, id, batchId);
  const first = leased[0];
  if (first === undefined) return null;
  const context = await contextOf(tx, id);
  const items = await payload(
    tx,
    leased.map((row) => row.item_key),
  );
  return { batchId, fence: first.fence, target: request.target, context, items };
}

interface InquiryRow {
  readonly item_key: string;
  readonly fence: number;
  readonly sha256: string;
  readonly state: 'awaiting' | 'unknown';
  readonly attempts: number;
  readonly inquiries: number;
}

/** Items of several classes may be asked about at once. */
export async function claimInquiry(
  tx: Tx,
  request: ClaimRequest,
  batchId: string,
): Promise<ClaimedInquiry | null> {
  const answer = await sql<InquiryRow>`WITH picked AS (
      SELECT i.item_key FROM items i
      WHERE i.target = ${request.target} AND i.state IN ('awaiting','unknown')
        AND i.next_attempt_at <= ${request.now} AND (i.lease_until IS NULL OR i.lease_until <= ${request.now})
        AND ${ofSchools(request.schools)} AND ${NOT_PAUSED(request.target)}
      ORDER BY i.next_attempt_at, i.seq LIMIT ${request.limit} FOR UPDATE OF i SKIP LOCKED),
    ticket AS MATERIALIZED (SELECT nextval('item_fence') AS fence)
    UPDATE items i SET fence = ticket.fence, batch_id = ${batchId}, worker = ${request.worker},
      lease_until = ${leaseEnd(request)}, inquiries = i.inquiries + 1
    FROM picked, ticket, versions v
    WHERE i.item_key = picked.item_key AND v.record_id = i.record_id AND v.number = i.version
    RETURNING i.item_key, i.fence, v.sha256, i.state, i.attempts, i.inquiries`.execute(tx);
  const first = answer.rows[0];
  if (first === undefined) return null;
  return {
    batchId,
    fence: first.fence,
    target: request.target,
    items: answer.rows.map((row) => ({
      key: row.item_key,
      sha256: row.sha256,
      state: row.state,
      attempt: row.attempts,
      inquiries: row.inquiries,
    })),
  };
}
