import { toGatewayError } from '../domain/errors.js';
import type { Dispatcher, DrainOptions, RunOptions } from './dispatcher.js';
import { requireSameEnvironment } from './environment-guard.js';
import { createLane } from './lane.js';
import { createQuietRoom, type QuietRoom } from './quiet.js';
import { createSweeper, type Sweeper } from './sweeper.js';
import { serveTarget } from './target-loop.js';
import type { DeliveryContext, DeliveryReport, DeliveryTarget, TargetEnd, TargetReport } from './types.js';
import { pause } from './waiting.js';

/** How long requests under way may still take after a stop, before they are cut and asked about later. */
const GRACE_MS = 10_000;

interface Shared {
  readonly context: DeliveryContext;
  readonly quiet: QuietRoom;
  readonly sweeper: Sweeper;
  readonly hard: AbortSignal;
  readonly deadline: Date | null;
}

async function serve(shared: Shared, target: DeliveryTarget, options: RunOptions): Promise<TargetReport> {
  const { context, quiet, sweeper, hard, deadline } = shared;
  const lane = createLane(context, target, hard, options.onProgress);
  let end: TargetEnd;
  try {
    end = await serveTarget(lane, { signal: options.signal, quiet, sweeper, deadline });
  } catch (error) {
    end = { end: 'failed', error: toGatewayError(error) };
  } finally {
    quiet.leave(target.id);
  }
  return { ...lane.tally(), ...end };
}

async function serveAll(
  context: DeliveryContext,
  targets: readonly DeliveryTarget[],
  options: RunOptions,
  maxMs: number | null,
): Promise<DeliveryReport> {
  const { clock } = context;
  const done = new AbortController();
  const hard = new AbortController();
  const quiet = createQuietRoom(targets.map(({ id }) => id));
  const deadline = maxMs === null ? null : new Date(clock.now().getTime() + maxMs);
  const shared = { context, quiet, sweeper: createSweeper(context), hard: hard.signal, deadline };
  const stopping = new Promise<void>((resolve) => {
    const ended = AbortSignal.any([options.signal, done.signal]);
    if (ended.aborted) resolve();
    else ended.addEventListener('abort', () => resolve(), { once: true });
  });
  const grace = stopping.then(async () => {
    quiet.close();
    await pause(clock, GRACE_MS, done.signal);
    hard.abort();
  });
  try {
    return { targets: await Promise.all(targets.map((target) => serve(shared, target, options))) };
  } finally {
    done.abort();
    await grace;
  }
}

/**
 * The default dispatcher: every target is polled by this process; the outbox' leases and fences let any number of
 * processes do the same. Throws GatewayError TARGET_ENVIRONMENT (kind config) when a target belongs to another environment.
 */
export function createPollDispatcher(
  context: DeliveryContext,
  targets: readonly DeliveryTarget[],
): Dispatcher {
  for (const target of targets) requireSameEnvironment(target, context.environment);
  return {
    id: 'poll',
    run: (options: RunOptions) => serveAll(context, targets, options, null),
    drain: (options: DrainOptions) => serveAll(context, targets, options, options.maxMs),
  };
}
