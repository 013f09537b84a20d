/** What a packet is built from: the record, what the gateway adds (meta), and what follows from the record (derived). */
export interface PathRoot {
  readonly record: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly derived: Readonly<Record<string, unknown>>;
}

/** Reads one place; undefined when there is nothing. `item` is what `./` stands for. */
export type PathReader = (root: PathRoot, item: unknown) => unknown;

export interface PathSegment {
  readonly key: string;
  /** Picks the first item of a list whose field equals (or starts with) the text. */
  readonly where?: { readonly field: string; readonly text: string; readonly prefix: boolean };
}

export interface ParsedPath {
  readonly from: 'record' | 'meta' | 'derived' | 'item';
  readonly segments: readonly PathSegment[];
}

const SEGMENT = /^([A-Za-z][A-Za-z0-9-]*)(?:\[([a-zA-Z]+)(\^?)=([^\]]+)\])?$/u;

/** Splits at dots outside brackets: `aliases[scheme=sector].value`. */
const pieces = (path: string): string[] => path.split(/\.(?![^[]*\])/u);

const segmentOf = (text: string): PathSegment => {
  const match = SEGMENT.exec(text);
  if (match === null) throw new RangeError(`not a path segment: ${text}`);
  const [, key = '', field, caret, value = ''] = match;
  return field === undefined ? { key } : { key, where: { field, text: value, prefix: caret === '^' } };
};

/** Throws RangeError on a path that profile.schema.json would not have let through. */
export function parsePath(path: string): ParsedPath {
  if (path.startsWith('./')) return { from: 'item', segments: pieces(path.slice(2)).map(segmentOf) };
  const segments = pieces(path).map(segmentOf);
  const first = segments[0]?.key;
  if (first === 'meta' || first === 'derived') return { from: first, segments: segments.slice(1) };
  return { from: 'record', segments };
}

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null;

const step = (segment: PathSegment): ((value: unknown) => unknown) => {
  const { key, where } = segment;
  if (where === undefined) return (value) => (isBag(value) ? value[key] : undefined);
  const { field, text, prefix } = where;
  const fits = (item: unknown): boolean => {
    const found = isBag(item) ? item[field] : undefined;
    return typeof found === 'string' && (prefix ? found.startsWith(text) : found === text);
  };
  return (value) => {
    const list = isBag(value) ? value[key] : undefined;
    return Array.isArray(list) ? list.find(fits) : undefined;
  };
};

const startOf = (from: ParsedPath['from']): PathReader =>
  from === 'item' ? (_root, item) => item : (root) => root[from];

const property = (value: unknown, key: string): unknown => (isBag(value) ? value[key] : undefined);

/** Most paths are one to three plain keys; those are read without a loop. */
function compilePlain(start: PathReader, keys: readonly string[]): PathReader | null {
  const [first, second, third] = keys;
  if (first === undefined) return start;
  if (second === undefined) return (root, item) => property(start(root, item), first);
  if (third === undefined) return (root, item) => property(property(start(root, item), first), second);
  if (keys.length > 3) return null;
  return (root, item) => property(property(property(start(root, item), first), second), third);
}

/** A path as a function, once per profile. */
export function compilePath(path: string): PathReader {
  const { from, segments } = parsePath(path);
  const [only] = segments;
  if (from === 'item' && segments.length === 1 && only?.where === undefined && only !== undefined) {
    const { key } = only;
    return (_root, item) => property(item, key);
  }
  const start = startOf(from);
  const keys = segments.map(({ key }) => key);
  const plain = segments.some(({ where }) => where !== undefined) ? null : compilePlain(start, keys);
  if (plain !== null) return plain;
  const steps = segments.map(step);
  return (root, item) => steps.reduce((value, next) => next(value), start(root, item));
}

/** Puts a value at a path of a record under construction (reading a packet back); undoes `[field=text]` by adding an item. */
export function assignPath(target: Record<string, unknown>, path: ParsedPath, value: unknown): void {
  let bag = target;
  for (const [index, segment] of path.segments.entries()) {
    const last = index === path.segments.length - 1;
    if (segment.where !== undefined) bag = listItem(bag, segment.key, segment.where);
    else if (last) bag[segment.key] = value;
    else {
      const next = bag[segment.key];
      const held = (isBag(next) ? next : {}) as Record<string, unknown>;
      bag[segment.key] = held;
      bag = held;
    }
  }
}

function listItem(
  bag: Record<string, unknown>,
  key: string,
  where: NonNullable<PathSegment['where']>,
): Record<string, unknown> {
  const held = bag[key];
  const list: unknown[] = Array.isArray(held) ? held : [];
  bag[key] = list;
  const found = list.find((item) => isBag(item) && item[where.field] === where.text);
  if (isBag(found)) return found as Record<string, unknown>;
  const item: Record<string, unknown> = { [where.field]: where.text };
  list.push(item);
  return item;
}
