import type { DeliveryContext, DeliveryTarget } from '../../src/delivery/index.js';
import type { DeliveryState } from '../../src/domain/delivery.js';
import { mayMove } from '../../src/domain/delivery.js';
import { GatewayError } from '../../src/domain/errors.js';
import type { Clock, Ids } from '../../src/ports/clock.js';
import type { LogFields, Logger } from '../../src/ports/logger.js';
import type { ClaimRequest, OutboxRow, OutboxStore, Scope, Settlement } from '../../src/ports/store.js';
import type {
  BatchContext,
  ItemOutcome,
  OutboundItem,
  Receipt,
  SendOptions,
  TargetSession,
} from '../../src/ports/target.js';

export const SCOPE: Scope = { actor: 'test', schools: 'all' };
export const SCHOOL_YEAR = '2025-2026';

/** mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function seededIds(seed = 1): Ids {
  const random = seeded(seed);
  let serial = 0;
  return {
    random,
    uuid: () => {
      serial += 1;
      return `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
    },
  };
}

const cancelled = (): GatewayError =>
  new GatewayError({
    kind: 'cancelled',
    code: 'CANCELLED',
    message: { vi: 'Đã dừng.', en: 'Stopped.' },
    hint: { vi: '', en: '' },
  });

interface Timer {
  readonly at: number;
  readonly order: number;
  fire(): void;
}

/** Time that jumps to the next sleeper as soon as nothing else can run. No test waits. */
export class VirtualClock implements Clock {
  private time = Date.parse('2026-05-20T01:00:00.000Z');
  private timers: Timer[] = [];
  private serial = 0;
  private pumping = false;

  now(): Date {
    return new Date(this.time);
  }

  advance(ms: number): void {
    this.time += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(cancelled());
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.timers = this.timers.filter((other) => other !== timer);
        reject(cancelled());
      };
      this.serial += 1;
      const timer: Timer = {
        at: this.time + Math.max(0, ms),
        order: this.serial,
        fire: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.timers.push(timer);
      this.pump();
    });
  }

  private pump(): void {
    if (this.pumping || this.timers.length === 0) return;
    this.pumping = true;
    setImmediate(() => {
      this.pumping = false;
      const [next] = this.timers.sort((a, b) => a.at - b.at || a.order - b.order);
      if (next !== undefined) {
        this.timers = this.timers.filter((other) => other !== next);
        this.time = Math.max(this.time, next.at);
        next.fire();
      }
      this.pump();
    });
  }
}

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

export function listeningLogger(lines: LogLine[] = []): Logger & { readonly lines: LogLine[] } {
  const write =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields });
    };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => listeningLogger(lines),
  };
}

export interface PlannedItem {
  readonly target: string;
  readonly record: string;
  readonly version?: number;
  readonly classKey?: string;
  readonly after?: string;
  readonly environment?: 'test' | 'production';
  readonly schoolYear?: string;
}

interface Row {
  readonly key: string;
  readonly target: string;
  readonly record: string;
  readonly version: number;
  readonly classKey: string;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  readonly octets: Uint8Array;
  readonly sha256: string;
  gate: string | null;
  state: DeliveryState;
  attempts: number;
  inquiries: number;
  due: number;
  leaseEnd: number;
  fence: number;
  code: string | null;
}

export const contextOf = (classKey: string): BatchContext => ({
  school: { code: '64001001', name: 'THCS Thử Nghiệm', levels: ['THCS'] },
  schoolYear: SCHOOL_YEAR,
  classKey,
  className: classKey,
  grade: 6,
  staff: [],
});

const hex = (text: string): string => Buffer.from(text.padEnd(32, '.')).toString('hex').slice(0, 64);

/** A small exact twin of the outbox: the laws of src/ports/store.ts in memory, so that random scripts run by the thousand. */
export class MemoryOutbox {
  readonly rows: Row[] = [];
  readonly settlements: Settlement[] = [];
  readonly pausedTargets = new Set<string>();
  claims = 0;
  private fence = 0;
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  add(...items: readonly PlannedItem[]): void {
    for (const item of items) {
      const version = item.version ?? 1;
      const octets = new TextEncoder().encode(`<HOC_BA>${item.record} ${version}</HOC_BA>`);
      this.rows.push({
        key: `${item.target}:${item.record}:${version}`,
        target: item.target,
        record: item.record,
        version,
        classKey: item.classKey ?? '6A',
        schoolYear: item.schoolYear ?? SCHOOL_YEAR,
        environment: item.environment ?? 'test',
        octets,
        sha256: hex(`${item.record}:${version}`),
        gate: item.after ?? null,
        state: 'queued',
        attempts: 0,
        inquiries: 0,
        due: 0,
        leaseEnd: 0,
        fence: 0,
        code: null,
      });
    }
  }

  row(key: string): Row {
    const row = this.rows.find((candidate) => candidate.key === key);
    if (row === undefined) throw new Error(`no item ${key}`);
    return row;
  }

  states(target: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { state } of this.rows.filter((row) => row.target === target))
      counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  private blocked(row: Row): boolean {
    return this.rows.some(
      (other) =>
        other.target === row.target &&
        other.record === row.record &&
        other.version < row.version &&
        ['queued', 'sending', 'awaiting', 'unknown'].includes(other.state),
    );
  }

  private open(row: Row): boolean {
    if (row.gate === null) return true;
    return this.rows.some(
      (other) =>
        other.target === row.gate &&
        other.record === row.record &&
        other.version === row.version &&
        other.state === 'accepted',
    );
  }

  private lease(rows: readonly Row[], request: ClaimRequest): number {
    this.fence += 1;
    for (const row of rows) {
      row.fence = this.fence;
      row.leaseEnd = request.now.getTime() + request.leaseMs;
    }
    return this.fence;
  }

  private claim(request: ClaimRequest) {
    this.claims += 1;
    if (this.pausedTargets.has(request.target)) return null;
    const ready = this.rows
      .filter((row) => row.target === request.target && row.state === 'queued')
      .filter((row) => row.due <= request.now.getTime() && this.open(row) && !this.blocked(row));
    const [first] = ready;
    if (first === undefined) return null;
    const rows = ready.filter(({ classKey }) => classKey === first.classKey).slice(0, request.limit);
    const fence = this.lease(rows, request);
    for (const row of rows) {
      row.state = 'sending';
      row.attempts += 1;
    }
    return {
      batchId: `batch-${fence}`,
      fence,
      target: request.target,
      context: contextOf(first.classKey),
      items: rows.map((row) => ({
        key: row.key,
        recordId: row.record,
        version: row.version,
        event: row.version === 1 ? ('NEW' as const) : ('UPDATE' as const),
        lookupCode: 'f'.repeat(32),
        octets: row.octets,
        sha256: row.sha256,
        record: {} as OutboundItem['record'],
        attempt: row.attempts,
        environment: row.environment,
      })),
    };
  }

  private claimInquiry(request: ClaimRequest) {
    if (this.pausedTargets.has(request.target)) return null;
    const rows = this.rows
      .filter((row) => row.target === request.target && ['awaiting', 'unknown'].includes(row.state))
      .filter((row) => row.due <= request.now.getTime() && row.leaseEnd <= request.now.getTime())
      .slice(0, request.limit);
    if (rows.length === 0) return null;
    const fence = this.lease(rows, request);
    return {
      batchId: `batch-${fence}`,
      fence,
      target: request.target,
      items: rows.map((row) => ({
        key: row.key,
        sha256: row.sha256,
        state: row.state as 'awaiting' | 'unknown',
        attempt: row.attempts,
        inquiries: row.inquiries,
      })),
    };
  }

  private settle(settlement: Settlement): { applied: number; stale: number } {
    this.settlements.push(settlement);
    let applied = 0;
    for (const item of settlement.items) {
      const row = this.row(item.key);
      if (row.fence !== settlement.fence) continue;
      if (item.to === row.state) row.inquiries += 1;
      else if (!mayMove(row.state, item.to)) throw new Error(`refused: ${row.state} -> ${item.to}`);
      else row.inquiries = 0;
      row.state = item.to;
      row.due = item.nextAttemptAt?.getTime() ?? 0;
      row.leaseEnd = 0;
      row.fence = 0;
      row.code = item.code ?? null;
      applied += 1;
    }
    return { applied, stale: settlement.items.length - applied };
  }

  private releaseExpired(now: Date, leasesUntil: Date): number {
    const expired = this.rows.filter(
      ({ state, leaseEnd }) => state === 'sending' && leaseEnd <= leasesUntil.getTime(),
    );
    for (const row of expired) {
      row.state = 'unknown';
      row.fence = 0;
      row.leaseEnd = 0;
      row.due = now.getTime();
    }
    return expired.length;
  }

  private nextDue(target: string): Date | null {
    if (this.pausedTargets.has(target)) return null;
    const times = this.rows
      .filter((row) => row.target === target && this.open(row))
      .flatMap((row) => {
        if (row.state === 'sending') return [row.leaseEnd];
        if (!['queued', 'awaiting', 'unknown'].includes(row.state)) return [];
        return [Math.max(row.due, row.leaseEnd)];
      });
    return times.length === 0 ? null : new Date(Math.min(...times));
  }

  private async *list(filter: Parameters<OutboxStore['list']>[1]): AsyncGenerator<OutboxRow[]> {
    yield this.rows
      .filter((row) => row.schoolYear === filter.schoolYear)
      .filter((row) => filter.target === undefined || row.target === filter.target)
      .filter((row) => filter.states === undefined || filter.states.includes(row.state))
      .filter((row) => filter.keys === undefined || filter.keys.includes(row.key))
      .map((row) => ({
        key: row.key,
        target: row.target,
        recordId: row.record,
        id: { school: '64001001', schoolYear: row.schoolYear, classKey: row.classKey },
        version: row.version,
        event: 'NEW' as const,
        state: row.state,
        attempts: row.attempts,
        nextAttemptAt: row.due === 0 ? null : new Date(row.due),
        code: row.code,
        findings: [],
      }));
  }

  private retry(filter: Parameters<OutboxStore['retry']>[1]): number {
    const dead = this.rows.filter(
      (row) =>
        row.state === 'dead' &&
        (filter.target === undefined || row.target === filter.target) &&
        (filter.keys === undefined || filter.keys.includes(row.key)),
    );
    for (const row of dead) {
      row.state = 'queued';
      row.attempts = 0;
      row.due = 0;
    }
    return dead.length;
  }

  get port(): OutboxStore {
    return {
      claim: async (_scope, request) => this.claim(request),
      claimInquiry: async (_scope, request) => this.claimInquiry(request),
      settle: async (_scope, settlement) => this.settle(settlement),
      releaseExpired: async (_scope, now, leasesUntil) => this.releaseExpired(now, leasesUntil ?? now),
      nextDue: async (_scope, target) => this.nextDue(target),
      takeTokens: async (_scope, target, { ratePerSecond, burst, want, now }) => {
        const bucket = this.buckets.get(target) ?? { tokens: burst, at: now.getTime() };
        const grown = ((now.getTime() - bucket.at) / 1000) * ratePerSecond;
        const tokens = Math.min(burst, bucket.tokens + grown);
        const granted = tokens >= want;
        this.buckets.set(target, { tokens: granted ? tokens - want : tokens, at: now.getTime() });
        return { granted, waitMs: granted ? 0 : Math.ceil(((want - tokens) / ratePerSecond) * 1000) };
      },
      setPaused: async (_scope, target, paused) => {
        if (paused) this.pausedTargets.add(target);
        else this.pausedTargets.delete(target);
      },
      paused: async () => [...this.pausedTargets],
      list: (_scope, filter) => this.list(filter),
      retry: async (_scope, filter) => this.retry(filter),
      objects: () => ({ known: async () => new Map(), save: async () => undefined }),
    };
  }
}

export const lost = (mayHaveArrived: boolean | null, code = 'HTTP_RESET'): GatewayError =>
  new GatewayError({
    kind: 'transient',
    code,
    message: { vi: 'Mất kết nối.', en: 'Connection lost.' },
    hint: { vi: 'Chờ.', en: 'Wait.' },
    details: mayHaveArrived === null ? {} : { mayHaveArrived },
  });

export const refusedLogin = (): GatewayError =>
  new GatewayError({
    kind: 'auth',
    code: 'TARGET_LOGIN_REFUSED',
    message: { vi: 'Sai mật khẩu.', en: 'Wrong password.' },
    hint: { vi: 'Sửa mật khẩu.', en: 'Correct the password.' },
  });

type Items = readonly OutboundItem[];
export type SendStep = (items: Items, target: LedgerTarget, options: SendOptions) => Promise<ItemOutcome[]>;
export type InquireStep = (target: LedgerTarget, keys: readonly string[]) => Promise<ItemOutcome[]>;

/**
 * A target with a ledger and WITHOUT idempotency: whatever arrives twice has effect twice. So at most one effect per key
 * is the engine's merit. Answers by script, then truthfully.
 */
export class LedgerTarget implements TargetSession {
  /** Keys in the order of their effects. */
  readonly effects: string[] = [];
  readonly sent: { readonly at: number; readonly keys: readonly string[]; readonly octets: string[] }[] = [];
  readonly refused = new Map<string, string>();
  readonly asked: string[][] = [];
  sendScript: SendStep[] = [];
  inquireScript: InquireStep[] = [];
  always: SendStep | null = null;

  constructor(private readonly clock: Clock) {}

  apply(items: Items): ItemOutcome[] {
    return items.map((item) => {
      const code = this.refused.get(item.recordId);
      if (code !== undefined) return this.verdict(item.key, item.sha256);
      this.effects.push(item.key);
      return this.verdict(item.key, item.sha256);
    });
  }

  verdict(key: string, sha256: string): ItemOutcome {
    const code = this.refused.get(key.split(':')[1] ?? '');
    if (code !== undefined) {
      const text = { vi: 'Sai dữ liệu.', en: 'Bad data.' };
      return { key, outcome: 'rejected', findings: [{ code, message: text, fix: text }] };
    }
    if (!this.effects.includes(key)) return { key, outcome: 'retry', code: 'NOT_SEEN' };
    return { key, outcome: 'accepted', sha256, reference: `R-${key}` };
  }

  private receipt(items: readonly ItemOutcome[]): Receipt {
    return { items, raw: JSON.stringify(items), receivedAt: this.clock.now() };
  }

  async send(items: Items, options: SendOptions): Promise<Receipt> {
    this.sent.push({
      at: this.clock.now().getTime(),
      keys: items.map(({ key }) => key),
      octets: items.map(({ octets }) => new TextDecoder().decode(octets)),
    });
    const step = this.sendScript.shift() ?? this.always;
    return this.receipt(step === null ? this.apply(items) : await step(items, this, options));
  }

  async inquire(keys: readonly { key: string; sha256: string }[]): Promise<Receipt> {
    this.asked.push(keys.map(({ key }) => key));
    const step = this.inquireScript.shift();
    if (step !== undefined) {
      return this.receipt(
        await step(
          this,
          keys.map(({ key }) => key),
        ),
      );
    }
    return this.receipt(keys.map(({ key, sha256 }) => this.verdict(key, sha256)));
  }

  async health() {
    return { ok: true as const, detail: 'test' };
  }

  async close(): Promise<void> {
    this.inquireScript = [];
  }
}

export interface World {
  readonly clock: VirtualClock;
  readonly outbox: MemoryOutbox;
  readonly logger: ReturnType<typeof listeningLogger>;
  readonly context: DeliveryContext;
  target(id: string, extra?: Partial<DeliveryTarget>): { target: DeliveryTarget; ledger: LedgerTarget };
}

export function createWorld(extra: Partial<DeliveryContext> = {}, seed = 1): World {
  const clock = new VirtualClock();
  const outbox = new MemoryOutbox();
  const logger = listeningLogger();
  const context: DeliveryContext = {
    outbox: outbox.port,
    scope: SCOPE,
    clock,
    ids: seededIds(seed),
    logger,
    environment: 'test',
    worker: 'worker-1',
    leaseMs: 120_000,
    ...extra,
  };
  return {
    clock,
    outbox,
    logger,
    context,
    target(id, more = {}) {
      const ledger = new LedgerTarget(clock);
      return { ledger, target: { id, session: ledger, environment: 'test', maxBatch: 50, ...more } };
    },
  };
}

export const HOUR = 3_600_000;
export const never = (): AbortSignal => new AbortController().signal;
