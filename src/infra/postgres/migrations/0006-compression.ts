import type { Migration } from './migration.js';

const LARGE = {
  pages: ['page_rows'],
  fragment_sets: ['fragments'],
  records: ['canonical', 'issues'],
  versions: ['canonical', 'octets'],
  receipts: ['raw'],
};

/** What PGlite stores as it comes: its pglz costs more time than the disk is worth (measured: see the decisions). */
const PLAIN = { versions: ['canonical', 'octets'] };

const alter = (tables: Readonly<Record<string, readonly string[]>>, change: string): readonly string[] =>
  Object.entries(tables).flatMap(([table, columns]) =>
    columns.map((column) => `ALTER TABLE ${table} ALTER COLUMN ${column} ${change}`),
  );

/** lz4 makes bulk writes 1.5-1.9 times faster for 10 % more disk; PGlite is built without it. */
export const compression = {
  number: 6,
  name: 'compression',
  statements: (server) =>
    server.lz4 ? alter(LARGE, 'SET COMPRESSION lz4') : alter(PLAIN, 'SET STORAGE EXTERNAL'),
} satisfies Migration;
