import type { Call, Row, SmasClient } from './client.js';
import { isRow } from './client.js';
import { smasError } from './errors.js';

interface AbpPage {
  readonly items: readonly Row[];
  readonly total: number;
}

const MAX_PASSES = 5;

/** One page in either envelope; 204 is a page of no rows. */
async function readPage(client: SmasClient, call: Call): Promise<AbpPage> {
  const answer = await client.call(call);
  if (answer.kind === 'empty') return { items: [], total: 0 };
  const { value, total } = answer;
  const items = isRow(value) ? value.items : value;
  const count = isRow(value) ? value.totalCount : total;
  if (!Array.isArray(items) || !items.every(isRow) || typeof count !== 'number')
    throw smasError('SMAS_SHAPE', { endpoint: call.endpoint });
  return { items, total: count };
}

export interface ListRequest extends Omit<Call, 'body'> {
  readonly filters: readonly { readonly propertyName: string; readonly value: string }[];
  readonly pageSize: number;
}

/** ABP's paging object. Only a sort that ends in the unique id keeps rows of equal keys in their places. */
function pagingBody(request: ListRequest, skip: number): Readonly<Record<string, unknown>> {
  return {
    params: {
      filterItems: request.filters.map((filter) => ({ ...filter, comparison: 0 })),
      sort: 'id',
      sortDirection: 0,
      sortThenByItems: [],
      skipCount: skip,
      maxResultCount: request.pageSize,
    },
    syncDataParam: { isSyncData: false },
  };
}

const idOf = (row: Row | undefined): string => String(row?.id ?? '');

/**
 * One pass. Every page but the first begins with the last row of the one before: when that row stands elsewhere, or the
 * total has changed, rows were added or removed in between. null: the list moved, read it again.
 */
async function readPass(client: SmasClient, request: ListRequest): Promise<readonly Row[] | null> {
  const { filters: _filters, pageSize: _pageSize, ...call } = request;
  const first = await readPage(client, { ...call, body: pagingBody(request, 0) });
  const rows: Row[] = [...first.items];
  while (rows.length < first.total) {
    if (rows.length === 0) return null;
    const page = await readPage(client, { ...call, body: pagingBody(request, rows.length - 1) });
    const moved = page.total !== first.total || idOf(page.items[0]) !== idOf(rows.at(-1));
    if (moved || page.items.length < 2) return null;
    rows.push(...page.items.slice(1));
  }
  const ids = new Set(rows.map(idOf));
  return rows.length === first.total && ids.size === rows.length ? rows : null;
}

/** The whole list, no row lost or doubled. GatewayError SMAS_MOVING_PAGES when it does not hold still. */
export async function readList(client: SmasClient, request: ListRequest): Promise<readonly Row[]> {
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const rows = await readPass(client, request);
    if (rows !== null) return rows;
  }
  throw smasError('SMAS_MOVING_PAGES', { endpoint: request.endpoint });
}
