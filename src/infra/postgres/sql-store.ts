import type { Ids } from '../../ports/clock.js';
import type { Store } from '../../ports/store.js';
import type { Session } from './session.js';
import { createAccountStore } from './store/account.js';
import { createLandingStore } from './store/landing.js';
import { createOutboxStore } from './store/outbox.js';
import { createRecordStore } from './store/records.js';
import { createRunStore } from './store/runs.js';

/** The store over a session: the same for PostgreSQL and the embedded one. */
export const createSqlStore = (
  session: Session,
  ids: Ids,
  description: Awaited<ReturnType<Store['describe']>>,
  close: () => Promise<void>,
): Store => ({
  runs: createRunStore(session, ids),
  landing: createLandingStore(session),
  records: createRecordStore(session),
  outbox: createOutboxStore(session, ids),
  account: createAccountStore(session),
  describe: () => Promise.resolve(description),
  close,
});
