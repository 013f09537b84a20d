import type { AssemblyPolicy, SourceExpectation } from '../assembly/types.js';
import type { Issue, Place } from '../domain/issue.js';
import type { RetryPolicy, Route, WithdrawalGuard } from '../domain/policy.js';
import type { CanonicalRecord, Fragment, School } from '../domain/records.js';
import type { Clock, Ids } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Page } from '../ports/source.js';
import type { PipelineStore } from '../ports/store.js';
import type { ClassContext } from './class-context.js';

/** One vendor row after mapping (src/mapping mapPage gives this shape). */
export interface MappedRowOutcome {
  readonly key: string;
  readonly outcome: 'used' | 'ignored' | 'quarantined';
  readonly reason?: string;
  /** What could be read; with an error it may be incomplete. */
  readonly fragment: Fragment | null;
  readonly issues: readonly Issue[];
  readonly place: Place;
}

export interface MappedPageRows {
  readonly rows: readonly MappedRowOutcome[];
  /** Findings on the page as a whole, the adapter's included. */
  readonly issues: readonly Issue[];
}

export interface PacketRequest {
  readonly lookupCode: string;
  readonly version: number;
  readonly environment: 'test' | 'production';
}

export type PacketAnswer =
  | {
      readonly ok: true;
      readonly octets: Uint8Array;
      readonly sha256: string;
      readonly profile: string;
      readonly effectiveDate: string | null;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export interface PipelinePolicies extends AssemblyPolicy {
  readonly withdrawal: WithdrawalGuard;
  /** How a stream that fails in a transient way is tried again within one run. */
  readonly pullRetry: RetryPolicy;
}

/** Named points at which a test may kill the process; in production nothing happens there. */
export type CheckpointName =
  | 'after-page'
  | 'after-land'
  | 'before-close-pull'
  | 'after-close-pull'
  | 'before-commit'
  | 'after-commit';

/** Everything the pipeline works with; the composition root fills it. */
export interface PipelineDependencies<S extends PipelineStore = PipelineStore> {
  readonly store: S;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Throws GatewayError (kind config) when the page's mapping does not exist. */
  readonly mapPage: (page: Page, source: string) => MappedPageRows;
  readonly mappingVersion: (mapping: string) => number;
  /** Against schemas/canonical/fragment; empty when valid. */
  readonly fragmentIssues: (fragment: Fragment) => readonly Issue[];
  /** Against schemas/canonical/record; empty when valid. */
  readonly recordIssues: (record: CanonicalRecord) => readonly Issue[];
  /** Only called with a record that the schema accepts. */
  readonly runRules: (record: CanonicalRecord, around: ClassContext) => readonly Issue[];
  readonly buildPacket: (record: CanonicalRecord, request: PacketRequest) => PacketAnswer;
  readonly canonicalHash: (record: CanonicalRecord) => string;
  readonly newLookupCode: () => string;
  readonly policies: PipelinePolicies;
  readonly routes: readonly Route[];
  /** The sources that serve a school, with what they promise. */
  readonly sourcesOf: (school: string) => readonly SourceExpectation[];
  /** The school as the config knows it. */
  readonly schoolOf: (school: string) => School | null;
  readonly environment: 'test' | 'production';
  /** With `off` a checked version is issued directly. */
  readonly signing: 'off';
  readonly checkpoint?: (name: CheckpointName) => void | Promise<void>;
}

export async function pass(deps: PipelineDependencies, name: CheckpointName): Promise<void> {
  if (deps.checkpoint !== undefined) await deps.checkpoint(name);
}
