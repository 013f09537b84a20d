import { type AdapterRegistry, chosenSources, openSource, openTarget } from './composition/adapters.js';
import { crashCheckpoint } from './composition/crash.js';
import { type PipelineParts, pipelineOf } from './composition/pipeline.js';
import { loadResources, type Resources } from './composition/resources.js';
import { openStore } from './composition/store.js';
import type { HocbaConfig, SourceConfig } from './config/types.js';
import {
  createPollDispatcher,
  type DeliveryReport,
  type DeliveryTarget,
  type TargetTally,
} from './delivery/index.js';
import type { Term } from './domain/records.js';
import { createClock } from './infra/system/clock.js';
import { createIds } from './infra/system/ids.js';
import type { Mappings } from './mapping/load.js';
import {
  type Impact,
  type ImpactRequest,
  mappingImpact,
  type PipelineDependencies,
  type ProcessResult,
  type Progress,
  type PullResult,
  processMarked,
  pullSource,
  remap,
} from './pipeline/index.js';
import type { Clock, Ids } from './ports/clock.js';
import type { HttpClient } from './ports/http-client.js';
import type { Logger } from './ports/logger.js';
import type { SourceAdapter } from './ports/source.js';
import type { SpreadsheetReader } from './ports/spreadsheet.js';
import type { RunKind, Scope, Store } from './ports/store.js';
import { type Reconciliation, reconcile } from './reconciliation/index.js';

export interface GatewayOptions {
  readonly config: HocbaConfig;
  readonly adapters: AdapterRegistry;
  readonly logger: Logger;
  /** Test hook, see composition/crash.ts; null in normal operation. */
  readonly crashAt: string | null;
}

export interface PullOptions {
  readonly runId: string;
  readonly sources: readonly string[];
  readonly schools: readonly string[];
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** false: imported files say nothing of what is not in them. */
  readonly whole?: boolean;
  readonly confirmWithdrawal?: boolean;
}

/** Files given by hand, read by a configured source of theirs. */
export interface PullFilesOptions {
  readonly runId: string;
  readonly source: string;
  readonly school: string;
  readonly files: readonly string[];
  /** A person's word for the term; a file that says otherwise is an issue. */
  readonly term?: Term;
  readonly signal: AbortSignal;
}

export interface ProcessOptions {
  readonly runId: string;
  readonly schools: readonly string[];
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Map everything again from landing first. */
  readonly remap?: boolean;
}

export interface DeliverOptions {
  readonly targets: readonly string[];
  readonly schools: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress?: (tally: TargetTally) => void;
}

export interface ReconcileOptions {
  readonly targets: readonly string[];
  readonly schools: readonly string[];
  readonly signal: AbortSignal;
}

export type ImpactOptions = Omit<ImpactRequest, 'scope' | 'schoolYear'>;

/** The gateway of one configuration: the stages of a run, and the store behind them. */
export interface Gateway {
  readonly config: HocbaConfig;
  readonly resources: Resources;
  readonly store: Store;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly spreadsheets: SpreadsheetReader;
  begin(kind: RunKind): Promise<string>;
  finish(runId: string, outcome: string, summary: unknown): Promise<void>;
  pull(options: PullOptions): Promise<readonly PullResult[]>;
  /** As one more pull of the source, from these files only; says nothing of what is not in them. */
  pullFiles(options: PullFilesOptions): Promise<PullResult>;
  process(options: ProcessOptions): Promise<ProcessResult>;
  deliver(options: DeliverOptions): Promise<DeliveryReport>;
  reconcile(options: ReconcileOptions): Promise<Reconciliation>;
  /** What these mappings would change in the records; reads the store only. */
  impact(mappings: Mappings, options: ImpactOptions): Promise<Impact>;
  close(): Promise<void>;
}

interface Parts extends GatewayOptions {
  readonly resources: Resources;
  readonly store: Store;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly http: HttpClient;
  readonly spreadsheets: SpreadsheetReader;
  readonly pipelineParts: PipelineParts<Store>;
  readonly pipeline: PipelineDependencies<Store>;
  readonly checkpoint: (name: string) => void;
}

/** Sources that are read at once: while one waits for its vendor, another is mapped. */
const SOURCES_AT_ONCE = 3;

async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.map((item, index) => ({ item, index }));
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results[next.index] = await work(next.item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}

interface OnePull extends Pick<PullOptions, 'runId' | 'signal' | 'progress' | 'whole' | 'confirmWithdrawal'> {
  readonly source: SourceConfig;
}

async function pullOne(parts: Parts, { source, ...options }: OnePull): Promise<PullResult> {
  const { http, spreadsheets, clock, logger, resources } = parts;
  const context = { http, files: resources.files, spreadsheets, clock, logger };
  const open = await openSource(parts.adapters, resources.validation, source, parts.config.schools, context);
  try {
    return await pullSource(parts.pipeline, {
      ...options,
      scope: parts.scope,
      session: open.session,
      streams: open.adapter.streams,
      sourceId: source.id,
      schools: source.schools,
      schoolYear: parts.config.schoolYear,
    });
  } finally {
    await open.session.close();
  }
}

function pullSources(parts: Parts, options: PullOptions): Promise<readonly PullResult[]> {
  const { sources, schools, ...rest } = options;
  const chosen = chosenSources(parts.config, sources, schools);
  return inParallel(chosen, SOURCES_AT_ONCE, (source) => pullOne(parts, { source, ...rest }));
}

async function pullFiles(parts: Parts, options: PullFilesOptions): Promise<PullResult> {
  const [source] = chosenSources(parts.config, [options.source], [options.school]);
  if (source === undefined) throw new TypeError(`source ${options.source} does not serve the school`);
  const { dir: _folder, ...settings } = source.settings;
  const term = options.term === undefined ? {} : { term: options.term };
  const files = options.files.map((path) => ({ path, school: options.school, ...term }));
  return pullOne(parts, {
    source: { ...source, settings: { ...settings, files } },
    runId: options.runId,
    signal: options.signal,
    progress: () => undefined,
    whole: false,
  });
}

async function openTargets(parts: Parts, ids: readonly string[]): Promise<readonly DeliveryTarget[]> {
  const paused = new Set(await parts.store.outbox.paused(parts.scope));
  const chosen = parts.config.targets.filter(
    (target) =>
      (ids.length === 0 || ids.includes(target.id)) && target.paused !== true && !paused.has(target.id),
  );
  return Promise.all(
    chosen.map(async (target) => {
      const { http, clock, logger } = parts;
      const { adapter, session } = await openTarget(parts.adapters, parts.resources.validation, target, {
        http,
        clock,
        logger,
      });
      return {
        id: target.id,
        session,
        environment: target.environment,
        maxBatch: adapter.maxBatch,
        ...(target.concurrency === undefined ? {} : { concurrency: target.concurrency }),
        ...(target.rate === undefined ? {} : { rate: target.rate }),
        ...(target.retry === undefined ? {} : { retry: target.retry }),
      };
    }),
  );
}

async function withTargets<T>(
  parts: Parts,
  ids: readonly string[],
  work: (targets: readonly DeliveryTarget[]) => Promise<T>,
): Promise<T> {
  const targets = await openTargets(parts, ids);
  try {
    return await work(targets);
  } finally {
    await Promise.all(targets.map((target) => target.session.close()));
  }
}

function deliverTo(parts: Parts, options: DeliverOptions): Promise<DeliveryReport> {
  return withTargets(parts, options.targets, (targets) => {
    const { config, store, scope, clock, ids, logger } = parts;
    const dispatcher = createPollDispatcher(
      {
        outbox: store.outbox,
        scope,
        clock,
        ids,
        logger,
        environment: config.environment,
        worker: ids.uuid(),
        leaseMs: config.delivery.leaseMs,
        ...(options.schools.length === 0 ? {} : { schools: options.schools }),
        checkpoint: (point) => parts.checkpoint(point),
      },
      targets,
    );
    return dispatcher.drain({
      signal: options.signal,
      maxMs: config.delivery.drainMs,
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    });
  });
}

/** A paused target is still shown, by its receipts. */
const unopened = (parts: Parts, ids: readonly string[], open: readonly DeliveryTarget[]) =>
  parts.config.targets
    .filter((target) => ids.length === 0 || ids.includes(target.id))
    .filter((target) => !open.some((one) => one.id === target.id))
    .map(({ id }) => ({ id, session: null }));

function reconcileWith(parts: Parts, options: ReconcileOptions): Promise<Reconciliation> {
  return withTargets(parts, options.targets, (targets) =>
    reconcile({
      store: parts.store,
      scope: parts.scope,
      clock: parts.clock,
      logger: parts.logger,
      schoolYear: parts.config.schoolYear,
      targets: [...targets, ...unopened(parts, options.targets, targets)],
      schools:
        options.schools.length === 0 ? parts.config.schools.map((school) => school.code) : options.schools,
      signal: options.signal,
    }),
  );
}

function impactOf(parts: Parts, mappings: Mappings, options: ImpactOptions): Promise<Impact> {
  const { pipeline, pipelineParts, scope, config } = parts;
  const resources = { ...parts.resources, mappings };
  return mappingImpact(
    { old: pipeline, new: pipelineOf({ ...pipelineParts, resources }) },
    { ...options, scope, schoolYear: config.schoolYear },
  );
}

function stagesOf(parts: Parts): Gateway {
  const { config, store, scope, clock } = parts;
  const schoolsOf = (asked: readonly string[]) => (asked.length === 0 ? {} : { schools: asked });
  return {
    config,
    resources: parts.resources,
    store,
    scope,
    clock,
    ids: parts.ids,
    spreadsheets: parts.spreadsheets,
    begin: (kind) =>
      store.runs.begin(scope, {
        kind,
        schoolYear: config.schoolYear,
        environment: config.environment,
        startedAt: clock.now(),
      }),
    finish: (runId, outcome, summary) =>
      store.runs.finish(scope, runId, { at: clock.now(), outcome, summary }),
    pull: (options) => pullSources(parts, options),
    pullFiles: (options) => pullFiles(parts, options),
    process: async ({ runId, schools, signal, progress, remap: again }) => {
      const request = {
        runId,
        scope,
        schoolYear: config.schoolYear,
        ...schoolsOf(schools),
        signal,
        progress,
      };
      if (again === true) await remap(parts.pipeline, request);
      return processMarked(parts.pipeline, request);
    },
    deliver: (options) => deliverTo(parts, options),
    reconcile: (options) => reconcileWith(parts, options),
    impact: (mappings, options) => impactOf(parts, mappings, options),
    close: async () => {
      await Promise.all([parts.spreadsheets.close(), parts.http.close()]);
      await store.close();
    },
  };
}

async function loadAdapters(options: GatewayOptions): Promise<ReadonlyMap<string, SourceAdapter<unknown>>> {
  const adapters = new Map<string, SourceAdapter<unknown>>();
  for (const source of options.config.sources)
    adapters.set(source.id, await options.adapters.source(source.adapter));
  return adapters;
}

/** Opens the store and everything the stages need. Close it; closing twice is not needed. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, logger } = options;
  const clock = createClock();
  const ids = createIds();
  const [resources, adapters] = await Promise.all([
    loadResources(config.packetProfile, config.codesDir),
    loadAdapters(options),
  ]);
  // Last: what fails before must not leave a store open.
  const store = await openStore(config.store, { clock, ids, logger });
  const [{ createHttpClient }, { createSpreadsheetReader }] = await Promise.all([
    import('./infra/http/http-client.js'),
    import('./infra/spreadsheet/reader.js'),
  ]);
  const checkpoint = crashCheckpoint(options.crashAt);
  const pipelineParts = { config, resources, store, clock, ids, logger, adapters, checkpoint };
  return stagesOf({
    ...options,
    resources,
    store,
    scope: { actor: 'cli', schools: 'all' },
    clock,
    ids,
    http: createHttpClient(),
    spreadsheets: createSpreadsheetReader(),
    pipelineParts,
    pipeline: pipelineOf(pipelineParts),
    checkpoint,
  });
}
