import { expect } from '@jest/globals';
import fc from 'fast-check';
import { type AccountCounts, EMPTY_COUNTS } from '../../src/domain/account.js';
import { type DeliveryState, mayMove } from '../../src/domain/delivery.js';
import type { RecordState, Store } from '../../src/ports/store.js';
import { settleBatch } from './contract-outbox.js';
import { ALL, claimFrom, classOf, commitOf, later, type RecordPlan, T0 } from './fixtures.js';

const PUPILS = 4;
const OUTCOMES = ['accepted', 'awaiting', 'rejected', 'unknown', 'queued', 'dead'] as const;

export type Step =
  | { readonly kind: 'issue' | 'unsigned' | 'quarantined' | 'gone'; readonly pupil: number }
  | { readonly kind: 'send'; readonly second: boolean; readonly outcomes: readonly DeliveryState[] }
  | { readonly kind: 'inquire'; readonly second: boolean; readonly outcomes: readonly DeliveryState[] }
  | { readonly kind: 'crash'; readonly second: boolean }
  | { readonly kind: 'retry' };

const pupil = fc.nat(PUPILS - 1);
const outcomes = fc.array(fc.constantFrom(...OUTCOMES), { minLength: PUPILS, maxLength: PUPILS });

export const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('issue' as const), pupil }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('unsigned' as const, 'quarantined' as const, 'gone' as const),
      pupil,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('send' as const, 'inquire' as const),
      second: fc.boolean(),
      outcomes,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), second: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'retry' as const }) },
);

interface ModelItem {
  readonly pupil: number;
  readonly version: number;
  readonly target: string;
  state: DeliveryState;
}

interface ModelRecord {
  state: RecordState;
  version: number | null;
  made: number;
}

const OPEN: readonly DeliveryState[] = ['queued', 'sending', 'awaiting', 'unknown'];

/** A second, simple account in memory, written apart from the SQL. */
export class AccountModel {
  readonly #records = new Map<number, ModelRecord>();
  readonly #items = new Map<string, ModelItem>();
  #clock = 0;

  constructor(
    readonly school: string,
    readonly first: string,
    readonly second: string,
  ) {}

  async play(store: Store, step: Step): Promise<void> {
    this.#clock += 1000;
    if (step.kind === 'send' || step.kind === 'crash') await this.#send(store, step);
    else if (step.kind === 'inquire') await this.#inquire(store, step);
    else if (step.kind === 'retry') await this.#retry(store);
    else await this.#commit(store, step.kind, step.pupil);
  }

  counts(target: string): AccountCounts {
    const counts: { -readonly [Key in keyof AccountCounts]: number } = { ...EMPTY_COUNTS };
    for (const [number, record] of this.#records) {
      if (record.state === 'left') continue;
      counts.found += 1;
      counts[this.#placeOf(number, record, target)] += 1;
      if (record.state === 'ready' && this.#latest(number, record, target)?.state === 'dead')
        counts.dead += 1;
    }
    return counts;
  }

  #latest(number: number, record: ModelRecord, target: string): ModelItem | undefined {
    return [...this.#items.values()].find(
      (item) => item.pupil === number && item.target === target && item.version === record.version,
    );
  }

  #placeOf(
    number: number,
    record: ModelRecord,
    target: string,
  ): Exclude<keyof AccountCounts, 'found' | 'dead'> {
    if (record.state === 'withdrawn') return 'withdrawn';
    if (record.state !== 'ready') return 'quarantined';
    const state = this.#latest(number, record, target)?.state;
    if (state === 'accepted') return 'delivered';
    return state === 'rejected' || state === 'unknown' ? state : 'inFlight';
  }

  #name(number: number): string {
    return `${this.school}-${number}`;
  }

  async #commit(
    store: Store,
    kind: 'issue' | 'unsigned' | 'quarantined' | 'gone',
    number: number,
  ): Promise<void> {
    const record = this.#records.get(number) ?? { state: 'ready', version: null, made: 0 };
    const makes = kind === 'issue' || kind === 'unsigned';
    if (makes) record.made += 1;
    record.version = makes ? record.made : record.version;
    record.state =
      kind === 'gone' ? (record.version === null ? 'left' : 'withdrawn') : makes ? 'ready' : 'quarantined';
    this.#records.set(number, record);
    const targets = kind === 'issue' ? [this.first, { target: this.second, after: this.first }] : [];
    const plan: RecordPlan = {
      recordId: this.#name(number),
      state: record.state,
      version: makes ? record.made : null,
      issued: kind !== 'unsigned',
      targets,
    };
    const commit = commitOf(classOf(this.school), [plan], { at: later(this.#clock) });
    expect(await store.records.commitClass(ALL, commit)).toBe(true);
    if (kind === 'issue') this.#supersede(number, record.made);
    for (const item of commit.records[0]?.items ?? []) {
      this.#items.set(item.key, {
        pupil: number,
        version: record.made,
        target: item.target,
        state: 'queued',
      });
    }
  }

  #supersede(number: number, version: number): void {
    for (const item of this.#items.values()) {
      const outdated = item.pupil === number && item.version < version;
      if (outdated && ['queued', 'dead', 'rejected'].includes(item.state)) item.state = 'superseded';
    }
  }

  #item(key: string): ModelItem {
    const item = this.#items.get(key);
    if (item === undefined) throw new Error(`an item that was never made: ${key}`);
    return item;
  }

  /** Order per record, and the second target only after the first accepted. */
  #checkClaimed(item: ModelItem): void {
    const siblings = [...this.#items.values()].filter((other) => other.pupil === item.pupil);
    const earlier = siblings.filter((other) => other.target === item.target && other.version < item.version);
    expect(earlier.filter((other) => OPEN.includes(other.state))).toEqual([]);
    if (item.target !== this.second) return;
    const gate = siblings.find((other) => other.target === this.first && other.version === item.version);
    expect(gate?.state).toBe('accepted');
  }

  #move(item: ModelItem, to: DeliveryState): void {
    expect(mayMove(item.state, to) || item.state === to).toBe(true);
    item.state = to;
    const newest = [...this.#items.values()]
      .filter((other) => other.pupil === item.pupil && other.target === item.target)
      .reduce((max, other) => Math.max(max, other.version), 0);
    if (['queued', 'dead', 'rejected'].includes(to) && newest > item.version) item.state = 'superseded';
  }

  async #send(store: Store, step: Step & { readonly second: boolean }): Promise<void> {
    const now = later(this.#clock);
    const batch = await claimFrom(store, step.second ? this.second : this.first, { now, leaseMs: 500 });
    if (batch === null) return;
    for (const { key } of batch.items) {
      this.#checkClaimed(this.#item(key));
      this.#move(this.#item(key), 'sending');
    }
    if (step.kind === 'send') {
      const chosen = new Map(batch.items.map(({ key }, index) => [key, step.outcomes[index] ?? 'accepted']));
      await settleBatch(store, batch, (key) => ({
        key,
        to: chosen.get(key) ?? 'accepted',
        nextAttemptAt: now,
      }));
      for (const [key, to] of chosen) this.#move(this.#item(key), to);
      return;
    }
    this.#clock += 1000;
    await store.outbox.releaseExpired(ALL, later(this.#clock));
    for (const { key } of batch.items) this.#move(this.#item(key), 'unknown');
    expect(await settleBatch(store, batch, 'accepted')).toEqual({ applied: 0, stale: batch.items.length });
  }

  async #inquire(store: Store, step: Step & { readonly kind: 'inquire' }): Promise<void> {
    const target = step.second ? this.second : this.first;
    const now = later(this.#clock);
    const request = { target, worker: 'w', limit: 100, leaseMs: 500, now };
    const inquiry = await store.outbox.claimInquiry(ALL, request);
    if (inquiry === null) return;
    const chosen = new Map(
      inquiry.items.map(({ key, state }, index) => {
        const wished = step.outcomes[index] ?? 'accepted';
        return [key, mayMove(state, wished) ? wished : state];
      }),
    );
    await settleBatch(
      store,
      inquiry,
      (key) => ({ key, to: chosen.get(key) ?? 'accepted', nextAttemptAt: now }),
      'inquire',
    );
    for (const [key, to] of chosen) this.#move(this.#item(key), to);
  }

  async #retry(store: Store): Promise<void> {
    for (const target of [this.first, this.second]) {
      await store.outbox.retry(ALL, { target, now: T0 });
    }
    for (const item of this.#items.values()) if (item.state === 'dead') this.#move(item, 'queued');
  }
}
