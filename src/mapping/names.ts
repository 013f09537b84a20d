import { headerFold, headerKey, headerText } from './label-key.js';

/** How surely a header is the declared name: 2 the same but for accents and case, 1 only when Đ and D are one letter. */
export interface NameHit {
  readonly id: number;
  readonly strength: 1 | 2;
}

/** The column names that a mapping declares, numbered; resolves headers to them. */
export interface NameIndex {
  readonly names: readonly string[];
  /** Same name, same number. */
  declare(name: string): number;
  /** Constant time after the first call with a header. */
  resolve(header: string): NameHit | undefined;
  /** How these headers spread over the names; rows of one page repeat their headers, so the last answer is kept. */
  layout(headers: readonly string[]): Layout;
}

/** Which header takes which name. */
export interface Layout {
  /** Number of the name for each header, -1 for none. */
  readonly ids: readonly number[];
  /** Header by number of the name. */
  readonly headers: readonly (string | undefined)[];
  /** Headers that no name takes. */
  readonly loose: readonly string[];
  /** Headers that compete for one name: their values decide, row by row. */
  readonly contested: boolean;
}

// A hostile file may have as many headers as cells: the cache must not grow with them.
const MAX_CACHED = 4096;
const AMBIGUOUS = -1;

function spread(headers: readonly string[], size: number, resolve: NameIndex['resolve']): Layout {
  const taken: (string | undefined)[] = new Array(size).fill(undefined);
  const loose: string[] = [];
  let contested = false;
  const ids = headers.map((header) => {
    const hit = resolve(header);
    if (hit === undefined) {
      loose.push(header);
      return -1;
    }
    contested ||= taken[hit.id] !== undefined;
    taken[hit.id] = header;
    return hit.id;
  });
  return { ids, headers: taken, loose, contested };
}

const sameHeaders = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
};

function addKey(index: Map<string, number>, key: string, id: number): void {
  if (key === '') return;
  const present = index.get(key);
  index.set(key, present === undefined || present === id ? id : AMBIGUOUS);
}

export function createNames(): NameIndex {
  const names: string[] = [];
  const exact = new Map<string, number>();
  const keyed = new Map<string, number>();
  const folded = new Map<string, number>();
  const cache = new Map<string, NameHit | undefined>();

  const find = (header: string): NameHit | undefined => {
    const same = exact.get(headerText(header));
    if (same !== undefined) return { id: same, strength: 2 };
    const near = keyed.get(headerKey(header));
    if (near !== undefined && near !== AMBIGUOUS) return { id: near, strength: 2 };
    const far = folded.get(headerFold(header));
    return far === undefined || far === AMBIGUOUS ? undefined : { id: far, strength: 1 };
  };

  const resolve = (header: string): NameHit | undefined => {
    const known = cache.get(header);
    if (known !== undefined || cache.has(header)) return known;
    const hit = find(header);
    if (cache.size < MAX_CACHED) cache.set(header, hit);
    return hit;
  };

  let last: { readonly headers: readonly string[]; readonly layout: Layout } | null = null;

  return {
    names,
    resolve,
    layout(headers) {
      if (last === null || !sameHeaders(last.headers, headers))
        last = { headers, layout: spread(headers, names.length, resolve) };
      return last.layout;
    },
    declare(name) {
      const text = headerText(name);
      const present = exact.get(text);
      if (present !== undefined) return present;
      const id = names.push(name) - 1;
      exact.set(text, id);
      addKey(keyed, headerKey(name), id);
      addKey(folded, headerFold(name), id);
      cache.clear();
      last = null;
      return id;
    },
  };
}
