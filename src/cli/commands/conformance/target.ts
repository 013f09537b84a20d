import { environmentVariable, processEnvironment } from '../../../config/environment.js';
import type { Invocation } from '../../invocation.js';
import { usageError } from '../../terminal/errors.js';
import { type AddCommand, wholeNumber } from '../command.js';
import { loadFor } from '../with-gateway.js';
import { addRunOptions, addressOf, type RunOptions, sayRun, settingOf, timeoutOf } from './run-options.js';

interface TargetOptions extends RunOptions {
  readonly url: string;
  readonly apiKeyEnv: string;
  readonly school: string;
  readonly year?: string;
  readonly burst: string;
}

function accessKeyOf({ apiKeyEnv }: TargetOptions): string {
  const key = environmentVariable(processEnvironment(), apiKeyEnv);
  if (key !== null) return key;
  throw usageError(
    `Biến môi trường ${apiKeyEnv} (--api-key-env) chưa được đặt.`,
    `The environment variable ${apiKeyEnv} (--api-key-env) is not set.`,
    `Đặt khóa truy cập vào biến ${apiKeyEnv} rồi chạy lại; khóa không viết trên dòng lệnh.`,
    `Put the access key into ${apiKeyEnv} and run again; a key does not belong on the command line.`,
  );
}

async function runTarget(invocation: Invocation, options: TargetOptions): Promise<number> {
  const url = addressOf('--url', options.url);
  const apiKey = accessKeyOf(options);
  const { config } = await loadFor(invocation.options);
  const [{ runTargetScenarios }, { TARGET_SCENARIOS }] = await Promise.all([
    import('../../../kit.js'),
    import('../../../conformance/scenarios/target/index.js'),
  ]);
  const timeoutMs = timeoutOf(options);
  const run = await runTargetScenarios({
    ...settingOf(invocation, options, config.packetProfile, TARGET_SCENARIOS),
    url,
    apiKey,
    school: options.school,
    schoolYear: options.year ?? config.schoolYear,
    timeoutMs,
    limits: { verdictMs: timeoutMs, burst: wholeNumber('--burst', options.burst) },
  });
  return sayRun(invocation, run);
}

export const addTarget: AddCommand = (conformance, run) => {
  addRunOptions(
    conformance
      .command('target')
      .description('cơ sở dữ liệu thử của Sở theo docs/so-gddt-interface.md / a Sở’s test database')
      .requiredOption('--url <address>', 'máy chủ thử / test server')
      .requiredOption(
        '--api-key-env <name>',
        'biến môi trường giữ khóa truy cập / variable of the access key',
      )
      .option('--school <code>', 'trường thử / test school', '99000001')
      .option('--year <year>', 'năm học / school year')
      .option('--burst <n>', 'số lượt gọi cùng lúc / calls at once', '20'),
  ).action((options: TargetOptions) => run((invocation) => runTarget(invocation, options)));
};
