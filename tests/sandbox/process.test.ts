import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const MAIN = join(process.cwd(), 'dist/src/sandbox/main.js');
let state = '';
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'sandbox-process-'));
});
afterAll(() => rm(state, { recursive: true, force: true }));

const start = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [MAIN, 'vendors', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
const ready = async (child: ChildProcess) => {
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as {
    smas: { url: string; schools: { code: string }[] };
    vnedu: { code: string; dir: string }[];
    misa: { code: string; dir: string }[];
    manifest: string;
  };
};
const exit = async (child: ChildProcess): Promise<number | null> => {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
};

describe('the vendors process', () => {
  it('says one ready line, keeps a mutation over a restart, and ends by SIGTERM or when its parent is gone', async () => {
    const first = start(['--state', state, '--seed', '7', '--dirt', '5']);
    const said = await ready(first);
    expect(said.smas.schools.map((s) => s.code)).toEqual(['66644501', '62612503']);
    const [school] = said.vnedu;
    const mutation = { op: 'add-pupil', school: school?.code, className: '6A' };
    const answer = await fetch(`${said.smas.url}/__sandbox/mutate`, {
      method: 'POST',
      body: JSON.stringify(mutation),
    });
    expect(answer.status).toBe(200);
    const manifest = await readFile(said.manifest, 'utf8');
    expect(JSON.parse(manifest).totals).toMatchObject({ pupils: 1091, refused: 5 });
    first.kill('SIGTERM');
    expect(await exit(first)).toBe(0);

    const second = start(['--state', state, '--seed', '7', '--dirt', '5']);
    const again = await ready(second);
    expect(await readFile(again.manifest, 'utf8')).toBe(manifest);
    second.stdin?.end();
    expect(await exit(second)).toBe(0);
  });

  it('refuses unknown flags with a sentence and exit code 2', async () => {
    const child = start(['--nonsense']);
    let said = '';
    child.stderr?.on('data', (part: Buffer) => {
      said += part.toString();
    });
    expect(await exit(child)).toBe(2);
    expect(said).toContain('--nonsense');
    expect(said).not.toContain('    at ');
  });
});
