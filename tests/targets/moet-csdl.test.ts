import { adapter } from '../../adapters/targets/moet-csdl/index.js';
import { startMoetCsdl } from '../../src/sandbox/targets/moet-csdl/start.js';
import { describeTargetAdapter } from '../conformance/target.js';
import { outboundItem, SCHOOL, SCHOOL_YEAR } from './support/records.js';
import { memoryLogger, sendOptions, targetContext } from './support/session.js';
import { runSimulator } from './support/simulator.js';

describeTargetAdapter({
  name: 'moet-csdl',
  async start() {
    const simulator = await runSimulator('moet-csdl.ndjson', (stateDir, port) =>
      startMoetCsdl({ stateDir, port }),
    );
    const { url, accounts } = simulator.started;
    const logger = memoryLogger();
    const session = await adapter.open({ url, accounts, pageSize: 3 }, targetContext('moet-csdl', logger));
    return {
      session,
      simulator,
      options: sendOptions(),
      item: outboundItem,
      scope: { school: SCHOOL.code, schoolYear: SCHOOL_YEAR },
      packetPath: '/csdlgd-push/hoc-ba',
      inquiryPath: '/trang-thai',
      secrets: accounts.map(({ password }) => password),
      logged: () => logger.lines,
    };
  },
});
