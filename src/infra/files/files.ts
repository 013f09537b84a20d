import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { extname, isAbsolute, join, resolve, sep } from 'node:path';
import { GatewayError, isGatewayError } from '../../domain/errors.js';
import type { FileEntry, Files } from '../../ports/files.js';
import { type ArchiveMember, openArchive } from './archive.js';

const MAX_BYTES = 200 * 1024 * 1024;
const MAX_DEPTH = 12;
const MAX_ENTRIES = 50_000;
const ARCHIVE = /\.zip$/iu;
const MEMBER = /^(.*?\.zip)[/\\](.+)$/iu;

type FileCode = 'FILE_NOT_FOUND' | 'FILE_UNREADABLE' | 'FILE_TOO_LARGE';

const TEXTS: Readonly<Record<FileCode, { message: [string, string]; hint: [string, string] }>> = {
  FILE_NOT_FOUND: {
    message: ['Không tìm thấy tệp hoặc thư mục.', 'The file or folder was not found.'],
    hint: ['Kiểm tra lại đường dẫn.', 'Check the path.'],
  },
  FILE_UNREADABLE: {
    message: ['Không đọc được tệp hoặc thư mục.', 'The file or folder cannot be read.'],
    hint: [
      'Kiểm tra quyền đọc; liên kết tượng trưng (symlink) không được nhận.',
      'Check the permission; symbolic links are not followed.',
    ],
  },
  FILE_TOO_LARGE: {
    message: ['Tệp lớn quá mức cho phép.', 'The file is larger than allowed.'],
    hint: ['Tách tệp theo khối hoặc lớp.', 'Split the file by grade or class.'],
  },
};

function fileError(code: FileCode, reason: string, cause?: unknown): GatewayError {
  const { message, hint } = TEXTS[code];
  return new GatewayError({
    kind: 'data',
    code,
    message: { vi: message[0], en: message[1] },
    hint: { vi: hint[0], en: hint[1] },
    details: { reason },
    cause,
  });
}

const fromSystem = (error: unknown): GatewayError => {
  if (isGatewayError(error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return fileError(missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', code, error);
};

/** Absolute form of a path without NUL and without '..' steps. */
function checkedPath(path: string): string {
  if (path === '' || path.includes('\0') || path.split(/[/\\]/u).includes('..')) {
    throw fileError('FILE_UNREADABLE', 'unsafe path');
  }
  return isAbsolute(path) ? path : resolve(path);
}

async function readPlain(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw fileError('FILE_UNREADABLE', 'not a file');
      if (stats.size > maxBytes) throw fileError('FILE_TOO_LARGE', 'size');
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fromSystem(error);
  }
}

interface OpenArchive {
  readonly stamp: string;
  readonly members: readonly ArchiveMember[];
}

const stampOf = (stats: Stats): string => `${stats.size}:${stats.mtimeMs}`;
const byPath = (a: { path: string }, b: { path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

function matches(path: string, extensions: readonly string[] | undefined): boolean {
  return extensions === undefined || extensions.includes(extname(path).toLowerCase());
}

async function lstatOf(path: string): Promise<Stats> {
  try {
    return await lstat(path);
  } catch (error) {
    throw fromSystem(error);
  }
}

async function walk(root: string, relative: string, depth: number, found: FileEntry[]): Promise<void> {
  if (depth > MAX_DEPTH || found.length > MAX_ENTRIES) throw fileError('FILE_TOO_LARGE', 'folder tree');
  const names = await readdir(join(root, relative), { withFileTypes: true }).catch((error: unknown) => {
    throw fromSystem(error);
  });
  for (const item of names) {
    if (item.name.startsWith('.') || item.name.startsWith('~$')) continue;
    const path = relative === '' ? item.name : `${relative}/${item.name}`;
    if (item.isDirectory()) await walk(root, path, depth + 1, found);
    if (!item.isFile()) continue;
    const absolute = join(root, ...path.split('/'));
    const stats = await lstatOf(absolute);
    found.push({ path, absolute, bytes: stats.size, modified: stats.mtime });
  }
}

type OpenMembers = (path: string) => Promise<readonly ArchiveMember[]>;

/** The last opened archive stays open: its members are read one after the other. */
function createArchiveCache(): OpenMembers {
  let cached: { path: string; archive: OpenArchive } | undefined;
  return async (path) => {
    const stamp = stampOf(await lstatOf(path));
    if (cached?.path !== path || cached.archive.stamp !== stamp) {
      cached = { path, archive: { stamp, members: openArchive(await readPlain(path, MAX_BYTES)) } };
    }
    return cached.archive.members;
  };
}

const memberEntry = (archive: Omit<FileEntry, 'bytes'>, member: ArchiveMember): FileEntry => ({
  path: archive.path === '' ? member.path : `${archive.path}/${member.path}`,
  absolute: `${archive.absolute}${sep}${member.path}`,
  bytes: member.bytes,
  modified: archive.modified,
});

/** A .zip becomes its members; one that cannot be opened stays itself. */
async function expand(entry: FileEntry, membersOf: OpenMembers): Promise<readonly FileEntry[]> {
  if (!ARCHIVE.test(entry.path)) return [entry];
  try {
    return (await membersOf(entry.absolute)).map((member) => memberEntry(entry, member));
  } catch (error) {
    if (isGatewayError(error)) return [entry];
    throw error;
  }
}

async function listTree(dir: string, membersOf: OpenMembers): Promise<readonly FileEntry[]> {
  const stats = await lstatOf(dir);
  if (stats.isFile() && ARCHIVE.test(dir)) {
    const archive = { path: '', absolute: dir, modified: stats.mtime };
    return (await membersOf(dir)).map((member) => memberEntry(archive, member));
  }
  if (!stats.isDirectory()) throw fileError('FILE_NOT_FOUND', 'not a folder');
  const found: FileEntry[] = [];
  await walk(dir, '', 0, found);
  const expanded: FileEntry[] = [];
  for (const entry of found) expanded.push(...(await expand(entry, membersOf)));
  return expanded;
}

/**
 * Files of the local disk. Listing is recursive, sorted by path (code units) and leaves out hidden files, Office lock
 * files (`~$…`) and symbolic links. A .zip counts as a folder: its members are listed and read as `x.zip/member`; a .zip
 * that cannot be opened is listed itself, whatever the extensions, so that it is reported and not lost.
 */
export function createFiles(): Files {
  const membersOf = createArchiveCache();
  return {
    async kind(path) {
      const stats = await lstatOf(checkedPath(path));
      if (stats.isDirectory()) return 'folder';
      if (!stats.isFile()) throw fileError('FILE_UNREADABLE', 'not a file');
      return ARCHIVE.test(path) ? 'archive' : 'file';
    },
    async list(dir, options = {}) {
      const found = await listTree(checkedPath(dir), membersOf);
      return found
        .filter((entry) => ARCHIVE.test(entry.path) || matches(entry.path, options.extensions))
        .sort(byPath);
    },
    async read(path, options = {}) {
      const absolute = checkedPath(path);
      const maxBytes = options.maxBytes ?? MAX_BYTES;
      const member = MEMBER.exec(absolute);
      if (member?.[1] === undefined || member[2] === undefined) return readPlain(absolute, maxBytes);
      const wanted = member[2].replaceAll('\\', '/');
      const found = (await membersOf(member[1])).find((item) => item.path === wanted);
      if (found === undefined) throw fileError('FILE_NOT_FOUND', 'archive member');
      if (found.bytes > maxBytes) throw fileError('FILE_TOO_LARGE', 'size');
      return found.read();
    },
  };
}
