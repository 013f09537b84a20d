import type { FarRecord } from '../ports/target.js';

type Fields = Readonly<Record<string, string>>;

function pathsApart(ours: Fields, theirs: Fields, wholePacket: boolean): string[] {
  const shared = Object.keys(theirs).filter((path) => path in ours);
  // Other names than ours: nothing can be said field by field.
  if (shared.length === 0) return [];
  const paths = wholePacket ? new Set([...Object.keys(ours), ...Object.keys(theirs)]) : shared;
  return [...paths].filter((path) => ours[path] !== theirs[path]).sort();
}

/**
 * Names of what differs. Field paths where the far side shows its content and the hashes differ (a field that one side
 * lacks is named, too); otherwise the heads. With equal hashes only fields shown by both are compared, since a target may
 * show a part of the content only.
 */
export function differingFields(
  ours: Fields | null,
  far: FarRecord,
  heads: readonly string[],
): readonly string[] {
  if (ours === null || far.fields === undefined) return heads;
  const paths = pathsApart(ours, far.fields, heads.includes('sha256'));
  if (paths.length === 0) return heads;
  return [...heads.filter((head) => head !== 'sha256'), ...paths];
}
