import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { sqlStateOf as codeOf } from '../postgres/store-errors.js';

/** Names one process of one machine: a pid alone is used again after a while, and means nothing elsewhere. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, in whatever form the system tells it. */
  readonly started: string;
  /** Machine, boot and process-id namespace: only within the same place can a pid be asked about. */
  readonly place: string;
}

const orEmpty = (read: () => string): string => {
  try {
    return read().trim();
  } catch {
    // Not every system tells; an empty answer only makes the identity coarser.
    return '';
  }
};

/** Field 22 of /proc/<pid>/stat: start time in ticks since boot. The second field may hold blanks and brackets. */
function startOnLinux(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

const startElsewhere = (pid: number): string =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });

const startOf = (pid: number): string =>
  orEmpty(() => (process.platform === 'linux' ? startOnLinux(pid) : startElsewhere(pid)));

const place = (): string =>
  [
    hostname(),
    orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')),
    orEmpty(() => readlinkSync('/proc/self/ns/pid')),
  ].join('|');

export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  started: startOf(process.pid),
  place: place(),
});

/** null: it lives in another place, so its pid says nothing here. */
export function isAlive(identity: ProcessIdentity): boolean | null {
  if (identity.place !== place()) return null;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  return startOf(identity.pid) === identity.started;
}
