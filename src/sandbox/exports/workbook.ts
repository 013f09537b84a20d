import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as XLSX from '@e965/xlsx';
import ExcelJS from 'exceljs';

export type CellValue = string | number | boolean | Date | null;
export interface SheetPlan {
  readonly name: string;
  readonly rows: readonly (readonly CellValue[])[];
  /** Inclusive, 0-based: top, left, bottom, right. */
  readonly merges?: readonly (readonly [number, number, number, number])[];
  readonly hiddenColumns?: readonly number[];
}

const save = async (path: string, bytes: Uint8Array | string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
};

/** Real BIFF8, as VnEdu writes it. */
export const writeXls = async (path: string, sheets: readonly SheetPlan[]): Promise<void> => {
  const book = XLSX.utils.book_new();
  for (const plan of sheets) {
    const sheet = XLSX.utils.aoa_to_sheet(plan.rows.map((row) => [...row]));
    sheet['!merges'] = (plan.merges ?? []).map(([top, left, bottom, right]) => ({
      s: { r: top, c: left },
      e: { r: bottom, c: right },
    }));
    const hidden = new Set(plan.hiddenColumns);
    if (hidden.size > 0) {
      sheet['!cols'] = Array.from({ length: Math.max(...hidden) + 1 }, (_, i) => ({ hidden: hidden.has(i) }));
    }
    XLSX.utils.book_append_sheet(book, sheet, plan.name);
  }
  await save(path, XLSX.write(book, { type: 'buffer', bookType: 'biff8' }) as Uint8Array);
};

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** Sets every time stamp of a zip to 1/1/2026: the same world gives the same bytes. */
const timeless = (zip: Buffer): Buffer => {
  const date = ((2026 - 1980) << 9) | (1 << 5) | 1;
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('not a zip');
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === CENTRAL) {
    const local = zip.readUInt32LE(at + 42);
    for (const place of [at + 12, local + 10]) {
      zip.writeUInt16LE(0, place);
      zip.writeUInt16LE(date, place + 2);
    }
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return zip;
};

export const writeXlsx = async (path: string, sheets: readonly SheetPlan[]): Promise<void> => {
  const book = new ExcelJS.Workbook();
  book.creator = 'sandbox';
  book.created = new Date('2026-01-01T00:00:00Z');
  book.modified = book.created;
  for (const plan of sheets) {
    const sheet = book.addWorksheet(plan.name);
    for (const row of plan.rows) sheet.addRow([...row]);
    for (const [top, left, bottom, right] of plan.merges ?? []) {
      sheet.mergeCells(top + 1, left + 1, bottom + 1, right + 1);
    }
    for (const column of plan.hiddenColumns ?? []) sheet.getColumn(column + 1).hidden = true;
  }
  await save(path, timeless(Buffer.from(await book.xlsx.writeBuffer())));
};

const csvCell = (value: CellValue): string => {
  const text = value === null ? '' : String(value);
  return /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** UTF-8 with BOM, comma, CRLF. */
export const writeCsv = async (path: string, rows: readonly (readonly CellValue[])[]): Promise<void> => {
  await save(path, `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`);
};

/** YYYY-MM-DD as dd/mm/yyyy; an impossible day stays as typed. */
export const dayText = (iso: string): string => iso.split('-').reverse().join('/');

/** Excel serial day of YYYY-MM-DD, or null for a day that does not exist. */
export const serialDay = (iso: string): number | null => {
  const time = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) return null;
  return time / 86_400_000 + 25_569;
};
