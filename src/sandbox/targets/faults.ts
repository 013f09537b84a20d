/**
 * What a target can do to a caller. Before the ledger write: 401, 500, 502, 503, 429, reset-before, html, delay.
 * After it (the effect stands, the answer is bad): 500-after, reset-after, timeout, truncate, empty, wrong-key,
 * wrong-hash, duplicate-ack, forget. `refuse-one` refuses the first new packet of the call, whatever it holds.
 */
export const FAULT_KINDS = [
  'delay',
  '401',
  '500',
  '502',
  '503',
  '429',
  'reset-before',
  'html',
  '500-after',
  'reset-after',
  'timeout',
  'truncate',
  'empty',
  'wrong-key',
  'wrong-hash',
  'duplicate-ack',
  'forget',
  'refuse-one',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Chance of each kind per call, in [0, 1]. */
export type FaultRates = Partial<Record<FaultKind, number>>;

/** The everyday misery of `--faults flaky`: about one call in five goes wrong. */
export const FLAKY_RATES: FaultRates = {
  delay: 0.04,
  '500': 0.015,
  '502': 0.01,
  '503': 0.015,
  '429': 0.025,
  'reset-before': 0.015,
  html: 0.01,
  '500-after': 0.01,
  'reset-after': 0.025,
  timeout: 0.005,
  truncate: 0.015,
  empty: 0.01,
  'wrong-key': 0.01,
  'wrong-hash': 0.01,
  'duplicate-ack': 0.02,
  forget: 0.005,
};

/** `path`: the fault waits for a call whose path contains it. `none` lets one call pass. */
interface ScriptStep {
  readonly kind: FaultKind | 'none';
  readonly path?: string;
}

export interface FaultTimes {
  readonly delayMs: number;
  /** How long a `timeout` holds the connection before it is cut. */
  readonly hangMs: number;
  readonly retryAfterSeconds: number;
}

export interface Faults {
  /** The fault of this call, or null. Scripted steps come first, then the seeded rates. */
  next(path: string): FaultKind | null;
  /** Body of POST /__sandbox/faults; returns why it is refused, or null. */
  set(body: unknown): string | null;
  readonly times: FaultTimes;
}

/** mulberry32: small, seeded, good enough to pick faults. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const isKind = (kind: unknown): kind is FaultKind | 'none' =>
  kind === 'none' || FAULT_KINDS.includes(kind as FaultKind);

function readStep(step: unknown): ScriptStep | null {
  if (isKind(step)) return { kind: step };
  if (typeof step !== 'object' || step === null) return null;
  const { kind, path } = step as Record<string, unknown>;
  if (!isKind(kind)) return null;
  return typeof path === 'string' ? { kind, path } : { kind };
}

function readRates(value: unknown): FaultRates | null {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  const fits = entries.every(([kind, rate]) => kind !== 'none' && isKind(kind) && typeof rate === 'number');
  return fits ? (Object.fromEntries(entries) as FaultRates) : null;
}

function pickByRate(rates: FaultRates, draw: number): FaultKind | null {
  let edge = 0;
  for (const kind of FAULT_KINDS) {
    edge += rates[kind] ?? 0;
    if (draw < edge) return kind;
  }
  return null;
}

function readScript(value: unknown): ScriptStep[] | null {
  if (!Array.isArray(value)) return null;
  const steps = value.map(readStep);
  return steps.every((step) => step !== null) ? (steps as ScriptStep[]) : null;
}

const positive = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && value >= 0 ? value : otherwise;

interface FaultState {
  random: () => number;
  rates: FaultRates;
  script: ScriptStep[];
  times: FaultTimes;
}

function next(state: FaultState, path: string): FaultKind | null {
  const step = state.script[0];
  if (step === undefined) return pickByRate(state.rates, state.random());
  if (step.path !== undefined && !path.includes(step.path)) return null;
  state.script = state.script.slice(1);
  return step.kind === 'none' ? null : step.kind;
}

function set(state: FaultState, body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return 'a JSON object is expected';
  const wish = body as Record<string, unknown>;
  const script = wish.script === undefined ? [] : readScript(wish.script);
  if (script === null) return `script: kinds are ${FAULT_KINDS.join(', ')}, none`;
  const rates = wish.rates === undefined ? PROFILES[String(wish.profile)] : readRates(wish.rates);
  if (rates === null) return 'rates: a number per known fault kind is expected';
  state.script = script;
  state.rates = rates ?? state.rates;
  if (typeof wish.seed === 'number') state.random = seededRandom(wish.seed);
  state.times = {
    delayMs: positive(wish.delayMs, state.times.delayMs),
    hangMs: positive(wish.hangMs, state.times.hangMs),
    retryAfterSeconds: positive(wish.retryAfterSeconds, state.times.retryAfterSeconds),
  };
  return null;
}

const PROFILES: Readonly<Record<string, FaultRates>> = { none: {}, flaky: FLAKY_RATES };

/** Seeded faults of one simulator. `profile`: none or flaky at the start; changed by {@link Faults.set}. */
export function createFaults(profile: 'none' | 'flaky', seed: number): Faults {
  const state: FaultState = {
    random: seededRandom(seed),
    rates: PROFILES[profile] ?? {},
    script: [],
    times: { delayMs: 120, hangMs: 1500, retryAfterSeconds: 1 },
  };
  return {
    get times() {
      return state.times;
    },
    next: (path) => next(state, path),
    set: (body) => set(state, body),
  };
}
