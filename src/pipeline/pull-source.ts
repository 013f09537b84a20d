import type { GatewayError } from '../domain/errors.js';
import type { Stream } from '../domain/records.js';
import { STREAMS } from '../domain/records.js';
import type { PullScope, SourceAdapter, SourceSession } from '../ports/source.js';
import type { Scope } from '../ports/store.js';
import type { RunCounts } from './counts.js';
import { addRunCounts, NO_COUNTS } from './counts.js';
import type { PipelineDependencies } from './dependencies.js';
import type { Progress } from './progress.js';
import type { StreamReport, StreamRequest } from './pull-stream.js';
import { failed, pullStream } from './pull-stream.js';

export interface PullSourceRequest {
  readonly runId: string;
  readonly scope: Scope;
  readonly session: SourceSession;
  readonly streams: SourceAdapter['streams'];
  readonly sourceId: string;
  readonly schools: readonly string[];
  readonly schoolYear: string;
  /** Only these streams; all that the source has when absent. */
  readonly only?: readonly Stream[];
  /** Narrows the pull; nothing is withdrawn then. */
  readonly narrow?: Pick<PullScope, 'className' | 'term'>;
  /** false for files imported by hand: they say nothing of what is not in them. Default true. */
  readonly whole?: boolean;
  /** A person has confirmed a large withdrawal. Default false. */
  readonly confirmWithdrawal?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface PullResult {
  readonly counts: RunCounts;
  readonly streams: readonly StreamReport[];
  /** The streams that could not be read to their end. */
  readonly failures: readonly StreamReport[];
  /** Streams in which rows vanished and are kept until a person confirms. */
  readonly held: readonly StreamReport[];
}

const SILENT: Progress = () => undefined;
const NEVER = new AbortController().signal;

/** After these, the other streams of the school would fail the same way (and repeated log-ins may lock an account). */
const stopsSchool = (error: GatewayError | null): boolean =>
  error !== null && (error.kind === 'auth' || error.kind === 'config' || error.kind === 'cancelled');

async function* pullSchool(
  deps: PipelineDependencies,
  request: PullSourceRequest,
  school: string,
): AsyncGenerator<StreamReport> {
  let stopped: GatewayError | null = null;
  for (const stream of STREAMS) {
    const capability = request.streams[stream];
    if (capability === undefined || request.only?.includes(stream) === false) continue;
    const one: StreamRequest = {
      runId: request.runId,
      scope: request.scope,
      session: request.session,
      source: request.sourceId,
      stream,
      capability,
      pull: { school, schoolYear: request.schoolYear, ...request.narrow },
      signal: request.signal ?? NEVER,
      progress: request.progress ?? SILENT,
      confirmWithdrawal: request.confirmWithdrawal ?? false,
      whole: request.whole ?? true,
    };
    const report: StreamReport = stopped === null ? await pullStream(deps, one) : failed(one, stopped);
    if (stopsSchool(report.error)) stopped = report.error;
    yield report;
  }
}

/** Streams of a source, school by school, as they are done. */
export async function* pullStreams(
  deps: PipelineDependencies,
  request: PullSourceRequest,
): AsyncGenerator<StreamReport> {
  for (const school of request.schools) {
    if (request.signal?.aborted === true) return;
    yield* pullSchool(deps, request, school);
  }
}

/**
 * Pulls everything a source has for these schools into landing, mapped. Resumable: what a killed run landed is not pulled
 * again. Does not throw for a failing stream or school; see `failures`.
 */
export async function pullSource(
  deps: PipelineDependencies,
  request: PullSourceRequest,
): Promise<PullResult> {
  const streams: StreamReport[] = [];
  let counts = NO_COUNTS;
  for await (const report of pullStreams(deps, request)) {
    streams.push(report);
    counts = addRunCounts(counts, report.counts);
  }
  deps.logger.info('pull.done', {
    source: request.sourceId,
    schools: request.schools.length,
    rows: counts.rowsLanded,
    quarantined: counts.rowsQuarantined,
    failed: streams.filter((one) => one.error !== null).length,
  });
  return {
    counts,
    streams,
    failures: streams.filter((one) => one.error !== null),
    held: streams.filter((one) => one.held !== null),
  };
}
