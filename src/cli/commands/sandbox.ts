import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSandbox } from '../demo/sandbox.js';
import { EXIT } from '../terminal/errors.js';
import { type AddCommand, wholeNumber } from './command.js';
import { addCertificates } from './sandbox-certificates.js';

interface SandboxOptions {
  readonly seed: string;
  readonly students?: string;
  readonly dirt: string;
  readonly faults: string;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

export const addSandbox: AddCommand = (program, run) => {
  const sandboxCommand = program
    .command('sandbox')
    .description('chỉ các máy mô phỏng, cho nhà cung cấp và thử nghiệm / only the simulators')
    .option('--seed <s>', 'hạt giống / seed', '1')
    .option('--students <n>', 'số học sinh / pupils')
    .option('--dirt <n>', 'số học sinh có lỗi / pupils with a defect', '0')
    .option('--faults <none|flaky>', 'lỗi đường truyền / faults', 'none')
    .action((options: SandboxOptions) =>
      run(async ({ terminal, options: globals, signal }) => {
        const dir =
          globals.dataDir === undefined
            ? await mkdtemp(join(tmpdir(), 'hocba-sandbox-'))
            : resolve(globals.dataDir, 'sandbox');
        const sandbox = await startSandbox({
          stateDir: dir,
          seed: wholeNumber('--seed', options.seed),
          dirt: wholeNumber('--dirt', options.dirt),
          faults: options.faults,
          ...(options.students === undefined
            ? {}
            : { students: wholeNumber('--students', options.students) }),
        });
        try {
          const { vendors, targets } = sandbox;
          terminal.answer({ vendors, targets });
          terminal.line({
            vi: 'Máy mô phỏng đang chạy (Ctrl+C để dừng).',
            en: 'The simulators are running (Ctrl+C to stop).',
          });
          terminal.line(`SMAS       ${vendors.smas.url}`);
          for (const school of [...vendors.vnedu, ...vendors.misa])
            terminal.line(`${school.code}   ${school.dir}`);
          terminal.line(`so-gddt    ${targets.soGddt.url}`);
          terminal.line(`moet-csdl  ${targets.moetCsdl.url}`);
          terminal.line(`manifest   ${vendors.manifest}`);
          await aborted(signal);
        } finally {
          await sandbox.stop();
          if (globals.dataDir === undefined) await rm(dir, { recursive: true, force: true });
        }
        return EXIT.done;
      }),
    );
  addCertificates(sandboxCommand, run);
};
