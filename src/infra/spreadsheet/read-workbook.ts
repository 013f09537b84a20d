import { type CellObject, read, SSF, utils, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { serialToIso } from '../../domain/sheets/values.js';
import type { Cell, Sheet, SheetRow, Workbook, WorkbookFormat } from '../../ports/spreadsheet.js';
import { parseCsv } from './csv.js';
import type { SheetLimits } from './limits.js';
import { sheetError } from './sheet-errors.js';

const HIDDEN_COLUMN = /<(?:\w+:)?Column\b([^>]*)>/giu;

const displayed = (cell: CellObject): string => {
  if (typeof cell.v === 'string') return cell.v;
  return cell.w ?? (cell.v === undefined || cell.v === null ? '' : String(cell.v));
};

const KINDS: Readonly<Record<string, Cell['kind']>> = { b: 'boolean', e: 'error' };

interface ReadContext {
  readonly is1904: boolean;
  readonly limits: SheetLimits;
}

function numberCell(cell: CellObject, base: { column: number; text: string }, is1904: boolean): Cell {
  const number = cell.v as number;
  const format = cell.z;
  if (format === undefined || !SSF.is_date(String(format))) return { ...base, kind: 'number', number };
  const date = serialToIso(number, is1904);
  return { ...base, kind: 'date', number, ...(date === undefined ? {} : { date }) };
}

function readCell(
  cell: CellObject | null | undefined,
  column: number,
  context: ReadContext,
): Cell | undefined {
  if (cell === null || cell === undefined || cell.t === 'z') return undefined;
  const text = displayed(cell);
  if (text === '' && cell.t !== 'n') return undefined;
  const base = { column, text: text === '' ? String(cell.v) : text };
  const formula = cell.f === undefined ? {} : { formula: true as const };
  if (typeof cell.v === 'number' && cell.t === 'n') {
    return { ...numberCell(cell, base, context.is1904), ...formula };
  }
  return { ...base, kind: KINDS[cell.t] ?? 'text', ...formula };
}

function readRow(cells: readonly (CellObject | null | undefined)[], context: ReadContext): Cell[] {
  const found: Cell[] = [];
  for (let column = 0; column < cells.length; column++) {
    const cell = readCell(cells[column], column, context);
    if (cell === undefined) continue;
    if (column >= context.limits.maxColumns) throw sheetError('SHEET_TOO_LARGE', 'columns');
    found.push(cell);
  }
  return found;
}

function readRows(sheet: WorkSheet, context: ReadContext): SheetRow[] {
  const data = (sheet['!data'] ?? []) as readonly (readonly (CellObject | null)[] | null | undefined)[];
  const hidden = sheet['!rows'] ?? [];
  const rows: SheetRow[] = [];
  let lastFilled = 0;
  for (let index = 0; index < data.length; index++) {
    const cells = readRow(data[index] ?? [], context);
    if (index >= context.limits.maxRows) {
      if (cells.length > 0) throw sheetError('SHEET_TOO_LARGE', 'rows');
      break;
    }
    rows.push({ number: index + 1, hidden: hidden[index]?.hidden === true, cells });
    if (cells.length > 0) lastFilled = index + 1;
  }
  return rows.slice(0, lastFilled);
}

function readSheet(name: string, sheet: WorkSheet, isHidden: boolean, context: ReadContext): Sheet {
  const columns = sheet['!cols'] ?? [];
  const hiddenColumns: number[] = [];
  for (let index = 0; index < Math.min(columns.length, context.limits.maxColumns); index++) {
    if (columns[index]?.hidden === true) hiddenColumns.push(index);
  }
  const merges = (sheet['!merges'] ?? []).map((merge) => ({
    top: merge.s.r + 1,
    left: merge.s.c,
    bottom: merge.e.r + 1,
    right: merge.e.c,
  }));
  return { name, hidden: isHidden, rows: readRows(sheet, context), hiddenColumns, merges };
}

/** The library does not tell hidden columns of SpreadsheetML. */
function hiddenInSpreadsheetMl(worksheet: string): number[] {
  const hidden: number[] = [];
  let column = 0;
  for (const [, attributes = ''] of worksheet.matchAll(HIDDEN_COLUMN)) {
    const index = /ss:Index="(\d+)"/u.exec(attributes)?.[1];
    const span = Number(/ss:Span="(\d+)"/u.exec(attributes)?.[1] ?? 0);
    if (index !== undefined) column = Number(index) - 1;
    const isHidden = /ss:Hidden="1"/u.test(attributes);
    for (let step = 0; step <= Math.min(span, 255); step++) {
      if (isHidden) hidden.push(column + step);
    }
    column += span + 1;
  }
  return hidden;
}

function parse(bytes: Uint8Array, text: string | undefined, maxRows: number): WorkBook {
  const options = {
    dense: true,
    cellStyles: true,
    cellNF: true,
    cellFormula: true,
    cellHTML: false,
    raw: true,
    sheetRows: maxRows + 1,
  } as const;
  try {
    return text === undefined
      ? read(bytes, { ...options, type: 'array' })
      : read(text, { ...options, type: 'string' });
  } catch (error) {
    const locked = error instanceof Error && /password|encrypt/iu.test(error.message);
    throw sheetError(locked ? 'SHEET_ENCRYPTED' : 'SHEET_DAMAGED', 'parser', error);
  }
}

function csvWorkbook(text: string, limits: SheetLimits): Workbook {
  const lines = parseCsv(text);
  if (lines === undefined) throw sheetError('SHEET_DAMAGED', 'open quote at the end');
  if (lines.length > limits.maxRows) throw sheetError('SHEET_TOO_LARGE', 'rows');
  const rows = lines.map((fields, index): SheetRow => {
    if (fields.length > limits.maxColumns) throw sheetError('SHEET_TOO_LARGE', 'columns');
    const cells = fields.flatMap((field, column): Cell[] =>
      field === '' ? [] : [{ column, text: field, kind: 'text' }],
    );
    return { number: index + 1, hidden: false, cells };
  });
  return { format: 'csv', sheets: [{ name: 'CSV', hidden: false, rows, hiddenColumns: [], merges: [] }] };
}

const isTooWide = (sheet: WorkSheet, limits: SheetLimits): boolean => {
  const reference = sheet['!ref'];
  // A wide reference alone is no fault (formatted empty cells); the cells themselves are counted in readRow.
  return reference !== undefined && utils.decode_range(reference).e.c >= limits.maxColumns * 64;
};

/**
 * Parses bytes that have passed the guards. Runs in the worker. Throws GatewayError SHEET_*.
 * @param text the decoded text of html, spreadsheetml and csv.
 */
export function readWorkbook(
  bytes: Uint8Array,
  format: WorkbookFormat,
  limits: SheetLimits,
  text?: string,
): Workbook {
  if (format === 'csv') return csvWorkbook(text ?? '', limits);
  const book = parse(bytes, text, limits.maxRows);
  if (book.SheetNames.length === 0) throw sheetError('SHEET_DAMAGED', 'no sheets');
  if (book.SheetNames.length > limits.maxSheets) throw sheetError('SHEET_TOO_LARGE', 'sheets');
  const context = { is1904: book.Workbook?.WBProps?.date1904 === true, limits };
  const worksheets = format === 'spreadsheetml' ? (text ?? '').split(/<(?:\w+:)?Worksheet\b/u).slice(1) : [];
  let total = 0;
  const sheets = book.SheetNames.map((name, index): Sheet => {
    const sheet = book.Sheets[name];
    if (sheet === undefined) throw sheetError('SHEET_DAMAGED', 'sheet missing');
    if (isTooWide(sheet, limits)) throw sheetError('SHEET_TOO_LARGE', 'columns');
    const isHidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const result = readSheet(name, sheet, isHidden, context);
    total += result.rows.length;
    if (total > limits.maxRows) throw sheetError('SHEET_TOO_LARGE', 'rows');
    const worksheet = worksheets[index];
    return worksheet === undefined ? result : { ...result, hiddenColumns: hiddenInSpreadsheetMl(worksheet) };
  });
  return { format, sheets };
}
