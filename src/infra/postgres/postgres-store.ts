import type { Clock, Ids } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Store } from '../../ports/store.js';
import { describeServer, migrate } from './migrate.js';
import { openSession } from './session.js';
import { createSqlStore } from './sql-store.js';

const CONNECTIONS = 10;

export interface PostgresStoreOptions {
  /** postgres://user:password@host:port/database; the user need not be a superuser. */
  readonly url: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Connects, migrates and answers the store. GatewayError config (login, version) or transient (not reachable). */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { logger } = options;
  const session = openSession(
    { connectionString: options.url, max: CONNECTIONS, connectionTimeoutMillis: 10_000 },
    logger,
  );
  try {
    const server = await describeServer(session);
    const applied = await migrate(session, server, options.clock);
    if (!server.durable)
      logger.warn('store.not-durable', {
        advice: 'set fsync, full_page_writes and synchronous_commit to on',
      });
    logger.info('store.opened', { kind: 'postgres', version: server.version, migrations: applied });
    const description = { kind: 'postgres', version: server.version, durable: server.durable } as const;
    return createSqlStore(session, options.ids, description, () => session.close());
  } catch (error) {
    await session.close();
    throw error;
  }
}
