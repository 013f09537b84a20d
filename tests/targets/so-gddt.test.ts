import { adapter } from '../../adapters/targets/so-gddt/index.js';
import { startSoGddt } from '../../src/sandbox/targets/so-gddt/start.js';
import { describeTargetAdapter } from '../conformance/target.js';
import { outboundItem, SCHOOL, SCHOOL_YEAR } from './support/records.js';
import { memoryLogger, sendOptions, targetContext } from './support/session.js';
import { runSimulator } from './support/simulator.js';

describeTargetAdapter({
  name: 'so-gddt',
  async start() {
    const simulator = await runSimulator('so-gddt.ndjson', (stateDir, port) =>
      startSoGddt({ stateDir, port, verdictDelayMs: 5 }),
    );
    const { url, apiKey } = simulator.started;
    const logger = memoryLogger();
    const session = await adapter.open({ url, apiKey, pageSize: 3 }, targetContext('so-gddt', logger));
    return {
      session,
      simulator,
      options: sendOptions(),
      item: outboundItem,
      scope: { school: SCHOOL.code, schoolYear: SCHOOL_YEAR },
      packetPath: '/goi-tin',
      inquiryPath: '/tra-cuu-bien-nhan',
      secrets: [apiKey],
      logged: () => logger.lines,
    };
  },
});
