import { describe, expect, it } from '@jest/globals';
import { createPollDispatcher, replayDead } from '../../src/delivery/index.js';
import type { ItemOutcome } from '../../src/ports/target.js';
import {
  createWorld,
  HOUR,
  type LedgerTarget,
  lost,
  never,
  refusedLogin,
  SCHOOL_YEAR,
  SCOPE,
} from './support.js';

const drain = { signal: never(), maxMs: 6 * HOUR };
const records = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, index) => `r${from + index}`);

describe('sending', () => {
  it('delivers class by class and counts what it did', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add(...records(30).map((record) => ({ target: 'so', record, classKey: '6A' })));
    world.outbox.add(...records(20, 31).map((record) => ({ target: 'so', record, classKey: '6B' })));
    const report = await createPollDispatcher(world.context, [target]).drain(drain);
    expect(report.targets[0]).toMatchObject({ end: 'drained', requests: 2, attempts: 50, accepted: 50 });
    expect(ledger.sent.map(({ keys }) => keys.length)).toEqual([30, 20]);
    expect(world.outbox.states('so')).toEqual({ accepted: 50 });
  });

  it('keeps every answer as proof, raw', async () => {
    const world = createWorld();
    const { target } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1' });
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(JSON.parse(world.outbox.settlements[0]?.raw ?? '')).toMatchObject([{ reference: 'R-so:r1:1' }]);
  });

  it('asks after a time-out and finds the item accepted: a lost response has no second effect', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add(...records(3).map((record) => ({ target: 'so', record })));
    ledger.sendScript = [
      async (items, self) => {
        self.apply(items);
        throw lost(true, 'HTTP_TIMEOUT');
      },
    ];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.effects).toHaveLength(3);
    expect(ledger.sent).toHaveLength(1);
    expect(ledger.asked).toHaveLength(1);
    expect(world.outbox.states('so')).toEqual({ accepted: 3 });
  });

  it('treats an exception that says nothing about arrival as unknown, also one that is no GatewayError', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1' });
    ledger.sendScript = [
      async (items, self) => {
        self.apply(items);
        throw new TypeError('bug in an adapter');
      },
    ];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.effects).toEqual(['so:r1:1']);
    expect(world.outbox.settlements.map(({ kind, items }) => [kind, items[0]?.to])).toEqual([
      ['send', 'unknown'],
      ['inquire', 'accepted'],
    ]);
  });

  it('re-sends what surely did not arrive, without asking', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1' });
    ledger.sendScript = [
      async () => {
        throw lost(false, 'HTTP_CONNECT');
      },
    ];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.asked).toHaveLength(0);
    expect(ledger.effects).toEqual(['so:r1:1']);
  });

  it('does not let a session hold a place beyond the lease, even one that ignores its signal', async () => {
    const world = createWorld({ leaseMs: 60_000 });
    const { target, ledger } = world.target('so', { concurrency: 1 });
    world.outbox.add({ target: 'so', record: 'r1' }, { target: 'so', record: 'r2', classKey: '6B' });
    ledger.sendScript = [() => new Promise(() => undefined)];
    const report = await createPollDispatcher(world.context, [target]).drain(drain);
    expect(report.targets[0]).toMatchObject({ end: 'drained', stale: 0 });
    expect(world.outbox.states('so')).toEqual({ accepted: 2 });
    expect(ledger.effects.sort()).toEqual(['so:r1:1', 'so:r2:1']);
  });

  it('settles a partial acceptance item by item', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add(...records(100).map((record) => ({ target: 'so', record })));
    for (const record of ['r7', 'r8', 'r90']) ledger.refused.set(record, 'SO-107');
    const report = await createPollDispatcher(world.context, [target]).drain(drain);
    expect(report.targets[0]).toMatchObject({ accepted: 97, rejected: 3 });
    expect(world.outbox.row('so:r7:1')).toMatchObject({ state: 'rejected', code: 'SO-107' });
  });

  it('waits for the verdict of a target that answers later', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add(...records(2).map((record) => ({ target: 'so', record })));
    ledger.sendScript = [
      async (items, self) => {
        self.apply(items);
        return items.map(({ key }) => ({ key, outcome: 'awaiting', reference: 'B1', retryAfterMs: 5_000 }));
      },
    ];
    ledger.inquireScript = [
      async (_self, keys) => keys.map((key) => ({ key, outcome: 'awaiting', reference: 'B1' })),
    ];
    const before = world.clock.now().getTime();
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.asked).toHaveLength(2);
    expect(world.clock.now().getTime() - before).toBeGreaterThanOrEqual(5_000);
    expect(world.outbox.states('so')).toEqual({ accepted: 2 });
  });

  it('gives up asking after the policy patience and leaves the item to a person', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { inquiry: { maxInquiries: 3 } });
    world.outbox.add({ target: 'so', record: 'r1' });
    ledger.sendScript = [
      async (items) => items.map(({ key }) => ({ key, outcome: 'awaiting', reference: 'B1' })),
    ];
    const wait = async (_self: LedgerTarget, keys: readonly string[]): Promise<ItemOutcome[]> =>
      keys.map((key) => ({ key, outcome: 'awaiting', reference: 'B1' }));
    ledger.inquireScript = [wait, wait, wait, wait, wait];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.asked).toHaveLength(3);
    expect(world.outbox.row('so:r1:1')).toMatchObject({ state: 'dead', code: 'VERDICT_NEVER_CAME' });
  });
});

describe('answers that are not believed', () => {
  const bend: Record<string, (outcomes: ItemOutcome[]) => ItemOutcome[]> = {
    'another hash': ([first, ...rest]) => [
      { ...(first as ItemOutcome), sha256: 'f'.repeat(64) } as ItemOutcome,
      ...rest,
    ],
    'another key': ([first, ...rest]) => [{ ...(first as ItemOutcome), key: 'another-packet' }, ...rest],
    'the same ack twice': ([first, ...rest]) => [first as ItemOutcome, first as ItemOutcome, ...rest],
    'a missing key': ([, ...rest]) => rest,
    'nothing at all': () => [],
  };
  for (const [what, change] of Object.entries(bend)) {
    it(`never count ${what} as delivered: the target is asked`, async () => {
      const world = createWorld();
      const { target, ledger } = world.target('so');
      world.outbox.add(...records(3).map((record) => ({ target: 'so', record })));
      ledger.sendScript = [async (items, self) => change(self.apply(items))];
      await createPollDispatcher(world.context, [target]).drain(drain);
      expect(world.outbox.settlements[0]?.items[0]?.to).toBe('unknown');
      expect(ledger.asked.flat()).toContain('so:r1:1');
      expect(ledger.effects).toHaveLength(3);
      expect(world.outbox.states('so')).toEqual({ accepted: 3 });
      expect(world.logger.lines.some(({ event }) => event === 'delivery.receipt.doubted')).toBe(true);
    });
  }

  it('never become delivered however often the wrong hash comes: the item ends dead', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { inquiry: { maxInquiries: 4 } });
    world.outbox.add({ target: 'so', record: 'r1' });
    const wrong = (key: string): ItemOutcome => ({
      key,
      outcome: 'accepted',
      sha256: 'f'.repeat(64),
      reference: 'X',
    });
    ledger.sendScript = [async (items) => items.map(({ key }) => wrong(key))];
    ledger.inquireScript = Array.from(
      { length: 9 },
      () => async (_self: LedgerTarget, keys: readonly string[]) => keys.map(wrong),
    );
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(world.outbox.row('so:r1:1')).toMatchObject({ state: 'dead', code: 'FATE_UNKNOWN' });
  });
});

describe('patience', () => {
  it('never comes back before a Retry-After, and caps a huge one', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { retry: { maxRetryAfterMs: 60_000 } });
    world.outbox.add(...records(2).map((record) => ({ target: 'so', record })));
    world.outbox.add({ target: 'so', record: 'r9', classKey: '6B' });
    const busy = (retryAfterMs: number) => async (items: readonly { key: string }[]) =>
      items.map(({ key }): ItemOutcome => ({ key, outcome: 'retry', code: 'HTTP_429', retryAfterMs }));
    ledger.sendScript = [busy(30_000), busy(30_000), busy(1e12)];
    await createPollDispatcher(world.context, [target]).drain(drain);
    const [first, second, third, fourth] = ledger.sent.map(({ at }) => at);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect((fourth ?? 0) - (third ?? 0)).toBeGreaterThanOrEqual(0);
    expect(world.clock.now().getTime() - (first ?? 0)).toBeLessThan(200_000);
    expect(world.outbox.states('so')).toEqual({ accepted: 3 });
  });

  it('gives up after the last attempt; replay sends the same key and the same bytes again (openhim-1088)', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { retry: { maxAttempts: 3 } });
    world.outbox.add({ target: 'so', record: 'r1' });
    ledger.always = async () => {
      throw lost(false, 'HTTP_CONNECT');
    };
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.sent).toHaveLength(3);
    expect(world.outbox.states('so')).toEqual({ dead: 1 });
    ledger.always = null;
    const replayed = await replayDead(
      { outbox: world.context.outbox, scope: SCOPE, clock: world.clock },
      { schoolYear: SCHOOL_YEAR },
    );
    expect(replayed).toBe(1);
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(world.outbox.states('so')).toEqual({ accepted: 1 });
    expect(new Set(ledger.sent.flatMap(({ keys }) => keys)).size).toBe(1);
    expect(new Set(ledger.sent.flatMap(({ octets }) => octets)).size).toBe(1);
  });

  it('shares the rate of the bucket among all requests', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { rate: { perSecond: 2, burst: 1 }, concurrency: 8 });
    world.outbox.add(
      ...records(10).map((record, index) => ({ target: 'so', record, classKey: `6-${index}` })),
    );
    await createPollDispatcher(world.context, [target]).drain(drain);
    const [first, last] = [ledger.sent[0]?.at ?? 0, ledger.sent.at(-1)?.at ?? 0];
    expect(last - first).toBeGreaterThanOrEqual(4_500);
    expect(world.outbox.states('so')).toEqual({ accepted: 10 });
  });

  it('ends a drain at once when the rest is due after its time', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add(...records(2).map((record) => ({ target: 'so', record })));
    ledger.always = async (items) =>
      items.map(({ key }) => ({ key, outcome: 'retry', code: 'HTTP_429', retryAfterMs: HOUR }));
    const before = world.clock.now().getTime();
    const report = await createPollDispatcher(world.context, [target]).drain({ ...drain, maxMs: 60_000 });
    expect(report.targets[0]).toMatchObject({ end: 'open' });
    expect(world.clock.now().getTime() - before).toBeLessThan(60_000);
    expect(world.outbox.states('so')).toEqual({ queued: 2 });
  });
});

describe('neighbours', () => {
  it('keeps the order of versions of a record and lets other records pass', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { concurrency: 4 });
    world.outbox.add({ target: 'so', record: 'r1', version: 1 }, { target: 'so', record: 'r1', version: 2 });
    world.outbox.add({ target: 'so', record: 'r2' });
    ledger.sendScript = [
      async (items, self) => {
        self.apply(items);
        throw lost(true);
      },
    ];
    await createPollDispatcher(world.context, [target]).drain(drain);
    const own = ledger.effects.filter((key) => key.includes(':r1:'));
    expect(own).toEqual(['so:r1:1', 'so:r1:2']);
    expect(world.outbox.states('so')).toEqual({ accepted: 3 });
  });

  it('isolates a poison item: it dies alone, its class and the others are delivered', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { retry: { maxAttempts: 10 } });
    world.outbox.add(...records(35).map((record) => ({ target: 'so', record })));
    world.outbox.add(...records(35, 36).map((record) => ({ target: 'so', record, classKey: '6B' })));
    ledger.always = async (items, self) => {
      if (items.some(({ recordId }) => recordId === 'r13')) throw lost(false, 'HTTP_500');
      return self.apply(items);
    };
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(world.outbox.states('so')).toEqual({ accepted: 69, dead: 1 });
    expect(world.outbox.row('so:r13:1').state).toBe('dead');
    expect(new Set(ledger.effects).size).toBe(69);
  });

  it('opens the ministry after the Sở accepted, within one drain', async () => {
    const world = createWorld();
    const so = world.target('so');
    const moet = world.target('moet');
    for (const record of records(40)) {
      world.outbox.add({ target: 'so', record });
      world.outbox.add({ target: 'moet', record, after: 'so' });
    }
    so.ledger.refused.set('r5', 'SO-107');
    const report = await createPollDispatcher(world.context, [moet.target, so.target]).drain(drain);
    expect(report.targets.map(({ end }) => end)).toEqual(['drained', 'drained']);
    expect(world.outbox.states('moet')).toEqual({ accepted: 39, queued: 1 });
  });

  it('ends only the target that refuses our credentials and leaves its items queued', async () => {
    const world = createWorld();
    const so = world.target('so');
    const moet = world.target('moet');
    for (const record of records(5)) world.outbox.add({ target: 'so', record }, { target: 'moet', record });
    so.ledger.always = async () => {
      throw refusedLogin();
    };
    const report = await createPollDispatcher(world.context, [so.target, moet.target]).drain(drain);
    const [first, second] = report.targets;
    expect(first).toMatchObject({ end: 'failed', error: { code: 'TARGET_LOGIN_REFUSED' } });
    expect(second).toMatchObject({ end: 'drained', accepted: 5 });
    expect(world.outbox.states('so')).toEqual({ queued: 5 });
  });

  it('claims nothing of a paused target, however many retries wait (openhim-1185)', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add(...records(20).map((record) => ({ target: 'so', record })));
    ledger.sendScript = [
      async () => {
        throw lost(false);
      },
    ];
    await world.context.outbox.setPaused(SCOPE, 'so', true);
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.sent).toHaveLength(0);
    await world.context.outbox.setPaused(SCOPE, 'so', false);
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.sent).toHaveLength(2);
    expect(world.outbox.states('so')).toEqual({ accepted: 20 });
  });

  it('refuses a target of another environment before the first send', () => {
    const world = createWorld();
    const { target } = world.target('so', { environment: 'production' });
    expect(() => createPollDispatcher(world.context, [target])).toThrow(
      expect.objectContaining({ code: 'TARGET_ENVIRONMENT', kind: 'config' }),
    );
  });

  it('sends no packet that was issued in another environment', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1', environment: 'production' });
    const report = await createPollDispatcher(world.context, [target]).drain(drain);
    expect(report.targets[0]).toMatchObject({ end: 'failed', error: { code: 'TARGET_ENVIRONMENT' } });
    expect(ledger.sent).toHaveLength(0);
    expect(world.outbox.states('so')).toEqual({ queued: 1 });
  });
});
