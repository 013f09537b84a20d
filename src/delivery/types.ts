import type { GatewayError } from '../domain/errors.js';
import type { RetryPolicy } from '../domain/policy.js';
import type { Clock, Ids } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { OutboxStore, Scope } from '../ports/store.js';
import type { TargetSession } from '../ports/target.js';

/** Named places where a test may kill the process: the account must close after a restart, whichever it was. */
export const KILL_POINTS = [
  'before-claim',
  'before-send',
  'after-send-before-settle',
  'after-settle',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

export type Environment = 'test' | 'production';

/** When and how often to ask a target what became of an item (awaiting its verdict, or its answer was lost). */
export interface InquiryPolicy {
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
  /** After so many inquiries without a verdict the item is dead: a person decides. */
  readonly maxInquiries: number;
}

/** Patience of about a day: 300 questions, five minutes apart in the end. */
export const DEFAULT_INQUIRY: InquiryPolicy = {
  firstDelayMs: 250,
  factor: 1.7,
  maxDelayMs: 300_000,
  maxInquiries: 300,
};

/** One target with an open session. */
export interface DeliveryTarget {
  readonly id: string;
  readonly session: TargetSession;
  /** Declared in the configuration. Items of the other environment never leave for it. */
  readonly environment: Environment;
  /** TargetAdapter.maxBatch. */
  readonly maxBatch: number;
  /** Requests under way at once, default 4. */
  readonly concurrency?: number;
  /** Requests per second over all workers; absent: unlimited. */
  readonly rate?: { readonly perSecond: number; readonly burst: number };
  readonly retry?: Partial<RetryPolicy>;
  readonly inquiry?: Partial<InquiryPolicy>;
}

export interface DeliveryContext {
  readonly outbox: OutboxStore;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** The gateway's own environment. */
  readonly environment: Environment;
  /** Identifies this process in leases. */
  readonly worker: string;
  readonly leaseMs: number;
  readonly schools?: readonly string[];
  /** Awaited at every kill point. */
  readonly checkpoint?: (point: KillPoint, target: string) => void | Promise<void>;
}

/** What one target saw in this run; counts of items unless named otherwise. */
export interface TargetTally {
  readonly target: string;
  /** Calls of send. */
  readonly requests: number;
  /** Calls of inquire. */
  readonly inquiries: number;
  /** Items in those sends: every try of an item counts. */
  readonly attempts: number;
  readonly accepted: number;
  readonly awaiting: number;
  readonly rejected: number;
  readonly unknown: number;
  /** Sent back to the queue for a later try. */
  readonly queued: number;
  readonly dead: number;
  /** Settlements refused because another worker holds the item now. */
  readonly stale: number;
}

/**
 * drained: nothing of this target is open. open: the deadline came, or what is left is due after it. stopped: by the
 * signal. failed: credentials, configuration or the store; `error` says what to do, the items stay queued.
 */
export type TargetEnd =
  | { readonly end: 'drained' | 'open' | 'stopped' }
  | { readonly end: 'failed'; readonly error: GatewayError };

export type TargetReport = TargetTally & TargetEnd;

export interface DeliveryReport {
  readonly targets: readonly TargetReport[];
}
