import { arch, cpus, platform, release, totalmem } from 'node:os';
import { checkFolder } from './check-folder.js';
import { checkPacket } from './check-packet.js';
import type { Bench } from './types.js';

/** Every benchmark, by name. */
export const BENCHES: readonly Bench[] = [checkPacket, checkFolder];

/** The machine that the figures are of. */
export const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryMB: Math.round(totalmem() / 1_048_576),
  platform: `${platform()} ${release()} ${arch()}`,
  node: process.version,
});
