import { GatewayError, toGatewayError } from '../domain/errors.js';
import type { Clock } from '../ports/clock.js';

const TRIES = 8;
const FIRST_MS = 100;
const MAX_MS = 5_000;

/** Asks again what may pass (transient, throttled); everything else is thrown at once. */
export async function withPatience<T>(clock: Clock, signal: AbortSignal, read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (cause) {
      const error = toGatewayError(cause);
      const mayPass = error.retryable || error.code === 'TARGET_ANSWER_SHAPE';
      if (!mayPass || attempt === TRIES) throw error;
      const wait = Math.max(FIRST_MS * 2 ** (attempt - 1), error.retryAfterMs ?? 0);
      await clock.sleep(Math.min(wait, MAX_MS), signal);
    }
  }
}

export function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new GatewayError({
    kind: 'cancelled',
    code: 'RECONCILE_CANCELLED',
    message: { vi: 'Đã dừng đối soát giữa chừng.', en: 'The reconciliation was stopped.' },
    hint: { vi: 'Chạy lại "hocba reconcile".', en: 'Run "hocba reconcile" again.' },
  });
}
