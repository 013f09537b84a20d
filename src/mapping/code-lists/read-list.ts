import type { Issue, Place } from '../../domain/issue.js';
import {
  cellAt,
  columnLetters,
  columnNamed,
  findSheetHeader,
  headerKeyOf,
  type SheetHeader,
} from '../../domain/sheets/index.js';
import { cleanText } from '../../domain/text.js';
import type { Sheet, SheetRow, Workbook } from '../../ports/spreadsheet.js';
import { columnMissing, columnTwice, contradiction, noRows } from './issues.js';
import type { Field, ListedCode, ListRow, ListSurroundings } from './listed.js';
import type { CodeList, ListColumn } from './lists.js';

export interface ListFile {
  /** For places of findings. */
  readonly file: string;
  readonly workbook: Workbook;
  /** A person's word for columns: field -> header text of the file. */
  readonly columns: Readonly<Partial<Record<Field, string>>>;
}

/** What a file says, whole: with any issue nothing of it counts. */
export interface ListReading {
  readonly issues: readonly Issue[];
  readonly listed: ReadonlyMap<string, ListedCode>;
  /** Rows with something in them. */
  readonly rows: number;
  /** Of those, rows with neither code nor name (notes, units without parts). */
  readonly skipped: number;
}

/** No header of a file reads like this, so that a person's choice cannot be mistaken for another column. */
const chosenName = (field: Field): string => `=${field}`;

/** A column that a person named is that one or none. */
const headersOf = ({ field, headers }: ListColumn, columns: ListFile['columns']): readonly string[] =>
  columns[field] === undefined ? headers : [chosenName(field)];

function headerOf(sheet: Sheet, list: CodeList, columns: ListFile['columns']): SheetHeader | undefined {
  const required = list.columns.filter((column) => column.required || columns[column.field] !== undefined);
  const chosen = Object.entries(columns) as [Field, string][];
  return findSheetHeader(sheet.rows, sheet.merges, {
    known: required.map((column) => headersOf(column, columns)),
    least: required.length,
    key: required.filter(({ field }) => field === 'code').flatMap((column) => headersOf(column, columns)),
    maxRows: 1,
    rename: Object.fromEntries(chosen.map(([field, text]) => [headerKeyOf(text), chosenName(field)])),
  });
}

interface Found {
  readonly sheet: Sheet;
  readonly header: SheetHeader;
  readonly at: ReadonlyMap<Field, number>;
}

function columnsOf(
  header: SheetHeader,
  list: CodeList,
  { file, columns }: ListFile,
  sheet: string,
): Found['at'] | readonly Issue[] {
  const at = new Map<Field, number>();
  const issues: Issue[] = [];
  for (const column of list.columns) {
    const found = columnNamed(header, headersOf(column, columns));
    if (found === undefined) continue;
    at.set(column.field, found.column);
    if (header.duplicates.includes(found.name))
      issues.push(columnTwice(columns[column.field] ?? found.name, column.what, { file, sheet }));
  }
  return issues.length > 0 ? issues : at;
}

/** Texts of the row that is most like a header, for the message. */
const likelyHeader = (sheet: Sheet | undefined): readonly string[] => {
  const rows = sheet?.rows.slice(0, 20) ?? [];
  const [widest] = [...rows].sort((a, b) => b.cells.length - a.cells.length);
  return widest?.cells.map(({ text }) => cleanText(text)).slice(0, 12) ?? [];
};

function missingColumns({ file, workbook, columns }: ListFile, list: CodeList): readonly Issue[] {
  const [sheet] = workbook.sheets;
  const place: Place = { file, ...(sheet === undefined ? {} : { sheet: sheet.name }) };
  const headers = likelyHeader(sheet);
  const held = new Set(headers.map(headerKeyOf));
  const lacking = list.columns.filter((column) => {
    const chosen = columns[column.field];
    if (chosen !== undefined) return !held.has(headerKeyOf(chosen));
    return column.required && !column.headers.some((header) => held.has(headerKeyOf(header)));
  });
  const named = lacking.length > 0 ? lacking : list.columns.filter(({ required }) => required);
  return named.map(({ what }) => columnMissing(what, headers, place));
}

function findList(read: ListFile, list: CodeList): Found | readonly Issue[] {
  for (const sheet of read.workbook.sheets) {
    const header = headerOf(sheet, list, read.columns);
    if (header === undefined) continue;
    const at = columnsOf(header, list, read, sheet.name);
    return at instanceof Map ? { sheet, header, at } : (at as readonly Issue[]);
  }
  return missingColumns(read, list);
}

function rowOf(row: SheetRow, { sheet, at }: Found, file: string): ListRow {
  const cells: Partial<Record<Field, string>> = {};
  for (const [field, column] of at) {
    const text = cleanText(cellAt(row, column)?.text ?? '');
    if (text !== '') cells[field] = text;
  }
  return {
    cells,
    place: (field) => {
      const column = at.get(field);
      return {
        file,
        sheet: sheet.name,
        row: row.number,
        ...(column === undefined ? {} : { column: columnLetters(column) }),
      };
    },
  };
}

/** Reads a whole list; every fault of every row is told at once. */
export function readList(list: CodeList, read: ListFile, around: ListSurroundings): ListReading {
  const found = findList(read, list);
  if (!('sheet' in found)) return { issues: found, listed: new Map(), rows: 0, skipped: 0 };
  const issues: Issue[] = [];
  const listed = new Map<string, ListedCode>();
  let rows = 0;
  let skipped = 0;
  for (const sheetRow of found.sheet.rows) {
    if (sheetRow.number <= found.header.lastRow || sheetRow.cells.length === 0) continue;
    rows += 1;
    const row = rowOf(sheetRow, found, read.file);
    if (row.cells.code === undefined && row.cells.name === undefined) skipped += 1;
    else issues.push(...put(listed, list, list.read(row, around)));
  }
  if (listed.size === 0 && issues.length === 0)
    issues.push(noRows({ file: read.file, sheet: found.sheet.name }));
  return { issues, listed, rows, skipped };
}

function put(
  listed: Map<string, ListedCode>,
  list: CodeList,
  reading: ListedCode | readonly Issue[],
): readonly Issue[] {
  if (!('key' in reading)) return reading;
  const held = listed.get(reading.key);
  const joined = held === undefined ? reading : list.join(held, reading);
  if (joined === null) return [contradiction(reading.key, reading.place, held?.place ?? reading.place)];
  listed.set(reading.key, joined);
  return [];
}
