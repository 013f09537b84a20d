import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { adapter } from '../../adapters/targets/so-gddt/index.js';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { outboundItem } from './support/records.js';
import { sendOptions, targetContext, temporaryFolder } from './support/session.js';

interface Ready {
  readonly soGddt: { readonly url: string; readonly apiKey: string };
  readonly moetCsdl: { readonly url: string; readonly accounts: readonly { readonly school: string }[] };
}

/** The built simulators as `hocba demo` starts them. */
async function spawnTargets(
  stateDir: string,
): Promise<{ readonly child: ChildProcess; readonly ready: Ready }> {
  const program = join(packageRoot(), 'dist/src/sandbox/main.js');
  const child = spawn(process.execPath, [program, 'targets', '--state', stateDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, ready: JSON.parse(line) as Ready };
}

describe('the target simulators as a process', () => {
  it('remembers after kill -9 what it had answered for, and ends when stdin closes', async () => {
    const folder = await temporaryFolder();
    const first = await spawnTargets(folder.path);
    const item = outboundItem(1);
    const session = await adapter.open(first.ready.soGddt, targetContext('so-gddt'));
    await session.send([item], sendOptions());
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await spawnTargets(folder.path);
    expect(second.ready.moetCsdl.accounts[0]?.school).toBe('*');
    const again = await adapter.open(second.ready.soGddt, targetContext('so-gddt'));
    const receipt = await again.inquire([item], new AbortController().signal);
    expect(['awaiting', 'accepted']).toContain(receipt.items[0]?.outcome);
    second.child.stdin?.end();
    const [code] = (await once(second.child, 'exit')) as [number];
    expect(code).toBe(0);
    await folder.remove();
  });
});
