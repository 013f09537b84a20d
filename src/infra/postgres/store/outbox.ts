import { sql } from 'kysely';
import type { DeliveryEvent, DeliveryState } from '../../../domain/delivery.js';
import type { Ids } from '../../../ports/clock.js';
import type { OutboxRow, OutboxStore, Scope } from '../../../ports/store.js';
import type { TargetFinding } from '../../../ports/target.js';
import type { Tx } from '../schema.js';
import type { Session } from '../session.js';
import { claim, claimInquiry } from './claims.js';
import { objectsOf } from './objects.js';
import { fromJson, inPages } from './rows.js';
import { settle, supersedeOutdated } from './settle.js';
import { nextDue, pausedTargets, releaseExpired, setPaused, takeTokens } from './throttle.js';

const ITEMS_AT_A_TIME = 500;

interface ItemRow {
  readonly seq: number;
  readonly item_key: string;
  readonly target: string;
  readonly record_id: string;
  readonly school: string;
  readonly school_year: string;
  readonly class_key: string;
  readonly version: number;
  readonly event: DeliveryEvent;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly next_attempt_at: Date;
  readonly code: string | null;
  readonly findings: string | null;
}

/** States in which something is still due to happen by itself. */
const OPEN: ReadonlySet<DeliveryState> = new Set(['queued', 'awaiting', 'unknown']);

const toOutboxRow = (row: ItemRow): OutboxRow => ({
  key: row.item_key,
  target: row.target,
  recordId: row.record_id,
  id: { school: row.school, schoolYear: row.school_year, classKey: row.class_key },
  version: row.version,
  event: row.event,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: OPEN.has(row.state) ? row.next_attempt_at : null,
  code: row.code,
  findings: row.findings === null ? [] : fromJson<readonly TargetFinding[]>(row.findings),
});

type ListFilter = Parameters<OutboxStore['list']>[1];

async function* list(session: Session, scope: Scope, filter: ListFilter) {
  const batches = inPages<ItemRow>(ITEMS_AT_A_TIME, (last, limit) =>
    session.inScope(scope, async (tx) => {
      const answer =
        await sql<ItemRow>`SELECT seq, item_key, target, record_id, school, school_year, class_key,
          version, event, state, attempts, next_attempt_at, code, findings FROM items
        WHERE school_year = ${filter.schoolYear} AND seq > ${last?.seq ?? 0}
          AND (${filter.target ?? null}::text IS NULL OR target = ${filter.target ?? null})
          AND (${filter.school ?? null}::text IS NULL OR school = ${filter.school ?? null})
          AND (${filter.states ?? null}::text[] IS NULL OR state = ANY (${filter.states ?? null}::text[]))
          AND (${filter.keys ?? null}::text[] IS NULL OR item_key = ANY (${filter.keys ?? null}::text[]))
        ORDER BY seq LIMIT ${limit}`.execute(tx);
      return answer.rows;
    }),
  );
  for await (const rows of batches) yield rows.map(toOutboxRow);
}

/** A person's word starts the retry policy anew: attempts count from 0 again, the receipts keep the history. */
async function retry(tx: Tx, filter: Parameters<OutboxStore['retry']>[1]): Promise<number> {
  const answer = await sql<{
    item_key: string;
  }>`UPDATE items SET state = 'queued', attempts = 0, inquiries = 0,
      next_attempt_at = ${filter.now}
    WHERE item_key IN (SELECT item_key FROM items WHERE state = 'dead'
      AND (${filter.target ?? null}::text IS NULL OR target = ${filter.target ?? null})
      AND (${filter.keys ?? null}::text[] IS NULL OR item_key = ANY (${filter.keys ?? null}::text[]))
      ORDER BY item_key FOR UPDATE)
    RETURNING item_key`.execute(tx);
  const outdated = await supersedeOutdated(
    tx,
    answer.rows.map((row) => row.item_key),
  );
  return answer.rows.length - outdated;
}

export const createOutboxStore = (session: Session, ids: Ids): OutboxStore => ({
  claim: (scope, request) => session.inScope(scope, (tx) => claim(tx, request, ids.uuid())),
  claimInquiry: (scope, request) => session.inScope(scope, (tx) => claimInquiry(tx, request, ids.uuid())),
  settle: (scope, settlement) => session.inScope(scope, (tx) => settle(tx, settlement)),
  releaseExpired: (scope, now, leasesUntil) =>
    session.inScope(scope, (tx) => releaseExpired(tx, now, leasesUntil ?? now)),
  nextDue: (scope, target, schools) => session.inScope(scope, (tx) => nextDue(tx, target, schools)),
  takeTokens: (scope, target, bucket) => session.inScope(scope, (tx) => takeTokens(tx, target, bucket)),
  setPaused: (scope, target, paused) => session.inScope(scope, (tx) => setPaused(tx, target, paused)),
  paused: (scope) => session.inScope(scope, pausedTargets),
  list: (scope, filter) => list(session, scope, filter),
  retry: (scope, filter) => session.inScope(scope, (tx) => retry(tx, filter)),
  objects: (scope, target, school) => objectsOf(session, scope, target, school),
});
