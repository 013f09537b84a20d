import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ensureInstalled, isRoot } from './debian.js';

const BINARIES = '/usr/lib/postgresql';
const PORT = 5432;
const OWNER = 'cluster';

export interface TestPostgres {
  /** A new empty database, owned by a login that is no superuser but may create roles. */
  createDatabase(name: string): Promise<string>;
  stop(): void;
}

const asPath = (version: string): string => join(BINARIES, version, 'bin');

function newestBinaries(): string | null {
  if (!existsSync(BINARIES)) return null;
  const versions = readdirSync(BINARIES).filter((name) => existsSync(join(asPath(name), 'initdb')));
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : asPath(newest);
}

/** PostgreSQL's own programs; installed when root on Debian, else a plain failure that says what to do. */
function binaries(): string {
  ensureInstalled(() => newestBinaries() !== null, 'postgresql');
  return newestBinaries() as string;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const idOf = (flag: '-u' | '-g', user: string): number =>
  Number(execFileSync('id', [flag, user], { encoding: 'utf8' }).trim());

/** PostgreSQL refuses to run as root. */
function clusterAccount(): Account | null {
  if (!isRoot()) return null;
  const user = spawnSync('id', ['-u', 'postgres']).status === 0 ? 'postgres' : 'nobody';
  return { uid: idOf('-u', user), gid: idOf('-g', user) };
}

function run(account: Account | null, program: string, args: readonly string[]): void {
  const done = spawnSync(program, args, {
    cwd: '/',
    encoding: 'utf8',
    ...account,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (done.status !== 0) throw new Error(`${program} failed: ${done.stderr}`);
}

async function asSuperuser(host: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ host, port: PORT, user: OWNER, database: 'postgres' });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Starts a real cluster of its own in a temporary folder, reachable by a unix socket only. */
export function startPostgres(): TestPostgres {
  const bin = binaries();
  const account = clusterAccount();
  const folder = mkdtempSync(join(tmpdir(), 'hocba-pg-'));
  chmodSync(folder, 0o755);
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  run(account, join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    OWNER,
    '-A',
    'trust',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c max_connections=50`;
  const log = join(folder, 'log');
  run(account, join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', log, '-o', settings, 'start']);
  return {
    createDatabase: async (name) => {
      await asSuperuser(folder, [
        `CREATE ROLE ${name} LOGIN CREATEROLE`,
        `CREATE DATABASE ${name} OWNER ${name}`,
      ]);
      return `postgres://${name}@/${name}?host=${encodeURIComponent(folder)}&port=${PORT}`;
    },
    stop: () => {
      run(account, join(bin, 'pg_ctl'), ['-D', data, '-w', '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
