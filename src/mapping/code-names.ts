import type { CodeTables } from './tables.js';

/** What the keys of code tables are called. */
export interface CodeNames {
  /** Undefined when the table has no such key on that day (YYYY-MM-DD; absent: on any day), or there is no such table. */
  name(table: string, key: string, day?: string): string | undefined;
  has(table: string): boolean;
}

/** The code tables as rules see them: keys and names only. */
export const codeNames = (tables: CodeTables): CodeNames => ({
  name(table, key, day) {
    const entry = tables.get(table)?.entry(key);
    if (entry === undefined || day === undefined) return entry?.name;
    const begun = entry.validFrom === undefined || entry.validFrom <= day;
    const ended = entry.validTo !== undefined && entry.validTo <= day;
    return begun && !ended ? entry.name : undefined;
  },
  has: (table) => tables.get(table) !== undefined,
});
