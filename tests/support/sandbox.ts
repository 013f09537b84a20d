import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { TargetsReady, VendorsReady } from '../../src/cli/demo/sandbox.js';
import { type SandboxProcess, startSandboxProcess } from '../../src/cli/sandbox-process.js';

interface KeptConfig {
  readonly sources: readonly { readonly adapter: string; readonly settings: { readonly url?: string } }[];
  readonly targets: readonly { readonly id: string; readonly settings: { readonly url: string } }[];
}

const keptConfig = async (dir: string): Promise<KeptConfig> =>
  parse(await readFile(join(dir, 'hocba.yaml'), 'utf8')) as KeptConfig;

const portOf = (url: string | undefined): string => new URL(url ?? '').port;

/** The targets of a kept demo, on the ports that its configuration names. */
export async function restartTargets(dir: string): Promise<SandboxProcess<TargetsReady>> {
  const { targets } = await keptConfig(dir);
  const port = (id: string) => portOf(targets.find((target) => target.id === id)?.settings.url);
  return startSandboxProcess<TargetsReady>('targets', [
    '--state',
    join(dir, 'sandbox', 'targets'),
    '--faults',
    'none',
    '--port-so',
    port('so-gddt'),
    '--port-moet',
    port('moet-csdl'),
  ]);
}

/** The vendors of a kept demo, SMAS on the port that the configuration names. */
export async function restartVendors(dir: string): Promise<SandboxProcess<VendorsReady>> {
  const { sources } = await keptConfig(dir);
  const smas = sources.find((source) => source.adapter === 'smas');
  return startSandboxProcess<VendorsReady>('vendors', [
    '--state',
    join(dir, 'sandbox', 'vendors'),
    '--port',
    portOf(smas?.settings.url),
  ]);
}
