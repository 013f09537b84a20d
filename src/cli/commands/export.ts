import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CanonicalRecord } from '../../domain/records.js';
import type { Gateway } from '../../gateway.js';
import { excelTables } from '../registry.js';
import { EXIT } from '../terminal/errors.js';
import type { AddCommand } from './command.js';
import { requireKnown, withGateway } from './with-gateway.js';

/** Only what passed the checks goes into an official file. */
async function readyRecords(gateway: Gateway, school: string): Promise<readonly CanonicalRecord[]> {
  const records: CanonicalRecord[] = [];
  const filter = { schoolYear: gateway.config.schoolYear, school, states: ['ready'] as const };
  for await (const page of gateway.store.records.list(gateway.scope, filter))
    records.push(...page.map((row) => row.canonical));
  return records;
}

export const addExport: AddCommand = (program, run) => {
  program
    .command('export')
    .description('tệp Excel chính thức / official Excel files')
    .command('csdl-excel')
    .description("C1-HocSinh và KQHT tiểu học của CSDL ngành / the sector database's own import files")
    .requiredOption('--school <code>', 'mã trường / school code')
    .requiredOption('--out <dir>', 'thư mục / folder')
    .action((options: { school: string; out: string }) =>
      run((invocation) =>
        withGateway(invocation, async (gateway) => {
          requireKnown(
            'school',
            [options.school],
            gateway.config.schools.map((school) => school.code),
          );
          const { officialXls } = await import('../../kit.js');
          const records = await readyRecords(gateway, options.school);
          await mkdir(options.out, { recursive: true });
          const { terminal } = invocation;
          const files = [];
          for (const { name, table } of await excelTables(records)) {
            const merges = table.merges.map((merge) => ({
              top: merge.row,
              left: merge.column,
              bottom: merge.toRow,
              right: merge.toColumn,
            }));
            const file = join(options.out, `${options.school}-${name}.xls`);
            await writeFile(
              file,
              await officialXls({
                name: table.sheetName,
                rows: [...table.headerRows, ...table.rows],
                merges,
              }),
            );
            files.push({ file, rows: table.rows.length, left: table.left.length });
            terminal.line({
              vi: `${file}: ${table.rows.length} học sinh${table.left.length > 0 ? `, ${table.left.length} không ghi được` : ''}.`,
              en: `${file}: ${table.rows.length} pupils${table.left.length > 0 ? `, ${table.left.length} left out` : ''}.`,
            });
            for (const { findings } of table.left.slice(0, 5))
              for (const finding of findings)
                terminal.line(
                  `  ${finding.code}: ${terminal.say(finding.message)} → ${terminal.say(finding.fix)}`,
                );
          }
          terminal.answer({ school: options.school, files });
          return files.some((file) => file.left > 0) ? EXIT.findings : EXIT.done;
        }),
      ),
    );
};
