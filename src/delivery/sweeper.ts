import type { DeliveryContext } from './types.js';

/** Takes items from workers that died: their leases ended, so they may have been sent and become unknown. */
export interface Sweeper {
  /** At most once per interval; cheap to call in every turn. */
  sweep(): Promise<void>;
}

/** Far beyond any lease: everything that is being sent counts as abandoned. */
const ALL = new Date('9999-12-31T00:00:00.000Z');

export function createSweeper(context: DeliveryContext): Sweeper {
  const { outbox, scope, clock, logger, leaseMs } = context;
  const everyMs = Math.min(15_000, Math.max(250, leaseMs / 4));
  let next = 0;
  let running: Promise<void> | null = null;
  let first = true;
  const release = async (now: Date): Promise<void> => {
    const until = first && context.releaseAtStart === 'all' ? ALL : now;
    const count = await outbox.releaseExpired(scope, now, until);
    first = false;
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
      // All targets wait for the first one: with `all`, nobody may claim before the old leases ended.
      await running;
    },
  };
}
