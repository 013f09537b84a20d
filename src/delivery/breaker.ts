import type { RetryPolicy } from '../domain/policy.js';
import { boundedRetryAfter, retryDelayMs } from './retry-policy.js';

/** Failures in a row, over all requests of a target, before it counts as unreachable. */
const THRESHOLD = 5;
const MAX_PAUSE_MS = 60_000;

/**
 * Spares a target that does not answer, and the tries of the items that wait for it. Closed: all flows. Open: nothing is
 * claimed until the pause ends; then one request at a time, until one succeeds.
 */
export interface Breaker {
  /** A request that obtained no usable answer. True when the target has just become unreachable (tell it once). */
  fail(now: Date): boolean;
  /** A usable answer. True when the target was unreachable until now. */
  succeed(): boolean;
  /** The target said when to come back: nobody goes before. */
  hold(now: Date, retryAfterMs: number): void;
  /** Nothing may be sent before; null when the way is free. */
  heldUntil(now: Date): Date | null;
  /** Only one request at a time. */
  readonly probing: boolean;
}

export function createBreaker(policy: RetryPolicy, random: () => number): Breaker {
  let failures = 0;
  let until = 0;
  const extend = (now: Date, ms: number): void => {
    until = Math.max(until, now.getTime() + ms);
  };
  return {
    fail(now) {
      failures += 1;
      if (failures < THRESHOLD) return false;
      const delay = retryDelayMs(policy, failures - THRESHOLD + 1, random());
      extend(now, Math.min(delay, MAX_PAUSE_MS));
      return failures === THRESHOLD;
    },
    succeed() {
      const was = failures >= THRESHOLD;
      failures = 0;
      return was;
    },
    hold: (now, retryAfterMs) => extend(now, boundedRetryAfter(policy, retryAfterMs)),
    heldUntil: (now) => (until > now.getTime() ? new Date(until) : null),
    get probing() {
      return failures >= THRESHOLD;
    },
  };
}
