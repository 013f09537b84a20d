import type { GatewayError } from '../domain/errors.js';
import { toGatewayError } from '../domain/errors.js';
import type { RetryPolicy } from '../domain/policy.js';
import type { Stream } from '../domain/records.js';
import type { Page, PullScope, SourceSession, StreamCapability } from '../ports/source.js';
import type { KnownPage, PullId, Scope } from '../ports/store.js';
import { ahead } from './ahead.js';
import { cancelled } from './cancelled.js';
import type { RunCounts } from './counts.js';
import { addRunCounts, countsOfPage, NO_COUNTS } from './counts.js';
import type { PipelineDependencies } from './dependencies.js';
import { pass } from './dependencies.js';
import { contentHashOf, landedPageOf, pageText, REFUSED } from './land-page.js';
import type { Progress } from './progress.js';

export interface StreamRequest {
  readonly runId: string;
  readonly scope: Scope;
  readonly session: SourceSession;
  readonly source: string;
  readonly stream: Stream;
  readonly capability: StreamCapability;
  readonly pull: PullScope;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** A person has confirmed that what is missing may be withdrawn. */
  readonly confirmWithdrawal: boolean;
  /** false: a one-off set of pages (imported files) that says nothing of the rest of the stream. */
  readonly whole: boolean;
}

/** What became of one stream of one school. */
export interface StreamReport {
  readonly source: string;
  readonly school: string;
  readonly stream: Stream;
  readonly counts: RunCounts;
  readonly pages: number;
  readonly pagesUnchanged: number;
  readonly pagesRefused: number;
  /** Rows that vanished from the source and were not withdrawn: too many for the guard, or a page was refused. */
  readonly held: { readonly pages: number; readonly rows: number; readonly totalRows: number } | null;
  readonly retiredPages: number;
  /** null: the stream was read to its end. */
  readonly error: GatewayError | null;
}

interface PullState {
  readonly request: StreamRequest;
  readonly id: PullId;
  readonly pullNumber: number;
  readonly known: ReadonlyMap<string, KnownPage>;
  cursor: string;
  counts: RunCounts;
  pages: number;
  pagesUnchanged: number;
  pagesRefused: number;
}

/** Narrowed and one-off pulls start anew and withdraw nothing: absence in them proves nothing. */
const isWhole = (request: StreamRequest): boolean =>
  request.whole && request.pull.className === undefined && request.pull.term === undefined;

const sameMapping = (deps: PipelineDependencies, known: KnownPage, page: Page, hash: string): boolean =>
  known.contentHash === hash && known.mappingVersion === deps.mappingVersion(page.mapping);

/** A narrowed or one-off pull leaves no resume point: it would send the next whole pull to a wrong place. */
const resumePoint = (state: PullState, page: Page): string => (isWhole(state.request) ? page.cursor : '');

async function landOne(deps: PipelineDependencies, state: PullState, page: Page): Promise<void> {
  const { landing } = deps.store;
  const { scope, runId } = state.request;
  const rows = pageText(page);
  const contentHash = contentHashOf(rows);
  const good = state.known.get(page.key);
  if (good !== undefined && sameMapping(deps, good, page, contentHash)) {
    await landing.touch(scope, state.id, state.pullNumber, page.key, resumePoint(state, page));
    return note(state, page, good.outcome, { unchanged: true, refused: false });
  }
  const landed = landedPageOf(deps, state.id, page, { rows, contentHash });
  // The page it would have replaced stays: it must not look as if it had vanished.
  if (landed.refused && good !== undefined)
    await landing.touch(
      scope,
      state.id,
      state.pullNumber,
      page.key,
      isWhole(state.request) ? state.cursor : '',
    );
  await landing.land(scope, runId, state.id, state.pullNumber, landed.page, resumePoint(state, page));
  note(state, page, landed.page.outcome, { unchanged: false, refused: landed.refused });
}

function note(
  state: PullState,
  page: Page,
  outcome: KnownPage['outcome'],
  how: { readonly unchanged: boolean; readonly refused: boolean },
): void {
  state.counts = addRunCounts(state.counts, countsOfPage(outcome));
  state.pages += 1;
  state.pagesUnchanged += how.unchanged ? 1 : 0;
  state.pagesRefused += how.refused ? 1 : 0;
  state.cursor = page.cursor;
  const { source, school, stream } = state.id;
  state.request.progress({ kind: 'page', source, school, stream, rows: outcome.landed, ...how });
}

/** One pass from the cursor to the end of the stream, or to an error. */
async function readOn(deps: PipelineDependencies, state: PullState): Promise<void> {
  const { session, stream, pull, signal } = state.request;
  const cursor = state.cursor === '' ? {} : { cursor: state.cursor };
  for await (const page of ahead(session.pull({ stream, scope: pull, signal, ...cursor }))) {
    if (signal.aborted) throw cancelled();
    await pass(deps, 'after-page');
    await landOne(deps, state, page);
    await pass(deps, 'after-land');
  }
}

function delayOf(
  deps: PipelineDependencies,
  policy: RetryPolicy,
  attempt: number,
  error: GatewayError,
): number {
  const grown = Math.min(policy.maxDelayMs, policy.firstDelayMs * policy.factor ** (attempt - 1));
  const spread = grown * (1 + policy.jitter * (deps.ids.random() - 0.5));
  const asked = Math.min(error.retryAfterMs ?? 0, policy.maxRetryAfterMs);
  return Math.round(Math.max(spread, asked));
}

/** The vendor no longer understands the stored resume point. */
const isStaleCursor = (state: PullState, error: GatewayError): boolean =>
  state.pages === 0 && (error.kind === 'data' || error.kind === 'contract');

async function waitBeforeRetry(
  deps: PipelineDependencies,
  state: PullState,
  attempt: number,
  error: GatewayError,
): Promise<void> {
  const ms = delayOf(deps, deps.policies.pullRetry, attempt, error);
  const { source, stream } = state.id;
  deps.logger.warn('pull.retry', { source, stream, code: error.code, attempt, ms });
  await deps.clock.sleep(ms, state.request.signal);
}

/** Another process read the same stream to its end while we were reading it. */
const ENDED_ELSEWHERE = 'STORE_PULL_ENDED';
const MAX_OPENINGS = 4;

/** Reads to the end; transient failures are tried again from the last landed page, progress resets the count. */
async function readWithRetry(deps: PipelineDependencies, state: PullState): Promise<void> {
  const { maxAttempts } = deps.policies.pullRetry;
  let mayRestart = state.cursor !== '';
  let attempt = 1;
  for (;;) {
    const before = state.pages;
    try {
      return await readOn(deps, state);
    } catch (cause) {
      if (state.request.signal.aborted) throw cancelled();
      const error = toGatewayError(cause);
      if (state.pages > before) attempt = 1;
      if (mayRestart && isStaleCursor(state, error)) {
        // Landing is idempotent: start anew, at once and without counting it as an attempt.
        mayRestart = false;
        state.cursor = '';
      } else if (error.retryable && error.code !== ENDED_ELSEWHERE && attempt < maxAttempts) {
        await waitBeforeRetry(deps, state, attempt, error);
        attempt += 1;
      } else throw error;
    }
  }
}

/** What the source no longer shows, without refused pages, against all that it had shown. */
type Absence = NonNullable<StreamReport['held']>;

interface Ending {
  readonly held: Absence | null;
  readonly retiredPages: number;
}

const NOTHING: Ending = { held: null, retiredPages: 0 };

/** Rows of refused pages come and go without any record: they do not count for the guard. */
const refusedRows = (state: PullState, pages: Iterable<string>): number => {
  let rows = 0;
  for (const key of pages) if (key.endsWith(REFUSED)) rows += state.known.get(key)?.outcome.landed ?? 0;
  return rows;
};

async function absenceOf(deps: PipelineDependencies, state: PullState): Promise<Absence> {
  const { request, id, pullNumber } = state;
  const missing = await deps.store.landing.missing(request.scope, id, pullNumber);
  return {
    pages: missing.pages.filter((key) => !key.endsWith(REFUSED)).length,
    rows: missing.rows - refusedRows(state, missing.pages),
    totalRows: missing.totalRows - refusedRows(state, state.known.keys()),
  };
}

/** A person has to look first: more vanished than the guard lets pass, or a refused page may hide it. */
function isDoubtful(
  deps: PipelineDependencies,
  state: PullState,
  { pages, rows, totalRows }: Absence,
): boolean {
  if (pages === 0 || state.request.confirmWithdrawal) return false;
  const { maxShare, minRows } = deps.policies.withdrawal;
  return state.pagesRefused > 0 || (rows > minRows && rows > maxShare * totalRows);
}

/** Ends the pull: what was not shown is retired, unless that is too much or the pull does not prove it. */
async function close(deps: PipelineDependencies, state: PullState): Promise<Ending> {
  const { request, id, pullNumber } = state;
  const proves = isWhole(request) && request.capability.completeness === 'full';
  const absence = proves ? await absenceOf(deps, state) : null;
  const retire = absence !== null && !isDoubtful(deps, state, absence);
  await pass(deps, 'before-close-pull');
  await deps.store.landing.closePull(request.scope, id, pullNumber, { retire, at: deps.clock.now() });
  await pass(deps, 'after-close-pull');
  return retire ? { held: null, retiredPages: absence.pages } : { held: absence, retiredPages: 0 };
}

function report(state: PullState, ending: Ending, error: GatewayError | null): StreamReport {
  const { source, school, stream } = state.id;
  const { counts, pages, pagesUnchanged, pagesRefused } = state;
  return { source, school, stream, counts, pages, pagesUnchanged, pagesRefused, ...ending, error };
}

async function open(deps: PipelineDependencies, request: StreamRequest): Promise<PullState> {
  const { school, schoolYear } = request.pull;
  const id: PullId = { source: request.source, school, schoolYear, stream: request.stream };
  const { pullNumber, cursor } = await deps.store.landing.openPull(request.scope, id);
  const known = await deps.store.landing.known(request.scope, id);
  return {
    request,
    id,
    pullNumber,
    known,
    cursor: isWhole(request) ? (cursor ?? '') : '',
    counts: NO_COUNTS,
    pages: 0,
    pagesUnchanged: 0,
    pagesRefused: 0,
  };
}

/** What is known of a pull that failed. */
class PullFailed extends Error {
  constructor(
    readonly reason: GatewayError,
    readonly state: PullState,
  ) {
    super(reason.code);
  }
}

/** Reads and closes the pull; when another process closed it first, reads the stream again as a pull of its own. */
async function readAndClose(deps: PipelineDependencies, request: StreamRequest): Promise<StreamReport> {
  for (let opening = 1; ; opening += 1) {
    const state = await open(deps, request);
    try {
      await readWithRetry(deps, state);
      return report(state, await close(deps, state), null);
    } catch (cause) {
      const error = toGatewayError(cause);
      if (error.code !== ENDED_ELSEWHERE || opening === MAX_OPENINGS) throw new PullFailed(error, state);
    }
  }
}

/**
 * Pulls one stream of one school into landing. Never throws: the error stands in the report, what was landed before it
 * stays, and the next pull resumes from the last landed page.
 */
export async function pullStream(deps: PipelineDependencies, request: StreamRequest): Promise<StreamReport> {
  const { source, stream, progress } = request;
  const { school } = request.pull;
  progress({ kind: 'stream-started', source, school, stream });
  const result = await readAndClose(deps, request).catch((cause: unknown) => {
    const error = cause instanceof PullFailed ? cause.reason : toGatewayError(cause);
    deps.logger.error('pull.failed', { source, school, stream, code: error.code, kind: error.kind });
    return cause instanceof PullFailed ? report(cause.state, NOTHING, error) : failed(request, error);
  });
  progress({ kind: 'stream-finished', source, school, stream, error: result.error });
  return result;
}

/** The report of a stream that was not read at all. */
export const failed = (request: StreamRequest, error: GatewayError): StreamReport => ({
  source: request.source,
  school: request.pull.school,
  stream: request.stream,
  counts: NO_COUNTS,
  pages: 0,
  pagesUnchanged: 0,
  pagesRefused: 0,
  ...NOTHING,
  error,
});
