import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../files/package-root.js';
import { workerFile } from './worker-file.js';

/** Version of the installed PGlite, e.g. 0.5.16. */
export function pgliteVersion(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@electric-sql/pglite');
  const manifest = require(join(dirname(entry), '..', 'package.json')) as { readonly version: string };
  return manifest.version;
}

/** Ours alone: a seed of another user could hold anything. */
function ownFolder(path: string): string | null {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const uid = userInfo().uid;
    return uid < 0 || statSync(path).uid === uid ? path : null;
  } catch {
    // Read-only installation: the next place is tried.
    return null;
  }
}

const seedFolder = (): string | null =>
  ownFolder(join(packageRoot(), 'node_modules', '.cache', 'hocba')) ??
  ownFolder(join(tmpdir(), `hocba-cache-${userInfo().username}`));

async function makeSeed(target: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'hocba-seed-'));
  try {
    const dump = join(scratch, 'seed.tar.gz');
    const worker = new Worker(workerFile('seed-worker.js'), {
      workerData: { pgdata: join(scratch, 'pg'), dump },
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('seed worker stopped'))));
    });
    const near = `${target}.${process.pid}.new`;
    copyFileSync(dump, near);
    renameSync(near, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Path of the tar of an empty database, made on first use (about 6 s, in a thread of its own because it needs 1 GB) and
 * kept in the package's cache folder, or the user's temporary one. A start from it takes about a second.
 */
export async function prepareSeed(): Promise<string> {
  const folder = seedFolder();
  const name = `pglite-${pgliteVersion()}.tar.gz`;
  if (folder === null) throw new Error('no folder for the seed');
  const path = join(folder, name);
  if (!existsSync(path)) await makeSeed(path);
  return path;
}
