// A process of its own on a data directory, for the tests of locking and crashes. Runs the built program.
import { openEmbeddedStore } from '../../dist/src/infra/embedded/embedded-store.js';
import { createClock } from '../../dist/src/infra/system/clock.js';
import { createIds } from '../../dist/src/infra/system/ids.js';

const [dataDir, action] = process.argv.slice(2);
const say = (word) => process.stdout.write(`${word}\n`);
const nothing = () => undefined;
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => quiet };
const scope = { actor: 'child', schools: 'all' };
const run = { kind: 'run', schoolYear: '2025-2026', environment: 'test', startedAt: new Date() };

const store = await openEmbeddedStore({ dataDir, clock: createClock(), ids: createIds(), logger: quiet });
say('open');
if (action === 'once') {
  say(await store.runs.begin(scope, run));
  await store.close();
} else if (action === 'write') {
  // Each printed id is an acknowledged commit.
  for (;;) say(await store.runs.begin(scope, run));
} else {
  setInterval(() => undefined, 60_000);
}
