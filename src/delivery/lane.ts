import type { GatewayError } from '../domain/errors.js';
import type { RetryPolicy } from '../domain/policy.js';
import type { SettledItem, Settlement } from '../ports/store.js';
import type { SettleRules } from './outcomes.js';
import { inquiryPolicy, retryPolicy } from './retry-policy.js';
import type { DeliveryContext, DeliveryTarget, InquiryPolicy, KillPoint, TargetTally } from './types.js';
import { pause } from './waiting.js';

/** What one request taught about the target as a whole. */
export interface RequestResult {
  /** No usable answer was obtained. */
  readonly fault: GatewayError | null;
  /** The target asked everybody to come back later. */
  readonly holdMs: number;
}

export const FINE: RequestResult = { fault: null, holdMs: 0 };

type Tallied = Exclude<keyof TargetTally, 'target'>;

/** One target in one run: its policies, its tally and the calls that every request makes. */
export interface Lane {
  readonly target: DeliveryTarget;
  readonly context: DeliveryContext;
  readonly retry: RetryPolicy;
  readonly inquiry: InquiryPolicy;
  /** Aborts what is under way: the time to finish gracefully is over. */
  readonly hard: AbortSignal;
  rules(): SettleRules;
  count(what: Tallied, by: number): void;
  tally(): TargetTally;
  checkpoint(point: KillPoint): Promise<void>;
  /** Waits until the shared bucket grants one request. Returns false when `until` comes first. */
  token(until: Date): Promise<boolean>;
  settle(settlement: Settlement): Promise<void>;
  /** When an item that this run settled wants to be asked about; Infinity when none does. */
  askAt: number;
}

const ZERO: Readonly<Record<Tallied, number>> = {
  requests: 0,
  inquiries: 0,
  attempts: 0,
  accepted: 0,
  awaiting: 0,
  rejected: 0,
  unknown: 0,
  queued: 0,
  dead: 0,
  stale: 0,
};

const COUNTED: ReadonlySet<string> = new Set([
  'accepted',
  'awaiting',
  'rejected',
  'unknown',
  'queued',
  'dead',
]);

async function takeToken(lane: Lane, until: Date): Promise<boolean> {
  const { target, context, hard } = lane;
  if (target.rate === undefined) return true;
  const bucket = { ratePerSecond: target.rate.perSecond, burst: Math.max(1, target.rate.burst), want: 1 };
  while (!hard.aborted) {
    const now = context.clock.now();
    const { granted, waitMs } = await context.outbox.takeTokens(context.scope, target.id, { ...bucket, now });
    if (granted) return true;
    if (now.getTime() + waitMs > until.getTime()) return false;
    await pause(context.clock, Math.max(1, waitMs), hard);
  }
  return false;
}

function countSettled(lane: Lane, items: readonly SettledItem[]): void {
  for (const { to } of items) if (COUNTED.has(to)) lane.count(to as Tallied, 1);
}

const SETTLE_TRIES = 4;

/**
 * Writes what became of the items. A store that is away for a moment is tried again; if it stays away the items keep their
 * lease and are asked about later, because they may have arrived.
 */
async function settle(lane: Lane, settlement: Settlement): Promise<void> {
  const { context, target } = lane;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { stale } = await context.outbox.settle(context.scope, settlement);
      if (stale === 0) {
        countSettled(lane, settlement.items);
      } else {
        lane.count('stale', stale);
        context.logger.warn('delivery.settle.stale', { target: target.id, count: stale });
      }
      return;
    } catch (error) {
      if (attempt === SETTLE_TRIES || lane.hard.aborted) throw error;
      await pause(context.clock, 100 * attempt, lane.hard);
    }
  }
}

export function createLane(
  context: DeliveryContext,
  target: DeliveryTarget,
  hard: AbortSignal,
  onProgress: ((tally: TargetTally) => void) | undefined,
): Lane {
  const counts: Record<Tallied, number> = { ...ZERO };
  const retry = retryPolicy(target.retry);
  const inquiry = inquiryPolicy(target.inquiry);
  // One draw per settlement: a class that was sent away together comes back together, as one request.
  const draw = () => {
    const drawn = context.ids.random();
    return () => drawn;
  };
  const lane: Lane = {
    target,
    context,
    retry,
    inquiry,
    hard,
    rules: () => ({ now: context.clock.now(), retry, inquiry, random: draw() }),
    count: (what, by) => {
      counts[what] += by;
    },
    tally: () => ({ target: target.id, ...counts }),
    checkpoint: async (point) => context.checkpoint?.(point, target.id),
    token: (until) => takeToken(lane, until),
    askAt: Number.POSITIVE_INFINITY,
    async settle(settlement) {
      await settle(lane, settlement);
      for (const { to, nextAttemptAt } of settlement.items)
        if (to === 'awaiting' || to === 'unknown')
          lane.askAt = Math.min(lane.askAt, nextAttemptAt?.getTime() ?? 0);
      onProgress?.(lane.tally());
    },
  };
  return lane;
}
