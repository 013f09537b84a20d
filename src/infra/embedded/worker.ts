import { readFile, utimes } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { HEARTBEAT_MS } from './directory-lock.js';
import { Forwarder } from './forwarder.js';
import type { WorkerOrder, WorkerReport, WorkerStart } from './worker-messages.js';

/** PGlite runs no autovacuum: dead rows of the outbox are cleared here, between two clients' transactions. */
const VACUUM_AFTER_UNITS = 20_000;
const VACUUM = 'VACUUM (ANALYZE) items, records, classes, aliases';

const report = (message: WorkerReport): void => parentPort?.postMessage(message);

async function openDatabase(start: WorkerStart): Promise<PGlite> {
  if (start.seed === null) return PGlite.create(start.pgdata);
  const tar = await readFile(start.seed);
  return PGlite.create(start.pgdata, { loadDataDir: new Blob([tar], { type: 'application/x-gzip' }) });
}

async function versionOf(database: PGlite): Promise<string> {
  const answer = await database.query<{ server_version: string }>('SHOW server_version');
  return answer.rows[0]?.server_version ?? 'unknown';
}

function shareSession(database: PGlite, serverVersion: string): Forwarder {
  let units = 0;
  return new Forwarder({
    serverVersion,
    run: async (bytes) => {
      const answer: Uint8Array[] = [];
      // The streaming call alone leaves the answer unparsed; the others keep every row in memory until the next exec().
      await database.execProtocolRawStream(bytes, {
        syncToFs: false,
        onRawData: (part) => {
          answer.push(part.slice());
        },
      });
      units += 1;
      if (units >= VACUUM_AFTER_UNITS && !database.isInTransaction()) {
        units = 0;
        await database.exec(VACUUM);
      }
      return Buffer.concat(answer);
    },
  });
}

function beat(lockFile: string): NodeJS.Timeout {
  const timer = setInterval(() => {
    const now = new Date(Date.now());
    // The file is gone when the lock was given back: nothing to keep alive.
    utimes(lockFile, now, now).catch(() => clearInterval(timer));
  }, HEARTBEAT_MS);
  return timer;
}

async function stop(database: PGlite, forwarder: Forwarder, graceMs: number): Promise<void> {
  await forwarder.stop(graceMs);
  await database.close();
  report({ kind: 'stopped' });
}

async function main(start: WorkerStart): Promise<void> {
  const began = performance.now();
  const database = await openDatabase(start);
  const serverVersion = await versionOf(database);
  const forwarder = shareSession(database, serverVersion);
  await forwarder.listen(start.socket);
  const heart = beat(start.lockFile);
  parentPort?.on('message', (order: WorkerOrder) => {
    clearInterval(heart);
    stop(database, forwarder, order.graceMs)
      .catch((error: unknown) =>
        report({ kind: 'failed', reason: error instanceof Error ? error.name : 'error' }),
      )
      .finally(() => parentPort?.close());
  });
  report({ kind: 'ready', serverVersion, seedMs: Math.round(performance.now() - began) });
}

main(workerData as WorkerStart).catch((error: unknown) => {
  report({ kind: 'failed', reason: error instanceof Error ? error.message.slice(0, 200) : 'error' });
  parentPort?.close();
});
