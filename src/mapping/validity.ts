import type { CodeEntryDeclaration, CodeTableDeclaration } from './declaration.js';

/** The first day of an entry; '' for one that always was. */
export const startOf = ({ validFrom }: CodeEntryDeclaration): string => validFrom ?? '';

/** Whether an entry holds on a day, YYYY-MM-DD: from its first day on, no more on `validTo`. */
export const isValidOn = ({ validFrom, validTo }: CodeEntryDeclaration, day: string): boolean =>
  (validFrom === undefined || validFrom <= day) && (validTo === undefined || day < validTo);

/** Entries of one key, by their first day. */
export type Times = readonly CodeEntryDeclaration[];

/** The one of a key's entries that holds on a day; without a day the latest. */
export const onDay = (times: Times | undefined, day: string | undefined): CodeEntryDeclaration | undefined =>
  day === undefined ? times?.at(-1) : times?.find((entry) => isValidOn(entry, day));

const byStart = (a: CodeEntryDeclaration, b: CodeEntryDeclaration): number =>
  startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0;

const overlaps = (times: Times): boolean =>
  times.some((entry, index) => {
    const next = times[index + 1];
    return next !== undefined && (entry.validTo === undefined || startOf(next) < entry.validTo);
  });

/**
 * The entries of each key in the order of their time, keys in the order of the table. Throws TypeError when two entries of a
 * key hold on the same day.
 */
export function timesOf({ table, entries }: CodeTableDeclaration): ReadonlyMap<string, Times> {
  const times = new Map<string, CodeEntryDeclaration[]>();
  for (const entry of entries) {
    const held = times.get(entry.key);
    if (held === undefined) times.set(entry.key, [entry]);
    else held.push(entry);
  }
  for (const [key, list] of times) {
    if (list.length === 1) continue;
    list.sort(byStart);
    if (overlaps(list)) throw new TypeError(`code table ${table}: the key ${key} is declared twice`);
  }
  return times;
}
