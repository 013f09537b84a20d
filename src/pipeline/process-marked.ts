import { GatewayError, toGatewayError } from '../domain/errors.js';
import type { ClassCommit, ClassId, Scope } from '../ports/store.js';
import { cancelled } from './cancelled.js';
import type { ComputedClass, LoadedClass } from './class-work.js';
import { computeClass, concerns, loadClass } from './class-work.js';
import type { RunCounts } from './counts.js';
import { addRunCounts, NO_COUNTS } from './counts.js';
import type { PipelineDependencies } from './dependencies.js';
import { pass } from './dependencies.js';
import type { Progress } from './progress.js';

export interface ProcessRequest {
  readonly runId: string;
  readonly scope: Scope;
  readonly schoolYear: string;
  readonly schools?: readonly string[];
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** What became of one class. */
export interface ClassReport {
  readonly id: ClassId;
  readonly records: number;
  readonly unchanged: number;
  readonly packets: number;
  readonly quarantined: number;
  /** The class stays marked and is tried again in the next run. */
  readonly error: GatewayError | null;
}

export interface ProcessResult {
  readonly counts: RunCounts;
  readonly classes: number;
  readonly failures: readonly ClassReport[];
}

const MAX_TRIES = 5;
/** A class may be marked again by another one (a pupil who moved): a few rounds settle it. */
const MAX_ROUNDS = 8;

function busy(): GatewayError {
  return new GatewayError({
    kind: 'transient',
    code: 'CLASS_BUSY',
    message: {
      vi: 'Lớp đang được tiến trình khác ghi, đã thử nhiều lần.',
      en: 'Another process keeps writing this class.',
    },
    hint: { vi: 'Chạy lại lệnh sau ít phút.', en: 'Run the command again in a few minutes.' },
  });
}

/** The commits made since a class was read: was one of them about its pupils? */
class RecentCommits {
  private commits: ClassCommit[] = [];
  add(commit: ClassCommit): void {
    // Two are enough: a class is read at most one class ahead.
    this.commits = [...this.commits.slice(-1), commit];
  }
  concern(loaded: LoadedClass): boolean {
    return this.commits.some((commit) => concerns(commit, loaded));
  }
}

interface Work {
  readonly deps: PipelineDependencies;
  readonly request: ProcessRequest;
  readonly recent: RecentCommits;
}

const load = ({ deps, request }: Work, id: ClassId): Promise<LoadedClass> =>
  loadClass(deps, request.scope, id);

/** Commits, reading anew when another process was faster. */
async function commit(work: Work, id: ClassId, first: ComputedClass): Promise<ComputedClass> {
  const { deps, request } = work;
  let computed = first;
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    await pass(deps, 'before-commit');
    if (await deps.store.records.commitClass(request.scope, computed.commit)) {
      await pass(deps, 'after-commit');
      return computed;
    }
    computed = await computeClass(deps, request, await load(work, id));
    work.recent.add(computed.commit);
  }
  throw busy();
}

const failure = (id: ClassId, cause: unknown): ClassReport => ({
  id,
  records: 0,
  unchanged: 0,
  packets: 0,
  quarantined: 0,
  error: toGatewayError(cause),
});

const success = (id: ClassId, { records, unchanged, packets, quarantined }: ComputedClass): ClassReport => ({
  id,
  records,
  unchanged,
  packets,
  quarantined,
  error: null,
});

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly cause: unknown };

/** A promise that tells its failure as a value, so that nobody has to be waiting when it fails. */
const outcome = <T>(promise: Promise<T>): Promise<Outcome<T>> =>
  promise.then(
    (value) => ({ ok: true as const, value }),
    (cause: unknown) => ({ ok: false as const, cause }),
  );

/**
 * Class after class; while one is computed the store writes the one before and reads the one after. A class read before a
 * commit that concerns its pupils is read again.
 */
async function* processRound(work: Work, ids: readonly ClassId[]): AsyncGenerator<ClassReport> {
  const { deps, request, recent } = work;
  let writing: Promise<ClassReport> | null = null;
  const first = ids[0];
  let reading = first === undefined ? null : outcome(load(work, first));
  for (const [index, id] of ids.entries()) {
    if (request.signal?.aborted === true) break;
    const read = await (reading ?? outcome(load(work, id)));
    const next = ids[index + 1];
    reading = next === undefined ? null : outcome(load(work, next));
    const computed: Outcome<ComputedClass> = await outcome(computeFresh(work, id, read, writing));
    if (writing !== null) yield await writing;
    if (!computed.ok) {
      writing = Promise.resolve(failure(id, computed.cause));
      continue;
    }
    recent.add(computed.value.commit);
    writing = commit(work, id, computed.value).then(
      (done) => success(id, done),
      (cause: unknown) => failure(id, cause),
    );
  }
  if (writing !== null) yield await writing;
  if (reading !== null) await reading;
  deps.logger.debug('process.round', { classes: ids.length });
}

async function computeFresh(
  work: Work,
  id: ClassId,
  read: Outcome<LoadedClass>,
  writing: Promise<unknown> | null,
): Promise<ComputedClass> {
  if (!read.ok) throw read.cause;
  let loaded = read.value;
  if (work.recent.concern(loaded)) {
    await writing;
    loaded = await load(work, id);
  }
  return computeClass(work.deps, work.request, loaded);
}

const keyOf = (id: ClassId): string => `${id.school}\n${id.classKey}`;

/** Reports of all marked classes as they are committed. */
export async function* processClasses(
  deps: PipelineDependencies,
  request: ProcessRequest,
): AsyncGenerator<ClassReport> {
  const failed = new Set<string>();
  const work: Work = { deps, request, recent: new RecentCommits() };
  const filter = {
    schoolYear: request.schoolYear,
    ...(request.schools === undefined ? {} : { schools: request.schools }),
  };
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const marked = await deps.store.records.marked(request.scope, filter);
    const ids = marked.filter((id) => !failed.has(keyOf(id)));
    if (ids.length === 0) return;
    request.progress?.({ kind: 'classes-found', classes: ids.length });
    for await (const report of processRound(work, ids)) {
      if (report.error !== null) failed.add(keyOf(report.id));
      yield report;
    }
    if (request.signal?.aborted === true) throw cancelled();
  }
  deps.logger.warn('process.unsettled', { rounds: MAX_ROUNDS });
}

/**
 * Marked classes -> records, versions, outbox items: one transaction per class. A failing class does not stop the others.
 * Throws GatewayError kind `cancelled` when the signal aborts; what was committed stays.
 */
export async function processMarked(
  deps: PipelineDependencies,
  request: ProcessRequest,
): Promise<ProcessResult> {
  const seen = new Map<string, ClassReport>();
  let counts = NO_COUNTS;
  for await (const report of processClasses(deps, request)) {
    const { id, records, packets, quarantined, error } = report;
    const before = seen.get(keyOf(id));
    seen.set(keyOf(id), report);
    // A class done twice in one run is still the same records.
    counts = addRunCounts(counts, {
      records: records - (before?.records ?? 0),
      unchanged: report.unchanged - (before === undefined ? 0 : records),
      packets,
    });
    if (error !== null)
      deps.logger.error('process.failed', {
        ...error.details,
        school: id.school,
        class: id.classKey,
        code: error.code,
      });
    request.progress?.({ kind: 'class', id, records, packets, quarantined });
  }
  const failures = [...seen.values()].filter((report) => report.error !== null);
  deps.logger.info('process.done', { classes: seen.size, records: counts.records, packets: counts.packets });
  return { counts, classes: seen.size, failures };
}
