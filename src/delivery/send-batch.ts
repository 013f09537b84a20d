import { type GatewayError, toGatewayError } from '../domain/errors.js';
import type { ClaimedBatch, SettledItem } from '../ports/store.js';
import type { ItemOutcome } from '../ports/target.js';
import { foreignItem } from './environment-guard.js';
import { FINE, type Lane, type RequestResult } from './lane.js';
import { endsTarget, outcomeOfError, settleSent } from './outcomes.js';
import { checkReceipt } from './receipts.js';
import { withDeadline } from './waiting.js';

type Items = ClaimedBatch['items'];

/** Tries of a class together before it is halved, so that one poisonous record is soon alone and blocks nobody. */
const TOGETHER = 2;

/** The batch in requests: whole at first; items that failed before travel in ever smaller groups. */
export function groups(items: Items): readonly Items[] {
  const sizes = new Map<number, Items[number][]>();
  for (const item of items) {
    const halvings = Math.max(0, item.attempt - TOGETHER);
    const group = sizes.get(halvings);
    if (group === undefined) sizes.set(halvings, [item]);
    else group.push(item);
  }
  const result: Items[] = [];
  for (const [halvings, list] of sizes) {
    const size = Math.max(1, Math.ceil(list.length / 2 ** halvings));
    for (let at = 0; at < list.length; at += size) result.push(list.slice(at, at + size));
  }
  return result;
}

interface Answer {
  readonly outcomes: readonly ItemOutcome[];
  readonly raw: string;
  readonly error: GatewayError | null;
}

async function ask(lane: Lane, batch: ClaimedBatch, items: Items, until: Date): Promise<Answer> {
  const { target, context } = lane;
  const left = until.getTime() - context.clock.now().getTime();
  try {
    const objects = context.outbox.objects(context.scope, target.id, batch.context.school.code);
    const receipt = await withDeadline(context.clock, left, lane.hard, (signal) =>
      target.session.send(items, {
        context: batch.context,
        objects,
        environment: target.environment,
        batchId: batch.batchId,
        signal,
      }),
    );
    const { outcomes, doubted, foreign } = checkReceipt(items, receipt);
    if (doubted + foreign > 0)
      context.logger.warn('delivery.receipt.doubted', { target: target.id, count: doubted, foreign });
    return { outcomes, raw: receipt.raw, error: null };
  } catch (cause) {
    const error = toGatewayError(cause);
    return { outcomes: items.map(({ key }) => outcomeOfError(key, error)), raw: '', error };
  }
}

/** A whole request sent away holds the target; one item sent away alone holds nobody but itself. */
const holdOf = ({ outcomes, error }: Answer): number => {
  if (error !== null) return error.retryAfterMs ?? 0;
  if (outcomes.length === 1) return 0;
  const waits = outcomes.map((outcome) => (outcome.outcome === 'retry' ? (outcome.retryAfterMs ?? 0) : 0));
  return Math.min(...waits);
};

/** Not sent at all: back to the queue, due now. */
async function putBack(lane: Lane, batch: ClaimedBatch, items: Items, code: string): Promise<void> {
  if (items.length === 0) return;
  const now = lane.context.clock.now();
  const { batchId, fence } = batch;
  const settled = items.map(({ key }): SettledItem => ({ key, to: 'queued', code, nextAttemptAt: now }));
  await lane.settle({
    batchId,
    fence,
    target: lane.target.id,
    kind: 'send',
    items: settled,
    raw: '',
    startedAt: now,
    finishedAt: now,
  });
}

/** A refusal of credentials or configuration spends nobody's tries: the items wait for the person who corrects it. */
function settledItems(lane: Lane, items: Items, { outcomes, error }: Answer): SettledItem[] {
  const rules = lane.rules();
  return items.map((item, index) => {
    const outcome = outcomes[index] as ItemOutcome;
    if (error !== null && endsTarget(error) && outcome.outcome === 'retry')
      return { key: item.key, to: 'queued', code: error.code, nextAttemptAt: rules.now };
    return settleSent(item, outcome, rules);
  });
}

async function sendGroup(
  lane: Lane,
  batch: ClaimedBatch,
  items: Items,
  until: Date,
): Promise<{ readonly answer: Answer; readonly result: RequestResult }> {
  const { target, context } = lane;
  await lane.checkpoint('before-send');
  const startedAt = context.clock.now();
  lane.count('requests', 1);
  lane.count('attempts', items.length);
  const answer = await ask(lane, batch, items, until);
  await lane.checkpoint('after-send-before-settle');
  const settled = settledItems(lane, items, answer);
  const finishedAt = context.clock.now();
  const { batchId, fence } = batch;
  await lane.settle({
    batchId,
    fence,
    target: target.id,
    kind: 'send',
    items: settled,
    raw: answer.raw,
    startedAt,
    finishedAt,
  });
  await lane.checkpoint('after-settle');
  context.logger.info('delivery.sent', {
    target: target.id,
    school: batch.context.school.code,
    count: items.length,
    accepted: settled.filter(({ to }) => to === 'accepted').length,
    code: answer.error?.code,
    ms: finishedAt.getTime() - startedAt.getTime(),
  });
  return { answer, result: { fault: answer.error, holdMs: holdOf(answer) } };
}

/**
 * Sends one claimed class. `until`: the lease minus a margin; nothing is sent when the answer could come after it. Returns
 * what the last request taught about the target; a fault of kind auth or config ends the target.
 */
export async function sendBatch(lane: Lane, batch: ClaimedBatch, until: Date): Promise<RequestResult> {
  const foreign = foreignItem(lane.target, batch.items);
  if (foreign !== null) {
    await putBack(lane, batch, batch.items, foreign.code);
    return { fault: foreign, holdMs: 0 };
  }
  let last = FINE;
  const queue = [...groups(batch.items)];
  for (let items = queue.shift(); items !== undefined; items = queue.shift()) {
    if (!(await lane.token(until))) {
      await putBack(lane, batch, [...items, ...queue.flat()], 'NO_TIME_LEFT');
      return last;
    }
    const { answer, result } = await sendGroup(lane, batch, items, until);
    last = result;
    if (result.holdMs > 0 || (answer.error !== null && endsTarget(answer.error))) {
      await putBack(lane, batch, queue.flat(), answer.error?.code ?? 'TARGET_BUSY');
      return result;
    }
  }
  return last;
}
