import { createHash } from 'node:crypto';
import type { BelievedRecord } from '../ports/store.js';
import type { ScopeDigest } from '../ports/target.js';

/** Our side of ScopeDigest: hex SHA-256 over the sorted `recordId:version:sha256` lines of each class, joined by LF. */
export function digestOf(believed: readonly BelievedRecord[]): ReadonlyMap<string, string> {
  const lines = new Map<string, string[]>();
  for (const { recordId, id, accepted } of believed) {
    if (accepted === null) continue;
    const line = `${recordId}:${accepted.version}:${accepted.sha256}`;
    const list = lines.get(id.classKey);
    if (list === undefined) lines.set(id.classKey, [line]);
    else list.push(line);
  }
  const digests = new Map<string, string>();
  for (const [classKey, list] of lines)
    digests.set(classKey, createHash('sha256').update(list.sort().join('\n')).digest('hex'));
  return digests;
}

/** Class keys on which the two sides do not agree. */
export function classesApart(believed: readonly BelievedRecord[], far: ScopeDigest): readonly string[] {
  const ours = digestOf(believed);
  const theirs = new Map(
    far.classes.filter(({ count }) => count > 0).map(({ classKey, digest }) => [classKey, digest]),
  );
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((classKey) => ours.get(classKey) !== theirs.get(classKey)?.toLowerCase())
    .sort();
}
