import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openEmbeddedStore } from '../../src/infra/embedded/embedded-store.js';
import { prepareSeed } from '../../src/infra/embedded/seed.js';
import { prepareSocketFolder, socketIn } from '../../src/infra/embedded/socket-path.js';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { createClock } from '../../src/infra/system/clock.js';
import { createIds } from '../../src/infra/system/ids.js';
import type { Store } from '../../src/ports/store.js';
import { storeContract } from './contract.js';
import { ALL, T0, YEAR } from './fixtures.js';
import { RecordingLogger } from './recording-logger.js';

const clock = createClock();
const ids = createIds();
const folders: string[] = [];
const children: ChildProcess[] = [];

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-embedded-'));
  folders.push(folder);
  return folder;
};

const open = (dataDir: string, logger = new RecordingLogger(), closeGraceMs = 15_000): Promise<Store> =>
  openEmbeddedStore({ dataDir, clock, ids, logger, closeGraceMs });

const beginRun = (store: Store): Promise<string> =>
  store.runs.begin(ALL, { kind: 'run', schoolYear: YEAR, environment: 'test', startedAt: T0 });

interface Child {
  readonly process: ChildProcess;
  line(): Promise<string>;
  /** Kills it and answers every line it had printed. */
  kill(): Promise<readonly string[]>;
}

function startChild(dataDir: string, action: 'once' | 'write' | 'hold'): Child {
  const script = join(packageRoot(), 'tests', 'store', 'embedded-child.mjs');
  const child = spawn(process.execPath, [script, dataDir, action], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  let read = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    const next = waiting.shift();
    if (next !== undefined) next(line);
  });
  return {
    process: child,
    line: () => {
      read += 1;
      const line = lines[read - 1];
      return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
    },
    kill: async () => {
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
      return lines;
    },
  };
}

/** The line after 'open'. */
async function firstRunOf(child: Child): Promise<string> {
  await child.line();
  return child.line();
}

const connectionOf = (dataDir: string): pg.ClientConfig => ({
  host: socketFolders.get(dataDir) ?? '',
  port: 5432,
  user: 'postgres',
  database: 'postgres',
});
const socketFolders = new Map<string, string>();

async function knownRuns(store: Store, dataDir: string): Promise<ReadonlySet<string>> {
  const client = new pg.Client(connectionOf(dataDir));
  await client.connect();
  const rows = await client.query<{ run_id: string }>('SELECT run_id FROM runs');
  await client.end();
  expect(await store.describe()).toMatchObject({ kind: 'embedded', durable: false });
  return new Set(rows.rows.map((row) => row.run_id));
}

/** The socket's folder is a function of the directory; asked for before the owner opens, because it clears the socket. */
function directory(): string {
  const dataDir = newFolder();
  socketFolders.set(dataDir, prepareSocketFolder(dataDir));
  return dataDir;
}

beforeAll(async () => {
  await prepareSeed();
}, 120_000);
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of [...folders, ...socketFolders.values()])
    rmSync(folder, { recursive: true, force: true });
});

storeContract('the embedded store', async () => {
  const dataDir = directory();
  const store = await open(dataDir);
  return {
    store,
    another: () => open(dataDir),
    connection: connectionOf(dataDir),
    close: () => store.close(),
  };
});

describe('the data directory of the embedded store', () => {
  it('starts from the seed, says that it is not durable, and starts again with its data', async () => {
    const dataDir = directory();
    const logger = new RecordingLogger();
    const began = performance.now();
    const store = await open(dataDir, logger);
    const firstMs = Math.round(performance.now() - began);
    const runId = await beginRun(store);
    await store.close();
    await store.close();
    const again = performance.now();
    const reopened = await open(dataDir);
    process.stderr.write(
      `embedded first start ${firstMs} ms, next ${Math.round(performance.now() - again)} ms\n`,
    );
    expect(await knownRuns(reopened, dataDir)).toEqual(new Set([runId]));
    await reopened.close();
    expect(logger.entries.filter((entry) => entry.event === 'store.not-durable')).toEqual([
      {
        level: 'warn',
        event: 'store.not-durable',
        fields: { advice: 'not safe against power loss: use PostgreSQL in production' },
      },
    ]);
  }, 60_000);

  it('lets a second process work through the living owner', async () => {
    const dataDir = directory();
    const store = await open(dataDir);
    const mine = await beginRun(store);
    const child = startChild(dataDir, 'once');
    const other = await firstRunOf(child);
    expect(await knownRuns(store, dataDir)).toEqual(new Set([mine, other]));
    await store.close();
  }, 60_000);

  it('makes one owner of many processes that start at once', async () => {
    const dataDir = directory();
    const started = Array.from({ length: 4 }, () => startChild(dataDir, 'once'));
    const runs = await Promise.all(started.map(firstRunOf));
    await Promise.all(started.map((child) => child.process.exitCode ?? once(child.process, 'close')));
    const store = await open(dataDir);
    expect(await knownRuns(store, dataDir)).toEqual(new Set(runs));
    await store.close();
  }, 120_000);

  it('loses no acknowledged commit when the owner is killed, and the next one takes over', async () => {
    const dataDir = directory();
    for (let round = 0; round < 3; round += 1) {
      const child = startChild(dataDir, 'write');
      for (let count = 0; count < 40; count += 1) await child.line();
      const acknowledged = (await child.kill()).filter((line) => line !== 'open');
      const store = await open(dataDir);
      const known = await knownRuns(store, dataDir);
      expect(acknowledged.filter((runId) => !known.has(runId))).toEqual([]);
      await store.close();
    }
  }, 120_000);

  it('gives a transient error to the others when the owner is killed, and takes over on the next open', async () => {
    const dataDir = directory();
    const owner = startChild(dataDir, 'hold');
    await owner.line();
    const client = await open(dataDir);
    const runId = await beginRun(client);
    await owner.kill();
    await expect(beginRun(client)).rejects.toMatchObject({ kind: 'transient', code: 'STORE_UNAVAILABLE' });
    await client.close();
    const store = await open(dataDir);
    expect(await knownRuns(store, dataDir)).toEqual(new Set([runId]));
    await store.close();
  }, 60_000);

  it('lets a closing owner wait for the others, but not for ever', async () => {
    const dataDir = directory();
    const owner = await open(dataDir, new RecordingLogger(), 300);
    const client = await open(dataDir);
    await beginRun(client);
    const closing = owner.close();
    expect(await beginRun(client)).toHaveLength(36);
    await closing;
    await expect(beginRun(client)).rejects.toMatchObject({ kind: 'transient' });
    await client.close();
  }, 60_000);

  it('rolls back what a connection left open when it died', async () => {
    const dataDir = directory();
    const store = await open(dataDir);
    const dying = new pg.Client(connectionOf(dataDir));
    dying.on('error', () => undefined);
    await dying.connect();
    await dying.query('BEGIN');
    await dying.query("INSERT INTO targets (target) VALUES ('half')");
    const waiting = store.outbox.setPaused(ALL, 'whole', true);
    Reflect.get(dying, 'connection').stream.destroy();
    await waiting;
    const rows = await peek(dataDir, 'SELECT target FROM targets');
    expect(rows).toEqual([{ target: 'whole' }]);
    await store.close();
  }, 60_000);

  it('keeps a transaction of one connection apart from the others', async () => {
    const dataDir = directory();
    const store = await open(dataDir);
    const one = new pg.Client(connectionOf(dataDir));
    const two = new pg.Client(connectionOf(dataDir));
    await Promise.all([one.connect(), two.connect()]);
    await one.query('BEGIN');
    await one.query("INSERT INTO targets (target) VALUES ('first')");
    const seen = two.query('SELECT target FROM targets');
    await expect(one.query('SELECT nothing FROM nowhere WHERE $1', [true])).rejects.toMatchObject({
      code: '42P01',
    });
    await expect(one.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    await one.query('ROLLBACK');
    expect((await seen).rows).toEqual([]);
    await two.end();
    await expect(one.query({ name: 'kept', text: 'SELECT 1', values: [] })).rejects.toMatchObject({
      code: '0A000',
    });
    expect((await one.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await one.end();
    await store.close();
  }, 60_000);

  it('clears away a first start that never ended, but touches no folder of others', async () => {
    const dataDir = directory();
    const store = await open(dataDir);
    await store.close();
    writeFileSync(join(dataDir, 'hocba-data.json'), '{"format":1,"pglite":"0.5.16","postgres":null}');
    const again = await open(dataDir);
    expect(await knownRuns(again, dataDir)).toEqual(new Set());
    await again.close();
    writeFileSync(join(dataDir, 'hocba-data.json'), '{"format":1,"pglite":"0.1","postgres":17}');
    await expect(open(dataDir)).rejects.toMatchObject({ kind: 'config', code: 'STORE_DATA_VERSION' });
    rmSync(join(dataDir, 'hocba-data.json'));
    await expect(open(dataDir)).rejects.toMatchObject({ kind: 'config', code: 'STORE_DATA_UNREADABLE' });
    expect(readdirSync(join(dataDir, 'lock'))).toEqual([]);
  }, 60_000);

  it('keeps the socket’s path short however deep the directory is', () => {
    const deep = join(newFolder(), ...Array.from({ length: 12 }, () => 'thu-muc-rat-dai'));
    expect(() => prepareSocketFolder(deep)).toThrow();
    expect(socketIn(prepareSocketFolder(newFolder())).length).toBeLessThan(100);
  });
});

async function peek(dataDir: string, query: string): Promise<readonly unknown[]> {
  const client = new pg.Client(connectionOf(dataDir));
  await client.connect();
  const answer = await client.query(query);
  await client.end();
  return answer.rows;
}
