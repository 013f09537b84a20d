import { writeFile } from 'node:fs/promises';
import type { Gateway } from '../../gateway.js';
import {
  deploymentHtml,
  deploymentTable,
  type ReportTable,
  reconciliationHtml,
  reconciliationTable,
} from '../../reconciliation/index.js';
import type { Invocation } from '../invocation.js';
import { deploymentOf } from '../report/deployment-report.js';
import { EXIT, usageError } from '../terminal/errors.js';
import { renderTable } from '../terminal/table.js';
import type { AddCommand } from './command.js';
import { withGateway } from './with-gateway.js';

interface ReportOptions {
  readonly format: string;
  readonly out?: string;
}

/** A report in every form it can take. */
interface Rendered {
  readonly document: unknown;
  readonly table: ReportTable;
  readonly html: string;
}

async function deployment(gateway: Gateway, lang: 'vi' | 'en'): Promise<Rendered> {
  const report = await deploymentOf(gateway);
  return { document: report, table: deploymentTable(report, lang), html: deploymentHtml(report) };
}

async function reconciliation(gateway: Gateway, lang: 'vi' | 'en', signal: AbortSignal): Promise<Rendered> {
  const report = await gateway.reconcile({ targets: [], schools: [], signal });
  return { document: report, table: reconciliationTable(report, lang), html: reconciliationHtml(report) };
}

const FORMATS = ['text', 'json', 'html', 'xlsx'] as const;

function outFile(options: ReportOptions): string {
  if (options.out !== undefined) return options.out;
  throw usageError(
    `Dạng ${options.format} cần --out FILE.`,
    `Format ${options.format} needs --out FILE.`,
    `Ví dụ: --format ${options.format} --out bao-cao.${options.format}.`,
    `For example: --format ${options.format} --out report.${options.format}.`,
  );
}

async function show(invocation: Invocation, options: ReportOptions, rendered: Rendered): Promise<void> {
  const { terminal } = invocation;
  if (options.format === 'xlsx') {
    const { title, columns, rows } = rendered.table;
    const { writeTable } = await import('../../kit.js');
    await writeTable(outFile(options), { title, columns: columns.map((column) => column.title), rows });
  } else if (options.format === 'html') await writeFile(outFile(options), rendered.html, 'utf8');
  else if (options.format === 'json' && options.out !== undefined)
    await writeFile(options.out, `${JSON.stringify(rendered.document, null, 2)}\n`, 'utf8');
  terminal.answer(rendered.document);
  if (options.out !== undefined) terminal.line({ vi: `Đã ghi ${options.out}.`, en: `Wrote ${options.out}.` });
  else if (options.format === 'json') terminal.line(JSON.stringify(rendered.document, null, 2));
  else
    for (const line of [rendered.table.title, ...renderTable(rendered.table.columns, rendered.table.rows)])
      terminal.line(line);
}

export const addReport: AddCommand = (program, run) => {
  const report = program.command('report').description('báo cáo / reports');
  const kinds = {
    deployment: { text: 'báo cáo triển khai / deployment report', make: deployment },
    reconciliation: { text: 'báo cáo đối soát / reconciliation report', make: reconciliation },
  } as const;
  for (const [name, { text, make }] of Object.entries(kinds))
    report
      .command(name)
      .description(text)
      .option('--format <format>', FORMATS.join('|'), 'text')
      .option('--out <file>', 'ghi vào tệp / write to a file')
      .action((options: ReportOptions) =>
        run((invocation) =>
          withGateway(invocation, async (gateway) => {
            if (!FORMATS.some((format) => format === options.format))
              throw usageError(
                `Không có dạng "${options.format}".`,
                `There is no format "${options.format}".`,
                `Dùng: ${FORMATS.join(', ')}.`,
                `Use: ${FORMATS.join(', ')}.`,
              );
            await show(invocation, options, await make(gateway, invocation.terminal.lang, invocation.signal));
            return EXIT.done;
          }),
        ),
      );
};
