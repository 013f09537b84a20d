import type { AccountCounts } from '../domain/account.js';
import type { DeliveryState } from '../domain/delivery.js';
import type { LandingStore } from './store-landing.js';
import type { OutboxStore } from './store-outbox.js';
import type { RecordState, RecordStore } from './store-records.js';
import type { ClassId, Scope } from './store-scope.js';

export type * from './store-landing.js';
export type * from './store-outbox.js';
export type * from './store-records.js';
export type * from './store-scope.js';

export type RunKind = 'demo' | 'run' | 'pull' | 'process' | 'deliver' | 'reconcile' | 'import';

export interface RunStart {
  readonly kind: RunKind;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  readonly startedAt: Date;
}

export interface RunStore {
  begin(scope: Scope, run: RunStart): Promise<string>;
  finish(
    scope: Scope,
    runId: string,
    end: { readonly at: Date; readonly outcome: string; readonly summary: unknown },
  ): Promise<void>;
}

export interface ClassAccount {
  readonly target: string;
  readonly school: string;
  readonly classKey: string;
  readonly className: string;
  readonly counts: AccountCounts;
  /** Superseded versions' items: shown, never summed. */
  readonly superseded: number;
}

/** What we believe the target holds: the latest accepted version of each record, or why none. */
export interface BelievedRecord {
  readonly recordId: string;
  readonly id: ClassId;
  readonly state: RecordState;
  readonly delivery: DeliveryState | null;
  readonly accepted: {
    readonly version: number;
    readonly sha256: string;
    readonly lookupCode: string;
  } | null;
}

export interface AccountStore {
  /** By class, from one consistent snapshot. */
  byClass(
    scope: Scope,
    filter: {
      readonly schoolYear: string;
      readonly targets: readonly string[];
      readonly schools?: readonly string[];
    },
  ): Promise<readonly ClassAccount[]>;
  believed(
    scope: Scope,
    filter: { readonly schoolYear: string; readonly target: string; readonly school: string },
  ): Promise<readonly BelievedRecord[]>;
  schools(
    scope: Scope,
    schoolYear: string,
  ): Promise<
    readonly {
      readonly code: string;
      readonly name: string;
      readonly sources: readonly string[];
      readonly classes: number;
      readonly students: number;
      readonly quarantined: number;
      readonly withdrawn: number;
    }[]
  >;
}

/** The part of the store that pulling and assembling work with. */
export interface PipelineStore {
  readonly landing: Pick<LandingStore, 'openPull' | 'known' | 'land' | 'touch' | 'missing' | 'closePull'>;
  readonly records: Pick<RecordStore, 'marked' | 'material' | 'findByAliases' | 'commitClass'>;
  readonly outbox: Pick<OutboxStore, 'list'>;
}

/** The one store. Every call runs in a transaction bound to its Scope. */
export interface Store {
  readonly runs: RunStore;
  readonly landing: LandingStore;
  readonly records: RecordStore;
  readonly outbox: OutboxStore;
  readonly account: AccountStore;
  /** Store kind and server version, for doctor and reports. */
  describe(): Promise<{
    readonly kind: 'embedded' | 'postgres';
    readonly version: string;
    readonly durable: boolean;
  }>;
  close(): Promise<void>;
}
