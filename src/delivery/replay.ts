import type { Clock } from '../ports/clock.js';
import type { OutboxStore, Scope } from '../ports/store.js';
import type { ItemKey } from '../ports/target.js';

/** Which dead items go out again. The school year is always named: nobody re-sends an old year by switching on a retry. */
export interface ReplayFilter {
  readonly schoolYear: string;
  readonly target?: string;
  readonly school?: string;
  readonly keys?: readonly ItemKey[];
}

const CHUNK = 500;

async function deadKeys(outbox: OutboxStore, scope: Scope, filter: ReplayFilter): Promise<ItemKey[]> {
  const keys: ItemKey[] = [];
  for await (const page of outbox.list(scope, { ...filter, states: ['dead'] }))
    for (const row of page) keys.push(row.key);
  return keys;
}

/**
 * Queues dead items again, due now, with their own keys and stored octets: a target that got one of them before recognises
 * it. Returns how many moved.
 */
export async function replayDead(
  { outbox, scope, clock }: { readonly outbox: OutboxStore; readonly scope: Scope; readonly clock: Clock },
  filter: ReplayFilter,
): Promise<number> {
  const keys = await deadKeys(outbox, scope, filter);
  let moved = 0;
  for (let at = 0; at < keys.length; at += CHUNK) {
    const chunk = keys.slice(at, at + CHUNK);
    moved += await outbox.retry(scope, {
      ...(filter.target === undefined ? {} : { target: filter.target }),
      keys: chunk,
      now: clock.now(),
    });
  }
  return moved;
}
