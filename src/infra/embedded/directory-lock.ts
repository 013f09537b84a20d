import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Ids } from '../../ports/clock.js';
import { isAlive, type ProcessIdentity, thisProcess } from './process-identity.js';

/** How often an owner touches its lock file. */
export const HEARTBEAT_MS = 5_000;
/** Without a sign of life for so long, an owner of another place (machine, container) is taken for dead. */
const SILENT_MS = 45_000;
const FOLDER = 'lock';

interface Claim extends ProcessIdentity {
  /** candidate: still looking whether others are there. */
  readonly state: 'candidate' | 'owner';
  /** Where the owner serves the database. */
  readonly socket: string;
}

export interface HeldLock {
  readonly role: 'owner';
  readonly file: string;
  /** Tells others that the socket answers. */
  publish(socket: string): void;
  release(): void;
}

/** Another living process has the directory. */
export interface ForeignLock {
  readonly role: 'client';
  readonly socket: string;
  /** false: of another machine or container, so its socket cannot be reached from here. */
  readonly near: boolean;
}

interface Found {
  readonly file: string;
  readonly claim: Claim;
}

function readClaim(file: string): Claim | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Claim;
  } catch {
    // Given back between listing and reading; a claim is never seen half written (rename).
    return null;
  }
}

function isLiving(file: string, claim: Claim, now: Date): boolean {
  const alive = isAlive(claim);
  if (alive !== null) return alive;
  const touched = statSync(file, { throwIfNoEntry: false });
  return touched !== undefined && now.getTime() - touched.mtimeMs < SILENT_MS;
}

/** Living claims but our own; dead ones are removed (each file has a name that is never used again). */
function livingOthers(folder: string, own: string, now: Date): readonly Found[] {
  const living: Found[] = [];
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.json'))) {
    const file = join(folder, name);
    if (file === own) continue;
    const claim = readClaim(file);
    if (claim === null) continue;
    if (isLiving(file, claim, now)) living.push({ file, claim });
    else rmSync(file, { force: true });
  }
  return living;
}

function writeClaim(file: string, claim: Claim): void {
  const whole = `${file}.new`;
  writeFileSync(whole, JSON.stringify(claim), { mode: 0o600 });
  renameSync(whole, file);
}

/**
 * One try to become the only owner of the directory; null: somebody else is trying too, try again a little later.
 * Everyone first writes a claim under a name of its own and then looks for others, so of two at least one sees the other;
 * whoever sees a living claim takes its own back. Hence never two owners, whatever the timing.
 */
function tryOnce(
  folder: string,
  own: string,
  self: ProcessIdentity,
  now: Date,
): HeldLock | ForeignLock | null {
  writeClaim(own, { ...self, state: 'candidate', socket: '' });
  const others = livingOthers(folder, own, now);
  if (others.length === 0) {
    return {
      role: 'owner',
      file: own,
      publish: (socket) => writeClaim(own, { ...self, state: 'owner', socket }),
      release: () => rmSync(own, { force: true }),
    };
  }
  rmSync(own, { force: true });
  const owner = others.find(({ claim }) => claim.state === 'owner');
  if (owner === undefined) return null;
  return { role: 'client', socket: owner.claim.socket, near: owner.claim.place === self.place };
}

/** Becomes owner, or finds the owner once it serves. `timeoutMs` bounds the wait for an owner that is starting up. */
export async function lockDirectory(
  dataDir: string,
  options: { readonly clock: Clock; readonly ids: Ids; readonly timeoutMs: number },
): Promise<HeldLock | ForeignLock | null> {
  const { clock, ids } = options;
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const self = thisProcess();
  const deadline = clock.now().getTime() + options.timeoutMs;
  for (;;) {
    const result = tryOnce(folder, join(folder, `${ids.uuid()}.json`), self, clock.now());
    if (result !== null) return result;
    if (clock.now().getTime() > deadline) return null;
    await clock.sleep(20 + ids.random() * 80);
  }
}
