import { isGatewayError } from '../../domain/errors.js';
import { inflateEntry, readZipDirectory, type ZipEntry, type ZipLimits, ZipRefusal } from '../files/zip.js';
import { type SheetErrorCode, sheetError } from './sheet-errors.js';

const WORKBOOK_PART = 'xl/workbook.xml';
const ACTIVE_PART =
  /^xl\/(?:vbaproject\.bin|vbadata\.xml|macrosheets\/|dialogsheets\/|externallinks\/|embeddings\/|activex\/)/iu;
const REFUSALS: Readonly<Record<ZipRefusal['problem'], SheetErrorCode>> = {
  damaged: 'SHEET_DAMAGED',
  'too-large': 'SHEET_TOO_LARGE',
  encrypted: 'SHEET_ENCRYPTED',
  unsafe: 'SHEET_DAMAGED',
};
/** A formula cell without a stored result: the parser would read 0. Text formulas (t="str") may be empty. */
const UNCALCULATED =
  /<c\b(?![^>]*\bt="str")[^>]*>\s*<f\b(?:[^>]*\/>|[^>]*>[^<]*<\/f>)\s*(?:<v\s*\/>|<v>\s*<\/v>)?\s*<\/c>/u;
/** Writers list default types that they do not use; only the workbook's own type counts. */
const MACRO_TYPE = /<Override\b(?=[^>]*"\/xl\/workbook\.xml")[^>]*(?:sheet|template|addin)\.macroEnabled/iu;
const DOCTYPE_FORMS = [
  Buffer.from('<!DOCTYPE', 'latin1'),
  Buffer.from('<!DOCTYPE', 'utf16le'),
  Buffer.from('<!DOCTYPE', 'utf16le').swap16(),
];

/** `<!DOCTYPE` in any encoding an XML parser may accept; an .xlsx part never needs one. */
export const hasDoctype = (part: Uint8Array): boolean => {
  const buffer = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  return DOCTYPE_FORMS.some((form) => buffer.includes(form));
};

function checkParts(entries: readonly ZipEntry[]): void {
  const names = entries.map((entry) => entry.name.toLowerCase());
  if (names.some((name) => ACTIVE_PART.test(name))) throw sheetError('SHEET_MACROS', 'active part');
  if (!names.includes(WORKBOOK_PART)) throw sheetError('SHEET_NOT_A_WORKBOOK', 'zip without a workbook');
}

async function checkContent(bytes: Uint8Array, entries: readonly ZipEntry[]): Promise<void> {
  for (const entry of entries) {
    if (entry.isFolder) continue;
    const part = await inflateEntry(bytes, entry);
    const isXml = /\.(?:xml|rels|vml)$/iu.test(entry.name);
    if (isXml && hasDoctype(part)) throw sheetError('SHEET_DAMAGED', 'doctype in a part');
    if (/^xl\/worksheets\//iu.test(entry.name) && UNCALCULATED.test(part.toString('utf8'))) {
      throw sheetError('SHEET_DAMAGED', 'formula without a result');
    }
    if (/^\[content_types\]\.xml$/iu.test(entry.name) && MACRO_TYPE.test(part.toString('utf8'))) {
      throw sheetError('SHEET_MACROS', 'macro content type');
    }
  }
}

/**
 * Judges an .xlsx before any parser sees it: the archive's directory first (no inflating, so a bomb costs nothing),
 * then every part with counted bytes, checksum and a ban of DOCTYPE.
 */
export async function guardXlsx(bytes: Uint8Array, limits: ZipLimits): Promise<void> {
  try {
    const entries = readZipDirectory(bytes, limits);
    checkParts(entries);
    await checkContent(bytes, entries);
  } catch (error) {
    if (error instanceof ZipRefusal) throw sheetError(REFUSALS[error.problem], error.message, error);
    if (isGatewayError(error)) throw error;
    throw sheetError('SHEET_DAMAGED', 'unreadable archive', error);
  }
}
