// How values and their differences are shown.
import { code } from './words.mjs';

const LONGEST = 160;
const WHOLE = 400;
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

export function short(value, longest = LONGEST) {
  const characters = [...(JSON.stringify(plain(value)) ?? 'undefined')];
  return code(
    characters.length <= longest ? characters.join('') : `${characters.slice(0, longest).join('')}…`,
  );
}

/** By subject where each occurs once, else by position. */
function keyed(list) {
  const bySubject = new Map(list.map((item, index) => [item?.subject ?? index, item]));
  return bySubject.size === list.length ? bySubject : new Map(list.entries());
}

/** Parts of two lists (by subject or position) or objects (by key); undefined where they are single values. */
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
export function series(title, [first, ...others]) {
  if (first === undefined) return [];
  const rest = others.map((one) => {
    const lines = differences(first, one);
    return `như trên · as above${lines.length === 0 ? '' : `, ${lines.join('; ')}`}`;
  });
  return [
    ...list([`${title}: ${others.length + 1}`]),
    ...list([short(first, WHOLE), ...cut(rest)]).map((line) => `  ${line}`),
  ];
}
