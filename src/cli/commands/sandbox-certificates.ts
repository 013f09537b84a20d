import { join, resolve } from 'node:path';
import { startSandboxProcess } from '../sandbox-process.js';
import { EXIT } from '../terminal/errors.js';
import type { AddCommand } from './command.js';

interface Ready {
  readonly dir: string;
  readonly password: string;
  readonly files: readonly string[];
}

export const addCertificates: AddCommand = (sandbox, run) => {
  sandbox
    .command('certificates')
    .description('chứng thư số thử nghiệm để ký và kiểm tra / test certificates for signing and verifying')
    .requiredOption('--out <dir>', 'thư mục / folder')
    .action((options: { readonly out: string }) =>
      run(async ({ terminal }) => {
        const { ready, stop } = await startSandboxProcess<Ready>('authority', [
          '--out',
          resolve(options.out),
        ]);
        await stop();
        terminal.answer(ready);
        terminal.line({
          vi: `Đã ghi chứng thư số thử nghiệm vào ${ready.dir} (mật khẩu .p12: ${ready.password}). Xem ${join(ready.dir, 'README.txt')}.`,
          en: `Test certificates written to ${ready.dir} (.p12 password: ${ready.password}). See ${join(ready.dir, 'README.txt')}.`,
        });
        for (const file of ready.files) terminal.line(`  ${file}.p12`);
        return EXIT.done;
      }),
    );
};
