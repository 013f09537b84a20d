import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runTarget } from '../../src/composition/scenarios/target.js';
import type { Statement } from '../../src/conformance/scenarios/statement.js';
import { TARGET_SCENARIOS } from '../../src/conformance/scenarios/target/index.js';
import { startSoGddt } from '../../src/sandbox/targets/so-gddt/start.js';
import { hocba } from '../support/cli.js';
import {
  type Answer,
  type Bend,
  bentServer,
  type Call,
  type Json,
  outcomesOf,
  readLines,
  readStatement,
  rowsOf,
  withFolder,
} from './scenarios-support.js';

type Simulator = Awaited<ReturnType<typeof startSoGddt>>;

async function withSimulator<T>(
  options: Omit<Parameters<typeof startSoGddt>[0], 'stateDir'>,
  work: (simulator: Simulator, dir: string) => Promise<T>,
): Promise<T> {
  return withFolder(async (dir) => {
    const simulator = await startSoGddt({ stateDir: join(dir, 'state'), verdictDelayMs: 1, ...options });
    try {
      return await work(simulator, dir);
    } finally {
      await simulator.close();
    }
  });
}

const argumentsOf = (url: string, out: string, ...more: readonly string[]): string[] => [
  ...['conformance', 'target', '--url', url, '--api-key-env', 'SO_KEY', '--out', out],
  ...more,
];

describe('hocba conformance target against the simulator of the Sở', () => {
  let simulator: Simulator;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hocba-scenarios-'));
    simulator = await startSoGddt({ stateDir: join(folder, 'state'), verdictDelayMs: 20 });
  });
  afterAll(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('passes every scenario and writes a numbered statement with every exchange', async () => {
    const { url, apiKey } = simulator;
    const out = join(folder, 'out');
    const more = ['--product', 'CSDL học bạ', '--release', '1.2.0', '--json'];
    const result = await hocba(argumentsOf(url, out, ...more), { env: { SO_KEY: apiKey } });
    expect(result.code).toBe(0);
    const statement = result.json<Statement>();
    expect(outcomesOf(statement)).toEqual(
      Object.fromEntries(TARGET_SCENARIOS.map(({ id }) => [id, 'passed'])),
    );
    expect(statement).toMatchObject({
      verdict: 'passed',
      product: { name: 'CSDL học bạ', release: '1.2.0' },
      subject: { address: url, environment: 'test', bodies: 'masked' },
      totals: { passed: TARGET_SCENARIOS.length, failed: 0, notRun: 0, attested: 0 },
    });
    expect(statement.number).toMatch(/^TARGET-\d{8}-001$/u);
    expect(statement.requirements.find(({ id }) => id === 'R7')).toMatchObject({ failed: 0 });

    const kept = await readFile(join(out, statement.exchanges.file));
    expect(createHash('sha256').update(kept).digest('hex')).toBe(statement.exchanges.sha256);
    const lines = await readLines(join(out, statement.exchanges.file));
    expect(lines).toHaveLength(statement.exchanges.count);
    for (const { id, exchanges } of statement.scenarios)
      expect(lines.filter(({ scenario }) => scenario === id)).toHaveLength(exchanges);
    expect(kept.toString('utf8')).not.toContain(apiKey);

    const { number: _number, ...again } = await readStatement(join(out, `${statement.number}.json`));
    expect(again.scenarios).toEqual(statement.scenarios);
    const html = await readFile(join(out, `${statement.number}.html`), 'utf8');
    for (const { id } of statement.scenarios) expect(html).toContain(id);
    expect(html).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/u);
  });

  it('recalls what it sent, but for what it locked, and says so', async () => {
    const { url, apiKey } = simulator;
    const out = join(folder, 'recall');
    const only = ['--only', 'TARGET-LOCK', '--only', 'TARGET-RECEIPT', '--json'];
    const result = await hocba(argumentsOf(url, out, '--school', '99000009', ...only), {
      env: { SO_KEY: apiKey },
    });
    const statement = result.json<Statement>();
    expect(statement.notes[0]?.en).toMatch(/1 locked test records .* 0 that could not/u);
    expect(statement).toMatchObject({ verdict: 'incomplete', totals: { passed: 2, failed: 0 } });
    const answer = await fetch(`${url}/api/hoc-ba/v1/ban-ghi?maTruong=99000009&namHoc=2025-2026`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    expect(rowsOf((await answer.json()) as Json)).toHaveLength(1);
  });
});

type BentAnswer = NonNullable<Bend['answer']>;

/** Changes the rows of the answers to some path. */
const rows =
  (path: string, change: (row: Json, call: Call) => void): BentAnswer =>
  ({ json }, call) => {
    if (call.path === path) for (const row of rowsOf(json)) change(row, call);
  };

const SEND = '/goi-tin';
const ASK = '/tra-cuu-bien-nhan';
const VERDICT_CALLS = new Set([SEND, ASK]);

/** Every refusal of that code becomes an acceptance. */
const forgives =
  (code: string): BentAnswer =>
  ({ json }, { path }) => {
    if (!VERDICT_CALLS.has(path)) return;
    for (const row of rowsOf(json))
      if (JSON.stringify(row.loi ?? '').includes(code)) {
        row.trangThai = 'HOP_LE';
        delete row.loi;
      }
  };

const items = (call: Call): Json[] => rowsOf(call.body ?? {});

/** Numbers that nobody gave before. */
let given = 0;
const next = (): number => {
  given += 1;
  return given;
};
const seen = new Set<string>();

/** A server that breaks one law each, and the scenario with the law that must tell. */
const MUTANTS: readonly (readonly [string, string, string, Bend])[] = [
  [
    'leaves codes out of its dictionary',
    'TARGET-HEALTH',
    'target.dictionary',
    {
      answer: ({ json }, { path }) => {
        if (path === '/danh-muc-loi') json.items = rowsOf(json).slice(0, 3);
      },
    },
  ],
  [
    'acknowledges another hash',
    'TARGET-RECEIPT',
    'target.receipt-bound',
    { answer: rows(SEND, (row) => Object.assign(row, { sha256: 'a'.repeat(64) })) },
  ],
  [
    'gives no receipt number',
    'TARGET-RECEIPT',
    'target.receipt-bound',
    { answer: rows(SEND, (row) => void delete row.maBienNhan) },
  ],
  [
    'answers out of the published shape',
    'TARGET-RECEIPT',
    'target.shape',
    { answer: rows(ASK, (row) => Object.assign(row, { trangThai: 'OK' })) },
  ],
  [
    'never reaches a verdict',
    'TARGET-RECEIPT',
    'target.verdict',
    {
      answer: ({ json }, { path }) => {
        if (VERDICT_CALLS.has(path))
          for (const row of rowsOf(json))
            if (row.trangThai === 'HOP_LE') Object.assign(row, { trangThai: 'DA_NHAN', hoiLaiSauMs: 300 });
      },
    },
  ],
  [
    'takes every key',
    'TARGET-ACCESS',
    'target.access-key',
    { call: ({ headers }) => Object.assign(headers, { authorization: 'Bearer so-gddt-sandbox-key' }) },
  ],
  [
    'numbers a resend anew',
    'TARGET-RESEND',
    'target.resend-answer',
    {
      answer: rows(SEND, (row) => Object.assign(row, { maBienNhan: `M-${next()}` })),
    },
  ],
  [
    'writes a resend once more',
    'TARGET-RESEND',
    'target.resend-effect',
    {
      answer: ({ json }, { path }) => {
        if (path === '/tom-tat')
          for (const row of rowsOf(json, 'lop')) row.count = Number(row.count) + next();
      },
    },
  ],
  [
    'takes a used key for other bytes',
    'TARGET-KEY-REUSE',
    'target.key-reuse',
    { answer: forgives('SO-203') },
  ],
  ['takes an old version', 'TARGET-VERSIONS', 'target.version-order', { answer: forgives('SO-201') }],
  [
    'spoils a batch for one bad item',
    'TARGET-PARTIAL',
    'target.item-by-item',
    {
      answer: ({ json }, { path }) => {
        if (!VERDICT_CALLS.has(path) || !rowsOf(json).some(({ trangThai }) => trangThai === 'TU_CHOI'))
          return;
        for (const row of rowsOf(json))
          Object.assign(row, { trangThai: 'TU_CHOI', loi: [{ ma: 'SO-101', moTa: 'cả lô' }] });
      },
    },
  ],
  [
    'refuses without a reason',
    'TARGET-PARTIAL',
    'target.refusal-explained',
    {
      answer: ({ json }, { path }) => {
        if (VERDICT_CALLS.has(path)) for (const row of rowsOf(json)) delete row.loi;
      },
    },
  ],
  ['takes broken XML', 'TARGET-BAD-PACKETS', 'target.packet-checked', { answer: forgives('SO-103') }],
  [
    'takes a foreign look-up code',
    'TARGET-BAD-PACKETS',
    'target.packet-checked',
    { answer: forgives('SO-105') },
  ],
  [
    'takes production packets',
    'TARGET-ENVIRONMENT',
    'target.environment-kept',
    { answer: forgives('SO-106') },
  ],
  [
    'knows keys that it never saw',
    'TARGET-INQUIRY',
    'target.inquire-unknown',
    {
      answer: rows(ASK, (row) => {
        if (row.trangThai === 'KHONG_CO') Object.assign(row, { trangThai: 'HOP_LE', maBienNhan: 'M-1' });
      }),
    },
  ],
  [
    'gives a digest of something else',
    'TARGET-DIGEST',
    'target.digest',
    {
      answer: ({ json }, { path }) => {
        if (path === '/tom-tat') for (const row of rowsOf(json, 'lop')) row.digest = 'b'.repeat(64);
      },
    },
  ],
  [
    'loses the last record of every page',
    'TARGET-DIGEST',
    'target.read-back',
    {
      answer: ({ json }, { path }) => {
        if (path === '/ban-ghi' && rowsOf(json).length > 1) rowsOf(json).pop();
      },
    },
  ],
  [
    'keeps a recalled record',
    'TARGET-RECALL',
    'target.recall',
    {
      // The recall is swallowed: its answer is that of a resend of what is held.
      call: (call) => {
        if (call.path === SEND && items(call).some(({ SuKien }) => SuKien === 'CANCEL'))
          call.body = { ...call.body, items: items(call).map((item) => ({ ...item, SuKien: 'NEW' })) };
      },
      answer: forgives('SO-'),
    },
  ],
  [
    'locks whatever version it holds',
    'TARGET-LOCK',
    'target.lock-bound',
    {
      answer: rows('/chot', (row) => {
        if (row.trangThai === 'TU_CHOI') Object.assign(row, { trangThai: 'DA_CHOT', dot: 'thang-6' });
      }),
    },
  ],
  [
    'dates a lock anew when asked again',
    'TARGET-LOCK',
    'target.lock-repeat',
    {
      answer: rows('/chot', (row) => Object.assign(row, { thoiGianChot: `2026-06-29T08:00:00.${next()}Z` })),
    },
  ],
  [
    'shows no lock',
    'TARGET-LOCK-CLASS',
    'target.lock-state',
    { answer: rows('/trang-thai-chot', (row) => Object.assign(row, { daChot: false, dot: null })) },
  ],
  ['takes changes after the lock', 'TARGET-LOCKED', 'target.locked-refuses', { answer: forgives('SO-301') }],
  [
    'loses a locked record',
    'TARGET-LOCKED',
    'target.locked-stays',
    {
      answer: ({ json }, { path }) => {
        if (path === '/ban-ghi') json.items = rowsOf(json).slice(1);
      },
    },
  ],
  [
    'takes 51 items',
    'TARGET-SIZE',
    'target.batch-size',
    {
      call: (call) => {
        if (call.path === SEND && items(call).length > 50)
          call.body = { ...call.body, items: items(call).slice(0, 50) };
      },
    },
  ],
  [
    'falls over malformed requests',
    'TARGET-MALFORMED',
    'target.malformed',
    {
      answer: (answer: Answer) => {
        if (answer.status === 400) answer.status = 500;
      },
    },
  ],
  [
    'asks to wait without saying how long',
    'TARGET-RATE',
    'target.wait-told',
    {
      answer: (answer: Answer, { path }: Call) => {
        if (path !== '/suc-khoe') return;
        if (seen.has(path)) answer.status = 429;
        seen.add(path);
      },
    },
  ],
  [
    'refuses inside its send window',
    'TARGET-WINDOW',
    'target.window',
    {
      answer: rows(SEND, (row) =>
        Object.assign(row, { trangThai: 'TU_CHOI', loi: [{ ma: 'SO-005', moTa: 'đóng' }] }),
      ),
    },
  ],
];

describe('a server that breaks one law', () => {
  it('is there for every scenario', () => {
    const tried = new Set(MUTANTS.map(([, scenario]) => scenario));
    expect(TARGET_SCENARIOS.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
  });

  it.each(MUTANTS)('%s: %s turns red', async (_what, scenario, law, bend) => {
    await withSimulator({}, async (simulator, dir) => {
      const bent = await bentServer(simulator.url, bend);
      try {
        const { statement } = await runTarget({
          url: bent.url,
          apiKey: simulator.apiKey,
          school: '99000001',
          schoolYear: '2025-2026',
          timeoutMs: 10_000,
          limits: { verdictMs: 1_000, burst: 12 },
          product: { name: null, release: null },
          packetProfile: 'moet-hbs-observed-0.1',
          out: join(dir, 'out'),
          only: [scenario],
          bodies: 'none',
          signal: new AbortController().signal,
          progress: () => undefined,
        });
        const result = statement.scenarios.find(({ id }) => id === scenario);
        expect(result?.outcome).toBe('failed');
        expect(result?.findings.map(({ rule }) => rule)).toContain(law);
        expect(statement.verdict).toBe('failed');
        for (const { message, fix } of result?.findings ?? [])
          expect([message.vi, message.en, fix.vi, fix.en]).not.toContain('');
      } finally {
        await bent.close();
      }
    });
  });
});

describe('a server that cannot be tried', () => {
  const run = async (url: string, more: readonly string[] = [], key = 'so-gddt-sandbox-key') =>
    withFolder(async (dir) => {
      const env: Record<string, string> = key === '' ? {} : { SO_KEY: key };
      const result = await hocba(argumentsOf(url, join(dir, 'out'), '--json', ...more), { env });
      const files = await readdir(join(dir, 'out')).catch(() => []);
      const { error } = JSON.parse(result.stdout) as { error: { code: string } };
      return { exit: result.code, code: error.code, files };
    });

  it.each([
    [
      'is the real one',
      { environment: 'production' as const },
      'so-gddt-sandbox-key',
      2,
      'CONFORMANCE_PRODUCTION',
    ],
    ['refuses the access key', {}, 'another-key', 2, 'CONFORMANCE_ACCESS'],
  ])('%s: nothing is written and no statement is left', async (_what, options, key, exit, code) => {
    await withSimulator(options, async (simulator, dir) => {
      expect(await run(simulator.url, [], key)).toEqual({ exit, code, files: [] });
      expect(await readFile(join(dir, 'state', 'so-gddt.ndjson'), 'utf8')).toBe('');
    });
  });

  it('is not there, or is something else: exit 3', async () => {
    expect(await run('http://127.0.0.1:1')).toMatchObject({ exit: 3, code: 'CONFORMANCE_UNREACHABLE' });
    const other = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Cổng thông tin</html>');
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    expect(await run(url)).toMatchObject({ exit: 3, code: 'CONFORMANCE_WRONG_ADDRESS' });
    // A plain server cannot talk TLS: the sentence says so, and it is no fault of the command line.
    expect(await run(url.replace('http:', 'https:'))).toMatchObject({
      exit: 3,
      code: 'CONFORMANCE_UNREACHABLE',
    });
    await new Promise((done) => other.close(done));
  });

  it('is asked for in the wrong way: exit 2', async () => {
    const nowhere = 'http://127.0.0.1:1';
    expect(await run('so.example')).toMatchObject({ exit: 2, code: 'USAGE' });
    expect(await run(nowhere, [], '')).toMatchObject({ exit: 2, code: 'USAGE' });
    expect(await run(nowhere, ['--only', 'TARGET-NOTHING'])).toMatchObject({ exit: 2, code: 'USAGE' });
    expect(await run(nowhere, ['--bodies', 'some'])).toMatchObject({ exit: 2, code: 'USAGE' });
  });

  it('takes nothing now: the reason stands at every scenario that had to wait', async () => {
    const window = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
    await withSimulator({ window }, async (simulator, dir) => {
      const result = await hocba(argumentsOf(simulator.url, join(dir, 'out'), '--json'), {
        env: { SO_KEY: simulator.apiKey },
      });
      expect(result.code).toBe(0);
      const { scenarios, verdict } = result.json<Statement>();
      const done = scenarios.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id);
      expect(done).toEqual(['TARGET-HEALTH', 'TARGET-RATE', 'TARGET-WINDOW']);
      expect(verdict).toBe('incomplete');
      for (const { outcome, reason, todo } of scenarios.filter(({ id }) => !done.includes(id)))
        expect([outcome, reason?.vi, todo?.vi]).toEqual([
          'not-run',
          expect.stringContaining('thời gian tiếp nhận'),
          expect.stringContaining('chạy lại'),
        ]);
    });
  });
});
