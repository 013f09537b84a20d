import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openPostgresStore } from '../../src/infra/postgres/postgres-store.js';
import { createClock } from '../../src/infra/system/clock.js';
import { createIds } from '../../src/infra/system/ids.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { storeContract } from './contract.js';
import { RecordingLogger } from './recording-logger.js';

const clock = createClock();
const ids = createIds();
let server: TestPostgres;

beforeAll(() => {
  server = startPostgres();
}, 180_000);
afterAll(() => {
  server?.stop();
}, 60_000);

const open = (url: string, logger = new RecordingLogger()) => openPostgresStore({ url, clock, ids, logger });

storeContract('the store on PostgreSQL', async () => {
  const url = await server.createDatabase('contract');
  const store = await open(url);
  return {
    store,
    another: () => open(url),
    connection: { connectionString: url },
    close: () => store.close(),
  };
});

it('migrates once when several processes start at the same time', async () => {
  const url = await server.createDatabase('race');
  const stores = await Promise.all([open(url), open(url), open(url)]);
  expect(await stores[0]?.describe()).toMatchObject({ kind: 'postgres', durable: true });
  await Promise.all(stores.map((store) => store.close()));
});

it('says that the server cannot be reached, as a transient error', async () => {
  const opening = open('postgres://nobody@/nowhere?host=/nonexistent&port=1');
  await expect(opening).rejects.toMatchObject({ kind: 'transient', code: 'STORE_UNAVAILABLE' });
});

it('says that the database or login is wrong, as a configuration error', async () => {
  const url = await server.createDatabase('known');
  const opening = open(url.replace('/known?', '/unknown?'));
  await expect(opening).rejects.toMatchObject({ kind: 'config', code: 'STORE_LOGIN_FAILED' });
});
