/** Told of two values at one path; the first stays. `b === undefined` never occurs. */
export type OnDifference = (path: string, kept: unknown, other: unknown) => void;

type Bag = Record<string, unknown>;

const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MARKS = ['score', 'rating', 'exempt'] as const;

/** A subject's mark is one thing: a score in one row and Đạt in the other is a difference, not a completion. */
function markOf(item: Bag): unknown {
  return item['exempt'] === true ? 'exempt' : (item['score'] ?? item['rating']);
}

/** Equal whatever the order of keys; undefined properties count as absent. */
export function sameFacts(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameFacts(item, b[index]));
  if (!isBag(a) || !isBag(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) if (!sameFacts(a[key], b[key])) return false;
  return true;
}

function mergeSubject(base: Bag, other: Bag, path: string, differ: OnDifference): Bag {
  const kept = markOf(base);
  const said = markOf(other);
  if (kept === undefined || said === undefined) return mergeFacts(base, other, path, differ) as Bag;
  if (kept !== said) differ(path, kept, said);
  const rest: Bag = { ...other };
  for (const key of MARKS) delete rest[key];
  return mergeFacts(base, rest, path, differ) as Bag;
}

function mergeSubjects(
  base: readonly Bag[],
  other: readonly Bag[],
  path: string,
  differ: OnDifference,
): Bag[] {
  const result = new Map(base.map((item) => [item['subject'], item]));
  for (const item of other) {
    const known = result.get(item['subject']);
    const at = `${path}[${String(item['subject'])}]`;
    result.set(item['subject'], known === undefined ? item : mergeSubject(known, item, at, differ));
  }
  return [...result.values()];
}

function mergeBags(base: Bag, other: Bag, path: string, differ: OnDifference): Bag {
  const result: Bag = { ...base };
  for (const [key, said] of Object.entries(other)) {
    const kept = base[key];
    const at = path === '' ? key : `${path}.${key}`;
    result[key] =
      key === 'subjects' && Array.isArray(kept) && Array.isArray(said)
        ? mergeSubjects(kept, said, at, differ)
        : mergeFacts(kept, said, at, differ);
  }
  return result;
}

/**
 * Completes `base` by what only `other` says; where both say something different, `differ` is told and base stays.
 * Lists of subjects are joined by subject; other lists and all scalars are compared whole. Inputs are not changed.
 */
export function mergeFacts(base: unknown, other: unknown, path: string, differ: OnDifference): unknown {
  if (other === undefined || base === other) return base;
  if (base === undefined) return other;
  if (isBag(base) && isBag(other)) return mergeBags(base, other, path, differ);
  if (!sameFacts(base, other)) differ(path, base, other);
  return base;
}
