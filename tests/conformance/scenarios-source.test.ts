import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adapter as smas } from '../../adapters/sources/smas/index.js';
import type { VendorsReady } from '../../src/cli/demo/sandbox.js';
import { type SandboxProcess, startSandboxProcess } from '../../src/cli/sandbox-process.js';
import { runSource } from '../../src/composition/scenarios/source.js';
import { SOURCE_SCENARIOS } from '../../src/conformance/scenarios/source/index.js';
import type { Statement } from '../../src/conformance/scenarios/statement.js';
import { isGatewayError } from '../../src/domain/errors.js';
import type {
  AdapterContext,
  Page,
  PullRequest,
  SourceAdapter,
  SourceSession,
} from '../../src/ports/source.js';
import { type CliResult, hocba, REPOSITORY } from '../support/cli.js';
import { outcomesOf, readLines, withFolder } from './scenarios-support.js';

let vendors: SandboxProcess<VendorsReady>;
let folder: string;
let release: () => void;
let ended: Promise<void>;
/** Of the school that is tried. */
let className: string;

interface Manifest {
  readonly schools: readonly {
    readonly code: string;
    readonly classes: readonly { readonly name: string }[];
    readonly pupils: readonly { readonly sectorCode: string }[];
  }[];
}

beforeAll(async () => {
  await new Promise<void>((ready) => {
    ended = withFolder(
      (dir) =>
        new Promise<void>((done) => {
          folder = dir;
          release = done;
          ready();
        }),
    );
  });
  const small = ['--state', join(folder, 'vendors'), '--students', '200'];
  vendors = await startSandboxProcess<VendorsReady>('vendors', small);
  const manifest = JSON.parse(await readFile(vendors.ready.manifest, 'utf8')) as Manifest;
  className = manifest.schools.find(({ code }) => code === account().code)?.classes[0]?.name ?? '';
});
afterAll(async () => {
  await vendors.stop();
  release();
  await ended;
});

type Account = VendorsReady['smas']['schools'][number];

/** A secondary school that signs in by password. */
const account = (): Account => {
  const { schools } = vendors.ready.smas;
  const found = schools.find(({ auth, level }) => auth === 'password' && level === 'THCS');
  if (found === undefined) throw new Error('no such account');
  return found;
};
const hookUrl = (): string => `${vendors.ready.smas.url}/__sandbox/conformance`;
const QUICK = { attempts: 3, firstDelayMs: 5, maxDelayMs: 20, maxRetryAfterMs: 5_000 };

/** The vendor's settings on a command line: secrets by name only. */
function smasArguments({ code, username, clientId }: Account): string[] {
  const set = {
    ethnicCodes: '2008',
    'auth.mode': 'password',
    'auth.username': username,
    'auth.password': 'secret:SMAS_PASSWORD',
    'auth.clientId': clientId,
    'auth.clientSecret': 'secret:SMAS_CLIENT',
    ...Object.fromEntries(Object.entries(QUICK).map(([name, value]) => [`retry.${name}`, value])),
  };
  return [
    ...['conformance', 'source', '--adapter', 'smas', '--url', vendors.ready.smas.url, '--school', code],
    ...Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
  ];
}

const secretsOf = ({ password = '', clientSecret = '' }: Account): Record<string, string> => ({
  HOCBA_SECRET_SMAS_PASSWORD: password,
  HOCBA_SECRET_SMAS_CLIENT: clientSecret,
});

const run = (more: readonly string[], env = secretsOf(account())): Promise<CliResult> =>
  hocba([...smasArguments(account()), '--json', ...more], { env });

const scenarioOf = (statement: Statement, id: string) => statement.scenarios.find((one) => one.id === id);

describe('hocba conformance source against the simulator of SMAS', () => {
  it('passes every scenario when the vendor built the hook, and keeps nobody’s name', async () => {
    const out = join(folder, 'all');
    const result = await run(['--changes', hookUrl(), '--out', out]);
    const statement = result.json<Statement>();
    expect(outcomesOf(statement)).toEqual(
      Object.fromEntries(SOURCE_SCENARIOS.map(({ id }) => [id, 'passed'])),
    );
    expect(result.code).toBe(0);
    expect(statement.number).toMatch(/^SOURCE-\d{8}-001$/u);
    expect(statement.subject).toMatchObject({
      adapter: 'smas',
      class: className,
      school: account().code,
    });
    expect(scenarioOf(statement, 'SOURCE-EMPTY')?.note?.en).toMatch(/^[1-9]\d* empty answers/u);
    expect(scenarioOf(statement, 'SOURCE-RATE')?.note?.en).toMatch(/^Told to wait 1 times/u);

    const kept = await readFile(join(out, statement.exchanges.file), 'utf8');
    const manifest = JSON.parse(await readFile(vendors.ready.manifest, 'utf8')) as Manifest;
    const codes = manifest.schools.flatMap(({ pupils }) => pupils.map(({ sectorCode }) => sectorCode));
    expect(codes.length).toBeGreaterThan(150);
    expect(codes.filter((code) => kept.includes(code))).toEqual([]);
    for (const secret of Object.values(secretsOf(account()))) expect(kept).not.toContain(secret);
    expect(kept).toMatch(/"fullName\\":\\"Xx+ Xx+/u);
  });

  it('says what it could not try without the vendor’s help, and what would help', async () => {
    const only = ['RATE', 'FAILURE', 'CHANGED', 'WITHDRAWN'].flatMap((id) => ['--only', `SOURCE-${id}`]);
    const result = await run([...only, '--out', join(folder, 'alone'), '--burst', '5']);
    const statement = result.json<Statement>();
    expect([result.code, statement.verdict]).toEqual([0, 'incomplete']);
    for (const { outcome, reason, todo } of statement.scenarios)
      expect([outcome, reason?.vi, todo?.vi]).toEqual([
        'not-run',
        expect.stringMatching(/\S/u),
        expect.stringMatching(/\S/u),
      ]);
    expect(scenarioOf(statement, 'SOURCE-RATE')?.reason?.en).toMatch(/No rate limit observed in \d+ calls/u);
  });

  it('lets a command make the changes, told by its environment', async () => {
    const script =
      `const {HOCBA_STEP:step,HOCBA_SCHOOL:school,HOCBA_RECORD:record}=process.env;` +
      `const body=JSON.stringify({step,school,record});` +
      `fetch('${hookUrl()}',{method:'POST',body}).then((r)=>process.exit(r.ok?0:77))`;
    const command = `"${process.execPath}" -e "${script.replaceAll('"', '\\"')}"`;
    const streams = ['--stream', 'roster', '--stream', 'results'];
    const only = ['--only', 'SOURCE-CHANGED', '--changes', command, ...streams];
    const result = await run([...only, '--out', join(folder, 'command')]);
    expect(scenarioOf(result.json<Statement>(), 'SOURCE-CHANGED')?.outcome).toBe('passed');
  });

  it('waits for a person who makes the changes by hand', async () => {
    const only = ['--only', 'SOURCE-CHANGED', '--stream', 'roster', '--stream', 'results'];
    const args = [...smasArguments(account()), '--json', '--wait', ...only];
    const child = spawn(process.execPath, ['bin/hocba.js', ...args, '--out', join(folder, 'person')], {
      cwd: REPOSITORY,
      env: { ...process.env, ...secretsOf(account()), HOCBA_LANG: 'vi' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const asked: string[] = [];
    createInterface({ input: child.stderr }).on('line', async (line) => {
      const record = /Sửa điểm .*: \S+ · \S+ · (\S+)$/u.exec(line)?.[1];
      if (record === undefined) return;
      asked.push(line);
      const body = JSON.stringify({ step: 'change', school: account().code, record });
      await fetch(hookUrl(), { method: 'POST', body });
      child.stdin.write('\n');
    });
    const code = await new Promise((done) => child.once('close', done));
    expect(asked).toHaveLength(1);
    expect(scenarioOf(JSON.parse(stdout) as Statement, 'SOURCE-CHANGED')?.outcome).toBe('passed');
    expect(code).toBe(0);
  });
});

describe('hocba conformance source against export files', () => {
  it('holds the laws that apply, sees changed files, and says which laws do not apply', async () => {
    const [school] = vendors.ready.vnedu;
    const place = ['--dir', school?.dir ?? '', '--school', school?.code ?? ''];
    const out = ['--out', join(folder, 'files'), '--json', '--stream', 'roster', '--stream', 'results'];
    const tried = ['PAGES', 'UNKNOWN', 'CHANGED', 'WITHDRAWN'].map((id) => `SOURCE-${id}`);
    const offline = ['ACCESS', 'RATE', 'TIMEOUT', 'FAILURE'].map((id) => `SOURCE-${id}`);
    const only = [...tried, ...offline].flatMap((id) => ['--only', id]);
    const args = ['conformance', 'source', '--adapter', 'vnedu', ...place, ...out, ...only];
    const result = await hocba([...args, '--changes', hookUrl()]);
    const statement = result.json<Statement>();
    for (const id of tried) expect([id, scenarioOf(statement, id)?.outcome]).toEqual([id, 'passed']);
    for (const id of offline) {
      const scenario = scenarioOf(statement, id);
      expect([id, scenario?.outcome]).toEqual([id, 'not-run']);
      expect(scenario?.reason?.vi).toMatch(/[Nn]guồn/u);
    }
    expect([result.code, statement.exchanges.count]).toEqual([0, 0]);
    expect(await readLines(join(folder, 'files', statement.exchanges.file))).toEqual([]);
  });
});

type Pull = (request: PullRequest) => AsyncIterable<Page>;

/** What is wrong with an adapter that breaks one law. */
interface Bend {
  readonly context?: (context: AdapterContext) => AdapterContext;
  readonly session?: (session: SourceSession, config: unknown) => Partial<SourceSession>;
}

const bent = ({ context, session }: Bend): SourceAdapter<unknown> => ({
  ...(smas as unknown as SourceAdapter<unknown>),
  async open(config, given) {
    const honest = await smas.open(config as never, context?.(given) ?? given);
    return {
      health: (signal) => honest.health(signal),
      pull: (request) => honest.pull(request),
      close: () => honest.close(),
      ...session?.(honest, config),
    };
  },
});

const pages =
  (change: (page: Page, n: number, request: PullRequest) => Page | null) =>
  (session: SourceSession): { pull: Pull } => ({
    async *pull(request) {
      let n = 0;
      for await (const page of session.pull(request)) {
        const changed = change(page, n, request);
        n += 1;
        if (changed !== null) yield changed;
      }
    },
  });

/** Answers nothing where an honest adapter tells of an error. */
const swallows =
  (codes: (error: { kind: string; code: string }) => boolean) =>
  (session: SourceSession): { pull: Pull } => ({
    async *pull(request) {
      try {
        yield* session.pull(request);
      } catch (error) {
        if (!isGatewayError(error) || !codes(error)) throw error;
      }
    },
  });

let order = 0;
const remembered = new Map<string, Page[]>();

const MUTANTS: readonly (readonly [string, string, string, Bend])[] = [
  [
    'is never healthy',
    'SOURCE-HEALTH',
    'source.health',
    { session: () => ({ health: async () => ({ ok: false, code: 'X', detail: { vi: 'x', en: 'x' } }) }) },
  ],
  [
    'gives a row twice',
    'SOURCE-PAGES',
    'source.pages-named',
    { session: pages((page) => ({ ...page, records: [...page.records, ...page.records.slice(0, 1)] })) },
  ],
  [
    'gives rows in another order each time',
    'SOURCE-STABLE',
    'source.same-keys',
    {
      session: pages((page) => {
        order += 1;
        const at = order % Math.max(1, page.records.length);
        return { ...page, records: [...page.records.slice(at), ...page.records.slice(0, at)] };
      }),
    },
  ],
  [
    'skips a page when it resumes',
    'SOURCE-RESUME',
    'source.resume',
    { session: pages((page, n, { cursor }) => (cursor !== undefined && n === 0 ? null : page)) },
  ],
  [
    'starts over at a cursor that it does not know',
    'SOURCE-RESUME',
    'source.own-cursor',
    { session: swallows(({ code }) => code === 'SMAS_BAD_CURSOR') },
  ],
  [
    'does not stop',
    'SOURCE-ABORT',
    'source.abort',
    {
      session: (session) => ({
        pull: (request) => session.pull({ ...request, signal: new AbortController().signal }),
      }),
    },
  ],
  [
    'takes a refused log-in for an empty school',
    'SOURCE-ACCESS',
    'source.access-refused',
    { session: swallows(({ kind }) => kind === 'auth') },
  ],
  [
    'gives another class for one that does not exist',
    'SOURCE-EMPTY',
    'source.empty-told',
    {
      session: (session) => ({
        pull: (request) => {
          const other = request.scope.className === undefined ? {} : { className };
          return session.pull({ ...request, scope: { ...request.scope, ...other } });
        },
      }),
    },
  ],
  [
    'takes an unknown year for an empty one',
    'SOURCE-UNKNOWN',
    'source.unknown-told',
    { session: swallows(({ code }) => code === 'SMAS_YEAR_NOT_FOUND') },
  ],
  [
    'does not wait when told to',
    'SOURCE-RATE',
    'source.retry-after',
    { context: (context) => ({ ...context, clock: { ...context.clock, sleep: async () => undefined } }) },
  ],
  [
    'takes a lost answer for an empty one',
    'SOURCE-TIMEOUT',
    'source.time-out',
    { session: swallows(({ code }) => code === 'HTTP_TIMEOUT') },
  ],
  [
    'takes a failing system for an empty one',
    'SOURCE-FAILURE',
    'source.failure-told',
    { session: swallows(({ kind }) => kind === 'transient') },
  ],
  [
    'remembers what it read once',
    'SOURCE-CHANGED',
    'source.change-seen',
    {
      session: (session) => ({
        async *pull(request) {
          const key = `${request.stream} ${JSON.stringify(request.scope)}`;
          if (!remembered.has(key)) {
            const read: Page[] = [];
            for await (const page of session.pull(request)) read.push(page);
            remembered.set(key, read);
          }
          yield* remembered.get(key) ?? [];
        },
      }),
    },
  ],
  [
    'names rows by their content',
    'SOURCE-CHANGED',
    'source.change-seen',
    {
      session: pages((page) => ({
        ...page,
        records: page.records.map((row) => ({ ...row, key: `${JSON.stringify(row.values)}:${row.key}` })),
      })),
    },
  ],
  [
    'logs what it reads',
    'SOURCE-PRIVACY',
    'source.privacy',
    {
      context: (context) => ({
        ...context,
        http: {
          ...context.http,
          async request(request) {
            const response = await context.http.request(request);
            context.logger.info('read', { body: Buffer.from(response.body).toString('utf8') });
            return response;
          },
        },
      }),
    },
  ],
];

describe('an adapter or system that breaks one law', () => {
  it('is there for every scenario but the withdrawal, which has a vendor of its own', () => {
    const tried = new Set(MUTANTS.map(([, scenario]) => scenario));
    expect(SOURCE_SCENARIOS.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual(['SOURCE-WITHDRAWN']);
  });

  const settle = async (bend: Bend, only: string, changes: string | null) => {
    const { code, username, password, clientId, clientSecret } = account();
    const adapter = bent(bend);
    const { statement } = await runSource({
      adapters: { source: async () => adapter, target: () => Promise.reject(new Error('no target')) },
      adapter: 'smas',
      settings: {
        url: vendors.ready.smas.url,
        schoolCode: code,
        ethnicCodes: '2008',
        auth: { mode: 'password', username, password, clientId, clientSecret },
        retry: QUICK,
      },
      school: code,
      schoolYear: '2025-2026',
      streams: ['classes', 'roster', 'results'],
      cursors: 2,
      burst: 2,
      changes,
      person: null,
      limitMs: 10_000,
      product: { name: null, release: null },
      packetProfile: 'moet-hbs-observed-0.1',
      out: join(folder, 'mutants'),
      only: [only],
      bodies: 'none',
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    return scenarioOf(statement, only);
  };

  it.each(MUTANTS)('%s: %s turns red', async (_what, scenario, law, bend) => {
    const result = await settle(bend, scenario, hookUrl());
    expect(result?.outcome).toBe('failed');
    expect(result?.findings.map(({ rule }) => rule)).toContain(law);
  });

  it('keeps a pupil who left as he was: SOURCE-WITHDRAWN turns red', async () => {
    const doesNothing = `"${process.execPath}" -e ""`;
    const result = await settle({}, 'SOURCE-WITHDRAWN', doesNothing);
    expect(result?.findings.map(({ rule }) => rule)).toEqual(['source.withdrawal-seen']);
  });
});

describe('a source that cannot be tried', () => {
  const refusal = ({ code, stdout }: CliResult) => ({
    exit: code,
    code: (JSON.parse(stdout) as { error: { code: string } }).error.code,
  });
  const out = () => ['--out', join(folder, 'refused')];

  it('refuses the account: exit 2; is not there: exit 3; is no SMAS: exit 3', async () => {
    const wrong = { ...secretsOf(account()), HOCBA_SECRET_SMAS_PASSWORD: 'sai-mat-khau' };
    expect(refusal(await run(out(), wrong))).toEqual({ exit: 2, code: 'CONFORMANCE_ACCESS' });
    const away = await run([...out(), '--url', 'http://127.0.0.1:1']);
    expect(refusal(away)).toEqual({ exit: 3, code: 'CONFORMANCE_UNREACHABLE' });
    const other = await run([...out(), '--set', 'endpoints.school=/api/khong-co']);
    expect(refusal(other)).toEqual({ exit: 3, code: 'CONFORMANCE_WRONG_ADDRESS' });
  });

  it.each([
    ['an unknown adapter', ['--adapter', 'khac', '--school', '1'], 'ADAPTER_UNKNOWN'],
    ['no school', ['--adapter', 'smas', '--url', 'http://127.0.0.1:1'], 'USAGE'],
    ['settings that lack something', ['--adapter', 'smas', '--school', '1'], 'CONFIG_INVALID'],
    [
      'a secret that is not set',
      ['--adapter', 'smas', '--school', '1', '--set', 'a=secret:NO'],
      'CONFIG_SECRET_MISSING',
    ],
  ])('is asked for with %s: exit 2', async (_what, args, code) => {
    const result = await hocba(['conformance', 'source', ...args, ...out(), '--json']);
    expect(refusal(result)).toEqual({ exit: 2, code });
  });
});
