import { writeFile } from 'node:fs/promises';
import type { Gateway } from '../../gateway.js';
import {
  completenessHtml,
  completenessList,
  completenessReport,
  completenessTable,
  deploymentHtml,
  deploymentTable,
  noIdentityHtml,
  noIdentityList,
  noIdentityReport,
  noIdentityTable,
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
  readonly names?: boolean;
}

/** A report in every form it can take. */
interface Rendered {
  readonly document: unknown;
  readonly tables: readonly ReportTable[];
  readonly html: string;
  /** The report found something that must be put right. */
  readonly findings?: boolean;
}

type Make = (gateway: Gateway, invocation: Invocation, options: ReportOptions) => Promise<Rendered>;

const deployment: Make = async (gateway, { terminal }) => {
  const report = await deploymentOf(gateway);
  return {
    document: report,
    tables: [deploymentTable(report, terminal.lang)],
    html: deploymentHtml(report),
  };
};

const reconciliation: Make = async (gateway, { terminal, signal }) => {
  const report = await gateway.reconcile({ targets: [], schools: [], signal });
  return {
    document: report,
    tables: [reconciliationTable(report, terminal.lang)],
    html: reconciliationHtml(report),
  };
};

const noIdentity: Make = async ({ config, store, scope, clock }, { terminal: { lang } }, { names }) => {
  const { schoolYear, environment, schools } = config;
  const policy = config.policies.withoutNumber;
  const report = await noIdentityReport({
    store,
    scope,
    clock,
    schoolYear,
    environment,
    policy,
    schools,
    names: names === true,
  });
  return {
    document: report,
    tables: [noIdentityTable(report, lang), noIdentityList(report, lang)],
    html: noIdentityHtml(report),
  };
};

const completeness: Make = async (
  { config, store, scope, clock },
  { terminal: { lang }, signal },
  { names },
) => {
  const { schoolYear, environment, sources } = config;
  const report = await completenessReport({
    store,
    scope,
    clock,
    schoolYear,
    environment,
    schools: config.schools.map(({ code, name }) => ({
      code,
      name,
      sources: sources.filter(({ schools }) => schools.includes(code)).map(({ id }) => id),
    })),
    names: names === true,
    signal,
  });
  return {
    document: report,
    tables: [completenessTable(report, lang), completenessList(report, lang)],
    html: completenessHtml(report),
    findings: report.total.errors > 0,
  };
};

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

/** A list without entries says nothing; the report's own table is shown even so. */
const isShown = ({ rows }: ReportTable, index: number): boolean => index === 0 || rows.length > 0;

async function show(invocation: Invocation, options: ReportOptions, rendered: Rendered): Promise<void> {
  const { terminal } = invocation;
  if (options.format === 'xlsx') {
    const { writeTables } = await import('../../kit.js');
    const sheets = rendered.tables.map(({ columns, ...table }) => ({
      ...table,
      columns: columns.map(({ title }) => title),
    }));
    await writeTables(outFile(options), sheets);
  } else if (options.format === 'html') await writeFile(outFile(options), rendered.html, 'utf8');
  else if (options.format === 'json' && options.out !== undefined)
    await writeFile(options.out, `${JSON.stringify(rendered.document, null, 2)}\n`, 'utf8');
  terminal.answer(rendered.document);
  if (options.out !== undefined) terminal.line({ vi: `Đã ghi ${options.out}.`, en: `Wrote ${options.out}.` });
  else if (options.format === 'json') terminal.line(JSON.stringify(rendered.document, null, 2));
  else
    for (const { title, columns, rows } of rendered.tables.filter(isShown))
      for (const line of [title, ...renderTable(columns, rows)]) terminal.line(line);
}

function requireFormat(format: string): void {
  if (FORMATS.some((known) => known === format)) return;
  throw usageError(
    `Không có dạng "${format}".`,
    `There is no format "${format}".`,
    `Dùng: ${FORMATS.join(', ')}.`,
    `Use: ${FORMATS.join(', ')}.`,
  );
}

interface ReportKind {
  readonly name: string;
  readonly text: string;
  readonly make: Make;
  /** Can hold pupils' names when asked to. */
  readonly named?: true;
}

const KINDS: readonly ReportKind[] = [
  { name: 'deployment', text: 'báo cáo triển khai / deployment report', make: deployment },
  { name: 'reconciliation', text: 'báo cáo đối soát / reconciliation report', make: reconciliation },
  {
    name: 'no-identity',
    text: 'học sinh chưa có số định danh, theo trường và xã / pupils without an identity number, by school and commune',
    make: noIdentity,
    named: true,
  },
  {
    name: 'completeness',
    text: 'còn thiếu gì so với sĩ số và danh sách lớp (n/N) / what is missing against class lists',
    make: completeness,
    named: true,
  },
];

export const addReport: AddCommand = (program, run) => {
  const report = program.command('report').description('báo cáo / reports');
  for (const { name, text, make, named } of KINDS) {
    const command = report
      .command(name)
      .description(text)
      .option('--format <format>', FORMATS.join('|'), 'text')
      .option('--out <file>', 'ghi vào tệp / write to a file');
    if (named === true)
      command.option('--names', 'ghi cả họ tên, ngày sinh: chỉ đưa cho trường / with names and birth dates');
    command.action((options: ReportOptions) =>
      run((invocation) =>
        withGateway(invocation, async (gateway) => {
          requireFormat(options.format);
          const rendered = await make(gateway, invocation, options);
          await show(invocation, options, rendered);
          return rendered.findings === true ? EXIT.findings : EXIT.done;
        }),
      ),
    );
  }
};
