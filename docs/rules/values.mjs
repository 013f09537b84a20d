// How values and their differences are shown.
import { code } from './words.mjs';

const LONGEST = 160;
const PLACES = 6;

const isObject = (value) => typeof value === 'object' && value !== null;

/** A value that JSON can say: maps and sets too, octets by their number, nothing deeper than a reader can follow. */
function plain(value, depth = 5) {
  if (value instanceof Uint8Array) return `${value.length} byte`;
  if (value instanceof Map) return plain(Object.fromEntries(value), depth);
  if (value instanceof Set) return plain([...value], depth);
  if (!isObject(value)) return typeof value === 'function' ? '…' : value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => plain(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth - 1)]));
}

export function short(value) {
  const characters = [...JSON.stringify(plain(value))];
  return code(
    characters.length <= LONGEST ? characters.join('') : `${characters.slice(0, LONGEST).join('')}…`,
  );
}

const keyed = (list) => new Map(list.map((item, index) => [item?.subject ?? item?.record ?? index, item]));

/** Parts of two lists (by subject, record or position) or objects (by key); undefined where they are single values. */
function partsOf(before, after) {
  if (Array.isArray(before) && Array.isArray(after))
    return { before: keyed(before), after: keyed(after), path: (path, key) => `${path}[${key}]` };
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after))
    return undefined;
  return {
    before: new Map(Object.entries(before)),
    after: new Map(Object.entries(after)),
    path: (path, key) => (path === '' ? key : `${path}.${key}`),
  };
}

/** What differs, as lines "place: old → new". */
export function differences(before, after, path = '') {
  if (JSON.stringify(plain(before)) === JSON.stringify(plain(after))) return [];
  if (after === undefined) return [`${code(path)}: bỏ · left out`];
  if (before === undefined) return [`${code(path)}: ${short(after)} (thêm · added)`];
  const parts = partsOf(before, after);
  if (parts === undefined) return [`${code(path)}: ${short(before)} → ${short(after)}`];
  const keys = new Set([...parts.before.keys(), ...parts.after.keys()]);
  return [...keys].flatMap((key) =>
    differences(parts.before.get(key), parts.after.get(key), parts.path(path, key)),
  );
}

export const list = (lines) => lines.map((line) => `  - ${line}`);

export function cut(lines) {
  const more = lines.length - PLACES;
  return more <= 0 ? lines : [...lines.slice(0, PLACES), `và ${more} chỗ khác · and ${more} more`];
}

/** The first of a list in full, the others by what differs from it. */
export const series = (title, [first, ...others]) =>
  first === undefined
    ? []
    : [
        `${title}: ${others.length + 1}`,
        `  - ${short(first)}`,
        ...others.slice(0, PLACES).map((one) => {
          const lines = differences(first, one);
          return `  - như trên · as above${lines.length === 0 ? '' : `, ${lines.join('; ')}`}`;
        }),
      ];
