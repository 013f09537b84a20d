import { type Rng, rngOf } from '../world/prng.js';

export const FAULT_KINDS = [
  'http500',
  'http502',
  'http503',
  'http429',
  'timeout',
  'reset',
  'empty200',
  'notSuccess',
  'revoked',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultSettings {
  readonly seed: number | string;
  readonly rates: Readonly<Record<FaultKind, number>>;
  readonly once: readonly { readonly kind: FaultKind; readonly path?: string; readonly times: number }[];
  readonly timeoutMs: number;
  readonly retryAfterSeconds: number;
  readonly tokenSeconds: number;
  readonly tokenCalls: number;
  readonly movingRows: boolean;
}
export interface Faults {
  readonly settings: FaultSettings;
  readonly counts: Readonly<Record<string, number>>;
  /** What goes wrong with this call; null = nothing. Seeded, so the same calls meet the same faults. */
  draw(path: string): FaultKind | null;
  change(body: unknown): void;
  /** The stream that moves rows between pages. */
  readonly rng: Rng;
}

const QUIET = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
const FLAKY: Record<FaultKind, number> = {
  http500: 0.01,
  http502: 0.005,
  http503: 0.01,
  http429: 0.02,
  timeout: 0.003,
  reset: 0.015,
  empty200: 0.005,
  notSuccess: 0.01,
  revoked: 0.005,
};
const DEFAULTS = {
  once: [],
  timeoutMs: 3000,
  retryAfterSeconds: 1,
  tokenSeconds: 3600,
  tokenCalls: 0,
  movingRows: false,
} as const;

export const faultPreset = (name: 'none' | 'flaky', seed: number | string): FaultSettings =>
  name === 'none'
    ? { ...DEFAULTS, seed, rates: QUIET }
    : { ...DEFAULTS, seed, rates: FLAKY, movingRows: true, tokenCalls: 40, timeoutMs: 1500 };

export class FaultsRefused extends Error {}

const isKind = (text: unknown): text is FaultKind => FAULT_KINDS.some((kind) => kind === text);

const ratesFrom = (value: unknown, before: FaultSettings['rates']): FaultSettings['rates'] => {
  const rates = { ...before };
  for (const [kind, rate] of Object.entries(value ?? {})) {
    if (!isKind(kind) || typeof rate !== 'number' || rate < 0 || rate > 1) {
      throw new FaultsRefused(`rates.${kind} is not a kind with a number in 0..1`);
    }
    rates[kind] = rate;
  }
  return rates;
};

const onceFrom = (value: unknown): FaultSettings['once'] => {
  if (!Array.isArray(value)) throw new FaultsRefused('once must be a list');
  return value.map((entry: unknown) => {
    const { kind, path, times } = (entry ?? {}) as Record<string, unknown>;
    if (!isKind(kind)) throw new FaultsRefused('once[].kind is unknown');
    const count = typeof times === 'number' ? times : 1;
    return typeof path === 'string' ? { kind, path, times: count } : { kind, times: count };
  });
};

const NUMBERS = ['timeoutMs', 'retryAfterSeconds', 'tokenSeconds', 'tokenCalls'] as const;

/** Without a preset the settings in force go on. */
const baseFrom = (before: FaultSettings, preset: unknown, seed: FaultSettings['seed']): FaultSettings => {
  if (preset === undefined) return before;
  if (preset !== 'none' && preset !== 'flaky') throw new FaultsRefused('preset is none or flaky');
  return faultPreset(preset, seed);
};

const numbersFrom = (given: Record<string, unknown>): Partial<Record<(typeof NUMBERS)[number], number>> => {
  const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  for (const name of NUMBERS) {
    const value = given[name];
    if (typeof value === 'number' && value >= 0) numbers[name] = value;
  }
  return numbers;
};

const merged = (before: FaultSettings, body: unknown): FaultSettings => {
  const given = (body ?? {}) as Record<string, unknown>;
  const seed = typeof given.seed === 'number' || typeof given.seed === 'string' ? given.seed : before.seed;
  const base = baseFrom(before, given.preset, seed);
  return {
    ...base,
    ...numbersFrom(given),
    seed,
    rates: ratesFrom(given.rates, base.rates),
    once: given.once === undefined ? base.once : onceFrom(given.once),
    movingRows: typeof given.movingRows === 'boolean' ? given.movingRows : base.movingRows,
  };
};

const MAX_RUNNING = 2;

export const faultsFrom = (initial: FaultSettings): Faults => {
  let settings = initial;
  let rng = rngOf(`faults|${initial.seed}`);
  const counts: Record<string, number> = {};
  const running = new Map<string, number>();

  const planned = (path: string): FaultKind | null => {
    const entry = settings.once.find((o) => o.times > 0 && (o.path === undefined || path.includes(o.path)));
    if (entry === undefined) return null;
    const once = settings.once.map((o) => (o === entry ? { ...o, times: o.times - 1 } : o));
    settings = { ...settings, once };
    return entry.kind;
  };
  const random = (path: string): FaultKind | null => {
    let roll = rng.next();
    for (const kind of FAULT_KINDS) {
      roll -= settings.rates[kind];
      if (roll < 0) return (running.get(path) ?? 0) < MAX_RUNNING ? kind : null;
    }
    return null;
  };
  return {
    get settings() {
      return settings;
    },
    get rng() {
      return rng;
    },
    counts,
    draw: (path) => {
      const kind = planned(path) ?? random(path);
      if (kind === null) {
        running.delete(path);
        return null;
      }
      running.set(path, (running.get(path) ?? 0) + 1);
      counts[kind] = (counts[kind] ?? 0) + 1;
      return kind;
    },
    change: (body) => {
      const next = merged(settings, body);
      if (next.seed !== settings.seed) rng = rngOf(`faults|${next.seed}`);
      settings = next;
    },
  };
};
