import type { Issue } from '../../domain/issue.js';
import type { CanonicalRecord } from '../../domain/records.js';
import type { FieldChange } from './types.js';

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** By what an entry of a list is known: its subject, else its place. */
const entryKey = (entry: unknown, index: number): string =>
  isBag(entry) && typeof entry['subject'] === 'string' ? entry['subject'] : String(index);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Single values by their path; what is empty counts as none. */
function leaves(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (Array.isArray(value))
    for (const [index, entry] of value.entries()) leaves(entry, `${path}[${entryKey(entry, index)}]`, into);
  else if (isBag(value))
    for (const [key, part] of Object.entries(value)) leaves(part, path === '' ? key : `${path}.${key}`, into);
  else if (value !== undefined && value !== null) into.set(path, textOf(value));
  return into;
}

function content(record: CanonicalRecord | null): Map<string, string> {
  const { provenance: _provenance, ...said } = record ?? {};
  return leaves(said, '', new Map());
}

/** Fields that differ between two records, without who said them. null: no record on that side, so every field differs. */
export function fieldChanges(
  before: CanonicalRecord | null,
  after: CanonicalRecord | null,
): readonly FieldChange[] {
  const [old, now] = [content(before), content(after)];
  return [...new Set([...now.keys(), ...old.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, old: old.get(path) ?? null, new: now.get(path) ?? null }));
}

const issueKey = ({ rule, severity, path }: Issue): string => `${rule}\n${severity}\n${path}`;

/** Issues of `after` that `before` does not have, by rule, severity and path. */
export function newIssues(before: readonly Issue[], after: readonly Issue[]): readonly Issue[] {
  const known = new Set(before.map(issueKey));
  return after.filter((issue) => !known.has(issueKey(issue)));
}
