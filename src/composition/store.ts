import type { HocbaConfig } from '../config/types.js';
import type { Clock, Ids } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Store } from '../ports/store.js';

/** Opens the configured store. The implementation is loaded only when it is used. */
export async function openStore(
  config: HocbaConfig['store'],
  parts: { readonly clock: Clock; readonly ids: Ids; readonly logger: Logger },
): Promise<Store> {
  if (config.kind === 'embedded') {
    const { openEmbeddedStore } = await import('../infra/embedded/embedded-store.js');
    return openEmbeddedStore({ dataDir: config.dataDir, ...parts });
  }
  const { openPostgresStore } = await import('../infra/postgres/postgres-store.js');
  return openPostgresStore({ url: config.url, ...parts });
}
