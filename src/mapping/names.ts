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
}

// A hostile file may have as many headers as cells: the cache must not grow with them.
const MAX_CACHED = 4096;
const AMBIGUOUS = -1;

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

  return {
    names,
    declare(name) {
      const text = headerText(name);
      const present = exact.get(text);
      if (present !== undefined) return present;
      const id = names.push(name) - 1;
      exact.set(text, id);
      addKey(keyed, headerKey(name), id);
      addKey(folded, headerFold(name), id);
      cache.clear();
      return id;
    },
    resolve(header) {
      const known = cache.get(header);
      if (known !== undefined || cache.has(header)) return known;
      const hit = find(header);
      if (cache.size < MAX_CACHED) cache.set(header, hit);
      return hit;
    },
  };
}
