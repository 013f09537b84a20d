import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { GatewayError, isGatewayError } from '../../domain/errors.js';
import type { Clock, Ids } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Scope, Store } from '../../ports/store.js';
import { describeServer, migrate } from '../postgres/migrate.js';
import { openSession, type Session } from '../postgres/session.js';
import { createSqlStore } from '../postgres/sql-store.js';
import { openDataDirectory } from './data-directory.js';
import { type DatabaseThread, startDatabaseThread } from './database-thread.js';
import { type HeldLock, lockDirectory } from './directory-lock.js';
import { prepareSeed } from './seed.js';
import { prepareSocketFolder, SOCKET_PORT, socketIn } from './socket-path.js';

/** One session serves them all: more connections only wait inside the database thread. */
const CONNECTIONS = 4;
const WAIT_FOR_OWNER_MS = 60_000;
/** How long a closing owner waits for other commands on its directory. */
const CLOSE_GRACE_MS = 15_000;
const OWNER: Scope = { actor: 'owner', schools: 'all' };
/** Beyond any lease. */
const FAR = new Date('9999-12-31T00:00:00.000Z');

export interface EmbeddedStoreOptions {
  /** Created when missing. One owner per directory; other processes go through the owner. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Milliseconds that a closing owner waits for others; default 15 s. */
  readonly closeGraceMs?: number;
}

const connect = (folder: string, logger: Logger): Session =>
  openSession(
    { host: folder, port: SOCKET_PORT, user: 'postgres', database: 'postgres', ssl: false, max: CONNECTIONS },
    logger,
  );

const inUse = (): GatewayError =>
  new GatewayError({
    kind: 'transient',
    code: 'STORE_IN_USE',
    message: {
      vi: 'Thư mục dữ liệu đang được một máy hoặc tiến trình khác dùng.',
      en: 'The data directory is in use by another machine, container or process.',
    },
    hint: {
      vi: 'Chờ lệnh kia xong, hoặc dùng PostgreSQL nếu cần nhiều máy cùng làm việc.',
      en: 'Wait for the other command, or use PostgreSQL when several machines work together.',
    },
  });

/** Migrates and wraps; ends the session when that fails. */
async function storeOver(
  session: Session,
  options: EmbeddedStoreOptions,
  close: () => Promise<void>,
): Promise<Store> {
  try {
    const server = await describeServer(session);
    await migrate(session, server, options.clock);
    const description = { kind: 'embedded', version: server.version, durable: false } as const;
    return createSqlStore(session, options.ids, description, close);
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function startThread(
  dataDir: string,
  folder: string,
  lock: HeldLock,
  options: EmbeddedStoreOptions,
): Promise<DatabaseThread> {
  const directory = openDataDirectory(dataDir);
  const start = {
    pgdata: directory.pgdata,
    seed: directory.fresh ? await prepareSeed() : null,
    socket: socketIn(folder),
    lockFile: lock.file,
  };
  const thread = await startDatabaseThread(start, options.logger, () => lock.release());
  try {
    directory.confirm(thread.serverVersion);
  } catch (error) {
    await thread.stop(0);
    throw error;
  }
  return thread;
}

async function openAsOwner(dataDir: string, lock: HeldLock, options: EmbeddedStoreOptions): Promise<Store> {
  const { logger } = options;
  let thread: DatabaseThread | undefined;
  try {
    const folder = prepareSocketFolder(dataDir);
    const running = await startThread(dataDir, folder, lock, options);
    thread = running;
    const session = connect(folder, logger);
    let closed: Promise<void> | undefined;
    const store = await storeOver(session, options, () => {
      closed ??= closeOwner(session, running, lock, options.closeGraceMs ?? CLOSE_GRACE_MS);
      return closed;
    });
    // Nobody else is connected yet, so whoever held a lease is gone.
    await store.outbox.releaseExpired(OWNER, options.clock.now(), FAR);
    lock.publish(socketIn(folder));
    logger.info('store.opened', {
      kind: 'embedded',
      version: running.serverVersion,
      startMs: running.startMs,
    });
    logger.warn('store.not-durable', {
      advice: 'not safe against power loss: use PostgreSQL in production',
    });
    return store;
  } catch (error) {
    await thread?.stop(0);
    lock.release();
    throw error;
  }
}

async function closeOwner(
  session: Session,
  thread: DatabaseThread,
  lock: HeldLock,
  graceMs: number,
): Promise<void> {
  await session.close();
  await thread.stop(graceMs);
  lock.release();
}

/** null: the owner is going away or coming up; look again. */
async function openAsClient(socket: string, options: EmbeddedStoreOptions): Promise<Store | null> {
  const session = connect(dirname(socket), options.logger);
  try {
    const store = await storeOver(session, options, () => session.close());
    options.logger.info('store.opened', { kind: 'embedded', through: 'owner' });
    return store;
  } catch (error) {
    if (isGatewayError(error) && error.kind === 'transient') return null;
    throw error;
  }
}

/**
 * Opens the directory as its owner, or goes through the process that owns it. Answers the same store either way.
 * GatewayError config (directory of another version, program not built), transient STORE_IN_USE.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const { clock, ids } = options;
  const deadline = clock.now().getTime() + WAIT_FOR_OWNER_MS;
  while (clock.now().getTime() < deadline) {
    const lock = await lockDirectory(dataDir, { clock, ids, timeoutMs: WAIT_FOR_OWNER_MS });
    if (lock === null || (lock.role === 'client' && !lock.near)) throw inUse();
    if (lock.role === 'owner') return openAsOwner(dataDir, lock, options);
    const store = await openAsClient(lock.socket, options);
    if (store !== null) return store;
    await clock.sleep(50 + ids.random() * 100);
  }
  throw inUse();
}
