import { sql } from 'kysely';
import type { OutboxStore } from '../../../ports/store.js';
import type { Tx } from '../schema.js';
import { inTurn, ofSchools } from './claims.js';

type Bucket = Parameters<OutboxStore['takeTokens']>[2];

/**
 * Takes `want` tokens when the bucket holds them; a want above the burst is granted from a full bucket and leaves a debt,
 * so that the long-run rate holds. A clock that runs behind another worker's refills nothing.
 */
export async function takeTokens(
  tx: Tx,
  target: string,
  bucket: Bucket,
): Promise<{ readonly granted: boolean; readonly waitMs: number }> {
  await sql`INSERT INTO targets (target) VALUES (${target}) ON CONFLICT (target) DO NOTHING`.execute(tx);
  const answer = await sql<{
    tokens: number | null;
    tokens_at: Date | null;
  }>`SELECT tokens, tokens_at FROM targets
    WHERE target = ${target} FOR UPDATE`.execute(tx);
  const stored = answer.rows[0];
  const since = stored?.tokens_at ?? bucket.now;
  const elapsedMs = Math.max(0, bucket.now.getTime() - since.getTime());
  const refilled = (stored?.tokens ?? bucket.burst) + (elapsedMs / 1000) * bucket.ratePerSecond;
  const tokens = Math.min(bucket.burst, refilled);
  const needed = Math.min(bucket.want, bucket.burst);
  const granted = tokens >= needed;
  const at = new Date(since.getTime() + elapsedMs);
  await sql`UPDATE targets SET tokens = ${granted ? tokens - bucket.want : tokens}, tokens_at = ${at}
    WHERE target = ${target}`.execute(tx);
  return { granted, waitMs: granted ? 0 : Math.ceil(((needed - tokens) / bucket.ratePerSecond) * 1000) };
}

export async function setPaused(tx: Tx, target: string, paused: boolean): Promise<void> {
  await sql`INSERT INTO targets (target, paused) VALUES (${target}, ${paused})
    ON CONFLICT (target) DO UPDATE SET paused = excluded.paused`.execute(tx);
}

export async function pausedTargets(tx: Tx): Promise<readonly string[]> {
  const answer = await sql<{
    target: string;
  }>`SELECT target FROM targets WHERE paused ORDER BY target`.execute(tx);
  return answer.rows.map((row) => row.target);
}

/** Earliest moment at which claim, claimInquiry or releaseExpired has something to do. */
export async function nextDue(
  tx: Tx,
  target: string,
  schools: readonly string[] | undefined,
): Promise<Date | null> {
  const wanted = sql`i.target = ${target} AND ${ofSchools(schools)}`;
  const answer = await sql<{ due: Date | null }>`SELECT least(
      (SELECT i.next_attempt_at FROM items i
        WHERE ${wanted} AND i.state = 'queued' AND i.ready AND ${inTurn(sql`i`)}
        ORDER BY i.next_attempt_at, i.seq LIMIT 1),
      (SELECT min(greatest(i.next_attempt_at, i.lease_until)) FROM items i
        WHERE ${wanted} AND i.state IN ('awaiting','unknown')),
      (SELECT min(i.lease_until) FROM items i WHERE ${wanted} AND i.state = 'sending')) AS due
    WHERE NOT EXISTS (SELECT 1 FROM targets t WHERE t.target = ${target} AND t.paused)`.execute(tx);
  return answer.rows[0]?.due ?? null;
}

/**
 * Nobody knows whether the worker sent them before it stopped: they may have arrived. Leases of inquiries end as well:
 * asking again does no harm. Returns how many items became unknown.
 */
export async function releaseExpired(tx: Tx, now: Date, leasesUntil: Date): Promise<number> {
  const answer =
    await sql`UPDATE items SET state = 'unknown', fence = NULL, worker = NULL, lease_until = NULL,
      next_attempt_at = ${now}, code = 'LEASE_EXPIRED'
    WHERE item_key IN (SELECT item_key FROM items WHERE state = 'sending' AND lease_until <= ${leasesUntil}
      ORDER BY item_key FOR UPDATE SKIP LOCKED)`.execute(tx);
  await sql`UPDATE items SET fence = NULL, worker = NULL, lease_until = NULL
    WHERE item_key IN (SELECT item_key FROM items
      WHERE state IN ('awaiting','unknown') AND lease_until <= ${leasesUntil}
      ORDER BY item_key FOR UPDATE SKIP LOCKED)`.execute(tx);
  return Number(answer.numAffectedRows ?? 0n);
}
