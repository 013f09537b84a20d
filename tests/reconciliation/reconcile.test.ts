import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replayDead } from '../../src/delivery/index.js';
import { type ReconcileRequest, type Reconciliation, reconcile } from '../../src/reconciliation/index.js';
import { openWiring, SCOPE, STAFF, type Wiring, YEAR } from './support.js';

let wiring: Wiring;

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    record: `${prefix}-${String(index + 1).padStart(3, '0')}`,
  }));

function check(more: Partial<ReconcileRequest> = {}): Promise<Reconciliation> {
  const { store, context, targets } = wiring;
  return reconcile({
    store,
    scope: SCOPE,
    clock: context.clock,
    logger: context.logger,
    schoolYear: YEAR,
    targets: targets.map(({ id, session }) => ({ id, session })),
    signal: new AbortController().signal,
    ...more,
  });
}

beforeAll(async () => {
  wiring = await openWiring();
  await wiring.landStaff('64001001', STAFF);
  await wiring.commit('64001001', '6A', names('a', 35));
  await wiring.commit('64001001', '6B', [...names('b', 30), { record: 'b-held', state: 'quarantined' }]);
  await wiring.commit('64001002', '6A', names('c', 20));
});
afterAll(() => wiring.close());

describe('delivery through the real store to the simulated Sở', () => {
  it('survives a flaky line and a flaky target with every effect once', async () => {
    for (const target of ['so', 'bo'])
      await wiring.control(target, 'faults', { profile: 'flaky', seed: 11, hangMs: 600, delayMs: 20 });
    const report = await wiring.deliver();
    expect(report.targets.map(({ end }) => end)).toEqual(['drained', 'drained']);
    for (const target of ['so', 'bo']) {
      const effects = await wiring.effects(target);
      expect(effects).toHaveLength(85);
      expect(new Set(effects).size).toBe(85);
    }
  });

  it('reads the far side through the same flaky target and reports difference 0', async () => {
    const report = await check();
    expect(report.difference).toBe(0);
    expect(
      report.targets.map(({ id, farSide, found, delivered, quarantined, difference }) => ({
        id,
        farSide,
        found,
        delivered,
        quarantined,
        difference,
      })),
    ).toEqual(
      ['so', 'bo'].map((id) => ({
        id,
        farSide: 'read',
        found: 86,
        delivered: 85,
        quarantined: 1,
        difference: 0,
      })),
    );
    expect(report.rows).toEqual({ landed: 6, used: 5, ignored: 1, quarantined: 0, difference: 0 });
    for (const target of ['so', 'bo']) await wiring.control(target, 'faults', { profile: 'none' });
  });

  it('shows school and class as n/N', async () => {
    const [so] = (await check()).targets;
    expect(so?.schools.map(({ code, found, delivered }) => [code, found, delivered])).toEqual([
      ['64001001', 66, 65],
      ['64001002', 20, 20],
    ]);
    const classes = so?.schools[0]?.classes.map(({ name, found, delivered }) => [name, found, delivered]);
    expect(classes).toEqual([
      ['6A', 35, 35],
      ['6B', 31, 30],
    ]);
  });

  it('sends nothing the second time', async () => {
    const report = await wiring.deliver();
    expect(report.targets.map(({ attempts, end }) => [attempts, end])).toEqual([
      [0, 'drained'],
      [0, 'drained'],
    ]);
  });
});

describe('what was planted at a target', () => {
  it('is found: a lost record by name, as difference 1', async () => {
    const lost = await wiring.control('so', 'plant', { kind: 'lose', recordId: 'a-007' });
    const report = await check();
    expect(report.difference).toBe(1);
    expect(report.missing).toMatchObject([
      { record: 'a-007', target: 'so', school: '64001001', class: '6A' },
    ]);
    expect(report.missing[0]?.why.vi).toContain('không còn giữ');
    expect(lost).toMatchObject({ recordId: 'a-007' });
    const so = report.targets.find(({ id }) => id === 'so');
    expect(so?.difference).toBe(1);
    expect(so?.schools[0]?.classes.find(({ key }) => key === '6A')?.difference).toBe(1);
    expect(report.targets.find(({ id }) => id === 'bo')?.difference).toBe(0);
  });

  it('is found: an altered mark, by record and field', async () => {
    const altered = await wiring.control('so', 'plant', { kind: 'alter', recordId: 'b-003' });
    const report = await check();
    expect(report.difference).toBe(2);
    expect(report.differing).toMatchObject([{ record: 'b-003', target: 'so', fields: altered['fields'] }]);
    expect(report.differing[0]?.fields).toEqual(['HOC_BA/DU_LIEU_HOC_BA/DIEM_TONG_KET/DIEM']);
  });

  it('is found: an extra record, by name and class', async () => {
    const extra = await wiring.control('bo', 'plant', { kind: 'extra', recordId: 'c-001' });
    const report = await check();
    expect(report.extra).toMatchObject([
      { record: extra['recordId'], target: 'bo', school: '64001002', class: '6A' },
    ]);
    expect(report.difference).toBe(3);
    expect(report.targets.map(({ id, difference }) => [id, difference])).toEqual([
      ['so', 2],
      ['bo', 1],
    ]);
  });

  it('is seen only in its school when the reconciliation is narrowed to it', async () => {
    const report = await check({ schools: ['64001002'] });
    expect(report.missing).toEqual([]);
    expect(report.difference).toBe(1);
    expect(report.targets[0]?.found).toBe(20);
  });

  it('does not hide behind a kept hash when the content is read in full', async () => {
    const [so] = wiring.targets;
    if (so?.session.read === undefined) throw new Error('no read');
    const read = so.session.read.bind(so.session);
    const lying = {
      ...so.session,
      async *read(...given: Parameters<typeof read>) {
        for await (const page of read(...given))
          yield page.map((far) => {
            if (far.recordId !== 'c-005') return far;
            const path = 'HOC_BA/DU_LIEU_HOC_BA/DIEM_TONG_KET[2]/DIEM';
            return { ...far, fields: { ...far.fields, [path]: '10.0' } };
          });
      },
    };
    const targets = [{ id: 'so', session: lying }];
    const quick = await check({ targets, schools: ['64001002'] });
    expect(quick.difference).toBe(0);
    const full = await check({ targets, schools: ['64001002'], content: 'full' });
    expect(full.differing).toMatchObject([
      { record: 'c-005', fields: ['HOC_BA/DU_LIEU_HOC_BA/DIEM_TONG_KET[2]/DIEM'] },
    ]);
  });
});

describe('a target that cannot be read', () => {
  it('is reported by receipt only when it has neither digest nor read', async () => {
    const [so] = wiring.targets;
    const {
      read: _read,
      digest: _digest,
      ...blind
    } = { ...so?.session } as Required<NonNullable<typeof so>['session']>;
    const report = await check({ targets: [{ id: 'so', session: blind }] });
    expect(report.targets[0]).toMatchObject({ farSide: 'receipt', difference: 0 });
    expect(report.targets[0]?.unread).toBeUndefined();
  });

  it('names the class when it shows digests only', async () => {
    const [so] = wiring.targets;
    const { read: _read, ...digestOnly } = { ...so?.session } as Required<NonNullable<typeof so>['session']>;
    const report = await check({ targets: [{ id: 'so', session: digestOnly }] });
    expect(report.extra.map(({ record }) => record)).toEqual(['class:64001001/6A', 'class:64001001/6B']);
  });

  it('says why when it fails, instead of passing for read', async () => {
    const { http: _none, ...config } = { http: null, url: 'http://127.0.0.1:9', apiKey: 'closed-port' };
    const { adapter } = await import('../../adapters/targets/so-gddt/index.js');
    const { createHttpClient } = await import('../../src/infra/http/http-client.js');
    const http = createHttpClient();
    const fast = { ...wiring.context.clock, now: wiring.context.clock.now, sleep: async () => undefined };
    const { logger } = wiring.context;
    const session = await adapter.open(config, { targetId: 'so', http, clock: fast, logger });
    const report = await check({
      targets: [{ id: 'so', session }],
      clock: fast,
    } as Partial<ReconcileRequest>);
    await http.close();
    expect(report.targets[0]).toMatchObject({ farSide: 'receipt' });
    expect(report.targets[0]?.unread?.hint.vi.length).toBeGreaterThan(5);
  });
});

describe('key-blocked FIFO visible (pg-boss)', () => {
  it('shows the version that waits behind an earlier one, and delivers both in order', async () => {
    const [so] = wiring.targets;
    await wiring.control('so', 'faults', { script: ['500-after', 'none'] });
    await wiring.commit('64001003', '6A', [{ record: 'd-001', mark: '5.0' }]);
    const sent = await wiring.context.outbox.claim(SCOPE, {
      target: 'so',
      worker: 'gone',
      limit: 5,
      leaseMs: 300,
      now: wiring.context.clock.now(),
    });
    expect(sent?.items).toHaveLength(1);
    await wiring.commit('64001003', '6A', [{ record: 'd-001', mark: '6.0', version: 2 }]);
    const blocked = await wiring.context.outbox.claim(SCOPE, {
      target: 'so',
      worker: 'w2',
      limit: 5,
      leaseMs: 300,
      now: wiring.context.clock.now(),
    });
    expect(blocked).toBeNull();
    const states: [number, string][] = [];
    for await (const page of wiring.store.outbox.list(SCOPE, {
      schoolYear: YEAR,
      target: 'so',
      school: '64001003',
    }))
      for (const row of page) states.push([row.version, row.state]);
    expect(states).toEqual([
      [1, 'sending'],
      [2, 'queued'],
    ]);
    await wiring.deliver();
    const effects = (await wiring.effects('so')).filter((key) => key.includes('d-001'));
    expect(effects.at(-1)).toBe('so:d-001:2:UPDATE');
    const report = await check({ schools: ['64001003'] });
    expect(report.difference).toBe(0);
    expect(so?.id).toBe('so');
  });
});

describe('a recall', () => {
  it('leaves nothing behind that reconciliation would call missing or extra', async () => {
    await wiring.commit('64001004', '6A', names('e', 3));
    await wiring.deliver();
    await wiring.commit('64001004', '6A', [{ record: 'e-002', state: 'withdrawn', event: 'CANCEL' }]);
    expect((await check({ schools: ['64001004'] })).difference).toBe(0);
    await wiring.deliver();
    const report = await check({ schools: ['64001004'] });
    expect(report.difference).toBe(0);
    expect(report.targets[0]).toMatchObject({ found: 3, delivered: 2, withdrawn: 1 });
  });
});

describe('replay on the real store', () => {
  it('queues dead items of the year with their own keys', async () => {
    await wiring.control('so', 'faults', { script: ['500', '500'] });
    await wiring.commit('64001005', '6A', names('f', 2));
    const { clock } = wiring.context;
    const claimed = await wiring.context.outbox.claim(SCOPE, {
      target: 'so',
      worker: 'w1',
      limit: 5,
      leaseMs: 5_000,
      now: clock.now(),
    });
    if (claimed === null) throw new Error('nothing claimed');
    await wiring.context.outbox.settle(SCOPE, {
      batchId: claimed.batchId,
      fence: claimed.fence,
      target: 'so',
      kind: 'send',
      items: claimed.items.map(({ key }) => ({ key, to: 'dead', code: 'TEST' })),
      raw: '',
      startedAt: clock.now(),
      finishedAt: clock.now(),
    });
    const replayed = await replayDead(wiring.context, { schoolYear: YEAR, target: 'so' });
    expect(replayed).toBe(2);
    await wiring.control('so', 'faults', { profile: 'none' });
    await wiring.deliver();
    expect((await check({ schools: ['64001005'] })).targets[0]).toMatchObject({ delivered: 2, dead: 0 });
  });
});
