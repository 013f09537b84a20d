import { sql } from 'kysely';
import { type DeliveryState, mayMove } from '../../../domain/delivery.js';
import type { SettledItem, Settlement } from '../../../ports/store.js';
import type { Tx } from '../schema.js';
import { misuse } from '../store-errors.js';

interface HeldRow {
  readonly item_key: string;
  readonly state: DeliveryState;
  readonly school: string;
  readonly held: boolean;
}

/** Locks the settlement's items; `held`: this worker still has them. */
async function lockItems(tx: Tx, settlement: Settlement): Promise<readonly HeldRow[]> {
  const keys = settlement.items.map((item) => item.key);
  const answer = await sql<HeldRow>`SELECT item_key, state, school,
      coalesce(fence = ${settlement.fence} AND batch_id = ${settlement.batchId}, false) AS held
    FROM items WHERE item_key = ANY (${keys}::text[]) AND target = ${settlement.target}
    ORDER BY item_key FOR UPDATE`.execute(tx);
  return answer.rows;
}

/** An inquiry without news leaves the item where it is, to be asked again. */
const stays = (from: DeliveryState, to: DeliveryState, kind: Settlement['kind']): boolean =>
  kind === 'inquire' && from === to && (from === 'awaiting' || from === 'unknown');

function refuseIllegal(from: DeliveryState, to: DeliveryState, kind: Settlement['kind']): void {
  if (mayMove(from, to) || stays(from, to, kind)) return;
  throw misuse(
    'STORE_ILLEGAL_TRANSITION',
    `Không được chuyển trạng thái gửi từ ${from} sang ${to}.`,
    `A delivery must not move from ${from} to ${to}.`,
  );
}

/** Moves the items; acceptance of a version lets its items go that wait for this target. */
async function applyMoves(tx: Tx, settlement: Settlement, items: readonly SettledItem[]): Promise<void> {
  const given = items.map((item) => ({
    key: item.key,
    state: item.to,
    next_at: (item.nextAttemptAt ?? settlement.finishedAt).toISOString(),
    code: item.code ?? null,
    reference: item.reference ?? null,
    findings: item.findings === undefined ? null : JSON.stringify(item.findings),
  }));
  await sql`WITH moved AS (
      UPDATE items i SET state = g.state, next_attempt_at = g.next_at, code = g.code,
        reference = coalesce(g.reference, i.reference), findings = g.findings,
        fence = NULL, worker = NULL, lease_until = NULL, settled_at = ${settlement.finishedAt}
      FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        AS g (key text, state text, next_at timestamptz, code text, reference text, findings text)
      WHERE i.item_key = g.key
      RETURNING i.record_id, i.version, i.target, i.state, i.event)
    UPDATE items later SET ready = true FROM moved
    WHERE moved.state = 'accepted' AND moved.event <> 'CANCEL' AND later.record_id = moved.record_id
      AND later.version = moved.version AND later.after_target = moved.target AND NOT later.ready`.execute(
    tx,
  );
}

const keysMovedTo = (items: readonly SettledItem[], states: readonly DeliveryState[]): readonly string[] =>
  items.filter((item) => states.includes(item.to)).map((item) => item.key);

/** What would be sent again, or was given up, gives way when a newer version was issued meanwhile. */
export async function supersedeOutdated(tx: Tx, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const answer = await sql`UPDATE items i SET state = 'superseded'
    WHERE i.item_key = ANY (${keys}::text[]) AND i.state IN ('queued','dead','rejected') AND i.event <> 'CANCEL'
      AND EXISTS (SELECT 1 FROM items newer WHERE newer.record_id = i.record_id AND newer.target = i.target
        AND newer.version > i.version AND newer.event <> 'CANCEL')`.execute(tx);
  return Number(answer.numAffectedRows ?? 0n);
}

/** The answer is kept even when the lease was lost: it is proof of what the target said. */
async function keepReceipt(
  tx: Tx,
  settlement: Settlement,
  school: string,
  counts: { readonly applied: number; readonly stale: number },
): Promise<void> {
  const outcomes = settlement.items.map((item) => ({
    key: item.key,
    to: item.to,
    code: item.code,
    reference: item.reference,
  }));
  await sql`INSERT INTO receipts (batch_id, target, school, kind, raw, items, applied, stale, started_at, finished_at)
    VALUES (${settlement.batchId}, ${settlement.target}, ${school}, ${settlement.kind}, ${settlement.raw},
      ${JSON.stringify(outcomes)}, ${counts.applied}, ${counts.stale}, ${settlement.startedAt},
      ${settlement.finishedAt})`.execute(tx);
}

export async function settle(
  tx: Tx,
  settlement: Settlement,
): Promise<{ readonly applied: number; readonly stale: number }> {
  const found = await lockItems(tx, settlement);
  const held = new Map(found.filter((row) => row.held).map((row) => [row.item_key, row.state]));
  const items = settlement.items.filter((item) => held.has(item.key));
  for (const item of items) refuseIllegal(held.get(item.key) ?? item.to, item.to, settlement.kind);
  if (items.length > 0) {
    await applyMoves(tx, settlement, items);
    await supersedeOutdated(tx, keysMovedTo(items, ['queued', 'dead', 'rejected']));
  }
  const counts = { applied: items.length, stale: settlement.items.length - items.length };
  const school = found[0]?.school;
  if (school !== undefined) await keepReceipt(tx, settlement, school, counts);
  return counts;
}
