import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adapter } from '../../adapters/targets/moet-csdl/index.js';
import { startMoetCsdl } from '../../src/sandbox/targets/moet-csdl/start.js';
import type { OutboundItem, TargetSession } from '../../src/sdk.js';
import { outboundItem, SCHOOL } from './support/records.js';
import { memoryObjects, sendOptions, targetContext } from './support/session.js';
import { type RunningSimulator, runSimulator } from './support/simulator.js';

type Moet = Awaited<ReturnType<typeof startMoetCsdl>>;

const start = (): Promise<RunningSimulator<Moet>> =>
  runSimulator('moet-csdl.ndjson', (stateDir, port) => startMoetCsdl({ stateDir, port }));

const open = (
  simulator: RunningSimulator<Moet>,
  accounts = simulator.started.accounts,
): Promise<TargetSession> =>
  adapter.open({ url: simulator.started.url, accounts }, targetContext('moet-csdl'));

const withPupil = (item: OutboundItem, change: object): OutboundItem => ({
  ...item,
  record: { ...item.record, pupil: { ...item.record.pupil, ...change } },
});

describe('typed batches of moet-csdl', () => {
  let simulator: RunningSimulator<Moet>;
  beforeEach(async () => {
    simulator = await start();
  });
  afterEach(() => simulator.stop());

  const kinds = async (): Promise<unknown[]> =>
    (await simulator.ledger()).filter(({ type }) => type === 'effect').map(({ kind }) => kind);
  const calls = async (): Promise<unknown[]> =>
    (await simulator.ledger())
      .filter(({ type }) => type === 'call')
      .map(({ loaiDuLieu, path }) => loaiDuLieu ?? String(path).split('/').at(-1));

  it('sends school, staff, class, pupil and result in that order, then the packet', async () => {
    const session = await open(simulator);
    const receipt = await session.send([outboundItem(1)], sendOptions());
    expect(receipt.items[0]?.outcome).toBe('accepted');
    expect(await calls()).toEqual([1, 2, 3, 4, 5, 'hoc-ba']);
    expect(await kinds()).toEqual([
      'school',
      'staff',
      'class',
      'pupil',
      'result',
      'result',
      'result',
      'packet',
    ]);
  });

  it('sends no typed object again whose content did not change', async () => {
    const session = await open(simulator);
    const options = sendOptions();
    await session.send([outboundItem(1)], options);
    await session.send([outboundItem(1, { version: 2 }), outboundItem(2)], options);
    expect((await calls()).slice(6)).toEqual([4, 5, 'hoc-ba']);
  });

  it('saves issued codes only after the ack, and the target gives the same pupil the same code', async () => {
    const session = await open(simulator);
    const objects = memoryObjects();
    await simulator.faults(['none', 'none', 'none', 'reset-after']);
    const lost = session.send([outboundItem(1)], sendOptions(objects));
    await expect(lost).rejects.toMatchObject({ details: { mayHaveArrived: false } });
    expect(objects.saved.map(({ kind }) => kind)).toEqual(['school', 'staff', 'class']);
    await session.send([outboundItem(1)], sendOptions(objects));
    const pupil = objects.saved.find(({ kind }) => kind === 'pupil');
    const effects = (await simulator.ledger()).filter(
      ({ type, kind }) => type === 'effect' && kind === 'pupil',
    );
    expect(effects).toHaveLength(1);
    expect(pupil?.issuedCode).toBe(effects[0]?.issuedCode);
  });

  it('rejects the packet of a refused pupil with the explained code, and delivers the others', async () => {
    const session = await open(simulator);
    const options = sendOptions();
    const clash = { aliases: [{ scheme: 'sector', value: '7900000001' }] };
    const [first, second] = [outboundItem(1), outboundItem(2)].map((item) => ({
      ...item,
      record: { ...item.record, ...clash },
    }));
    if (first === undefined || second === undefined) throw new Error('two items');
    const receipt = await session.send([first, second, outboundItem(3)], options);
    expect(receipt.items.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected', 'accepted']);
    expect(receipt.items[1]).toMatchObject({
      findings: [{ code: 'MA_HOC_SINH_001', fix: { vi: expect.stringContaining('xóa mã định danh') } }],
    });
  });

  it('explains a code that only the target knows by its own dictionary', async () => {
    const session = await open(simulator);
    const nameless = withPupil(outboundItem(1), { name: ' ' });
    const receipt = await session.send([nameless], sendOptions());
    expect(receipt.items[0]).toMatchObject({
      outcome: 'rejected',
      findings: [{ code: 'HO_TEN_001', path: 'HoTen', fix: { vi: 'Bổ sung họ tên' } }],
    });
  });

  it('refuses an unknown code locally, names all of them, and sends nothing of that pupil', async () => {
    const session = await open(simulator);
    const strange = withPupil(outboundItem(1), { ethnicGroup: 'sao-hoa' });
    const item = {
      ...strange,
      record: { ...strange.record, enrolment: { status: 'thoi-hoc-hk1' as const } },
    };
    const receipt = await session.send([item, outboundItem(2)], sendOptions());
    expect(receipt.items[0]).toMatchObject({
      outcome: 'rejected',
      findings: [
        { code: 'MOET_CODE_UNKNOWN', path: 'pupil.ethnicGroup' },
        { code: 'MOET_CODE_UNKNOWN', path: 'enrolment.reason' },
      ],
    });
    expect(receipt.items[1]?.outcome).toBe('accepted');
    expect((await kinds()).filter((kind) => kind === 'pupil')).toHaveLength(1);
  });

  it('holds items for retry, not for rejection, without or with a wrong transfer account', async () => {
    const codeOf = async (session: TargetSession): Promise<unknown> =>
      (await session.send([outboundItem(1)], sendOptions())).items[0];
    const other = [{ school: 'another', username: 'a', password: 'b' }];
    expect(await codeOf(await open(simulator, other))).toMatchObject({
      outcome: 'retry',
      code: 'MOET_NO_TRANSFER_ACCOUNT',
    });
    const empty = [{ school: SCHOOL.code, username: 'a', password: '' }];
    expect(await codeOf(await open(simulator, empty))).toMatchObject({ code: 'MOET_NO_TRANSFER_PASSWORD' });
    const wrong = [{ school: SCHOOL.code, username: 'a', password: 'b' }];
    expect(await codeOf(await open(simulator, wrong))).toMatchObject({ code: 'MOET_WRONG_TRANSFER_ACCOUNT' });
    expect(await kinds()).toEqual([]);
  });

  it('waits for the send window as long as the target says', async () => {
    const session = await open(simulator);
    const soon = new Date(Date.now() + 120_000).toISOString();
    await simulator.post('settings', { window: { from: soon, to: '2999-01-01T00:00:00Z' } });
    const receipt = await session.send([outboundItem(1)], sendOptions());
    expect(receipt.items[0]).toMatchObject({ outcome: 'retry', code: 'MOET_WINDOW_CLOSED' });
    const wait = receipt.items[0]?.outcome === 'retry' ? (receipt.items[0].retryAfterMs ?? 0) : 0;
    expect(Math.abs(wait - 120_000)).toBeLessThan(5_000);
  });

  it('sends everything again to a target that lost what it had acknowledged', async () => {
    const options = sendOptions();
    await (await open(simulator)).send([outboundItem(1)], options);
    const restored = await start();
    try {
      const receipt = await (await open(restored)).send([outboundItem(1), outboundItem(2)], options);
      expect(receipt.items.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    } finally {
      await restored.stop();
    }
  });
});
