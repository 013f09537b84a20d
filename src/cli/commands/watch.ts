import { resolve } from 'node:path';
import { openDropFolder } from '../../infra/files/drop-folder.js';
import { watchFolder } from '../intake/watch-folder.js';
import { EXIT } from '../terminal/errors.js';
import type { AddCommand } from './command.js';
import { checkImport, FILE_SOURCES, type ImportOptions, importSetting, termOf } from './import.js';
import { withGateway } from './with-gateway.js';

interface WatchOptions extends ImportOptions {
  readonly interval: string;
  readonly once?: boolean;
}

export const addWatch: AddCommand = (program, run) => {
  program
    .command('watch <dir>')
    .description('thư mục thả tệp: nhập, lưu trữ, giữ lại kèm lý do / a drop folder')
    .requiredOption('--source <id>', FILE_SOURCES.join('|'))
    .requiredOption('--school <code>', 'mã trường / school code')
    .requiredOption('--year <year>', 'năm học, ví dụ 2025-2026 / school year')
    .option('--school-name <name>', 'tên trường / name of the school')
    .option('--term <term>', '1|2|year|reassessment')
    .option('--interval <ms>', 'nhìn lại sau (ms) / look again after (ms)', '2000')
    .option('--once', 'dừng khi thư mục đã yên / stop when the folder is quiet')
    .action((dir: string, options: WatchOptions) =>
      run(async (invocation) => {
        checkImport(options);
        const term = termOf(options.term);
        const setting = await importSetting(invocation, options, null);
        const folder = await openDropFolder(resolve(dir));
        return withGateway(
          invocation,
          async (gateway) => {
            const tally = await watchFolder(gateway, invocation.terminal, {
              folder,
              source: setting.source,
              school: options.school,
              intervalMs: Math.max(50, Number(options.interval) || 2000),
              once: options.once === true,
              signal: invocation.signal,
              ...(term === undefined ? {} : { term }),
            });
            invocation.terminal.answer(tally);
            invocation.terminal.line({
              vi: `Đã nhập ${tally.archived} tệp, giữ lại ${tally.quarantined} tệp.`,
              en: `Imported ${tally.archived} files, set aside ${tally.quarantined}.`,
            });
            return tally.quarantined === 0 ? EXIT.done : EXIT.findings;
          },
          setting.overrides,
        );
      }),
    );
};
