import type { DeliveryContext } from './types.js';

/** Takes items from workers that died: their leases ended, so they may have been sent and become unknown. */
export interface Sweeper {
  /** At most once per interval; cheap to call in every turn. */
  sweep(): Promise<void>;
}

export function createSweeper(context: DeliveryContext): Sweeper {
  const { outbox, scope, clock, logger, leaseMs } = context;
  const everyMs = Math.min(15_000, Math.max(250, leaseMs / 4));
  let next = 0;
  let running: Promise<void> | null = null;
  const release = async (now: Date): Promise<void> => {
    const count = await outbox.releaseExpired(scope, now);
    next = now.getTime() + everyMs;
    if (count > 0) logger.info('delivery.leases.released', { count });
  };
  return {
    async sweep() {
      const now = clock.now();
      if (running === null) {
        if (now.getTime() < next) return;
        running = release(now).finally(() => {
          running = null;
        });
      }
      await running;
    },
  };
}
