import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adapter } from '../../adapters/targets/so-gddt/index.js';
import { startSoGddt } from '../../src/sandbox/targets/so-gddt/start.js';
import type { ItemOutcome, OutboundItem, TargetSession } from '../../src/sdk.js';
import { outboundItem, SCHOOL, SCHOOL_YEAR } from './support/records.js';
import { sendOptions, targetContext } from './support/session.js';
import { type RunningSimulator, runSimulator } from './support/simulator.js';

type Simulator = RunningSimulator<Awaited<ReturnType<typeof startSoGddt>>>;
type Row = Readonly<Record<string, unknown>>;

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const QUERY = `?maTruong=${SCHOOL.code}&namHoc=${SCHOOL_YEAR}`;

const namesOf = ({ recordId, version, sha256 }: OutboundItem) => ({
  IdBanGhi: recordId,
  PhienBan: version,
  sha256,
});

describe('the lock of the Sở', () => {
  let simulator: Simulator;
  let session: TargetSession;
  beforeEach(async () => {
    simulator = await runSimulator('so-gddt.ndjson', (stateDir, port) =>
      startSoGddt({ stateDir, port, verdictDelayMs: 0 }),
    );
    session = await adapter.open(simulator.started, targetContext('so-gddt'));
  });
  afterEach(() => simulator.stop());

  const ask = async (path: string, body?: unknown): Promise<[number, Row]> => {
    const { url, apiKey } = simulator.started;
    const headers = { authorization: `Bearer ${apiKey}`, connection: 'close' };
    const wish = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${url}/api/hoc-ba/v1${path}`, wish);
    return [answer.status, (await answer.json()) as Row];
  };
  const lock = (more: object): Promise<[number, Row]> =>
    ask('/chot', {
      moiTruong: 'test',
      maTruong: SCHOOL.code,
      namHoc: SCHOOL_YEAR,
      dot: 'thang-6',
      ...more,
    });
  const send = async (...items: OutboundItem[]): Promise<readonly ItemOutcome[]> =>
    (await session.send(items, sendOptions())).items;
  const states = async (): Promise<unknown[]> =>
    ((await ask(`/trang-thai-chot${QUERY}`))[1].items as Row[]).map(({ IdBanGhi, daChot, dot }) => [
      IdBanGhi,
      daChot,
      dot,
    ]);
  const refusedWith = (outcome: ItemOutcome | undefined): unknown =>
    outcome?.outcome === 'rejected' ? outcome.findings[0]?.code : outcome?.outcome;

  it('takes exactly the version and bytes that the caller names, and says when', async () => {
    const [one, two] = [outboundItem(1), outboundItem(2)];
    await send(one, two);
    const other = { ...namesOf(two), sha256: 'f'.repeat(64) };
    const [status, answer] = await lock({
      items: [namesOf(one), other, { ...other, IdBanGhi: 'nobody' }],
    });
    expect(status).toBe(200);
    expect(answer.items).toMatchObject([
      { trangThai: 'DA_CHOT', dot: 'thang-6', thoiGianChot: expect.stringMatching(/^20\d\d-.*Z$/u) },
      { trangThai: 'TU_CHOI', loi: [{ ma: 'SO-302' }] },
      { trangThai: 'KHONG_CO' },
    ]);
    expect(await states()).toEqual([
      [one.recordId, true, 'thang-6'],
      [two.recordId, false, null],
    ]);
  });

  it('refuses every change of a locked record with an explained code, and takes its neighbours', async () => {
    await send(outboundItem(1), outboundItem(2));
    await lock({ items: [namesOf(outboundItem(1))] });
    const { recordId, key } = outboundItem(1, { version: 2 });
    const cancel: OutboundItem = {
      ...outboundItem(1, { version: 3 }),
      event: 'CANCEL',
      octets: new Uint8Array(),
      sha256: EMPTY,
    };
    const outcomes = await send(outboundItem(1, { version: 2 }), outboundItem(2, { version: 2 }), cancel);
    expect(outcomes.map(refusedWith)).toEqual(['SO-301', 'accepted', 'SO-301']);
    const refused = outcomes.find((outcome) => outcome.key === key);
    if (refused?.outcome !== 'rejected') throw new Error('expected a refusal');
    expect(refused.findings[0]?.fix.vi).toMatch(/điều chỉnh sau chốt/u);
    const pages = [];
    for await (const page of session.read?.(
      { school: SCHOOL.code, schoolYear: SCHOOL_YEAR },
      new AbortController().signal,
    ) ?? [])
      pages.push(...page);
    expect(pages.find((record) => record.recordId === recordId)?.version).toBe(1);
  });

  it('answers the held version of a locked record as before', async () => {
    await send(outboundItem(1));
    await lock({ items: [namesOf(outboundItem(1))] });
    expect((await send(outboundItem(1))).map(({ outcome }) => outcome)).toEqual(['accepted']);
    await simulator.faults([{ kind: 'forget', path: '/tra-cuu' }]);
    await session.inquire([outboundItem(1)], new AbortController().signal);
    expect((await send(outboundItem(1))).map(({ outcome }) => outcome)).toEqual(['accepted']);
  });

  it('takes a whole class by its digest, and nothing by another one', async () => {
    await send(outboundItem(1), outboundItem(2));
    expect((await lock({ lop: '6A', digest: 'f'.repeat(64) }))[0]).toBe(409);
    const digests = (await ask(`/tom-tat${QUERY}`))[1].lop as Row[];
    const [, answer] = await lock({ lop: '6A', digest: digests[0]?.digest, dot: 'thang-8' });
    expect((answer.items as Row[]).map(({ trangThai }) => trangThai)).toEqual(['DA_CHOT', 'DA_CHOT']);
    expect((await states()).map((row) => (row as unknown[])[2])).toEqual(['thang-8', 'thang-8']);
  });

  it('repeats the first lock, whatever wave asks again', async () => {
    await send(outboundItem(1));
    const [, first] = await lock({ items: [namesOf(outboundItem(1))] });
    const [, again] = await lock({ items: [namesOf(outboundItem(1))], dot: 'thang-8' });
    expect(again.items).toEqual(first.items);
  });

  it('stands after a restart', async () => {
    await send(outboundItem(1));
    const [, first] = await lock({ items: [namesOf(outboundItem(1))] });
    await simulator.restart();
    expect((await lock({ items: [namesOf(outboundItem(1))] }))[1].items).toEqual(first.items);
    expect((await ask('/suc-khoe'))[0]).toBe(200);
  });

  it('may come from the department itself', async () => {
    await send(outboundItem(1));
    await simulator.post('lock', {});
    expect((await send(outboundItem(1, { version: 2 }))).map(refusedWith)).toEqual(['SO-301']);
  });
});

describe('the send window of the Sở', () => {
  const HOUR = 3_600_000;
  const at = (ms: number): string => new Date(ms).toISOString();

  it.each([
    ['opens in an hour', (now: number) => ({ from: at(now + HOUR), to: at(now + 2 * HOUR) })],
    ['was over an hour ago', (now: number) => ({ from: at(now - 2 * HOUR), to: at(now - HOUR) })],
  ])('that %s means wait, never refused', async (_when, window) => {
    const simulator = await runSimulator('so-gddt.ndjson', (stateDir, port) =>
      startSoGddt({ stateDir, port, verdictDelayMs: 0 }),
    );
    try {
      const session = await adapter.open(simulator.started, targetContext('so-gddt'));
      await simulator.post('settings', { window: window(Date.now()) });
      const { items } = await session.send([outboundItem(1)], sendOptions());
      expect(items).toEqual([
        {
          key: outboundItem(1).key,
          outcome: 'retry',
          code: 'SO_WINDOW_CLOSED',
          retryAfterMs: expect.any(Number),
        },
      ]);
      const wait = items[0]?.outcome === 'retry' ? (items[0].retryAfterMs ?? 0) : 0;
      expect(wait).toBeGreaterThan(HOUR - 5_000);
      expect((await session.inquire([outboundItem(1)], new AbortController().signal)).items).toMatchObject([
        { outcome: 'retry', code: 'TARGET_KEY_UNKNOWN' },
      ]);
      await simulator.post('settings', { window: null });
      expect((await session.send([outboundItem(1)], sendOptions())).items).toMatchObject([
        { outcome: 'accepted' },
      ]);
    } finally {
      await simulator.stop();
    }
  });
});
