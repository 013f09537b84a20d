import type { DeliveryEvent } from '../domain/delivery.js';
import type { Bilingual } from '../domain/errors.js';
import type { CanonicalRecord, School, Staff } from '../domain/records.js';
import type { Clock } from './clock.js';
import type { HttpClient } from './http-client.js';
import type { Logger } from './logger.js';
import type { Health, JsonSchema } from './source.js';

/** Fixed when the item is created and the same for every attempt, whatever batch it travels in. */
export type ItemKey = string;

export interface OutboundItem {
  readonly key: ItemKey;
  readonly recordId: string;
  readonly version: number;
  readonly event: DeliveryEvent;
  readonly lookupCode: string;
  /** The packet's stored bytes; empty for CANCEL. */
  readonly octets: Uint8Array;
  /** Hex SHA-256 of octets. */
  readonly sha256: string;
  readonly record: CanonicalRecord;
}

/** The class the items belong to: one send carries items of one class only. */
export interface BatchContext {
  readonly school: School;
  readonly schoolYear: string;
  readonly classKey: string;
  readonly className: string;
  readonly grade: number;
  readonly homeroomTeacher?: { readonly code?: string; readonly name: string };
  readonly staff: readonly Staff[];
}

export type ObjectKind = 'school' | 'staff' | 'class' | 'pupil' | 'result';

/** School, staff, class, pupil or result as known at a target. */
export interface TargetObject {
  readonly kind: ObjectKind;
  /** Our id, echoed by the target. */
  readonly clientId: string;
  readonly contentHash: string;
  /** Code that the target issued, if it issues one. */
  readonly issuedCode?: string;
}

/** What the gateway remembers of the objects at this target; scoped to target and school. */
export interface TargetObjects {
  known(kind: ObjectKind, clientIds: readonly string[]): Promise<ReadonlyMap<string, TargetObject>>;
  /** Called only after the target acknowledged them. */
  save(objects: readonly TargetObject[]): Promise<void>;
}

export interface SendOptions {
  readonly context: BatchContext;
  readonly objects: TargetObjects;
  readonly environment: 'test' | 'production';
  /** Correlation only; never part of idempotency. */
  readonly batchId: string;
  readonly signal: AbortSignal;
}

/** Why a target refused, in its own code with our explanation. */
export interface TargetFinding {
  readonly code: string;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  readonly path?: string;
}

/**
 * accepted: acknowledged, bound to key and SHA-256. awaiting: received, verdict later (inquire).
 * rejected: refused for good for this version. unknown: may have been applied, ask or resend with the same key.
 * retry: surely not applied, may be sent again (`retryAfterMs` if the target said when).
 */
export type ItemOutcome =
  | {
      readonly key: ItemKey;
      readonly outcome: 'accepted';
      readonly sha256: string;
      readonly reference: string;
    }
  | {
      readonly key: ItemKey;
      readonly outcome: 'awaiting';
      readonly reference: string;
      readonly retryAfterMs?: number;
    }
  | { readonly key: ItemKey; readonly outcome: 'rejected'; readonly findings: readonly TargetFinding[] }
  | { readonly key: ItemKey; readonly outcome: 'unknown'; readonly code: string }
  | {
      readonly key: ItemKey;
      readonly outcome: 'retry';
      readonly code: string;
      readonly retryAfterMs?: number;
    };

export interface Receipt {
  readonly items: readonly ItemOutcome[];
  /** The target's answer as it came (text), stored as proof. */
  readonly raw: string;
  readonly receivedAt: Date;
}

/** One record as the target holds it, for reconciliation. */
export interface FarRecord {
  readonly recordId: string;
  readonly lookupCode: string;
  readonly version: number;
  readonly sha256: string;
  readonly school: string;
  readonly classKey: string;
  /** Field path -> value, where the target lets its content be read. */
  readonly fields?: Readonly<Record<string, string>>;
}

export interface DigestScope {
  readonly school: string;
  readonly schoolYear: string;
}

/** Hex SHA-256 over the sorted `recordId:version:sha256` lines of each class, joined by LF. */
export interface ScopeDigest {
  readonly classes: readonly { readonly classKey: string; readonly count: number; readonly digest: string }[];
}

export interface TargetContext {
  readonly targetId: string;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Laws (tests/conformance/target.ts): the key is fixed before the first attempt; a time-out after sending is unknown,
 * never failed; delivered only with an ack bound to key and SHA-256; another packet's ack, an HTML 200 or an empty 200 is
 * never success.
 */
export interface TargetAdapter<Config = unknown> {
  readonly id: string;
  readonly configSchema: JsonSchema;
  /** How many items fit one send. */
  readonly maxBatch: number;
  open(config: Config, context: TargetContext): Promise<TargetSession>;
}

export interface TargetSession {
  health(signal: AbortSignal): Promise<Health>;
  /** A refusal is an answer. Throws GatewayError only when no answer was obtained; `details.mayHaveArrived` then decides unknown or retry. */
  send(items: readonly OutboundItem[], options: SendOptions): Promise<Receipt>;
  /** What became of earlier items? An item the target never saw is `retry`. */
  inquire(
    keys: readonly { readonly key: ItemKey; readonly sha256: string }[],
    signal: AbortSignal,
  ): Promise<Receipt>;
  digest?(scope: DigestScope, signal: AbortSignal): Promise<ScopeDigest>;
  /** Every record the target holds in the scope, in pages. */
  read?(scope: DigestScope, signal: AbortSignal): AsyncIterable<readonly FarRecord[]>;
  /** Idempotent. */
  close(): Promise<void>;
}
