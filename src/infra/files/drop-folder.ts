import { lstat, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** A file that somebody dropped, seen unchanged in two looks. */
export interface DroppedFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * A folder into which schools or vendors drop files. A file is taken only when its size and time stood still between two
 * looks, and is claimed by an atomic rename: two watchers never take the same file, and a half-written one is never read.
 */
export interface DropFolder {
  /** Files that are complete now. The first look only remembers; call it again after a pause. */
  stable(): Promise<readonly DroppedFile[]>;
  /** Moves the file to `.claimed/` and gives its new path; null when another watcher was faster. */
  claim(file: DroppedFile): Promise<string | null>;
  /** Files that an earlier watcher claimed and did not finish. */
  unfinished(): Promise<readonly string[]>;
  /** Moves a claimed file to `.archive/<stamp>/`. */
  archive(claimed: string, stamp: string): Promise<string>;
  /** Moves a claimed file to `.quarantine/<stamp>/` with a reason file beside it. */
  quarantine(claimed: string, stamp: string, reason: string): Promise<string>;
}

const EXTENSIONS: ReadonlySet<string> = new Set(['.xls', '.xlsx', '.csv', '.ndjson', '.zip']);

async function moveInto(folder: string, file: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const name = basename(file);
  const taken = new Set(await readdir(folder));
  const stem = name.slice(0, name.length - extname(name).length);
  let target = name;
  for (let copy = 2; taken.has(target); copy += 1) target = `${stem} (${copy})${extname(name)}`;
  await rename(file, join(folder, target));
  return join(folder, target);
}

/** Regular files of the folder with what tells whether they still change; links and folders are left alone. */
async function look(
  dir: string,
): Promise<ReadonlyMap<string, { readonly bytes: number; readonly mark: string }>> {
  const seen = new Map<string, { bytes: number; mark: string }>();
  for (const name of (await readdir(dir)).sort()) {
    if (name.startsWith('.') || !EXTENSIONS.has(extname(name).toLowerCase())) continue;
    const facts = await lstat(join(dir, name));
    if (facts.isFile()) seen.set(name, { bytes: facts.size, mark: `${facts.size}:${facts.mtimeMs}` });
  }
  return seen;
}

export async function openDropFolder(dir: string): Promise<DropFolder> {
  const claimedDir = join(dir, '.claimed');
  await mkdir(claimedDir, { recursive: true });
  let before: Awaited<ReturnType<typeof look>> = new Map();
  return {
    async stable() {
      const now = await look(dir);
      const still = [...now].filter(([name, { mark }]) => before.get(name)?.mark === mark);
      before = now;
      return still.map(([name, { bytes }]) => ({ name, bytes }));
    },
    async claim(file) {
      try {
        const target = join(claimedDir, file.name);
        await rename(join(dir, file.name), target);
        return target;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    unfinished: async () => (await readdir(claimedDir)).sort().map((name) => join(claimedDir, name)),
    archive: (claimed, stamp) => moveInto(join(dir, '.archive', stamp), claimed),
    async quarantine(claimed, stamp, reason) {
      const moved = await moveInto(join(dir, '.quarantine', stamp), claimed);
      await writeFile(`${moved}.ly-do.txt`, reason, 'utf8');
      return moved;
    },
  };
}
