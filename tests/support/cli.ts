import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const REPOSITORY = join(import.meta.dirname ?? '', '..', '..');

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The parsed stdout; throws when it is not one JSON document. */
  json<T>(): T;
}

/** Runs `node bin/hocba.js …args` as a user would, from the built output. */
export function hocba(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(REPOSITORY, 'bin', 'hocba.js'), ...args], {
      cwd: options.cwd ?? REPOSITORY,
      env: { ...process.env, NODE_OPTIONS: '', HOCBA_LANG: 'vi', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout,
        stderr,
        json: <T>() => JSON.parse(stdout) as T,
      }),
    );
  });
}

/** A temporary folder that is removed after the work. */
export async function withTempDir<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'hocba-test-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The part of the `demo` and `run` answer that tests look at (docs/cli.md). */
export interface RunAnswer {
  readonly runId: string;
  readonly schoolYear: string;
  readonly schools: readonly {
    code: string;
    name: string;
    source: string;
    classes: number;
    students: number;
    quarantined: number;
  }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly targets: readonly ({ id: string } & Readonly<Record<string, number>>)[];
  readonly reconciliation: { difference: number; farSide: string };
  readonly elapsedMs: number;
  readonly packetsPerSecond: number;
}
