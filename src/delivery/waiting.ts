import { GatewayError, isGatewayError } from '../domain/errors.js';
import type { Clock } from '../ports/clock.js';

/** Sleeps; an abort only ends it earlier. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await clock.sleep(Math.max(0, ms), signal);
  } catch (error) {
    if (!isGatewayError(error) || error.kind !== 'cancelled') throw error;
  }
}

const overdue = (ms: number): GatewayError =>
  new GatewayError({
    kind: 'transient',
    code: 'DELIVERY_DEADLINE',
    message: {
      vi: 'Đích không trả lời trong thời hạn của một lần gửi.',
      en: 'The target gave no answer within the time of one request.',
    },
    hint: {
      vi: 'Phần mềm sẽ tự hỏi lại đích; không gửi bằng khóa mới.',
      en: 'The target will be asked what became of it; no new key is used.',
    },
    details: { ms: Math.round(ms), mayHaveArrived: true },
  });

/**
 * Runs one call with a deadline. The call's signal aborts when the time is over or when `hard` aborts; a call that ignores
 * its signal is left behind, so that it cannot hold the loop: its late result is never used.
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  hard: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timer = new AbortController();
  const expired = new AbortController();
  const signal = AbortSignal.any([expired.signal, hard]);
  const timeUp = pause(clock, ms, AbortSignal.any([timer.signal, hard])).then(() => {
    if (timer.signal.aborted) return undefined;
    expired.abort();
    throw overdue(ms);
  });
  try {
    // The timer ends only by time or by a hard stop while the call is running; both throw, so a result is the call's.
    return (await Promise.race([call(signal), timeUp])) as T;
  } finally {
    timer.abort();
    await timeUp.catch(() => undefined);
  }
}
