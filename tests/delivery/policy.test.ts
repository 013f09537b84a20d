import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createQuietRoom } from '../../src/delivery/quiet.js';
import { checkReceipt } from '../../src/delivery/receipts.js';
import { inquiryDelayMs, inquiryPolicy, retryDelayMs, retryPolicy } from '../../src/delivery/retry-policy.js';
import { groups } from '../../src/delivery/send-batch.js';
import type { ClaimedBatch } from '../../src/ports/store.js';

const attempt = fc.integer({ min: 1, max: 2_000 });
const random = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('the retry policy', () => {
  it('grows, stays within its cap and never undercuts a Retry-After below the cap of that', () => {
    const policy = retryPolicy();
    fc.assert(
      fc.property(attempt, random, fc.integer({ min: -10, max: 10_000_000 }), (step, draw, asked) => {
        const delay = retryDelayMs(policy, step, draw, asked);
        expect(delay).toBeGreaterThanOrEqual(Math.min(Math.max(0, asked), policy.maxRetryAfterMs));
        expect(delay).toBeLessThanOrEqual(Math.max(policy.maxDelayMs, policy.maxRetryAfterMs));
        expect(retryDelayMs(policy, step + 1, draw)).toBeGreaterThanOrEqual(retryDelayMs(policy, step, draw));
      }),
      { seed: 5 },
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -5])('makes sense of a Retry-After of %p', (asked) => {
    const delay = retryDelayMs(retryPolicy({ firstDelayMs: 100, jitter: 0 }), 1, 0, asked);
    expect(delay).toBe(asked === Number.POSITIVE_INFINITY ? 3_600_000 : 100);
  });

  it('spreads the items of different requests by jitter, within its share', () => {
    const policy = retryPolicy({ firstDelayMs: 1_000, jitter: 0.2 });
    expect([0, 0.5, 0.999].map((draw) => retryDelayMs(policy, 1, draw))).toEqual([1_000, 900, 801]);
  });

  it('asks soon at first and seldom in the end', () => {
    const delays = [0, 1, 5, 100].map((asked) => inquiryDelayMs(inquiryPolicy(), retryPolicy(), asked, 0));
    expect(delays).toEqual([250, 425, 3_550, 300_000]);
  });
});

describe('a receipt', () => {
  const sha256 = 'a'.repeat(64);
  const expected = ['k1', 'k2'].map((key) => ({ key, sha256 }));
  const accepted = (key: string, hash = sha256) =>
    ({ key, outcome: 'accepted', sha256: hash, reference: 'R' }) as const;
  const check = (...items: Parameters<typeof checkReceipt>[1]['items'][number][]) =>
    checkReceipt(expected, { items, raw: '', receivedAt: new Date(0) });

  it('is believed where each key is answered once with our hash, in any case and order', () => {
    const { outcomes, doubted, foreign } = check(accepted('k2', 'A'.repeat(64)), accepted('k1'));
    expect(outcomes.map(({ key, outcome }) => [key, outcome])).toEqual([
      ['k1', 'accepted'],
      ['k2', 'accepted'],
    ]);
    expect([doubted, foreign]).toEqual([0, 0]);
  });

  it('is doubted item by item, and other packets are only counted', () => {
    const { outcomes, doubted, foreign } = check(accepted('k1'), accepted('k1'), accepted('k9'));
    expect(outcomes).toEqual([
      { key: 'k1', outcome: 'unknown', code: 'RECEIPT_KEY_TWICE' },
      { key: 'k2', outcome: 'unknown', code: 'RECEIPT_KEY_MISSING' },
    ]);
    expect([doubted, foreign]).toEqual([2, 1]);
  });
});

describe('a class that failed before', () => {
  const items = (counts: readonly number[]): ClaimedBatch['items'] =>
    counts.map((tries, index) => ({ key: `k${index}`, attempt: tries }) as ClaimedBatch['items'][number]);

  it('travels whole twice, then in halves, until each item is alone', () => {
    const sizes = (tries: number) => groups(items(Array<number>(35).fill(tries))).map(({ length }) => length);
    expect(sizes(2)).toEqual([35]);
    expect(sizes(3)).toEqual([18, 17]);
    expect(sizes(8)).toEqual(Array<number>(35).fill(1));
  });

  it('keeps new items apart from those that failed', () => {
    expect(groups(items([1, 9, 1])).map((group) => group.map(({ key }) => key))).toEqual([
      ['k0', 'k2'],
      ['k1'],
    ]);
  });
});

describe('the quiet room of a drain', () => {
  it('ends when all are quiet, and not when somebody stirred after the last look', async () => {
    const room = createQuietRoom(['so', 'moet']);
    const mark = room.mark();
    const early = room.wait('moet', mark);
    room.stir();
    expect(await early).toBe('stirred');
    expect(await room.wait('moet', mark)).toBe('stirred');
    const late = room.wait('moet', room.mark());
    room.leave('so');
    expect(await late).toBe('over');
  });
});
