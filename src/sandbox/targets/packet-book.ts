import { type Judgement, judge, type PacketHead, type PacketItem, type Reason } from './acceptance.js';
import type { Ledger, LedgerLine } from './ledger.js';
import { applyPlant, plant } from './plant.js';
import { createRecordStore, type HeldRecord, type RecordLock, type RecordStore } from './record-store.js';
import type { Answer } from './server.js';

/** What was decided on a key, once and for all. */
export interface StoredAnswer {
  readonly key: string;
  readonly sha256: string;
  readonly recordId: string;
  readonly reference: string;
  /** Milliseconds since 1970, by the simulator's clock. */
  readonly receivedAt: number;
  readonly reason: Reason | null;
  readonly detail?: string;
}

/** Keys, receipts and records of one target; both targets keep one. */
export interface PacketBook {
  readonly store: RecordStore;
  find(key: string): StoredAnswer | undefined;
  /** Decides on a new key (`refusal`: as a fault wants it); returns the lines to append before anybody hears of it. */
  take(
    item: PacketItem,
    head: PacketHead,
    refusal?: Reason,
  ): { readonly answer: StoredAnswer; readonly lines: LedgerLine[] };
  /** Loses every key, as targets do that remember keys for ten minutes. */
  forget(): LedgerLine;
  /** Replays one ledger line at start. */
  replay(line: LedgerLine): void;
  plant(body: unknown, ledger: Ledger): Answer;
}

type EffectLine = LedgerLine & { readonly record: HeldRecord; readonly action: string };

function applyEffect(store: RecordStore, line: EffectLine): void {
  if (line.action === 'cancel') store.remove(line.record.recordId, line.record.version);
  else store.put(line.record);
}

function effectOf(item: PacketItem, head: PacketHead, change: HeldRecord | 'cancel'): EffectLine {
  const cancelled = { ...head, ...item, packet: '' };
  const record = change === 'cancel' ? (cancelled as unknown as HeldRecord) : change;
  const action = change === 'cancel' ? 'cancel' : item.event === 'NEW' ? 'create' : 'update';
  return { type: 'effect', kind: 'packet', action, key: item.key, sha256: item.sha256, record };
}

interface BookState {
  readonly environment: string;
  readonly prefix: string;
  readonly store: RecordStore;
  readonly keys: Map<string, StoredAnswer>;
  receipts: number;
}

function take(
  state: BookState,
  item: PacketItem,
  head: PacketHead,
  refusal: Reason | undefined,
): ReturnType<PacketBook['take']> {
  const judgement: Judgement =
    refusal === undefined
      ? judge(item, head, state.environment, state.store)
      : { ok: false, reason: refusal };
  state.receipts += 1;
  const answer: StoredAnswer = {
    key: item.key,
    sha256: item.sha256,
    recordId: item.recordId,
    reference: `${state.prefix}-${String(state.receipts).padStart(8, '0')}`,
    receivedAt: Date.now(),
    reason: judgement.ok ? null : judgement.reason,
    ...(!judgement.ok && judgement.detail !== undefined && { detail: judgement.detail }),
  };
  state.keys.set(item.key, answer);
  const lines: LedgerLine[] = [{ type: 'receipt', answer }];
  if (judgement.ok && judgement.change !== null) {
    const effect = effectOf(item, head, judgement.change);
    applyEffect(state.store, effect);
    lines.push(effect);
  }
  return { answer, lines };
}

function replay(state: BookState, line: LedgerLine): void {
  if (line.type === 'receipt') {
    const answer = line.answer as StoredAnswer;
    state.keys.set(answer.key, answer);
    state.receipts += 1;
  } else if (line.type === 'effect' && line.kind === 'packet') {
    applyEffect(state.store, line as EffectLine);
  } else if (line.type === 'lock') {
    state.store.lock(line as unknown as RecordLock);
  } else if (line.type === 'forget') {
    state.keys.clear();
  } else if (line.type === 'plant') {
    applyPlant(state.store, line);
  }
}

/** `prefix` begins every receipt number, e.g. SO. */
export function createPacketBook(environment: string, prefix: string): PacketBook {
  const state: BookState = { environment, prefix, store: createRecordStore(), keys: new Map(), receipts: 0 };
  return {
    store: state.store,
    find: (key) => state.keys.get(key),
    take: (item, head, refusal) => take(state, item, head, refusal),
    forget() {
      state.keys.clear();
      return { type: 'forget' };
    },
    replay: (line) => replay(state, line),
    plant(body, ledger) {
      const result = plant(state.store, body);
      if ('error' in result) return { status: 400, body: result };
      ledger.append([result.line]);
      applyPlant(state.store, result.line);
      return { status: 200, body: result.planted };
    },
  };
}
