import type { WorkbookFormat } from '../../ports/spreadsheet.js';
import { sheetError } from './sheet-errors.js';

export type SniffedFormat = WorkbookFormat | 'zip';

const CFB_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ZIP_MAGIC = Buffer.from('504b0304', 'hex');
const HEAD_BYTES = 4096;

const startsWith = (bytes: Uint8Array, magic: Buffer): boolean =>
  bytes.length >= magic.length && magic.equals(bytes.subarray(0, magic.length));

/** Strict decode: UTF-8 (one BOM stripped), or UTF-16 when a BOM says so. Undefined when the bytes are neither. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const label = utf16Label(bytes) ?? 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined;
    throw error;
  }
}

function utf16Label(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

const stripPrologue = (text: string): string =>
  text.replace(/^\s*(?:<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*)*/u, '');

function sniffMarkup(text: string): 'html' | 'spreadsheetml' | undefined {
  const body = stripPrologue(text.slice(0, HEAD_BYTES));
  if (
    /^<(?:\w+:)?workbook[\s>]/iu.test(body) &&
    text.includes('urn:schemas-microsoft-com:office:spreadsheet')
  ) {
    return 'spreadsheetml';
  }
  const opensAsHtml = /^<(?:!doctype\s+html|html|head|meta|body|table|style|div|center)[\s>]/iu.test(body);
  return opensAsHtml && /<table[\s>]/iu.test(text) ? 'html' : undefined;
}

/** No control characters but tab and line ends. */
const isPlainText = (text: string): boolean => !/[^\P{Cc}\t\r\n]/u.test(text);

function isCsv(text: string, name: string | undefined): boolean {
  const named = name?.toLowerCase().endsWith('.csv') ?? false;
  const looksLikeOther = /^\s*(?:[{[<]|%PDF)/u.test(text);
  return named && isPlainText(text) && !looksLikeOther && text.trim() !== '';
}

/**
 * The format by content; the name decides only that plain text may be CSV. Everything else is SHEET_NOT_A_WORKBOOK.
 * `zip` still has to show a workbook part.
 */
export function sniffFormat(
  bytes: Uint8Array,
  name?: string,
): { readonly format: SniffedFormat; readonly text?: string } {
  if (startsWith(bytes, CFB_MAGIC)) return { format: 'xls' };
  if (startsWith(bytes, ZIP_MAGIC)) return { format: 'zip' };
  const text = decodeText(bytes);
  if (text !== undefined) {
    const markup = sniffMarkup(text);
    if (markup !== undefined) return { format: markup, text };
    if (isCsv(text, name)) return { format: 'csv', text };
  }
  throw sheetError('SHEET_NOT_A_WORKBOOK', bytes.length === 0 ? 'empty' : 'unknown content');
}
