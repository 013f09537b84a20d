import type { Issue, Place } from '../issue.js';
import { cleanText, foldText } from '../text.js';
import { cellFindings, sheetFindings } from './findings.js';
import { columnLetters, type GridCell, type GridRow, type GridSheet } from './grid.js';
import { columnNamed, type SheetHeader } from './header.js';
import { classifyRows, type RowColumns, type RowKind } from './rows.js';
import { type CellReading, isDateSerial, readCellValue, serialToIso } from './values.js';

/** Which columns of a layout mean something to the reader of rows; names as the vendor writes them, first found counts. */
export interface RowLayout {
  readonly order?: readonly string[];
  readonly name: readonly string[];
  /** Codes that identify the row, best first: they make the record's key and must be unique. */
  readonly codes: readonly (readonly string[])[];
  readonly dates?: readonly (readonly string[])[];
  /** Rows are unique by all codes together (assignments: class, subject, teacher). */
  readonly composite?: boolean;
  /** Columns whose label may carry a day: 'Chuyển đi kỳ 2 (02/03/2026)' becomes the label and `<column> / Ngày`. */
  readonly dated?: readonly (readonly string[])[];
  /** A free column that sometimes holds a known label: then it is also given under `to`, as it stands or as `value`. */
  readonly picks?: readonly {
    readonly from: readonly string[];
    readonly to: string;
    /** Tested on the folded text. */
    readonly matching: RegExp;
    readonly value?: string;
  }[];
}

/** `SourceRecord` of ports/source fits. */
export interface SheetRecord {
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly place: Place;
  readonly ignored?: string;
  readonly issues?: readonly Issue[];
}

export interface SheetRecords {
  readonly records: readonly SheetRecord[];
  readonly issues: readonly Issue[];
}

interface Columns extends RowColumns {
  /** The column whose codes may have lost a zero: the first kind of code, where there is one. */
  readonly padded: readonly number[];
  readonly dated: readonly string[];
  readonly picks: readonly {
    readonly name: string;
    readonly pick: NonNullable<RowLayout['picks']>[number];
  }[];
  readonly dates: ReadonlySet<number>;
  readonly composite: boolean;
}

function resolveColumns(header: SheetHeader, layout: RowLayout): Columns {
  const at = (names: readonly string[] | undefined): number | undefined =>
    names === undefined ? undefined : columnNamed(header, names)?.column;
  const all = (groups: readonly (readonly string[])[]): number[] =>
    groups.map(at).filter((column): column is number => column !== undefined);
  const order = at(layout.order);
  return {
    ...(order === undefined ? {} : { order }),
    name: at(layout.name) ?? -1,
    codes: all(layout.codes),
    dates: new Set(all(layout.dates ?? [])),
    composite: layout.composite === true,
    padded: layout.composite === true ? [] : all(layout.codes.slice(0, 1)),
    dated: (layout.dated ?? []).flatMap((names) => columnNamed(header, names)?.name ?? []),
    picks: (layout.picks ?? []).flatMap((pick) => {
      const name = columnNamed(header, pick.from)?.name;
      return name === undefined ? [] : [{ name, pick }];
    }),
  };
}

const digitsOf = (cell: GridCell): string | undefined => {
  const text = cell.kind === 'number' ? String(cell.number) : cleanText(cell.text);
  return /^\d+$/u.test(text) ? text : undefined;
};

/** Length of the all-digit codes of a column, when one length clearly rules; a shorter number then lost its zero. */
function codeLengths(rows: readonly GridRow[], columns: readonly number[]): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  for (const column of columns) {
    const texts = rows
      .flatMap((row) => row.cells.filter((cell) => cell.column === column))
      .map((cell) => digitsOf(cell)?.length ?? 0);
    const longest = Math.max(0, ...texts);
    const agreeing = texts.filter((length) => length === longest).length;
    if (longest >= 6 && agreeing >= 2) lengths.set(column, longest);
  }
  return lengths;
}

interface Reading {
  readonly sheet: GridSheet;
  readonly header: SheetHeader;
  readonly columns: Columns;
  readonly lengths: ReadonlyMap<number, number>;
  readonly place: Place;
}

const placeOf = (row: GridRow, column: number, name: string, reading: Reading): Place => ({
  ...reading.place,
  row: row.number,
  column: `${columnLetters(column)} (${name})`,
});

/** A day number in a date column; HTML and CSV carry it as text. */
function serialOf(cell: GridCell): number | undefined {
  const isDigits = cell.kind === 'text' && /^\d{5}$/u.test(cell.text);
  const number = cell.kind === 'number' ? cell.number : isDigits ? Number(cell.text) : undefined;
  return number !== undefined && isDateSerial(number) ? number : undefined;
}

/** What is to be said about one cell; most cells have nothing. */
function cellIssue(cell: GridCell, note: CellReading['note'], place: () => Place, reading: Reading) {
  if (note === 'error') return cellFindings.error(cell.text, place());
  if (note === 'bad-date') return cellFindings.badDate(cell.text, place());
  if (note === 'rounded') return cellFindings.rounded(String(cell.number), place());
  if (reading.columns.dates.has(cell.column)) {
    return serialOf(cell) === undefined ? undefined : cellFindings.serialDate(cell.text, place());
  }
  return cell.kind === 'number' ? lostZeroIssue(cell, place, reading) : undefined;
}

function lostZeroIssue(cell: GridCell, place: () => Place, reading: Reading): Issue | undefined {
  const length = reading.lengths.get(cell.column);
  const digits = length === undefined ? undefined : digitsOf(cell);
  if (length === undefined || digits === undefined || digits.length >= length) return undefined;
  return cellFindings.lostZero(digits, length, place());
}

function valuesOf(row: GridRow, reading: Reading): { values: Record<string, unknown>; issues: Issue[] } {
  const cells = new Map(row.cells.map((cell) => [cell.column, cell]));
  const values: Record<string, unknown> = {};
  const issues: Issue[] = [];
  for (const { column, name } of reading.header.columns) {
    const cell = cells.get(column);
    // Known and empty is null: the mapping must see that the column is there.
    const read: CellReading | undefined = cell === undefined ? undefined : readCellValue(cell);
    values[name] = read?.value ?? null;
    if (cell === undefined || read === undefined) continue;
    const issue = cellIssue(cell, read.note, () => placeOf(row, column, name, reading), reading);
    if (issue !== undefined) issues.push(issue);
    if (issue?.rule === 'SHEET-SERIAL-DATE') values[name] = serialToIso(serialOf(cell) ?? 0) ?? null;
  }
  addDerived(values, reading.columns);
  return { values, issues };
}

const DATED = /^(.*\S)\s*\(\s*(?:từ\s+|ngày\s+)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*\)$/u;

function addDerived(values: Record<string, unknown>, columns: Columns): void {
  for (const name of columns.dated) {
    const match = DATED.exec(cleanText(String(values[name] ?? '')));
    if (match === null) continue;
    values[name] = match[1];
    values[`${name} / Ngày`] = match[2];
  }
  for (const { name, pick } of columns.picks) {
    const text = cleanText(String(values[name] ?? ''));
    if (text !== '' && pick.matching.test(foldText(text))) values[pick.to] = pick.value ?? text;
  }
}

function keyOf(row: GridRow, columns: Columns): string | undefined {
  const codes = columns.codes.map((column) => {
    const cell = row.cells.find((item) => item.column === column);
    return cell === undefined ? '' : (digitsOf(cell) ?? cleanText(cell.text));
  });
  if (columns.composite) return codes.some((code) => code !== '') ? codes.join('|') : undefined;
  const at = codes.findIndex((code) => code !== '');
  return at === -1 ? undefined : `${at}:${codes[at]}`;
}

/** Everything of an ignored row, under its column letters: nothing that stood in the file is lost in landing. */
const rawValues = (row: GridRow): Record<string, unknown> =>
  Object.fromEntries(row.cells.map((cell) => [columnLetters(cell.column), cell.text]));

function readDataRow(row: GridRow, reading: Reading, seen: Map<string, number>): SheetRecord {
  const place = { ...reading.place, row: row.number };
  const { values, issues } = valuesOf(row, reading);
  const code = keyOf(row, reading.columns);
  const first = code === undefined ? undefined : seen.get(code);
  if (code !== undefined && first !== undefined) {
    issues.push(cellFindings.duplicate(code.replace(/^\d:/u, ''), first, place));
  }
  if (code !== undefined && first === undefined) seen.set(code, row.number);
  const key = code === undefined || first !== undefined ? `row:${row.number}` : `code:${code}`;
  return { key, values, place, ...(issues.length === 0 ? {} : { issues }) };
}

function readOther(row: GridRow, kind: RowKind, reading: Reading): SheetRecord {
  const place = { ...reading.place, row: row.number };
  const base = { key: `row:${row.number}`, values: rawValues(row), place };
  return kind === 'unrecognised'
    ? { ...base, issues: [cellFindings.unrecognised(place)] }
    : { ...base, ignored: kind };
}

function pageIssues(reading: Reading, rows: readonly GridRow[]): Issue[] {
  const { sheet, header, place } = reading;
  const nameOf = new Map(header.columns.map((column) => [column.column, column.name]));
  const issues = header.duplicates.map((name) => sheetFindings.duplicateColumn(name, place));
  const hidden = sheet.hiddenColumns.filter((column) => nameOf.has(column));
  if (hidden.length > 0) {
    const names = hidden.map((column) => `${columnLetters(column)} (${nameOf.get(column)})`).join(', ');
    issues.push(sheetFindings.hidden({ vi: `Cột ${names}`, en: `Column ${names} is` }, names, place));
  }
  const hiddenRows = rows.filter((row) => row.hidden).map((row) => row.number);
  if (hiddenRows.length > 0) {
    const numbers = hiddenRows.slice(0, 20).join(', ');
    issues.push(sheetFindings.hidden({ vi: `Dòng ${numbers}`, en: `Row ${numbers} is` }, numbers, place));
  }
  if (sheet.hidden) issues.push(sheetFindings.hidden({ vi: 'Sheet', en: 'The sheet is' }, sheet.name, place));
  const formulas = new Set(
    rows.flatMap((row) => row.cells.filter((cell) => cell.formula).map((cell) => cell.column)),
  );
  if (formulas.size > 0) {
    const names = [...formulas].map((column) => nameOf.get(column) ?? columnLetters(column)).join(', ');
    issues.push(sheetFindings.formulas(names, place));
  }
  return issues;
}

/**
 * Every row of a sheet as a record: data, or ignored with its kind as reason (blank, title, header, repeated-header,
 * footer). An unrecognised row and a second row of one code carry an error. Values are keyed by the header's names; a
 * column that is empty in a row is null there.
 */
export function readSheetRecords(
  sheet: GridSheet,
  header: SheetHeader,
  layout: RowLayout,
  place: Place,
): SheetRecords {
  const columns = resolveColumns(header, layout);
  const kinds = classifyRows(sheet.rows, header, columns);
  const dataRows = sheet.rows.filter((_, index) => kinds[index] === 'data');
  const lengths = codeLengths(dataRows, columns.padded);
  const reading: Reading = { sheet, header, columns, lengths, place };
  const seen = new Map<string, number>();
  const records = sheet.rows.map((row, index) => {
    const kind = kinds[index] as RowKind;
    return kind === 'data' ? readDataRow(row, reading, seen) : readOther(row, kind, reading);
  });
  return { records, issues: pageIssues(reading, dataRows) };
}
