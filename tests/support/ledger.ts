import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface LedgerLine {
  readonly type: string;
  readonly kind?: string;
  readonly action?: string;
  readonly key?: string;
  readonly record?: { readonly recordId: string; readonly version: number };
}

/** Lines of a target's own ledger, as it wrote them: the far side's word, not the gateway's. */
export async function readLedger(
  dataDir: string,
  target: 'so-gddt' | 'moet-csdl',
): Promise<readonly LedgerLine[]> {
  const text = await readFile(join(dataDir, 'sandbox', 'targets', `${target}.ndjson`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerLine);
}

/** How often each record version took effect at the target: invariant I1 wants 1 each. */
export async function packetEffects(
  dataDir: string,
  target: 'so-gddt' | 'moet-csdl',
): Promise<ReadonlyMap<string, number>> {
  const effects = new Map<string, number>();
  for (const line of await readLedger(dataDir, target))
    if (line.type === 'effect' && line.kind === 'packet' && line.record !== undefined) {
      const key = `${line.record.recordId}:${line.record.version}`;
      effects.set(key, (effects.get(key) ?? 0) + 1);
    }
  return effects;
}

/** Calls that carried packets, effects or not. */
export async function callCount(dataDir: string, target: 'so-gddt' | 'moet-csdl'): Promise<number> {
  return (await readLedger(dataDir, target)).filter((line) => line.type === 'call').length;
}
