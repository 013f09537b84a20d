/** Names that would reach an object's prototype: never written, never read. */
const UNSAFE: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);
const NAME = /^[A-Za-z*][A-Za-z0-9_-]{0,60}$/u;
const MAX_LIST = 40;

export type Path = readonly (string | number)[];

/**
 * 'data.subjects.0.subject' -> ['data', 'subjects', 0, 'subject'].
 * Throws TypeError on a name that is unsafe or malformed: a fault of the declaration, found when it is compiled.
 */
export function parsePath(text: string): Path {
  const steps = text.split('.').map((step) => (/^\d{1,2}$/u.test(step) ? Number(step) : step));
  for (const step of steps) {
    const bad = typeof step === 'number' ? step >= MAX_LIST : UNSAFE.has(step) || !NAME.test(step);
    if (bad) throw new TypeError(`unsafe or malformed path: ${text}`);
  }
  return steps;
}

type Container = Record<string | number, unknown>;

/** Writes `value` at `path`, making the objects and lists on the way. `path` comes from `parsePath`. */
export function writePath(root: Record<string, unknown>, path: Path, value: unknown): void {
  let node = root as Container;
  const last = path.length - 1;
  for (let index = 0; index < last; index += 1) {
    const step = path[index] as string | number;
    const present = Object.hasOwn(node, step) ? node[step] : undefined;
    if (typeof present === 'object' && present !== null) {
      node = present as Container;
    } else {
      const made: Container = typeof path[index + 1] === 'number' ? ([] as unknown as Container) : {};
      node[step] = made;
      node = made;
    }
  }
  node[path[last] as string | number] = value;
}

/** Reads own properties only; undefined when any step is missing. */
export function readPath(root: unknown, path: Path): unknown {
  let node = root;
  for (const step of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
    node = (node as Container)[step];
  }
  return node;
}

/** Removes a property if it is there; lists are left alone. */
export function removePath(root: Record<string, unknown>, path: Path): void {
  const parent = path.length === 1 ? root : readPath(root, path.slice(0, -1));
  if (typeof parent === 'object' && parent !== null && !Array.isArray(parent)) {
    delete (parent as Container)[path[path.length - 1] as string];
  }
}

/** A copy of plain data from a declaration, so that no two fragments share an object. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)]));
}
