import { PassThrough } from 'node:stream';
import { utils, type WorkSheet, write as writeBook } from '@e965/xlsx';
import exceljs from 'exceljs';

export interface OutputColumn {
  readonly header: string;
  /** Characters; default 14. */
  readonly width?: number;
}

/** Cells are text or number; anything that must keep zeros or its exact digits is given as text. */
export type OutputCell = string | number | null | undefined;

export interface OutputSheet {
  readonly name: string;
  readonly columns: readonly (OutputColumn | string)[];
  readonly rows: Iterable<readonly OutputCell[]> | AsyncIterable<readonly OutputCell[]>;
  /** Rows above the header (title, school). */
  readonly preamble?: readonly (readonly OutputCell[])[];
  /** A list to work through: the header stays in view and filters, long texts wrap, A4 across. */
  readonly list?: true;
}

export interface OutputTable {
  readonly name: string;
  /** All rows, header rows included. */
  readonly rows: readonly (readonly OutputCell[])[];
  /** Inclusive, 0-based. */
  readonly merges?: readonly {
    readonly top: number;
    readonly left: number;
    readonly bottom: number;
    readonly right: number;
  }[];
  readonly widths?: readonly number[];
}

export interface OutputBook {
  readonly sheets: readonly OutputSheet[];
}

// Inline strings: a text cell stays text, and memory stays flat.
const STYLE = { useStyles: true, useSharedStrings: false } as const;
const SHEET_NAME_MAX = 31;
const headerOf = (column: OutputColumn | string): string =>
  typeof column === 'string' ? column : column.header;

/** Excel forbids []:*?/\ and more than 31 characters. */
const sheetName = (name: string): string =>
  name.replace(/[[\]:*?/\\]/gu, '-').slice(0, SHEET_NAME_MAX) || 'Sheet1';

// A string always goes out as a text cell (never `{ formula }`), so '=1+1' stays the four characters that it is.
const safeCell = (cell: OutputCell): string | number | null => {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  // Control characters would make the part ill-formed XML.
  return cell.replace(/[^\P{Cc}\t\r\n]|[\ufffe\uffff]/gu, '');
};

const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDDE6F0' } } as const;

function listOptions(sheet: OutputSheet): Partial<exceljs.AddWorksheetOptions> {
  if (sheet.list !== true) return {};
  return {
    views: [{ state: 'frozen', ySplit: (sheet.preamble?.length ?? 0) + 1 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

async function fillSheet(book: exceljs.stream.xlsx.WorkbookWriter, sheet: OutputSheet): Promise<void> {
  const worksheet = book.addWorksheet(sheetName(sheet.name), listOptions(sheet));
  const wrap = sheet.list === true ? { alignment: { wrapText: true, vertical: 'top' } as const } : {};
  worksheet.columns = sheet.columns.map((column) => ({
    width: typeof column === 'string' ? 14 : (column.width ?? 14),
    style: { numFmt: '@', ...wrap },
  }));
  if (sheet.list === true) {
    const row = (sheet.preamble?.length ?? 0) + 1;
    worksheet.autoFilter = { from: { row, column: 1 }, to: { row, column: sheet.columns.length } };
  }
  for (const row of sheet.preamble ?? []) worksheet.addRow(row.map(safeCell)).commit();
  const header = worksheet.addRow(sheet.columns.map(headerOf));
  header.font = { bold: true };
  if (sheet.list === true) header.fill = HEADER_FILL;
  header.commit();
  for await (const row of sheet.rows) worksheet.addRow(row.map(safeCell)).commit();
  worksheet.commit();
}

/**
 * Streams an .xlsx to a file; memory does not grow with the rows. Every text is a text cell: nothing a pupil or vendor
 * typed can become a formula.
 */
export async function writeXlsx(path: string, book: OutputBook): Promise<void> {
  await writeSheets(new exceljs.stream.xlsx.WorkbookWriter({ ...STYLE, filename: path }), book);
}

/** The same as {@link writeXlsx}, as bytes. */
export async function xlsxBytes(book: OutputBook): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const target = new PassThrough();
  target.on('data', (chunk: Buffer) => chunks.push(chunk));
  await writeSheets(new exceljs.stream.xlsx.WorkbookWriter({ ...STYLE, stream: target }), book);
  return Buffer.concat(chunks);
}

async function writeSheets(writer: exceljs.stream.xlsx.WorkbookWriter, book: OutputBook): Promise<void> {
  for (const sheet of book.sheets) await fillSheet(writer, sheet);
  await writer.commit();
}

function toWorksheet(table: OutputTable): WorkSheet {
  const worksheet = utils.aoa_to_sheet(
    table.rows.map((row) =>
      row.map((cell) => {
        const value = safeCell(cell);
        if (value === null) return null;
        return typeof value === 'number' ? { t: 'n', v: value } : { t: 's', v: value, z: '@' };
      }),
    ),
  );
  worksheet['!merges'] = (table.merges ?? []).map((merge) => ({
    s: { r: merge.top, c: merge.left },
    e: { r: merge.bottom, c: merge.right },
  }));
  if (table.widths !== undefined) worksheet['!cols'] = table.widths.map((width) => ({ wch: width }));
  return worksheet;
}

/** BIFF8 .xls for the official templates that accept nothing else; in memory, so for one school at a time. */
export function writeXls(tables: readonly OutputTable[]): Buffer {
  const book = utils.book_new();
  for (const table of tables) utils.book_append_sheet(book, toWorksheet(table), sheetName(table.name));
  return writeBook(book, { type: 'buffer', bookType: 'biff8' }) as Buffer;
}
