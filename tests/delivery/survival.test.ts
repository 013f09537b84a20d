import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPollDispatcher, KILL_POINTS, type KillPoint, replayDead } from '../../src/delivery/index.js';
import type { OutboundItem } from '../../src/ports/target.js';
import {
  createWorld,
  HOUR,
  type LedgerTarget,
  lost,
  never,
  SCHOOL_YEAR,
  SCOPE,
  type SendStep,
  type World,
} from './support.js';

const drain = { signal: never(), maxMs: 48 * HOUR };

/** Stops the process at the n-th pass of a kill point: everything after it never happens. */
function killAt(point: KillPoint, nth: number): (at: KillPoint) => void {
  let passed = 0;
  return (at) => {
    if (at !== point) return;
    passed += 1;
    if (passed >= nth) throw new Error('killed');
  };
}

function expectOnce(ledger: LedgerTarget): void {
  expect(ledger.effects).toHaveLength(new Set(ledger.effects).size);
}

describe('a killed worker', () => {
  for (const point of KILL_POINTS) {
    for (const nth of [1, 2]) {
      it(`at ${point} (${nth}) loses nothing and doubles nothing after the restart`, async () => {
        const world = createWorld();
        const { target, ledger } = world.target('so', { concurrency: 1 });
        for (let index = 1; index <= 12; index += 1)
          world.outbox.add({ target: 'so', record: `r${index}`, classKey: `6${index % 3}` });
        const dying = { ...world.context, checkpoint: killAt(point, nth) };
        const first = await createPollDispatcher(dying, [target]).drain(drain);
        expect(first.targets[0]?.end).toBe('failed');
        const second = await createPollDispatcher(world.context, [target]).drain(drain);
        expect(second.targets[0]?.end).toBe('drained');
        expect(world.outbox.states('so')).toEqual({ accepted: 12 });
        expect(ledger.effects).toHaveLength(12);
        expectOnce(ledger);
      });
    }
  }

  it('that wakes up as a zombie cannot settle what another worker holds', async () => {
    const world = createWorld({ leaseMs: 60_000 });
    const { target, ledger } = world.target('so', { concurrency: 1 });
    world.outbox.add({ target: 'so', record: 'r1' });
    const zombie = {
      ...world.context,
      checkpoint: async (point: KillPoint) => {
        if (point !== 'after-send-before-settle') return;
        world.clock.advance(90_000);
        await createPollDispatcher({ ...world.context, worker: 'worker-2' }, [target]).drain(drain);
      },
    };
    const report = await createPollDispatcher(zombie, [target]).drain(drain);
    expect(report.targets[0]).toMatchObject({ stale: 1, accepted: 0 });
    expect(world.outbox.states('so')).toEqual({ accepted: 1 });
    expectOnce(ledger);
  });
});

describe('a stop', () => {
  it('finishes and settles what is under way, and claims nothing more', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { concurrency: 1 });
    for (let index = 1; index <= 4; index += 1)
      world.outbox.add({ target: 'so', record: `r${index}`, classKey: `6${index}` });
    const stop = new AbortController();
    ledger.always = async (items, self) => {
      stop.abort();
      await world.clock.sleep(3_000);
      return self.apply(items);
    };
    const report = await createPollDispatcher(world.context, [target]).run({ signal: stop.signal });
    expect(report.targets[0]).toMatchObject({ end: 'stopped', accepted: 1, requests: 1 });
    expect(world.outbox.states('so')).toEqual({ accepted: 1, queued: 3 });
  });

  it('does not wait for a target that hangs: its items become unknown', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1' });
    const stop = new AbortController();
    ledger.always = () => {
      stop.abort();
      return new Promise(() => undefined);
    };
    const before = world.clock.now().getTime();
    const report = await createPollDispatcher(world.context, [target]).run({ signal: stop.signal });
    expect(report.targets[0]?.end).toBe('stopped');
    expect(world.clock.now().getTime() - before).toBeLessThan(30_000);
    expect(world.outbox.states('so')).toEqual({ unknown: 1 });
  });

  it('serves items that are issued while it runs', async () => {
    const world = createWorld();
    const { target } = world.target('so');
    const stop = new AbortController();
    const running = createPollDispatcher(world.context, [target]).run({
      signal: stop.signal,
      onProgress: ({ accepted }) => {
        if (accepted === 2) stop.abort();
      },
    });
    world.outbox.add({ target: 'so', record: 'r1' });
    await world.clock.sleep(20_000);
    world.outbox.add({ target: 'so', record: 'r2' });
    const report = await running;
    expect(report.targets[0]).toMatchObject({ accepted: 2, end: 'stopped' });
  });
});

describe('regressions of the peers', () => {
  it('lightbeam-92: what failed is sent again, it is not remembered as sent', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1' });
    ledger.sendScript = [
      async (items) => items.map(({ key }) => ({ key, outcome: 'retry', code: 'HTTP_500' })),
    ];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.sent).toHaveLength(2);
    expect(world.outbox.states('so')).toEqual({ accepted: 1 });
  });

  it('lightning-4236: an item given up as lost that had arrived is recognised when it is replayed', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { inquiry: { maxInquiries: 2 } });
    world.outbox.add({ target: 'so', record: 'r1' });
    ledger.sendScript = [
      async (items, self) => {
        self.apply(items);
        throw lost(true);
      },
    ];
    const away = async () => {
      throw lost(false);
    };
    ledger.inquireScript = [away, away];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(world.outbox.states('so')).toEqual({ dead: 1 });
    const { outbox, clock } = world.context;
    await replayDead({ outbox, scope: SCOPE, clock }, { schoolYear: SCHOOL_YEAR });
    // This target keeps its keys: the same key again is answered with the first verdict.
    ledger.always = async (items, self) => items.map(({ key, sha256 }) => self.verdict(key, sha256));
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(world.outbox.states('so')).toEqual({ accepted: 1 });
    expect(ledger.effects).toEqual(['so:r1:1']);
  });

  it('lightning-4090: a time-out is no reason for a second event', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1' });
    ledger.sendScript = [
      async (items, self) => {
        self.apply(items);
        throw lost(true, 'HTTP_TIMEOUT');
      },
    ];
    const away = async () => {
      throw lost(true, 'HTTP_TIMEOUT');
    };
    ledger.inquireScript = [away, away, away];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.effects).toEqual(['so:r1:1']);
  });

  it('openhim-1058: a replay touches the named school year only', async () => {
    const world = createWorld({});
    const { target } = world.target('so', { retry: { maxAttempts: 1 } });
    world.outbox.add(
      { target: 'so', record: 'old', schoolYear: '2024-2025' },
      { target: 'so', record: 'new' },
    );
    for (const row of world.outbox.rows) row.state = 'dead';
    const { outbox, clock } = world.context;
    expect(await replayDead({ outbox, scope: SCOPE, clock }, { schoolYear: SCHOOL_YEAR })).toBe(1);
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(world.outbox.states('so')).toEqual({ accepted: 1, dead: 1 });
  });

  it('mirth-2941: after a replay the counters equal the ledger', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { retry: { maxAttempts: 2 } });
    for (let index = 1; index <= 9; index += 1) world.outbox.add({ target: 'so', record: `r${index}` });
    const away = async () => {
      throw lost(false);
    };
    ledger.sendScript = [away, away];
    await createPollDispatcher(world.context, [target]).drain(drain);
    const { outbox, clock } = world.context;
    await replayDead({ outbox, scope: SCOPE, clock }, { schoolYear: SCHOOL_YEAR, target: 'so' });
    const report = await createPollDispatcher(world.context, [target]).drain(drain);
    expect(report.targets[0]?.accepted).toBe(ledger.effects.length);
    expect(world.outbox.states('so')).toEqual({ accepted: ledger.effects.length });
  });

  it('mirth-5664: an outage is told once, and its end once', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so', { retry: { maxAttempts: 40 } });
    for (let index = 1; index <= 30; index += 1)
      world.outbox.add({ target: 'so', record: `r${index}`, classKey: `6-${index}` });
    ledger.sendScript = Array.from({ length: 40 }, () => async () => {
      throw lost(false, 'HTTP_CONNECT');
    });
    await createPollDispatcher(world.context, [target]).drain(drain);
    const told = world.logger.lines.filter(({ event }) => event.startsWith('delivery.target.'));
    expect(told.map(({ event }) => event)).toEqual([
      'delivery.target.unreachable',
      'delivery.target.recovered',
    ]);
    expect(world.outbox.states('so')).toEqual({ accepted: 30 });
  });

  it('holodeck-142: the receipt of a refused item found by inquiry is a refusal, not a delivery', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1' });
    ledger.refused.set('r1', 'SO-107');
    ledger.sendScript = [
      async (items, self) => {
        self.apply(items);
        throw lost(true);
      },
    ];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(world.outbox.row('so:r1:1')).toMatchObject({ state: 'rejected', code: 'SO-107' });
  });

  it('phase4-6: every try of an item carries the same key', async () => {
    const world = createWorld();
    const { target, ledger } = world.target('so');
    world.outbox.add({ target: 'so', record: 'r1' });
    const bad = async () => {
      throw lost(false);
    };
    ledger.sendScript = [bad, bad, bad, bad];
    await createPollDispatcher(world.context, [target]).drain(drain);
    expect(ledger.sent).toHaveLength(5);
    expect(new Set(ledger.sent.flatMap(({ keys }) => keys))).toEqual(new Set(['so:r1:1']));
  });
});

/** Faults by name; each is what a network or a target does to one request. */
const FAULTS: Readonly<Record<string, SendStep | null>> = {
  none: null,
  'lost answer': async (items, self) => {
    self.apply(items);
    throw lost(true);
  },
  'lost request, maybe arrived': async () => {
    throw lost(null);
  },
  'not connected': async () => {
    throw lost(false, 'HTTP_CONNECT');
  },
  'adapter bug after the effect': async (items, self) => {
    self.apply(items);
    throw new RangeError('bug');
  },
  'half applied, answer lost': async (items, self) => {
    self.apply(items.slice(0, Math.ceil(items.length / 2)));
    throw lost(true);
  },
  'too many requests': async (items) =>
    items.map(({ key }) => ({ key, outcome: 'retry', code: 'HTTP_429', retryAfterMs: 2_000 })),
  'wrong hash': async (items, self) =>
    self.apply(items).map((outcome) => ({ ...outcome, sha256: 'f'.repeat(64) }) as typeof outcome),
  'foreign key': async (items, self) => self.apply(items).map((outcome) => ({ ...outcome, key: 'foreign' })),
  'ack twice': async (items, self) => self.apply(items).flatMap((outcome) => [outcome, outcome]),
  'half answered': async (items, self) => self.apply(items).slice(0, Math.floor(items.length / 2)),
  'verdict later': async (items, self) => {
    self.apply(items);
    return items.map(({ key }: OutboundItem) => ({
      key,
      outcome: 'awaiting',
      reference: 'B',
      retryAfterMs: 700,
    }));
  },
  hang: () => new Promise(() => undefined),
};

interface Plan {
  readonly faults: readonly string[];
  readonly asks: readonly boolean[];
  readonly refused: readonly number[];
  readonly versions: readonly number[];
  readonly kill: { readonly point: KillPoint; readonly nth: number } | null;
}

const planOf: fc.Arbitrary<Plan> = fc.record({
  faults: fc.array(fc.constantFrom(...Object.keys(FAULTS)), { maxLength: 14 }),
  asks: fc.array(fc.boolean(), { maxLength: 6 }),
  refused: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 3 }),
  versions: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 12, maxLength: 12 }),
  kill: fc.option(fc.record({ point: fc.constantFrom(...KILL_POINTS), nth: fc.integer({ min: 1, max: 6 }) })),
});

function lay(
  world: World,
  plan: Plan,
): { target: ReturnType<World['target']>['target']; ledger: LedgerTarget } {
  const made = world.target('so', { concurrency: 2, maxBatch: 5 });
  plan.versions.forEach((versions, index) => {
    for (let version = 1; version <= versions; version += 1)
      world.outbox.add({ target: 'so', record: `r${index}`, version, classKey: `6${index % 3}` });
  });
  for (const index of plan.refused) made.ledger.refused.set(`r${index}`, 'SO-1');
  made.ledger.sendScript = plan.faults.map(
    (name) => FAULTS[name] ?? (async (items, self: LedgerTarget) => self.apply(items)),
  );
  made.ledger.inquireScript = plan.asks
    .filter((away) => away)
    .map(() => async () => {
      throw lost(true);
    });
  return made;
}

describe('any script of faults', () => {
  it('ends with a closed account, every key applied at most once and versions in order', async () => {
    await fc.assert(
      fc.asyncProperty(planOf, fc.integer(), async (plan, seed) => {
        const world = createWorld({ leaseMs: 30_000 }, seed);
        const { target, ledger } = lay(world, plan);
        if (plan.kill !== null) {
          const dying = { ...world.context, checkpoint: killAt(plan.kill.point, plan.kill.nth) };
          await createPollDispatcher(dying, [target]).drain(drain);
        }
        const report = await createPollDispatcher(world.context, [target]).drain(drain);
        expect(report.targets[0]?.end).toBe('drained');
        expectOnce(ledger);
        for (const row of world.outbox.rows) {
          const has = ledger.effects.includes(row.key);
          expect([row.key, row.state]).toEqual([row.key, has ? 'accepted' : 'rejected']);
        }
        for (let index = 0; index < 12; index += 1) {
          const own = ledger.effects.filter((key) => key.startsWith(`so:r${index}:`));
          expect(own).toEqual([...own].sort());
        }
      }),
      { numRuns: 120, seed: 20260520 },
    );
  });
});
