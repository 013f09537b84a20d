import { GatewayError, isGatewayError } from '../errors.js';
import { type CrossFindings, crossCheck } from './cross.js';
import { fileRefused, listSourceFiles, type SourceFile, throwIfAborted } from './file-set.js';
import type { GridSheet } from './grid.js';
import { nameUnits } from './pages.js';
import { readSheetRecords, type SheetRecords } from './records.js';
import type { SheetIo, SheetPull, SheetSource } from './session-types.js';
import { type SheetUnit, surveySheet } from './survey.js';

/** All sheets of a school's files as known before the first page, with what their comparison shows. */
export interface Survey {
  readonly units: readonly SheetUnit[];
  readonly cross: CrossFindings;
  readonly keys: ReadonlyMap<SheetUnit, string>;
}

/** Bytes of files whose parsed form is kept between survey and pages. */
const KEPT_BYTES = 4 * 1024 * 1024;

interface ReadFile {
  readonly hash: string;
  readonly sheets: readonly GridSheet[];
}

function createReader(io: SheetIo, source: SheetSource) {
  const kept = new Map<string, ReadFile & { readonly bytes: number }>();
  let total = 0;
  return async (file: SourceFile, signal: AbortSignal): Promise<ReadFile> => {
    const known = kept.get(file.absolute);
    if (known !== undefined) return known;
    const bytes = await io.files.read(file.absolute);
    const { sheets } = await io.spreadsheets.read(bytes, { name: file.path, signal });
    const read = { hash: source.hash(bytes), sheets, bytes: bytes.byteLength };
    kept.set(file.absolute, read);
    total += read.bytes;
    for (const [path, old] of kept) {
      if (total <= KEPT_BYTES || path === file.absolute) break;
      kept.delete(path);
      total -= old.bytes;
    }
    return read;
  };
}

const refusedUnit = (file: SourceFile, error: GatewayError, sourceId: string): SheetUnit => {
  const place = { source: sourceId, file: file.path };
  return {
    file,
    sheetIndex: 0,
    sheetName: '',
    place,
    issues: [fileRefused(error, place)],
    codes: [],
    content: '',
    refused: error,
  };
};

const changed = (): GatewayError =>
  new GatewayError({
    kind: 'transient',
    code: 'SOURCE_FILE_CHANGED',
    message: { vi: 'Tệp nguồn bị thay đổi trong lúc đọc.', en: 'A source file changed while it was read.' },
    hint: { vi: 'Đợi chép tệp xong rồi chạy lại.', en: 'Wait until the copy is finished, then run again.' },
  });

/** The files of one source: surveyed as a whole, read again sheet by sheet when their pages are asked for. */
export interface Workbooks {
  survey(scope: SheetPull['scope'], signal: AbortSignal): Promise<Survey>;
  /** GatewayError SOURCE_FILE_CHANGED when the file is not what the survey saw. */
  records(unit: SheetUnit, signal: AbortSignal): Promise<SheetRecords>;
}

export function openWorkbooks(source: SheetSource, io: SheetIo): Workbooks {
  const read = createReader(io, source);
  const hashes = new Map<string, string>();

  const surveyFile = async (
    file: SourceFile,
    schoolYear: string,
    signal: AbortSignal,
  ): Promise<readonly SheetUnit[]> => {
    try {
      const { sheets, hash } = await read(file, signal);
      hashes.set(file.absolute, hash);
      const context = { sourceId: io.sourceId, schoolYear, layouts: source.layouts, hash: source.hash };
      return sheets.flatMap((sheet, index) => surveySheet(file, sheet, index, context) ?? []);
    } catch (error) {
      const isBadFile = isGatewayError(error) && error.kind === 'data';
      if (!isBadFile) throw error;
      return [refusedUnit(file, error, io.sourceId)];
    }
  };

  return {
    async survey(scope, signal) {
      const files = await listSourceFiles(source.selection, io.files, scope, source.extensions);
      const units: SheetUnit[] = [];
      for (const file of files) {
        throwIfAborted(signal);
        units.push(...(await surveyFile(file, scope.schoolYear, signal)));
      }
      const name = source.schoolName === undefined ? {} : { name: source.schoolName };
      return { units, cross: crossCheck(units, { code: scope.school, ...name }), keys: nameUnits(units) };
    },
    async records(unit, signal) {
      if (unit.identified === undefined) return { records: [], issues: [] };
      const { sheets, hash } = await read(unit.file, signal);
      const sheet = sheets[unit.sheetIndex];
      if (sheet === undefined || hash !== hashes.get(unit.file.absolute)) throw changed();
      return readSheetRecords(sheet, unit.identified.header, unit.identified.layout, unit.place);
    },
  };
}
