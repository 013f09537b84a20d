import { type GatewayError, toGatewayError } from '../domain/errors.js';
import type { ClaimedInquiry } from '../ports/store.js';
import type { ItemOutcome } from '../ports/target.js';
import type { Lane, RequestResult } from './lane.js';
import { settleAsked } from './outcomes.js';
import { checkReceipt } from './receipts.js';
import { withDeadline } from './waiting.js';

interface Verdicts {
  readonly outcomes: readonly ItemOutcome[];
  readonly raw: string;
  readonly error: GatewayError | null;
}

async function ask(lane: Lane, inquiry: ClaimedInquiry, until: Date): Promise<Verdicts> {
  const { target, context } = lane;
  const keys = inquiry.items.map(({ key, sha256 }) => ({ key, sha256 }));
  const left = until.getTime() - context.clock.now().getTime();
  try {
    const receipt = await withDeadline(context.clock, left, lane.hard, (signal) =>
      target.session.inquire(keys, signal),
    );
    const { outcomes, doubted, foreign } = checkReceipt(keys, receipt);
    if (doubted + foreign > 0)
      context.logger.warn('delivery.receipt.doubted', { target: target.id, count: doubted, foreign });
    return { outcomes, raw: receipt.raw, error: null };
  } catch (cause) {
    // Nothing was learnt about the items: whatever the failure, they stay as they are and are asked about again.
    const error = toGatewayError(cause);
    return {
      outcomes: keys.map(({ key }) => ({ key, outcome: 'unknown', code: error.code })),
      raw: '',
      error,
    };
  }
}

/** Asks what became of items: awaiting their verdict, or their answer was lost. */
export async function inquireBatch(lane: Lane, inquiry: ClaimedInquiry, until: Date): Promise<RequestResult> {
  const { context, target } = lane;
  const startedAt = context.clock.now();
  const mayAsk = await lane.token(until);
  const verdicts: Verdicts = mayAsk
    ? await ask(lane, inquiry, until)
    : {
        outcomes: inquiry.items.map(({ key }) => ({ key, outcome: 'unknown', code: 'NO_TIME_LEFT' })),
        raw: '',
        error: null,
      };
  lane.count('inquiries', mayAsk ? 1 : 0);
  const rules = lane.rules();
  const settled = inquiry.items.map((item, index) =>
    settleAsked(item, verdicts.outcomes[index] as ItemOutcome, rules),
  );
  const finishedAt = context.clock.now();
  const { batchId, fence } = inquiry;
  await lane.settle({
    batchId,
    fence,
    target: target.id,
    kind: 'inquire',
    items: settled,
    raw: verdicts.raw,
    startedAt,
    finishedAt,
  });
  await lane.checkpoint('after-settle');
  context.logger.info('delivery.inquired', {
    target: target.id,
    count: settled.length,
    accepted: settled.filter(({ to }) => to === 'accepted').length,
    code: verdicts.error?.code,
    ms: finishedAt.getTime() - startedAt.getTime(),
  });
  return { fault: verdicts.error, holdMs: verdicts.error?.retryAfterMs ?? 0 };
}
