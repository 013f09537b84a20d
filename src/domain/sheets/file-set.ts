import { GatewayError } from '../errors.js';
import type { Issue, Place } from '../issue.js';
import type { Term } from '../records.js';
import { sheetIssue } from './findings.js';

/** Files of a school as an adapter's configuration names them. */
export interface FileSelection {
  /** A folder or .zip; searched to its leaves. */
  readonly dir?: string;
  readonly files?: readonly {
    readonly path: string;
    readonly term?: Term;
    readonly school?: string;
    readonly year?: string;
  }[];
}

export interface SourceFile {
  /** Relative to the folder, '/' as separator; what people and cursors see. */
  readonly path: string;
  readonly absolute: string;
  readonly term?: Term;
}

export interface FileLister {
  list(
    dir: string,
    options?: { readonly extensions?: readonly string[] },
  ): Promise<readonly { readonly path: string; readonly absolute: string }[]>;
}

const byPath = (a: SourceFile, b: SourceFile): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
const SCHOOL_FOLDER = /^\d{6,12}$/u;

/** A first folder that is a school code belongs to that school alone. */
const isOfSchool = (path: string, school: string): boolean => {
  const [first = '', second] = path.split('/');
  return second === undefined || !SCHOOL_FOLDER.test(first) || first === school;
};

const nameOf = (path: string): string => path.split(/[/\\]/u).pop() ?? path;

async function listGiven(
  selection: FileSelection,
  lister: FileLister,
  scope: { school: string; schoolYear: string },
  extensions: readonly string[],
): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const given of selection.files ?? []) {
    if ((given.school ?? scope.school) !== scope.school) continue;
    if ((given.year ?? scope.schoolYear) !== scope.schoolYear) continue;
    const term = given.term === undefined ? {} : { term: given.term };
    if (!/\.zip$/iu.test(given.path)) {
      found.push({ path: given.path.replaceAll('\\', '/'), absolute: given.path, ...term });
      continue;
    }
    for (const member of await lister.list(given.path, { extensions })) {
      found.push({ path: `${nameOf(given.path)}/${member.path}`, absolute: member.absolute, ...term });
    }
  }
  return found;
}

/** The files of one school, in a stable order. GatewayError of the Files port when a folder is not there. */
export async function listSourceFiles(
  selection: FileSelection,
  lister: FileLister,
  scope: { readonly school: string; readonly schoolYear: string },
  extensions: readonly string[],
): Promise<readonly SourceFile[]> {
  const found = await listGiven(selection, lister, scope, extensions);
  if (selection.dir !== undefined) {
    const listed = await lister.list(selection.dir, { extensions });
    found.push(
      ...listed
        .filter((entry) => isOfSchool(entry.path, scope.school))
        .map(({ path, absolute }) => ({ path, absolute })),
    );
  }
  return found.sort(byPath);
}

export const stemOf = (path: string): string => nameOf(path).replace(/\.[^.]+$/u, '');

/** Words of the folders and of the file's name, for what they may contradict. */
export const pathWords = (path: string): readonly string[] =>
  path
    .replace(/\.[^./]+$/u, '')
    .split('/')
    .map((part) => part.replace(/[_-]+/gu, ' '));

/** Resume point of a file source: the last file and sheet that were given. */
export interface FileCursor {
  readonly path: string;
  readonly sheet: number;
  /** A sheet of several classes makes several pages. */
  readonly part: number;
}

const MAX_CURSOR = 4096;

export function encodeFileCursor(cursor: FileCursor): string {
  return JSON.stringify({ v: 1, ...cursor });
}

export function decodeFileCursor(cursor: string): FileCursor {
  try {
    const parsed: unknown = cursor.length > MAX_CURSOR ? null : JSON.parse(cursor);
    const { v, path, sheet, part } = (parsed ?? {}) as Record<string, unknown>;
    const isWhole = typeof path === 'string' && typeof sheet === 'number' && typeof part === 'number';
    if (v === 1 && isWhole) return { path, sheet, part };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new GatewayError({
    kind: 'contract',
    code: 'SOURCE_CURSOR_INVALID',
    message: {
      vi: 'Điểm tiếp tục của nguồn không hợp lệ.',
      en: 'The resume point of the source is invalid.',
    },
    hint: { vi: 'Chạy lại từ đầu.', en: 'Pull again from the beginning.' },
  });
}

/** Order of pages: path (code units), sheet, part. */
export function isAfter(at: FileCursor, cursor: FileCursor): boolean {
  if (at.path !== cursor.path) return at.path > cursor.path;
  return at.sheet === cursor.sheet ? at.part > cursor.part : at.sheet > cursor.sheet;
}

/** A file that could not be read, as a finding of its own page: it stops nothing else. */
export const fileRefused = (error: GatewayError, place: Place): Issue =>
  sheetIssue({
    rule: error.code,
    place,
    value: place.file ?? null,
    expected: { vi: 'tệp đọc được', en: 'a readable file' },
    message: error.text,
    fix: error.hint,
  });

export const throwIfAborted = (signal: AbortSignal): void => {
  if (!signal.aborted) return;
  throw new GatewayError({
    kind: 'cancelled',
    code: 'CANCELLED',
    message: { vi: 'Đã dừng theo yêu cầu.', en: 'Stopped on request.' },
    hint: { vi: 'Chạy lại khi cần.', en: 'Run it again when needed.' },
  });
};
