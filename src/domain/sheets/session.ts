import { type Bilingual, unhealthy } from '../errors.js';
import type { Issue } from '../issue.js';
import { classKeyOf } from '../records.js';
import { foldText } from '../text.js';
import { gradeOfClass } from './decide.js';
import {
  decodeFileCursor,
  encodeFileCursor,
  type FileCursor,
  isAfter,
  listSourceFiles,
  throwIfAborted,
} from './file-set.js';
import { type PagePart, repeated, sameFileIssue, splitByClass } from './pages.js';
import type { SheetIo, SheetPage, SheetPull, SheetSource } from './session-types.js';
import type { SheetUnit } from './survey.js';
import { openWorkbooks, type Survey } from './workbooks.js';

/** `Health` of ports/source fits. */
export type SheetHealth =
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly code: string; readonly detail: Bilingual };

/** `SourceSession` of ports/source fits. */
export interface SheetSession {
  /** Cheap: the files are listed, none is opened. Never throws. */
  health(): Promise<SheetHealth>;
  pull(request: SheetPull): AsyncGenerator<SheetPage>;
  close(): Promise<void>;
}

async function checkHealth(source: SheetSource, io: SheetIo): Promise<SheetHealth> {
  try {
    const scope = { school: '', schoolYear: source.year };
    const files = await listSourceFiles(source.selection, io.files, scope, source.extensions);
    return { ok: true, detail: `${files.length} file(s)` };
  } catch (error) {
    return unhealthy(error);
  }
}

function issuesOf(source: SheetSource, unit: SheetUnit, found: Survey): readonly Issue[] {
  const sameAs = found.cross.repeats.get(unit);
  if (sameAs !== undefined) return [sameFileIssue(unit, sameAs)];
  return [...unit.issues, ...(found.cross.issues.get(unit) ?? []), ...(source.extraIssues?.(unit) ?? [])];
}

/** Everything of a page but its rows and findings. */
function frameOf(
  source: SheetSource,
  unit: SheetUnit,
  part: PagePart,
  request: SheetPull,
): Omit<SheetPage, 'records' | 'issues' | 'cursor' | 'key'> {
  const grade = gradeOfClass(part.className) ?? unit.grade;
  return {
    stream: request.stream,
    school: request.scope.school,
    schoolYear: request.scope.schoolYear,
    ...(unit.term === undefined ? {} : { term: unit.term }),
    ...(part.className === undefined ? {} : { className: part.className }),
    ...(grade === undefined ? {} : { grade }),
    ...(unit.subject === undefined ? {} : { subject: unit.subject }),
    ...(source.codeSets === undefined ? {} : { codeSets: source.codeSets }),
    mapping: unit.identified?.layout.mapping ?? (source.layouts[0]?.mapping as string),
  };
}

const isOtherClass = (part: PagePart, wanted: string | undefined): boolean =>
  wanted !== undefined && part.className !== undefined && classKeyOf(part.className) !== classKeyOf(wanted);

/** Units of the asked stream and term that the cursor has not passed. What nobody recognised belongs to the report stream. */
function wantedUnits(source: SheetSource, found: Survey, request: SheetPull): readonly SheetUnit[] {
  const cursor = request.cursor === undefined ? undefined : decodeFileCursor(request.cursor);
  const { term } = request.scope;
  return found.units.filter((unit) => {
    const stream = unit.identified?.layout.stream ?? source.reportStream;
    if (stream !== request.stream) return false;
    if (term !== undefined && unit.term !== undefined && unit.term !== term) return false;
    const last = { path: unit.file.path, sheet: unit.sheetIndex, part: Number.MAX_SAFE_INTEGER };
    return cursor === undefined || isAfter(last, cursor);
  });
}

/**
 * Pulls pages from workbooks: surveys all files of the school once (layouts, terms, contradictions between files), then
 * gives one page for each class of each sheet of the asked stream, in the order of path, sheet and part.
 */
export function createSheetSession(source: SheetSource, io: SheetIo): SheetSession {
  const surveys = new Map<string, Promise<Survey>>();
  const workbooks = openWorkbooks(source, io);

  const surveyOnce = async (request: SheetPull): Promise<Survey> => {
    const key = `${request.scope.school}|${request.scope.schoolYear}`;
    const running = surveys.get(key) ?? workbooks.survey(request.scope, request.signal);
    surveys.set(key, running);
    try {
      return await running;
    } catch (error) {
      surveys.delete(key);
      throw error;
    }
  };

  async function* pagesOf(unit: SheetUnit, found: Survey, request: SheetPull): AsyncGenerator<SheetPage> {
    const { records, issues } = await workbooks.records(unit, request.signal);
    const isRepeat = found.cross.repeats.has(unit);
    const parts = splitByClass(unit, isRepeat ? records.map(repeated) : records);
    const cursor = request.cursor === undefined ? undefined : decodeFileCursor(request.cursor);
    for (const [index, part] of parts.entries()) {
      const at: FileCursor = { path: unit.file.path, sheet: unit.sheetIndex, part: index };
      if (cursor !== undefined && !isAfter(at, cursor)) continue;
      if (isOtherClass(part, request.scope.className)) continue;
      throwIfAborted(request.signal);
      const suffix = parts.length > 1 ? `/${foldText(part.className ?? '')}` : '';
      yield {
        ...frameOf(source, unit, part, request),
        key: `${found.keys.get(unit)}${suffix}`,
        records: part.records,
        issues: [...issuesOf(source, unit, found), ...(isRepeat ? [] : issues)],
        cursor: encodeFileCursor(at),
      };
    }
  }

  return {
    health: () => checkHealth(source, io),
    close: async () => surveys.clear(),
    async *pull(request) {
      throwIfAborted(request.signal);
      if (request.scope.schoolYear !== source.year) return;
      const found = await surveyOnce(request);
      for (const unit of wantedUnits(source, found, request)) {
        throwIfAborted(request.signal);
        yield* pagesOf(unit, found, request);
      }
    },
  };
}
