import { setTimeout as wait } from 'node:timers/promises';
import { GatewayError } from '../../domain/errors.js';
import type { Clock } from '../../ports/clock.js';

function cancelled(): GatewayError {
  return new GatewayError({
    kind: 'cancelled',
    code: 'CANCELLED',
    message: { vi: 'Đã dừng theo yêu cầu.', en: 'Stopped on request.' },
    hint: { vi: 'Chạy lại lệnh để tiếp tục.', en: 'Run the command again to continue.' },
  });
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(Math.max(0, ms), undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted === true) throw cancelled();
    throw error;
  }
}

/** The machine's clock. */
export const createClock = (): Clock => ({ now: () => new Date(Date.now()), sleep });
