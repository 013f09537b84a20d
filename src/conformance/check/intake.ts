import { GatewayError, isGatewayError } from '../../domain/errors.js';
import type { FileEntry, Files, PathKind } from '../../ports/files.js';

/** A file that is to be checked; nothing of it has been read yet. */
export interface CheckFile {
  /** What reports call it: the path as it was given, with '/'; a member of an archive follows the archive's name. */
  readonly label: string;
  readonly absolute: string;
  /** Path below the folder or archive that was given; the name alone for a file given by itself. */
  readonly within: string;
  /** What reports call the path by which it came in: the folder or archive, or the file itself. */
  readonly inputLabel: string;
  readonly bytes: number;
}

const slashed = (path: string): string => path.replaceAll('\\', '/').replace(/(?<=.)\/+$/u, '');
const nameOf = (path: string): string => slashed(path).split('/').pop() ?? path;

const entryOf = (input: string, { path, absolute, bytes }: FileEntry): CheckFile => ({
  label: input === '.' ? path : `${slashed(input)}/${path}`,
  absolute,
  within: path,
  inputLabel: slashed(input),
  bytes,
});

const single = (input: string, absolute: string): CheckFile => ({
  label: slashed(input),
  absolute,
  within: nameOf(input),
  inputLabel: slashed(input),
  bytes: 0,
});

/** A path that a person named is part of the command: it ends the check. */
const notThere = (input: string, error: GatewayError): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: error.code,
    message: { vi: `${error.text.vi} (${input})`, en: `${error.text.en} (${input})` },
    hint: error.hint,
    details: { file: input },
    cause: error,
  });

async function kindOf(files: Files, input: string, path: string): Promise<PathKind> {
  try {
    return await files.kind(path);
  } catch (error) {
    throw isGatewayError(error) ? notThere(input, error) : error;
  }
}

/**
 * Every file of the given paths in a stable order: as given, folders and archives by path. A file reached twice is checked
 * once. An archive that cannot be opened stays a file, so that its refusal is reported. `absolute` makes a path absolute.
 * GatewayError FILE_NOT_FOUND, FILE_UNREADABLE for a path that is not there.
 */
export async function listFiles(
  files: Files,
  inputs: readonly string[],
  absolute: (path: string) => string,
): Promise<readonly CheckFile[]> {
  const found = new Map<string, CheckFile>();
  for (const input of inputs) {
    const path = absolute(input);
    const kind = await kindOf(files, input, path);
    const listed = kind === 'file' ? [single(input, path)] : await entriesOf(files, input, path, kind);
    for (const file of listed) if (!found.has(file.absolute)) found.set(file.absolute, file);
  }
  return [...found.values()];
}

async function entriesOf(
  files: Files,
  input: string,
  path: string,
  kind: 'folder' | 'archive',
): Promise<readonly CheckFile[]> {
  try {
    return (await files.list(path)).map((entry) => entryOf(input, entry));
  } catch (error) {
    if (kind === 'folder') throw error;
    return [single(input, path)];
  }
}

/** Whether the answer is one result (one file was given by itself) or a list of them. */
export const isSingle = (files: readonly CheckFile[], inputs: readonly string[]): boolean =>
  inputs.length === 1 && files.length === 1 && files[0]?.label === slashed(inputs[0] ?? '');
