import { CFB } from '@e965/xlsx';
import { sheetError } from './sheet-errors.js';

/** Values from here on are marks (free, end of chain, table sector), not sectors. */
const FIRST_MARK = 0xfffffffa;
const RECORD = { bof: 0x0809, eof: 0x000a, boundSheet: 0x0085, filePass: 0x002f } as const;
const MACRO_SHEET_TYPES: ReadonlySet<number> = new Set([1, 6]);
const MACRO_STORAGE = /(?:^|\/)(?:_VBA_PROJECT_CUR|_VBA_PROJECT|VBA)\//iu;

/** The allocation table must not point behind the end of the file: a cut download does. */
function checkSectors(bytes: Buffer): void {
  if (bytes.length < 512) throw sheetError('SHEET_DAMAGED', 'shorter than its header');
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) throw sheetError('SHEET_DAMAGED', 'sector size');
  const sectorSize = 1 << shift;
  const available = Math.ceil((bytes.length - 512) / sectorSize);
  const tables = bytes.readUInt32LE(44);
  let used = 0;
  for (let index = 0; index < Math.min(tables, 109); index++) {
    const sector = bytes.readUInt32LE(76 + index * 4);
    const start = 512 + sector * sectorSize;
    if (start + sectorSize > bytes.length) throw sheetError('SHEET_DAMAGED', 'allocation table cut off');
    for (let slot = 0; slot < sectorSize / 4; slot++) {
      // Only links count: some writers mark unused sectors as ends of chains.
      const next = bytes.readUInt32LE(start + slot * 4);
      if (next < FIRST_MARK) used = Math.max(used, next + 1);
    }
  }
  if (used > available) throw sheetError('SHEET_DAMAGED', 'sectors missing at the end');
}

/** The part of the library's container that is used here; its own typings leave it open. */
interface Container {
  readonly FullPaths: readonly string[];
}

function openContainer(bytes: Buffer): Container {
  try {
    return CFB.read(bytes, { type: 'buffer' }) as Container;
  } catch (error) {
    throw sheetError('SHEET_DAMAGED', 'unreadable container', error);
  }
}

function workbookStream(bytes: Buffer): Buffer {
  const container = openContainer(bytes);
  if (container.FullPaths.some((path) => MACRO_STORAGE.test(path))) throw sheetError('SHEET_MACROS', 'VBA');
  if (CFB.find(container, 'EncryptedPackage') !== null) throw sheetError('SHEET_ENCRYPTED', 'package');
  const found: unknown = CFB.find(container, 'Workbook') ?? CFB.find(container, 'Book');
  const entry = found as { readonly content: Uint8Array; readonly size: number } | null;
  if (entry === null) throw sheetError('SHEET_NOT_A_WORKBOOK', 'no workbook stream');
  const content = Buffer.from(entry.content);
  if (content.length < entry.size) throw sheetError('SHEET_DAMAGED', 'workbook stream cut off');
  return content;
}

interface BiffRecord {
  readonly at: number;
  readonly id: number;
  readonly start: number;
  readonly length: number;
}

function* biffRecords(stream: Buffer): Generator<BiffRecord> {
  let at = 0;
  while (at + 4 <= stream.length) {
    const id = stream.readUInt16LE(at);
    const length = stream.readUInt16LE(at + 2);
    if (id === 0 && length === 0) return;
    if (at + 4 + length > stream.length) throw sheetError('SHEET_DAMAGED', 'record cut off');
    yield { at, id, start: at + 4, length };
    at += 4 + length;
  }
}

function checkSheetEntry(stream: Buffer, record: BiffRecord): number {
  const offset = stream.readUInt32LE(record.start);
  if (MACRO_SHEET_TYPES.has(stream[record.start + 5] ?? 0)) throw sheetError('SHEET_MACROS', 'macro sheet');
  if (offset + 4 > stream.length || stream.readUInt16LE(offset) !== RECORD.bof) {
    throw sheetError('SHEET_DAMAGED', 'sheet does not begin where the workbook says');
  }
  return offset;
}

/** A whole BIFF stream opens and closes as often, and holds every sheet that it lists. */
function checkRecords(stream: Buffer): void {
  let depth = 0;
  let sheets = 0;
  for (const record of biffRecords(stream)) {
    if (record.id === RECORD.bof) depth += 1;
    if (record.id === RECORD.eof) depth -= 1;
    if (record.id === RECORD.filePass) throw sheetError('SHEET_ENCRYPTED', 'file pass');
    if (record.id === RECORD.boundSheet && record.length >= 6) {
      checkSheetEntry(stream, record);
      sheets += 1;
    }
  }
  if (depth !== 0 || sheets === 0) throw sheetError('SHEET_DAMAGED', 'sheets without an end');
}

/**
 * Judges an .xls before the parser sees it, because the parser throws raw TypeErrors on a cut file or reads part of it.
 * Refuses passwords, VBA and Excel 4 macro sheets.
 */
export function guardXls(bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkSectors(buffer);
  checkRecords(workbookStream(buffer));
}
