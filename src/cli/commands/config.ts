import { stringify } from 'yaml';
import { EXIT } from '../terminal/errors.js';
import type { AddCommand } from './command.js';
import { loadFor } from './with-gateway.js';

export const addConfig: AddCommand = (program, run) => {
  const config = program.command('config').description('cấu hình / configuration');
  config
    .command('show')
    .description('cấu hình đang có hiệu lực, đã che bí mật / the effective configuration, redacted')
    .action(() =>
      run(async ({ terminal, options }) => {
        const { redacted } = await loadFor(options);
        terminal.answer(redacted);
        terminal.line(stringify(redacted).trimEnd());
        return EXIT.done;
      }),
    );
  config
    .command('check')
    .description('kiểm tra cấu hình, nêu mọi lỗi một lần / check the configuration, all problems at once')
    .action(() =>
      run(async ({ terminal, options }) => {
        const { config: loaded } = await loadFor(options);
        terminal.answer({ valid: true, sources: loaded.sources.length, targets: loaded.targets.length });
        terminal.line({
          vi: `Cấu hình hợp lệ: ${loaded.schools.length} trường, ${loaded.sources.length} nguồn, ${loaded.targets.length} đích.`,
          en: `The configuration is valid: ${loaded.schools.length} schools, ${loaded.sources.length} sources, ${loaded.targets.length} targets.`,
        });
        return EXIT.done;
      }),
    );
};
