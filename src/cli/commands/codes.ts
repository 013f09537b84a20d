import { vietnamDay } from '../../domain/day.js';
import { createClock } from '../../infra/system/clock.js';
import { FIELDS, type Field } from '../../mapping/code-lists/listed.js';
import { CODE_LISTS, type CodeList } from '../../mapping/code-lists/lists.js';
import type { CodeTable, CodeTables } from '../../mapping/tables.js';
import type { Invocation } from '../invocation.js';
import { importAnswer, importLines, overviewLines, tableAnswer, tableLines } from '../report/codes-report.js';
import { EXIT, usageError } from '../terminal/errors.js';
import { writing } from '../terminal/output.js';
import type { AddCommand } from './command.js';
import { collect } from './command.js';
import { loadFor } from './with-gateway.js';

interface ImportOptions {
  readonly validFrom: string;
  readonly column?: readonly string[];
  readonly partial?: boolean;
  readonly confirmEnding?: boolean;
  readonly dryRun?: boolean;
}

function listNamed(name: string): CodeList {
  const found = CODE_LISTS.find(({ table }) => table === name);
  if (found !== undefined) return found;
  const known = CODE_LISTS.map(({ table }) => table).join(', ');
  throw usageError(
    `Không nạp được danh mục "${name}".`,
    `The list "${name}" cannot be imported.`,
    `Các danh mục nạp được: ${known}.`,
    `Lists that can be imported: ${known}.`,
  );
}

/** A real day as YYYY-MM-DD; Vietnamese forms are refused rather than read the wrong way round. */
function dayOf(option: string, text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (
    /^\d{4}-\d{2}-\d{2}$/u.test(text) &&
    !Number.isNaN(time) &&
    new Date(time).toISOString().startsWith(text)
  )
    return text;
  throw usageError(
    `${option} phải là một ngày dạng năm-tháng-ngày, không phải "${text}".`,
    `${option} must be a day as year-month-day, not "${text}".`,
    `Ví dụ: ${option} 2025-07-01 là ngày 1 tháng 7 năm 2025.`,
    `For example: ${option} 2025-07-01 is 1 July 2025.`,
  );
}

function columnsOf(list: CodeList, given: readonly string[]): Readonly<Partial<Record<Field, string>>> {
  const fields = list.columns.map(({ field }) => field);
  const pairs = given.map((text) => {
    const at = text.indexOf('=');
    const field = FIELDS.find((one) => one === text.slice(0, at) && fields.includes(one));
    const header = text.slice(at + 1).trim();
    if (field !== undefined && header !== '') return [field, header] as const;
    throw usageError(
      `--column không nhận "${text}".`,
      `--column does not take "${text}".`,
      `Dạng: --column name="Tên cột trong tệp"; danh mục này có: ${fields.join(', ')}.`,
      `Form: --column name="Header in the file"; this list has: ${fields.join(', ')}.`,
    );
  });
  return Object.fromEntries(pairs);
}

/** The folder of the site's tables; the configuration always has one (with-gateway). */
async function codesDirOf({ options }: Invocation): Promise<string> {
  const { config } = await loadFor(options);
  return config.codesDir ?? '.hocba/codes';
}

async function importList(
  invocation: Invocation,
  name: string,
  file: string,
  options: ImportOptions,
): Promise<number> {
  const { terminal, signal } = invocation;
  const list = listNamed(name);
  const request = {
    list,
    file,
    validFrom: dayOf('--valid-from', options.validFrom),
    columns: columnsOf(list, options.column ?? []),
    partial: options.partial === true,
    confirmEnding: options.confirmEnding === true,
    dryRun: options.dryRun === true,
    signal,
  };
  const codesDir = await codesDirOf(invocation);
  const { importCodes } = await import('../../composition/codes.js');
  const result = await writing(codesDir, () => importCodes(codesDir, request));
  terminal.answer(importAnswer(request, result));
  for (const line of importLines(terminal, request, result)) terminal.line(line);
  return result.issues.length === 0 ? EXIT.done : EXIT.findings;
}

function tableNamed(tables: CodeTables, name: string): CodeTable {
  const found = tables.get(name);
  if (found !== undefined) return found;
  const waiting = CODE_LISTS.some(({ table }) => table === name);
  throw usageError(
    waiting ? `Danh mục "${name}" chưa được nạp.` : `Không có danh mục "${name}".`,
    waiting ? `The list "${name}" has not been imported.` : `There is no list "${name}".`,
    waiting
      ? `Nạp bằng "hocba codes import ${name} FILE --valid-from DATE".`
      : `Có: ${tables.names.join(', ')}.`,
    waiting
      ? `Import it with "hocba codes import ${name} FILE --valid-from DATE".`
      : `Known: ${tables.names.join(', ')}.`,
  );
}

async function showList(
  invocation: Invocation,
  name: string | undefined,
  options: { readonly at?: string },
): Promise<number> {
  const { terminal } = invocation;
  const today = vietnamDay(createClock().now());
  const day = options.at === undefined ? today : dayOf('--at', options.at);
  const { codeTablesIn } = await import('../../composition/codes.js');
  const tables = await codeTablesIn(await codesDirOf(invocation));
  const chosen =
    name === undefined ? tables.names.flatMap((one) => tables.get(one) ?? []) : [tableNamed(tables, name)];
  terminal.answer(chosen.map((table) => tableAnswer(table, day, name !== undefined)));
  const lines =
    name === undefined
      ? overviewLines(terminal, chosen, day)
      : chosen.flatMap((table) => tableLines(terminal, table, day));
  for (const line of lines) terminal.line(line);
  return EXIT.done;
}

export const addCodes: AddCommand = (program, run) => {
  const codes = program.command('codes').description('danh mục mã / code lists');
  codes
    .command('import <list> <file>')
    .description('nạp trọn một danh mục từ tệp .csv, .xlsx / load a whole list from a file')
    .requiredOption('--valid-from <date>', 'ngày bắt đầu hiệu lực / first day, YYYY-MM-DD')
    .option('--column <field=header>', 'cột của tệp / a column of the file', collect)
    .option('--partial', 'tệp chỉ là một phần, không mã nào hết hiệu lực / a part of the list, nothing ends')
    .option('--confirm-ending', 'xác nhận nhiều mã hết hiệu lực / many codes may end')
    .option('--dry-run', 'chỉ xem sẽ đổi gì / show the difference only')
    .action((list: string, file: string, options: ImportOptions) =>
      run((invocation) => importList(invocation, list, file, options)),
    );
  codes
    .command('show [list]')
    .description('các mã có hiệu lực / the codes in force')
    .option('--at <date>', 'vào ngày / on a day, YYYY-MM-DD')
    .action((list: string | undefined, options: { readonly at?: string }) =>
      run((invocation) => showList(invocation, list, options)),
    );
};
