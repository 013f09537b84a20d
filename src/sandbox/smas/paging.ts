import { type Answer, badRequest, type Call } from './answer.js';

type Row = Readonly<Record<string, unknown>>;
interface Sort {
  readonly sort: string;
  readonly sortDirection: number;
}
interface Params {
  readonly filters: readonly { readonly propertyName: string; readonly value: unknown }[];
  readonly sorts: readonly Sort[];
  readonly skip: number;
  readonly take: number;
}

const MAX_PAGE = 1000;
const record = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {});
const listOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? value.map(record) : []);
const whole = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : fallback;

const sortsOf = (params: Row): readonly Sort[] =>
  [params, ...listOf(params.sortThenByItems)].flatMap((entry) =>
    typeof entry.sort === 'string'
      ? [{ sort: entry.sort, sortDirection: whole(entry.sortDirection, 0) }]
      : [],
  );

const paramsOf = (body: unknown): Params => {
  const params = record(record(body).params);
  return {
    filters: listOf(params.filterItems).flatMap((f) =>
      typeof f.propertyName === 'string' ? [{ propertyName: f.propertyName, value: f.value }] : [],
    ),
    sorts: sortsOf(params),
    skip: whole(params.skipCount, 0),
    take: Math.min(MAX_PAGE, whole(params.maxResultCount, 10)),
  };
};

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};

const compareRows =
  (sorts: readonly Sort[]) =>
  (a: Row, b: Row): number => {
    for (const { sort, sortDirection } of sorts) {
      const order = compare(a[sort], b[sort]);
      if (order !== 0) return sortDirection === 1 ? -order : order;
    }
    return 0;
  };

/** The value of one filter of the request, if it is there. */
export const filterValue = (body: unknown, name: string): unknown =>
  paramsOf(body).filters.find((f) => f.propertyName === name)?.value;

/**
 * ABP paging: filter, sort, cut. With the knob `movingRows` rows whose sort keys are equal stand in another order at
 * every call, as a database without a unique sort gives them.
 */
export const paged = (call: Call, rows: readonly Row[], filterable: readonly string[]): Answer => {
  const params = paramsOf(call.body);
  const unknown = params.filters.find((f) => !filterable.includes(f.propertyName));
  if (unknown !== undefined) return badRequest('InvalidFilter', `propertyName ${unknown.propertyName}`);
  const kept = rows.filter((row) =>
    params.filters.every((f) => String(row[f.propertyName]) === String(f.value)),
  );
  const mixed = call.faults.settings.movingRows
    ? kept
        .map((row) => [call.faults.rng.next(), row] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, row]) => row)
    : kept;
  const items = mixed.sort(compareRows(params.sorts)).slice(params.skip, params.skip + params.take);
  return items.length === 0 ? { kind: 'empty' } : { kind: 'paged', items, totalCount: kept.length };
};
