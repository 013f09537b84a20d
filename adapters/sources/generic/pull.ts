import { createHash } from 'node:crypto';
import {
  type AdapterContext,
  createSheetSession,
  decodeFileCursor,
  encodeFileCursor,
  type FileCursor,
  type FileSelection,
  fileRefused,
  GatewayError,
  headerKeyOf,
  type Issue,
  isAfter,
  isGatewayError,
  listSourceFiles,
  type Page,
  type PullRequest,
  type SheetLayout,
  type SourceFile,
  type SourceSession,
  stemOf,
  throwIfAborted,
} from '../../../src/sdk.js';
import type { GenericConfig } from './config-schema.js';
import { template } from './layouts.js';
import { type NdjsonPage, readNdjson } from './ndjson.js';

const LINES = ['.ndjson', '.jsonl'];
const SHEETS = ['.xlsx', '.xls', '.csv', '.xlsm', '.html', '.htm', '.xml', '.pdf', '.ods'];
/** Sheet number in the cursor of a line file: they come before all workbooks. */
const LINE_SHEET = -1;

const isLines = (path: string): boolean => LINES.some((ending) => path.toLowerCase().endsWith(ending));

function select(config: GenericConfig, keep: (path: string) => boolean): FileSelection {
  return {
    ...(config.dir === undefined ? {} : { dir: config.dir }),
    ...(config.files === undefined ? {} : { files: config.files.filter((file) => keep(file.path)) }),
  };
}

function layoutsOf(config: GenericConfig): readonly SheetLayout[] {
  const rename = Object.fromEntries(
    Object.entries(config.columns ?? {}).map(([theirs, ours]) => [headerKeyOf(theirs), ours]),
  );
  return [...(config.sheets ?? []), ...template].map((layout) => ({ ...layout, rename }));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new GatewayError({
      kind: 'data',
      code: 'NDJSON_NOT_UTF8',
      message: { vi: 'Tệp NDJSON không phải UTF-8.', en: 'The NDJSON file is not UTF-8.' },
      hint: { vi: 'Xuất lại tệp ở bảng mã UTF-8.', en: 'Export the file again as UTF-8.' },
      cause: error,
    });
  }
}

interface ReadLines {
  readonly pages: readonly NdjsonPage[];
  readonly issues: readonly Issue[];
}

async function readLines(file: SourceFile, context: AdapterContext): Promise<ReadLines> {
  const place = { source: context.sourceId, file: file.path };
  try {
    return { pages: readNdjson(decode(await context.files.read(file.absolute)), place), issues: [] };
  } catch (error) {
    const isBadFile = isGatewayError(error) && error.kind === 'data';
    if (!isBadFile) throw error;
    const page: NdjsonPage = { stream: 'results', name: 'unreadable', records: [] };
    return { pages: [page], issues: [fileRefused(error, place)] };
  }
}

const isWanted = (page: NdjsonPage, request: PullRequest): boolean => {
  const { className, term } = request.scope;
  if (page.stream !== request.stream) return false;
  if (term !== undefined && page.term !== undefined && page.term !== term) return false;
  return className === undefined || page.className === undefined || page.className === className;
};

async function* pullLines(
  config: GenericConfig,
  context: AdapterContext,
  request: PullRequest,
  cursor: FileCursor | undefined,
): AsyncGenerator<Page> {
  const files = await listSourceFiles(select(config, isLines), context.files, request.scope, LINES);
  for (const file of files.filter((entry) => isLines(entry.path))) {
    throwIfAborted(request.signal);
    const { pages, issues } = await readLines(file, context);
    for (const [part, page] of pages.entries()) {
      const at: FileCursor = { path: file.path, sheet: LINE_SHEET, part };
      if (!isWanted(page, request) || (cursor !== undefined && !isAfter(at, cursor))) continue;
      throwIfAborted(request.signal);
      const { records, name, ...head } = page;
      yield {
        ...head,
        school: request.scope.school,
        schoolYear: request.scope.schoolYear,
        mapping: `generic/${page.stream}`,
        key: `${stemOf(file.path)}/${name}`,
        records,
        issues,
        cursor: encodeFileCursor(at),
      };
    }
  }
}

/** Opens no file yet: line files first, then workbooks, each in the order of their paths. */
export function openSession(config: GenericConfig, context: AdapterContext): SourceSession {
  const sheets = createSheetSession(
    {
      selection: select(config, (path) => !isLines(path)),
      year: config.year,
      ...(config.schoolName === undefined ? {} : { schoolName: config.schoolName }),
      layouts: layoutsOf(config),
      extensions: SHEETS,
      reportStream: 'results',
      hash: (content) => createHash('sha256').update(content).digest('hex'),
    },
    context,
  );
  return {
    health: () => sheets.health(),
    close: () => sheets.close(),
    async *pull(request) {
      throwIfAborted(request.signal);
      if (request.scope.schoolYear !== config.year) return;
      const cursor = request.cursor === undefined ? undefined : decodeFileCursor(request.cursor);
      const inSheets = cursor !== undefined && cursor.sheet !== LINE_SHEET;
      if (!inSheets) yield* pullLines(config, context, request, cursor);
      const { cursor: _passed, ...fresh } = request;
      yield* sheets.pull(inSheets ? request : fresh);
    },
  };
}
