/** A small seeded generator (sfc32 seeded by FNV-1a): same seed, same stream, on every machine. */
export interface Rng {
  /** In [0, 1). */
  next(): number;
  /** Whole number in [from, to], both included. */
  int(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  /** Standard normal deviate. */
  gauss(): number;
}

const hashFrom = (text: string, start: number): number => {
  let hash = start >>> 0;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 16777619) >>> 0;
  }
  return hash;
};

/** 32-bit hash of a text; also used to decide quirks per row without a stream. */
export const hashOf = (text: string): number => {
  let hash = hashFrom(text, 2166136261);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b) >>> 0;
  hash ^= hash >>> 13;
  return hash >>> 0;
};

const sfc32 = (seed: string): (() => number) => {
  let a = hashFrom(seed, 2166136261);
  let b = hashFrom(seed, 3339675911);
  let c = hashFrom(seed, 374761393);
  let counter = 1;
  const step = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i += 1) step();
  return step;
};

export const rngOf = (seed: string): Rng => {
  const next = sfc32(seed);
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (list) => {
      const item = list[Math.floor(next() * list.length)];
      if (item === undefined) throw new Error('pick from an empty list');
      return item;
    },
    chance: (probability) => next() < probability,
    gauss: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
};

/** Repeatable shape of a guid, from a text. */
export const guidOf = (text: string): string => {
  const hex = [1, 2, 3, 4].map((n) => hashOf(`${n}|${text}`).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};
