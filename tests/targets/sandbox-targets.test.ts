import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { adapter as moet } from '../../adapters/targets/moet-csdl/index.js';
import { adapter as so } from '../../adapters/targets/so-gddt/index.js';
import { createFaults, FAULT_KINDS } from '../../src/sandbox/targets/faults.js';
import { openLedger } from '../../src/sandbox/targets/ledger.js';
import { startMoetCsdl } from '../../src/sandbox/targets/moet-csdl/start.js';
import { readPacketFields, readPacketHead } from '../../src/sandbox/targets/packet-reader.js';
import { startSoGddt } from '../../src/sandbox/targets/so-gddt/start.js';
import { isGatewayError, type OutboundItem, type TargetSession } from '../../src/sdk.js';
import { outboundItem } from './support/records.js';
import { sendOptions, targetContext, temporaryFolder } from './support/session.js';

/** Send, ask, send again with the same keys until all are accepted; returns how many rounds it took. */
async function drive(session: TargetSession, items: readonly OutboundItem[]): Promise<number> {
  const options = sendOptions();
  const state = new Map(items.map((item) => [item.key, 'queued']));
  for (let round = 1; round <= 200; round++) {
    const queued = items.filter(({ key }) => state.get(key) === 'queued');
    const asked = items.filter(({ key }) => ['unknown', 'awaiting'].includes(state.get(key) ?? ''));
    if (queued.length + asked.length === 0) return round;
    const batch = queued.length > 0 ? queued : asked;
    try {
      const receipt =
        queued.length > 0 ? await session.send(batch, options) : await session.inquire(batch, options.signal);
      for (const { key, outcome } of receipt.items) state.set(key, outcome === 'retry' ? 'queued' : outcome);
    } catch (error) {
      if (!isGatewayError(error)) throw error;
      const unclear = error.details.mayHaveArrived === true && queued.length > 0;
      if (unclear) for (const { key } of batch) state.set(key, 'unknown');
    }
  }
  throw new Error('not settled in 200 rounds');
}

/** Keys of packet effects in a ledger, sorted. */
async function effectKeys(file: string): Promise<unknown[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  const read = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return read
    .filter(({ type, kind }) => type === 'effect' && kind === 'packet')
    .map(({ key }) => key)
    .sort();
}

/** Faults that a sender gets over by itself. */
const PASSING = FAULT_KINDS.filter((kind) => kind !== '401' && kind !== 'refuse-one');
const RATES = { rates: Object.fromEntries(PASSING.map((kind) => [kind, 0.03])), hangMs: 5, delayMs: 1 };

describe('flaky targets', () => {
  const batches = Array.from({ length: 12 }, (_, batch) =>
    Array.from({ length: 4 }, (_, n) => outboundItem(batch * 4 + n + 1)),
  );
  const keys = batches
    .flat()
    .map(({ key }) => key)
    .sort();

  const misbehave = (url: string, seed: number): Promise<Response> =>
    fetch(`${url}/__sandbox/faults`, { method: 'POST', body: JSON.stringify({ ...RATES, seed }) });

  it.each([1, 2, 3])('so-gddt ends with every key exactly once as effect, seed %i', async (seed) => {
    const folder = await temporaryFolder();
    const target = await startSoGddt({ stateDir: folder.path, seed, verdictDelayMs: 1 });
    try {
      await misbehave(target.url, seed);
      const session = await so.open({ url: target.url, apiKey: target.apiKey }, targetContext('so-gddt'));
      for (const batch of batches) await drive(session, batch);
      expect(await effectKeys(join(folder.path, 'so-gddt.ndjson'))).toEqual(keys);
    } finally {
      await target.close();
      await folder.remove();
    }
  });

  it.each([1, 2, 3])('moet-csdl ends with every key exactly once as effect, seed %i', async (seed) => {
    const folder = await temporaryFolder();
    const target = await startMoetCsdl({ stateDir: folder.path, seed });
    try {
      await misbehave(target.url, seed);
      const { url, accounts } = target;
      const session = await moet.open({ url, accounts }, targetContext('moet-csdl'));
      for (const batch of batches) await drive(session, batch);
      expect(await effectKeys(join(folder.path, 'moet-csdl.ndjson'))).toEqual(keys);
    } finally {
      await target.close();
      await folder.remove();
    }
  });

  it('draws the same faults from the same seed', () => {
    const drawn = (seed: number): unknown[] => {
      const faults = createFaults('flaky', seed);
      return Array.from({ length: 200 }, () => faults.next('/x'));
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
    expect(drawn(7).filter((kind) => kind !== null).length).toBeGreaterThan(20);
  });

  it('refuses an unknown fault', () => {
    const faults = createFaults('none', 1);
    expect(faults.set({ script: ['meteor'] })).toContain('kinds are');
    expect(faults.set({ rates: { none: 1 } })).toContain('rates');
    expect(faults.next('/x')).toBeNull();
  });
});

describe('ledger', () => {
  it('is held by one process at a time', async () => {
    const folder = await temporaryFolder();
    const file = join(folder.path, 'x.ndjson');
    const ledger = openLedger(file);
    expect(() => openLedger(file)).toThrow('in use');
    ledger.close();
    openLedger(file).close();
    await folder.remove();
  });

  it('drops a line that a crash cut in half, and keeps the whole ones', async () => {
    const folder = await temporaryFolder();
    const file = join(folder.path, 'x.ndjson');
    const first = openLedger(file);
    first.append([{ type: 'call', path: '/a' }]);
    first.close();
    await appendFile(file, '{"type":"effect","ki');
    const second = openLedger(file);
    second.append([{ type: 'call', path: '/b' }]);
    expect([...second.lines()].map(({ path }) => path)).toEqual(['/a', '/b']);
    second.close();
    await folder.remove();
  });
});

describe("the targets' own packet reader", () => {
  it('numbers repeated siblings, reads attributes and ignores prefixes', () => {
    const xml =
      '<x:HOC_BA xmlns:x="u"><A v="1">p</A><A>q</A><B MOI_TRUONG="test"><MA_TRA_CUU> c </MA_TRA_CUU></B></x:HOC_BA>';
    expect(readPacketHead(Buffer.from(xml))).toEqual({
      ok: true,
      packet: { root: 'HOC_BA', environment: 'test', lookupCode: 'c' },
    });
    expect(readPacketFields(Buffer.from(xml))).toEqual({
      ok: true,
      packet: {
        'HOC_BA/A': 'p',
        'HOC_BA/A/@v': '1',
        'HOC_BA/A[2]': 'q',
        'HOC_BA/B/@MOI_TRUONG': 'test',
        'HOC_BA/B/MA_TRA_CUU': ' c ',
      },
    });
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['a cut end', '<HOC_BA><A></HOC_BA>'],
    ['no element', 'xin chào'],
    ['65 levels', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`],
  ])('refuses %s', (_name, xml) => {
    expect(readPacketHead(Buffer.from(xml)).ok).toBe(false);
    expect(readPacketFields(Buffer.from(xml)).ok).toBe(false);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(readPacketHead(Uint8Array.from([0x3c, 0xff, 0x3e])).ok).toBe(false);
  });
});
