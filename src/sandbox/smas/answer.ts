import type { School } from '../world/types.js';
import type { World } from '../world/world.js';
import type { Faults } from './faults.js';

/** What a handler says; `paged` keeps the total for the integration envelope. An empty list becomes 204. */
export type Answer =
  | { readonly kind: 'list'; readonly items: readonly unknown[] }
  | { readonly kind: 'paged'; readonly items: readonly unknown[]; readonly totalCount: number }
  | { readonly kind: 'object'; readonly value: object }
  | { readonly kind: 'empty' }
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message: string };

export interface Call {
  readonly world: World;
  readonly school: School;
  /** `SchoolYear` header or `schoolYearCode`; null = not given. */
  readonly yearCode: string | null;
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly faults: Faults;
}

export const list = (items: readonly unknown[]): Answer =>
  items.length === 0 ? { kind: 'empty' } : { kind: 'list', items };
export const notFound = (what: string): Answer => ({
  kind: 'error',
  status: 404,
  code: 'EntityNotFound',
  message: `Không tìm thấy ${what}`,
});
export const badRequest = (code: string, message: string): Answer => ({
  kind: 'error',
  status: 400,
  code,
  message,
});
