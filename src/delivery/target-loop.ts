import { type GatewayError, toGatewayError } from '../domain/errors.js';
import type { ClaimRequest } from '../ports/store.js';
import { type Breaker, createBreaker } from './breaker.js';
import { inquireBatch } from './inquire-batch.js';
import type { Lane, RequestResult } from './lane.js';
import { endsTarget } from './outcomes.js';
import type { QuietRoom } from './quiet.js';
import { sendBatch } from './send-batch.js';
import type { Sweeper } from './sweeper.js';
import type { TargetEnd } from './types.js';
import { pause } from './waiting.js';

export interface LoopOptions {
  /** Graceful stop. */
  readonly signal: AbortSignal;
  readonly quiet: QuietRoom;
  readonly sweeper: Sweeper;
  /** Set for a drain: when it ends at the latest. */
  readonly deadline: Date | null;
}

/** Longest sleep without looking into the outbox again: other processes issue, too. */
const IDLE_MS = 1_000;
/** Something is due but could not be claimed (an earlier version under way, another worker's lease). */
const BLOCKED_MS = 50;
/** Between two looks for questions while sends flow; those of this run are known without looking. */
const ASK_MS = 500;
/** Failures of the store in a row before a drain gives up. */
const STORE_PATIENCE = 8;

interface Loop extends LoopOptions {
  readonly lane: Lane;
  readonly breaker: Breaker;
  readonly underWay: Set<Promise<void>>;
  /** Why this target ends, once known. */
  failure: GatewayError | null;
  storeFaults: number;
  /** Questions left by others: not looked for before. */
  nextAsk: number;
}

type Job = (until: Date) => Promise<RequestResult>;

function request({ lane }: Loop): ClaimRequest {
  const { context, target } = lane;
  return {
    target: target.id,
    worker: context.worker,
    limit: target.maxBatch,
    leaseMs: context.leaseMs,
    now: context.clock.now(),
    ...(context.schools === undefined ? {} : { schools: context.schools }),
  };
}

/** Questions first: an item of unknown fate holds up its record's next version. */
async function claimQuestion(loop: Loop): Promise<Job | null> {
  const { lane } = loop;
  const { outbox, scope, clock } = lane.context;
  const now = clock.now().getTime();
  if (now < Math.min(loop.nextAsk, lane.askAt)) return null;
  const inquiry = await outbox.claimInquiry(scope, request(loop));
  if (inquiry !== null) return (until) => inquireBatch(lane, inquiry, until);
  loop.nextAsk = now + ASK_MS;
  // A question that fell due in the meantime waits for the next look: the store had none that another worker did not hold.
  if (lane.askAt <= now) lane.askAt = Number.POSITIVE_INFINITY;
  return null;
}

async function claim(loop: Loop): Promise<Job | null> {
  const { lane } = loop;
  const { outbox, scope } = lane.context;
  await lane.checkpoint('before-claim');
  const question = await claimQuestion(loop);
  if (question !== null) return question;
  const batch = await outbox.claim(scope, request(loop));
  return batch === null ? null : (until) => sendBatch(lane, batch, until);
}

function learn(loop: Loop, { fault, holdMs }: RequestResult): void {
  const { lane, breaker } = loop;
  const { clock, logger } = lane.context;
  const target = lane.target.id;
  const now = clock.now();
  if (holdMs > 0) breaker.hold(now, holdMs);
  if (fault === null) {
    if (breaker.succeed()) logger.info('delivery.target.recovered', { target });
  } else if (endsTarget(fault)) {
    loop.failure ??= fault;
  } else if (breaker.fail(now)) {
    logger.warn('delivery.target.unreachable', { target, code: fault.code });
  }
}

function start(loop: Loop, job: Job, claimedAt: Date): void {
  const { leaseMs } = loop.lane.context;
  const until = new Date(claimedAt.getTime() + leaseMs - Math.min(5_000, leaseMs / 10));
  const running: Promise<void> = job(until)
    .then((result) => learn(loop, result))
    .catch((error: unknown) => {
      loop.failure ??= toGatewayError(error);
    })
    .finally(() => {
      loop.underWay.delete(running);
      loop.quiet.stir();
    });
  loop.underWay.add(running);
}

const over = ({ signal, failure, deadline, lane }: Loop): boolean =>
  signal.aborted ||
  failure !== null ||
  (deadline !== null && lane.context.clock.now().getTime() >= deadline.getTime());

/** Starts what can be started. A sliding window: a slow class holds its own place only. */
async function fill(loop: Loop): Promise<void> {
  const { lane, breaker, underWay } = loop;
  while (!over(loop)) {
    const now = lane.context.clock.now();
    const room = breaker.probing ? 1 : (lane.target.concurrency ?? 4);
    if (underWay.size >= room || breaker.heldUntil(now) !== null) return;
    const job = await claim(loop);
    if (job === null) return;
    start(loop, job, now);
  }
}

/** When to look again; null when nothing of this target is open. */
async function nextLook({ lane, breaker }: Loop): Promise<Date | null> {
  const { outbox, scope, clock, schools } = lane.context;
  const due = await outbox.nextDue(scope, lane.target.id, schools);
  if (due === null) return null;
  const now = clock.now();
  const held = breaker.heldUntil(now)?.getTime() ?? 0;
  return new Date(Math.max(due.getTime(), held, now.getTime() + BLOCKED_MS));
}

async function sleepUntil(loop: Loop, at: number): Promise<void> {
  const { clock } = loop.lane.context;
  const awake = new AbortController();
  const signal = AbortSignal.any([awake.signal, loop.signal]);
  const ms = Math.max(0, at - clock.now().getTime());
  await Promise.race([pause(clock, ms, signal), loop.quiet.next(), ...loop.underWay]);
  awake.abort();
}

/** Waits for a reason to look again. Returns how the target ended, or null to go on. */
async function rest(loop: Loop, mark: number): Promise<TargetEnd | null> {
  const { deadline, quiet, underWay, lane } = loop;
  const look = await nextLook(loop);
  const now = lane.context.clock.now().getTime();
  const idleEnd = now + IDLE_MS;
  if (underWay.size === 0) loop.nextAsk = 0;
  if (deadline === null || underWay.size > 0) {
    await sleepUntil(loop, Math.min(look?.getTime() ?? idleEnd, idleEnd));
    return null;
  }
  if (look !== null && look.getTime() < deadline.getTime()) {
    await sleepUntil(loop, Math.min(look.getTime(), idleEnd));
    return null;
  }
  // Nothing for this target before the deadline, unless another target's settlement opens something.
  if ((await quiet.wait(lane.target.id, mark)) === 'stirred') return null;
  return { end: look === null ? 'drained' : 'open' };
}

/** One look at the outbox. A store that is away is waited for; a drain gives up in the end. */
async function turn(loop: Loop): Promise<TargetEnd | null> {
  try {
    const mark = loop.quiet.mark();
    await loop.sweeper.sweep();
    await fill(loop);
    const end = over(loop) ? null : await rest(loop, mark);
    loop.storeFaults = 0;
    return end;
  } catch (cause) {
    const error = toGatewayError(cause);
    const { context, target } = loop.lane;
    loop.storeFaults += 1;
    const hopeless = !error.retryable || loop.storeFaults >= STORE_PATIENCE;
    if (loop.deadline !== null && hopeless) return { end: 'failed', error };
    context.logger.warn('delivery.store.unavailable', { target: target.id, code: error.code });
    await pause(context.clock, Math.min(30_000, 100 * 2 ** loop.storeFaults), loop.signal);
    return null;
  }
}

function ending(loop: Loop): TargetEnd {
  const { failure, signal } = loop;
  if (failure !== null) return { end: 'failed', error: failure };
  return { end: signal.aborted ? 'stopped' : 'open' };
}

/** Serves one target until it is drained, stopped or failed; what is under way is always finished and settled. */
export async function serveTarget(lane: Lane, options: LoopOptions): Promise<TargetEnd> {
  const random = () => lane.context.ids.random();
  const loop: Loop = {
    ...options,
    lane,
    breaker: createBreaker(lane.retry, random),
    underWay: new Set(),
    failure: null,
    storeFaults: 0,
    nextAsk: 0,
  };
  let end: TargetEnd | null = null;
  while (end === null && !over(loop)) end = await turn(loop);
  await Promise.all(loop.underWay);
  const result = loop.failure === null && end !== null ? end : ending(loop);
  if (result.end === 'failed')
    lane.context.logger.error('delivery.target.failed', { target: lane.target.id, code: result.error.code });
  return result;
}
