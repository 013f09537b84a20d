import { DEFAULT_RETRY, type RetryPolicy } from '../domain/policy.js';
import { DEFAULT_INQUIRY, type InquiryPolicy } from './types.js';

export const retryPolicy = (given: Partial<RetryPolicy> = {}): RetryPolicy => ({
  ...DEFAULT_RETRY,
  ...given,
});

export const inquiryPolicy = (given: Partial<InquiryPolicy> = {}): InquiryPolicy => ({
  ...DEFAULT_INQUIRY,
  ...given,
});

interface Growth {
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
}

/** first x factor^(step-1), capped. Stays finite for any step. */
function grown({ firstDelayMs, factor, maxDelayMs }: Growth, step: number): number {
  const wanted = firstDelayMs * factor ** Math.max(0, step - 1);
  return Number.isFinite(wanted) ? Math.min(wanted, maxDelayMs) : maxDelayMs;
}

/** What a target may ask for: never below 0, never above the cap; nonsense counts as nothing said. */
export function boundedRetryAfter(policy: RetryPolicy, asked: number | undefined): number {
  if (asked === undefined || Number.isNaN(asked)) return 0;
  return Math.min(Math.max(0, asked), policy.maxRetryAfterMs);
}

/**
 * Milliseconds until try `attempt + 1`. Jitter shortens the delay by up to its share, so that a thousand items refused
 * together do not come back together; a Retry-After is never undercut.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  random: number,
  retryAfterMs?: number,
): number {
  const delay = grown(policy, attempt) * (1 - policy.jitter * random);
  return Math.ceil(Math.max(delay, boundedRetryAfter(policy, retryAfterMs)));
}

/** Milliseconds until the next inquiry after `asked` ones without a verdict. */
export function inquiryDelayMs(
  policy: InquiryPolicy,
  retry: RetryPolicy,
  asked: number,
  random: number,
  retryAfterMs?: number,
): number {
  const delay = grown(policy, asked + 1) * (1 - retry.jitter * random);
  return Math.ceil(Math.max(delay, boundedRetryAfter(retry, retryAfterMs)));
}
