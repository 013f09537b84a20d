import { CompiledQuery } from 'kysely';
import type { Tx } from '../schema.js';

/** PostgreSQL takes 65,535 parameters in one statement. */
const MAX_PARAMETERS = 60_000;

const placeholders = (rows: number, columns: number): string => {
  const tuples: string[] = [];
  let parameter = 0;
  for (let row = 0; row < rows; row += 1) {
    const cells: string[] = [];
    for (let column = 0; column < columns; column += 1) {
      parameter += 1;
      cells.push(`$${parameter}`);
    }
    tuples.push(`(${cells.join(',')})`);
  }
  return tuples.join(',');
};

/** Multi-row VALUES: the fastest bulk shape on both stores (docs/decisions). `tail`: ON CONFLICT or RETURNING. */
export async function insertRows<Row = unknown>(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  tail = '',
): Promise<readonly Row[]> {
  const perStatement = Math.floor(MAX_PARAMETERS / columns.length);
  const returned: Row[] = [];
  for (let start = 0; start < rows.length; start += perStatement) {
    const part = rows.slice(start, start + perStatement);
    const text = `INSERT INTO ${table} (${columns.join(',')}) VALUES ${placeholders(part.length, columns.length)} ${tail}`;
    const answer = await tx.executeQuery<Row>(CompiledQuery.raw(text, part.flat()));
    returned.push(...answer.rows);
  }
  return returned;
}

/** Reads a value that this store wrote as JSON text. */
export const fromJson = <T>(text: string): T => JSON.parse(text) as T;

/** Pages through a query in order: `next` gets the last row of the page before, and answers fewer rows at the end. */
export async function* inPages<Row>(
  size: number,
  next: (last: Row | null, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let last: Row | null = null;
  for (;;) {
    const rows: readonly Row[] = await next(last, size);
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    last = rows.at(-1) ?? null;
  }
}
