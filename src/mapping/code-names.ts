import type { CodeTables } from './tables.js';

/** What the keys of code tables are called, and what is known of them. */
export interface CodeNames {
  /** Undefined when the table has no such key on that day (YYYY-MM-DD; absent: on any day), or there is no such table. */
  name(table: string, key: string, day?: string): string | undefined;
  /** A fact of a key that is a text, e.g. the province of a commune. */
  fact(table: string, key: string, fact: string, day?: string): string | undefined;
  has(table: string): boolean;
}

/** The code tables as rules see them. */
export const codeNames = (tables: CodeTables): CodeNames => ({
  name: (table, key, day) => tables.get(table)?.entry(key, day)?.name,
  fact(table, key, fact, day) {
    const value = tables.get(table)?.entry(key, day)?.facts?.[fact];
    return typeof value === 'string' ? value : undefined;
  },
  has: (table) => tables.get(table) !== undefined,
});
