import type { GatewayError } from '../domain/errors.js';
import type { RetryPolicy } from '../domain/policy.js';
import type { SettledItem } from '../ports/store.js';
import type { ItemKey, ItemOutcome } from '../ports/target.js';
import { inquiryDelayMs, retryDelayMs } from './retry-policy.js';
import type { InquiryPolicy } from './types.js';

export interface SettleRules {
  readonly now: Date;
  readonly retry: RetryPolicy;
  readonly inquiry: InquiryPolicy;
  /** Uniform in [0, 1). */
  random(): number;
}

export interface SentItem {
  readonly key: ItemKey;
  readonly attempt: number;
}

export interface AskedItem extends SentItem {
  readonly state: 'awaiting' | 'unknown';
  readonly inquiries: number;
}

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

function askAgainAt(rules: SettleRules, asked: number, retryAfterMs?: number): Date {
  const delay = inquiryDelayMs(rules.inquiry, rules.retry, asked, rules.random(), retryAfterMs);
  return later(rules.now, delay);
}

/** Surely not applied: back to the queue under the same key, or dead when the tries are used up. */
function requeue(item: SentItem, code: string, rules: SettleRules, retryAfterMs?: number): SettledItem {
  if (item.attempt >= rules.retry.maxAttempts) return { key: item.key, to: 'dead', code };
  const delay = retryDelayMs(rules.retry, item.attempt, rules.random(), retryAfterMs);
  return { key: item.key, to: 'queued', code, nextAttemptAt: later(rules.now, delay) };
}

function final(outcome: ItemOutcome & { outcome: 'accepted' | 'rejected' }): SettledItem {
  const { key } = outcome;
  if (outcome.outcome === 'accepted') return { key, to: 'accepted', reference: outcome.reference };
  const { findings } = outcome;
  return { key, to: 'rejected', code: findings[0]?.code ?? 'REFUSED', findings };
}

/** The state of an item after a send. */
export function settleSent(item: SentItem, outcome: ItemOutcome, rules: SettleRules): SettledItem {
  const { key } = item;
  switch (outcome.outcome) {
    case 'accepted':
    case 'rejected':
      return final(outcome);
    case 'awaiting':
      return {
        key,
        to: 'awaiting',
        reference: outcome.reference,
        nextAttemptAt: askAgainAt(rules, 0, outcome.retryAfterMs),
      };
    case 'unknown':
      return { key, to: 'unknown', code: outcome.code, nextAttemptAt: askAgainAt(rules, 0) };
    case 'retry':
      return requeue(item, outcome.code, rules, outcome.retryAfterMs);
  }
}

/** The state of an item after an inquiry. Without a verdict it keeps its state until the patience ends. */
export function settleAsked(item: AskedItem, outcome: ItemOutcome, rules: SettleRules): SettledItem {
  if (outcome.outcome === 'accepted' || outcome.outcome === 'rejected') return final(outcome);
  if (outcome.outcome === 'retry') return requeue(item, outcome.code, rules, outcome.retryAfterMs);
  const { key, state, inquiries } = item;
  const code = outcome.outcome === 'unknown' ? outcome.code : 'VERDICT_OUTSTANDING';
  if (inquiries + 1 >= rules.inquiry.maxInquiries)
    return { key, to: 'dead', code: state === 'awaiting' ? 'VERDICT_NEVER_CAME' : 'FATE_UNKNOWN' };
  const retryAfterMs = outcome.outcome === 'awaiting' ? outcome.retryAfterMs : undefined;
  return { key, to: state, code, nextAttemptAt: askAgainAt(rules, inquiries + 1, retryAfterMs) };
}

/** Credentials or configuration are wrong: no item can go, so the target's loop ends and a person is told. */
export const endsTarget = (error: GatewayError): boolean => error.kind === 'auth' || error.kind === 'config';

/**
 * What an exception of `send` says about every item of the request. Only a clear "did not arrive" permits a plain retry; a
 * refusal of our credentials is an answer, so nothing was applied unless the adapter says otherwise.
 */
export function outcomeOfError(key: ItemKey, error: GatewayError): ItemOutcome {
  const arrived = error.details['mayHaveArrived'];
  const surelyNot = arrived === false || (arrived === undefined && endsTarget(error));
  if (!surelyNot) return { key, outcome: 'unknown', code: error.code };
  return {
    key,
    outcome: 'retry',
    code: error.code,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
}
