import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { crashPoint, environmentSecrets, processEnvironment } from '../../config/environment.js';
import { loadConfig } from '../../config/load.js';
import type { Gateway } from '../../gateway.js';
import { packageRoot } from '../../infra/files/package-root.js';
import { demoConfig } from '../demo/config.js';
import { expectedOf, type Manifest, readManifest } from '../demo/manifest.js';
import { type Sandbox, startSandbox } from '../demo/sandbox.js';
import type { Invocation } from '../invocation.js';
import { adapterRegistry } from '../registry.js';
import { deploymentLines } from '../report/deployment-report.js';
import { printRun } from '../report/run-report.js';
import { type RunAnswer, runAnswer } from '../run/answer.js';
import { EVERYTHING, fullPass } from '../run/full-pass.js';
import { EXIT, usageError } from '../terminal/errors.js';
import { createProgress } from '../terminal/progress.js';
import { type AddCommand, wholeNumber } from './command.js';
import { loggerFor, sayDurability } from './with-gateway.js';

interface DemoOptions {
  readonly students?: string;
  readonly seed: string;
  readonly faults: string;
  readonly dirt: string;
  readonly keep?: boolean;
}

/** The directory of this demo, and whether to remove it afterwards. */
async function directoryOf(
  invocation: Invocation,
  options: DemoOptions,
): Promise<{ dir: string; temporary: boolean }> {
  if (invocation.options.dataDir !== undefined) {
    const dir = resolve(invocation.options.dataDir);
    await mkdir(dir, { recursive: true });
    return { dir, temporary: false };
  }
  return { dir: await mkdtemp(join(tmpdir(), 'hocba-demo-')), temporary: options.keep !== true };
}

async function openDemo(
  invocation: Invocation,
  dir: string,
  sandbox: Sandbox,
  manifest: Manifest,
): Promise<Gateway> {
  const overrides = demoConfig(sandbox, manifest, dir);
  // Kept so that the other commands find the same gateway with --data-dir alone.
  await writeFile(join(dir, 'hocba.yaml'), stringify(overrides), { mode: 0o600 });
  const [{ configValidator }, { openGateway }] = await Promise.all([
    import('../../kit.js'),
    import('../../gateway.js'),
  ]);
  const environment = processEnvironment();
  const { config } = await loadConfig({
    configDir: join(packageRoot(), 'config'),
    environment: { variables: {} },
    secrets: environmentSecrets(environment),
    overrides,
    validate: await configValidator(),
  });
  return openGateway({
    config,
    adapters: adapterRegistry,
    logger: await loggerFor(invocation.options),
    crashAt: crashPoint(environment),
  });
}

/** Difference, refused records or anything that does not match the simulators' own account make it 1. */
function exitCode(answer: RunAnswer, manifest: Manifest): number {
  const expected = expectedOf(manifest);
  const students = answer.schools.reduce((sum, school) => sum + school.students, 0);
  const held = answer.schools.reduce((sum, school) => sum + school.quarantined, 0);
  const whole = students === expected.found && answer.reconciliation.difference === 0;
  return whole && held === 0 ? EXIT.done : EXIT.findings;
}

function sayTruth(invocation: Invocation, answer: RunAnswer, manifest: Manifest): void {
  const expected = expectedOf(manifest);
  const students = answer.schools.reduce((sum, school) => sum + school.students, 0);
  const held = answer.schools.reduce((sum, school) => sum + school.quarantined, 0);
  invocation.terminal.line({
    vi: `Đối chiếu với sổ riêng của máy mô phỏng: học sinh ${students}/${expected.found}, phải giữ lại ${held}/${expected.refused}.`,
    en: `Against the simulators' own manifest: pupils ${students}/${expected.found}, to be held back ${held}/${expected.refused}.`,
  });
}

async function runDemo(invocation: Invocation, options: DemoOptions, dir: string): Promise<number> {
  const { terminal } = invocation;
  const progress = createProgress(terminal);
  const starting = progress.step({ vi: 'Khởi động máy mô phỏng', en: 'Start the simulators' });
  const sandbox = await startSandbox({
    stateDir: join(dir, 'sandbox'),
    seed: wholeNumber('--seed', options.seed),
    dirt: wholeNumber('--dirt', options.dirt),
    faults: options.faults,
    ...(options.students === undefined ? {} : { students: wholeNumber('--students', options.students) }),
  });
  try {
    const manifest = await readManifest(sandbox.vendors.manifest);
    starting.end();
    const gateway = await openDemo(invocation, dir, sandbox, manifest);
    try {
      await sayDurability(invocation, gateway);
      const pass = await fullPass({
        gateway,
        kind: 'demo',
        filter: EVERYTHING,
        progress,
        signal: invocation.signal,
      });
      progress.close();
      const answer = await runAnswer(gateway, pass);
      terminal.answer(answer);
      await printRun(terminal, gateway, pass, answer);
      for (const line of await deploymentLines(terminal, gateway)) terminal.line(line);
      sayTruth(invocation, answer, manifest);
      return exitCode(answer, manifest);
    } finally {
      await gateway.close();
    }
  } finally {
    progress.close();
    await sandbox.stop();
  }
}

export const addDemo: AddCommand = (program, run) => {
  program
    .command('demo')
    .description('trọn quy trình trên máy mô phỏng / the whole job on the built-in sandbox')
    .option('--students <n>', 'số học sinh; không ghi: bốn trường mẫu / pupils; default: the four schools')
    .option('--seed <s>', 'hạt giống / seed', '1')
    .option('--faults <none|flaky>', 'đường truyền và máy chủ chập chờn / flaky line and servers', 'none')
    .option('--dirt <n>', 'thêm n học sinh có lỗi phải giữ lại / add n pupils that must be refused', '0')
    .option('--keep', 'giữ lại thư mục tạm / keep the temporary directory')
    .action((options: DemoOptions) =>
      run(async (invocation) => {
        if (!['none', 'flaky'].includes(options.faults))
          throw usageError(
            `--faults chỉ nhận none hoặc flaky, không phải "${options.faults}".`,
            `--faults takes none or flaky, not "${options.faults}".`,
            'Ví dụ: hocba demo --faults flaky.',
            'For example: hocba demo --faults flaky.',
          );
        const { dir, temporary } = await directoryOf(invocation, options);
        try {
          const code = await runDemo(invocation, options, dir);
          if (!temporary)
            invocation.terminal.line({
              vi: `Dữ liệu được giữ tại ${dir} (dùng --data-dir).`,
              en: `The state is kept in ${dir} (use --data-dir).`,
            });
          return code;
        } finally {
          if (temporary) await rm(dir, { recursive: true, force: true });
        }
      }),
    );
};
