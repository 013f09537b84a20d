import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeMisaFiles } from './exports/misa.js';
import { writeVnEduFiles } from './exports/vnedu.js';
import { startSmas } from './smas/server.js';
import { writeManifest } from './world/manifest.js';
import type { Mutation } from './world/mutations.js';
import { buildWorld, type World, type WorldOptions } from './world/world.js';

interface VendorFlags {
  readonly state: string;
  readonly options: WorldOptions;
  readonly faults: 'none' | 'flaky';
  readonly port: number;
}
interface SavedWorld {
  readonly options: WorldOptions;
  readonly mutations: readonly Mutation[];
}

export class UsageError extends Error {}

const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (!/^\d+$/u.test(text) || value > 1_000_000)
    throw new UsageError(`--${name} must be a whole number, got ${text}`);
  return value;
};

const OPTIONS = {
  state: { type: 'string' },
  seed: { type: 'string', default: '1' },
  students: { type: 'string' },
  dirt: { type: 'string', default: '0' },
  faults: { type: 'string', default: 'none' },
  port: { type: 'string', default: '0' },
} as const;

const read = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const flagsOf = (argv: readonly string[]): VendorFlags => {
  const values = read(argv);
  if (values.state === undefined) throw new UsageError('--state DIR is missing');
  const { faults } = values;
  if (faults !== 'none' && faults !== 'flaky') throw new UsageError('--faults is none or flaky');
  return {
    state: values.state,
    options: {
      seed: values.seed,
      ...(values.students === undefined ? {} : { students: Math.max(1, whole('students', values.students)) }),
      dirt: whole('dirt', values.dirt),
      schoolYear: '2025-2026',
    },
    faults,
    port: whole('port', values.port),
  };
};

const savedWorld = async (path: string): Promise<SavedWorld | null> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as SavedWorld;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

const saveWorld = async (path: string, world: World): Promise<void> => {
  const saved: SavedWorld = { options: world.options, mutations: world.mutations };
  await writeFile(`${path}.part`, JSON.stringify(saved));
  await rename(`${path}.part`, path);
};

/** The world of a state folder: as it was left, or new. The flags of a later start do not change an old world. */
const openWorld = async (path: string, asked: WorldOptions): Promise<World> => {
  const saved = await savedWorld(path);
  if (saved === null) {
    const world = buildWorld(asked);
    await saveWorld(path, world);
    return world;
  }
  const key = ({ seed, students, dirt }: WorldOptions): string => `${seed}|${students ?? ''}|${dirt}`;
  if (key(saved.options) !== key(asked)) {
    process.stderr.write(`vendors: ${path} holds a world of other flags; it is kept as it is\n`);
  }
  return buildWorld(saved.options, saved.mutations);
};

const WRITERS = { vnedu: writeVnEduFiles, misa: writeMisaFiles } as const;

const folderOf = (state: string, vendor: 'vnedu' | 'misa', code: string): string => join(state, vendor, code);

const writeSchool = async (world: World, code: string, state: string): Promise<void> => {
  const school = world.school(code);
  if (school.vendor === 'smas') return;
  const dir = folderOf(state, school.vendor, code);
  await rm(dir, { recursive: true, force: true });
  await WRITERS[school.vendor](world, school, dir);
};

const folders = (world: World, state: string, vendor: 'vnedu' | 'misa') =>
  world.plans
    .filter((p) => p.vendor === vendor)
    .map((p) => ({
      code: p.code,
      name: p.name,
      level: p.level,
      dir: folderOf(state, vendor, p.code),
      ...(vendor === 'misa' ? { layout: p.format === 'csv' ? 'one-sheet' : p.layout, format: p.format } : {}),
    }));

/** Resolves when the process should end: SIGTERM, SIGINT, or the parent is gone (stdin closed). */
const asked = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    process.stdin.once('end', () => resolve());
    process.stdin.once('close', () => resolve());
    process.stdin.once('error', () => resolve());
    process.stdin.resume();
  });

/**
 * `main.js vendors --state DIR --seed S [--students N] [--dirt N] [--faults none|flaky] [--port P]`: the vendor side
 * as one process. Says one JSON line on stdout when ready and lives until it is told to stop or its parent is gone.
 */
export const run = async (argv: readonly string[]): Promise<number> => {
  const flags = flagsOf(argv);
  const stop = asked();
  await mkdir(flags.state, { recursive: true });
  const saved = join(flags.state, 'world.json');
  const manifest = join(flags.state, 'manifest.json');
  const world = await openWorld(saved, flags.options);
  for (const plan of world.plans) await writeSchool(world, plan.code, flags.state);
  await writeManifest(world, manifest);
  const smas = await startSmas({
    world,
    port: flags.port,
    faults: flags.faults,
    afterMutation: async (mutation) => {
      await saveWorld(saved, world);
      await writeSchool(world, mutation.school, flags.state);
      await writeManifest(world, manifest);
    },
  });
  const ready = {
    smas: { url: smas.url, schools: smas.accounts },
    vnedu: folders(world, flags.state, 'vnedu'),
    misa: folders(world, flags.state, 'misa'),
    manifest,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await stop;
  await smas.close();
  return 0;
};
