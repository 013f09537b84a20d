import type { DeliveryEvent, DeliveryState } from '../domain/delivery.js';
import type { ClassId, Scope } from './store-scope.js';
import type { BatchContext, ItemKey, OutboundItem, TargetFinding, TargetObjects } from './target.js';

export interface ClaimRequest {
  readonly target: string;
  readonly worker: string;
  readonly limit: number;
  readonly leaseMs: number;
  readonly now: Date;
  readonly schools?: readonly string[];
}

/** Items of one class, leased to one worker. A settle with an older fence is refused. */
export interface ClaimedBatch {
  readonly batchId: string;
  readonly fence: number;
  readonly target: string;
  readonly context: BatchContext;
  /** `attempt` counts from 1; `environment` is that of the packet's header, as committed. */
  readonly items: readonly (OutboundItem & {
    readonly attempt: number;
    readonly environment: 'test' | 'production';
  })[];
}

/** Items whose fate is to be asked: awaiting or unknown, due. Leased the same way. */
export interface ClaimedInquiry {
  readonly batchId: string;
  readonly fence: number;
  readonly target: string;
  readonly items: readonly {
    readonly key: ItemKey;
    readonly sha256: string;
    readonly state: 'awaiting' | 'unknown';
    readonly attempt: number;
    /** Earlier inquiries of this attempt that brought no verdict. */
    readonly inquiries: number;
  }[];
}

export interface SettledItem {
  readonly key: ItemKey;
  /** A settled inquiry may name the item's own state: no verdict yet, `inquiries` goes up, `nextAttemptAt` moves. */
  readonly to: DeliveryState;
  readonly nextAttemptAt?: Date;
  readonly code?: string;
  readonly reference?: string;
  readonly findings?: readonly TargetFinding[];
}

export interface Settlement {
  readonly batchId: string;
  readonly fence: number;
  readonly target: string;
  readonly kind: 'send' | 'inquire';
  readonly items: readonly SettledItem[];
  /** The answer as it came, kept as proof; empty when none was obtained. */
  readonly raw: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

export interface OutboxRow {
  readonly key: ItemKey;
  readonly target: string;
  readonly recordId: string;
  readonly id: ClassId;
  readonly version: number;
  readonly event: DeliveryEvent;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly code: string | null;
  readonly findings: readonly TargetFinding[];
}

export interface OutboxStore {
  /** Order per record is kept: an item waits while an earlier version of its record is sending, awaiting or unknown. */
  claim(scope: Scope, request: ClaimRequest): Promise<ClaimedBatch | null>;
  claimInquiry(scope: Scope, request: ClaimRequest): Promise<ClaimedInquiry | null>;
  /** One transaction: states (by the transition table), receipt, gates of `after` items. `stale`: items another worker holds now. */
  settle(scope: Scope, settlement: Settlement): Promise<{ readonly applied: number; readonly stale: number }>;
  /**
   * sending items whose lease ended become unknown, to be asked about from `now` on: they may have been sent.
   * `leasesUntil` (default now): leases ending by then count as ended, for an owner who knows that their holders are gone.
   */
  releaseExpired(scope: Scope, now: Date, leasesUntil?: Date): Promise<number>;
  /**
   * When the next item of the target becomes due; null when nothing is open. Items being sent count with the end of their
   * lease. Items behind a gate or a pause do not count, nor do those of other schools where `schools` is given.
   */
  nextDue(scope: Scope, target: string, schools?: readonly string[]): Promise<Date | null>;
  /** Token bucket of the target, shared by all workers. Grants `want` or says how long to wait. */
  takeTokens(
    scope: Scope,
    target: string,
    bucket: {
      readonly ratePerSecond: number;
      readonly burst: number;
      readonly want: number;
      readonly now: Date;
    },
  ): Promise<{ readonly granted: boolean; readonly waitMs: number }>;
  setPaused(scope: Scope, target: string, paused: boolean): Promise<void>;
  paused(scope: Scope): Promise<readonly string[]>;
  list(
    scope: Scope,
    filter: {
      readonly schoolYear: string;
      readonly target?: string;
      readonly school?: string;
      readonly states?: readonly DeliveryState[];
      readonly keys?: readonly ItemKey[];
    },
  ): AsyncIterable<readonly OutboxRow[]>;
  /** dead -> queued, due now. Returns how many moved. */
  retry(
    scope: Scope,
    filter: { readonly target?: string; readonly keys?: readonly ItemKey[]; readonly now: Date },
  ): Promise<number>;
  objects(scope: Scope, target: string, school: string): TargetObjects;
}
