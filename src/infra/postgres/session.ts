import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Logger } from '../../ports/logger.js';
import type { Scope } from '../../ports/store.js';
import type { Database, Tx } from './schema.js';
import { misuse, sqlStateOf, toStoreError } from './store-errors.js';

/** Opens transactions that are bound to a scope; the only way to the database. */
export interface Session {
  /**
   * Runs `work` as role hocba_app with row-level security set to the scope. `snapshot`: one consistent view, read only.
   * Runs again after a deadlock, so `work` must have no effect but on the database. All errors are GatewayErrors.
   */
  inScope<T>(scope: Scope, work: (tx: Tx) => Promise<T>, mode?: 'write' | 'snapshot'): Promise<T>;
  /** As the connecting user, without scope: migrations and server facts. */
  asOwner<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const DEADLOCK_RETRIES = 4;
const INT8 = 20;

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('bigint beyond 2^53');
  return value;
}

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? parseInt8 : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

function schoolsSetting(scope: Scope): string {
  if (scope.schools === 'all') return '*';
  if (scope.schools.some((code) => /[\n\0]/u.test(code))) {
    throw misuse(
      'STORE_SCOPE_INVALID',
      'Mã trường trong phạm vi không hợp lệ.',
      'A school code of the scope is invalid.',
    );
  }
  return `=${scope.schools.join('\n')}`;
}

/**
 * Everything but a snapshot reads and writes by key. Without table statistics (a first run, or PGlite, which has no
 * autovacuum) the planner would take hash joins over whole tables for that: measured 10 times slower.
 */
const BY_KEY =
  'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off';

const beginScoped = (scope: Scope, mode: 'write' | 'snapshot'): string =>
  [
    mode === 'snapshot' ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : `BEGIN; ${BY_KEY}`,
    'SET LOCAL ROLE hocba_app',
    `SELECT set_config('hocba.schools', ${pg.escapeLiteral(schoolsSetting(scope))}, true)`,
  ].join('; ');

async function transact<T>(db: Kysely<Database>, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (tx) => {
    await sql.raw(begin).execute(tx);
    try {
      const result = await work(tx);
      await sql.raw('COMMIT').execute(tx);
      return result;
    } catch (error) {
      // The first error is the one to tell; a dead connection is dropped by the pool.
      await sql
        .raw('ROLLBACK')
        .execute(tx)
        .catch(() => undefined);
      throw error;
    }
  });
}

async function retryDeadlocks<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const state = sqlStateOf(error);
      if ((state === '40P01' || state === '40001') && attempt < DEADLOCK_RETRIES) continue;
      throw toStoreError(error);
    }
  }
}

/** `pool` says where and how many; type parsers are the same for every server. */
export function openSession(pool: pg.PoolConfig, logger: Logger): Session {
  const connections = new pg.Pool({
    ...pool,
    types: TYPES,
    application_name: 'hocba',
    idle_in_transaction_session_timeout: 60_000,
  });
  const lost = (error: unknown): void => {
    logger.debug('store.connection-lost', { code: sqlStateOf(error) });
  };
  connections.on('error', lost);
  // A connection in use has no listener of the pool's: its loss would end the process. The query that waits says it.
  connections.on('connect', (client) => {
    client.on('error', lost);
  });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: connections }) });
  let closed: Promise<void> | undefined;
  return {
    inScope: (scope, work, mode = 'write') =>
      retryDeadlocks(() => transact(db, beginScoped(scope, mode), work)),
    asOwner: (work) => retryDeadlocks(() => transact(db, 'BEGIN', work)),
    close: () => {
      closed ??= db.destroy();
      return closed;
    },
  };
}
