import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { GatewayError } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import { createFiles } from '../infra/files/files.js';
import { packageRoot } from '../infra/files/package-root.js';
import { createClock } from '../infra/system/clock.js';
import type { CodeDiff } from '../mapping/code-lists/editions.js';
import { type ListPlan, planImport, tableText } from '../mapping/code-lists/import-list.js';
import type { Field } from '../mapping/code-lists/listed.js';
import type { CodeList } from '../mapping/code-lists/lists.js';
import { readList } from '../mapping/code-lists/read-list.js';
import type { CodeTableDeclaration } from '../mapping/declaration.js';
import { type CheckFile, CODE_TABLE_SCHEMA, loadCodeTables, loadSiteTables } from '../mapping/load.js';
import type { CodeTables } from '../mapping/tables.js';
import type { Files } from '../ports/files.js';
import type { Workbook } from '../ports/spreadsheet.js';
import { loadValidation } from './resources.js';

export interface CodesRequest {
  readonly list: CodeList;
  readonly file: string;
  /** YYYY-MM-DD */
  readonly validFrom: string;
  readonly columns: Readonly<Partial<Record<Field, string>>>;
  readonly partial: boolean;
  readonly confirmEnding: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

export interface CodesImport {
  readonly rows: number;
  /** Rows without code and name. */
  readonly skipped: number;
  /** With any, nothing was written and there is no diff. */
  readonly issues: readonly Issue[];
  readonly diff: CodeDiff | null;
  /** The file written; null when nothing changed, on a dry run, or with issues. */
  readonly written: string | null;
}

interface Desk {
  readonly files: Files;
  readonly check: CheckFile;
  readonly codesDir: string;
}

async function openDesk(codesDir: string): Promise<Desk> {
  const files = createFiles();
  const validation = await loadValidation(files);
  return { files, check: (id, value) => validation.problems(id, value), codesDir };
}

const tablesOf = ({ files, check, codesDir }: Desk): Promise<CodeTables> =>
  loadCodeTables(files, [join(packageRoot(), 'mappings', 'codes')], check, codesDir);

/** The code tables in force: those of the package with the site's over them. GatewayError MAPPING_INVALID. */
export const codeTablesIn = async (codesDir: string): Promise<CodeTables> =>
  tablesOf(await openDesk(codesDir));

async function readWorkbook(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<Workbook> {
  const { createSpreadsheetReader } = await import('../infra/spreadsheet/index.js');
  const reader = createSpreadsheetReader();
  try {
    return await reader.read(bytes, { name, signal });
  } finally {
    await reader.close();
  }
}

const elsewhere = (table: string, file: string): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'CODES_OTHER_FILE',
    message: {
      vi: `Danh mục ${table} đang nằm trong tệp ${file} viết bằng tay; lệnh nạp không ghi đè lên tệp này.`,
      en: `The list ${table} stands in ${file}, which was written by hand; an import does not write over it.`,
    },
    hint: {
      vi: `Chuyển danh mục ${table} khỏi tệp đó rồi nạp lại.`,
      en: `Take the list ${table} out of that file, then import again.`,
    },
    details: { table, file },
  });

const fileOf = (table: string): string => `${table}.json`;

async function siteTable(
  { files, codesDir, check }: Desk,
  table: string,
): Promise<CodeTableDeclaration | undefined> {
  for (const [path, tables] of await loadSiteTables(files, codesDir, check)) {
    const found = tables.find((one) => one.table === table);
    if (found === undefined) continue;
    if (path !== fileOf(table)) throw elsewhere(table, path);
    return found;
  }
  return undefined;
}

/** All of it or nothing: the new file takes the old one's place when it is whole. */
async function write({ codesDir, check }: Desk, table: CodeTableDeclaration): Promise<string> {
  const problems = check(CODE_TABLE_SCHEMA, table);
  if (problems.length > 0) throw new TypeError(`code table ${table.table}: ${problems[0]}`);
  await mkdir(codesDir, { recursive: true });
  const file = join(codesDir, fileOf(table.table));
  const beside = join(codesDir, `.${fileOf(table.table)}.part`);
  await writeFile(beside, tableText(table), 'utf8');
  await rename(beside, file);
  return file;
}

async function plan(
  desk: Desk,
  request: CodesRequest,
): Promise<Omit<CodesImport, 'written' | 'diff'> & { readonly plan: ListPlan | null }> {
  const { list, validFrom, columns, partial, confirmEnding } = request;
  const path = resolve(request.file);
  const name = basename(path);
  const bytes = await desk.files.read(path);
  const [workbook, tables, site] = await Promise.all([
    readWorkbook(bytes, name, request.signal),
    tablesOf(desk),
    siteTable(desk, list.table),
  ]);
  const { issues, listed, rows, skipped } = readList(
    list,
    { file: name, workbook, columns },
    { tables, validFrom },
  );
  if (issues.length > 0) return { issues, rows, skipped, plan: null };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const at = createClock().now().toISOString();
  const source = { file: name, sha256, rows, validFrom, at };
  return {
    issues,
    rows,
    skipped,
    plan: planImport({ list, listed, tables, site, partial, confirmEnding, source }),
  };
}

/**
 * Loads a list of codes from a file into the site's folder. With an issue in any row nothing is written. GatewayError
 * FILE_NOT_FOUND, SHEET_* for the file; CODES_OUT_OF_ORDER, CODES_MANY_ENDED, CODES_OTHER_FILE, MAPPING_INVALID.
 */
export async function importCodes(codesDir: string, request: CodesRequest): Promise<CodesImport> {
  const desk = await openDesk(codesDir);
  const { plan: made, ...reading } = await plan(desk, request);
  if (made === null) return { ...reading, diff: null, written: null };
  const isWritten = !request.dryRun && made.table !== null;
  const written = isWritten ? await write(desk, made.table as CodeTableDeclaration) : null;
  return { ...reading, diff: made.diff, written };
}
