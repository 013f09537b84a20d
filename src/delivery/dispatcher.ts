import type { DeliveryReport, TargetTally } from './types.js';

export interface RunOptions {
  /** Graceful end: nothing more is claimed, what is under way is finished and settled. */
  readonly signal: AbortSignal;
  /** After every settlement, with the target's tally so far. */
  readonly onProgress?: (tally: TargetTally) => void;
}

export interface DrainOptions extends RunOptions {
  /** At most so long, then the rest stays in the outbox. */
  readonly maxMs: number;
}

/**
 * Decides when which worker claims; the outbox in SQL stays the truth, so losing a dispatcher loses nothing. `poll` is the
 * default, `bullmq` spreads the same work over several hosts.
 */
export interface Dispatcher {
  readonly id: string;
  /** Serves all targets until the signal. A target that fails ends alone; resolves when all have ended. */
  run(options: RunOptions): Promise<DeliveryReport>;
  /** One-shot commands: until nothing of any target is due or open, or the time is over. */
  drain(options: DrainOptions): Promise<DeliveryReport>;
}
