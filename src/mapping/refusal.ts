import type { Bilingual } from '../domain/errors.js';
import type { Owner } from '../domain/issue.js';

const REFUSED: unique symbol = Symbol('refused');

/** Why a transform does not accept a value. Becomes an Issue once place, path and value are known. */
export interface Refusal {
  readonly [REFUSED]: true;
  readonly rule: string;
  readonly expected: Bilingual;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  readonly basis?: string;
  readonly owner?: Owner;
}

export const refuse = (reason: Omit<Refusal, typeof REFUSED>): Refusal => ({ [REFUSED]: true, ...reason });

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && REFUSED in value;
