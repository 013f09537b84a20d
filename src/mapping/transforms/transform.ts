import type { RowContext } from '../context.js';
import type { CodeTables } from '../tables.js';

/**
 * One step of a chain. Gets a value that is not empty; gives the new value, undefined for "no value", or a Refusal.
 * Never throws, whatever the value is.
 */
export type Step = (value: unknown, context: RowContext) => unknown;

/** One word of the closed vocabulary. `make` runs when a mapping is compiled and may throw TypeError on bad options. */
export interface Transform {
  readonly name: string;
  make(options: unknown, tables: CodeTables): Step;
}
