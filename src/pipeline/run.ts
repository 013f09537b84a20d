import { toGatewayError } from '../domain/errors.js';
import type { RunKind, Scope, Store } from '../ports/store.js';
import type { PipelineDependencies } from './dependencies.js';

export interface RunFrame {
  readonly kind: RunKind;
  readonly scope: Scope;
  readonly schoolYear: string;
}

/**
 * One execution: opens a run, does the work, closes the run with its outcome whatever happens. A killed process leaves the
 * run open; everything it committed stands, and the next run goes on from there.
 */
export async function withRun<T>(
  deps: Pick<PipelineDependencies<Store>, 'store' | 'clock' | 'environment' | 'logger'>,
  frame: RunFrame,
  work: (
    runId: string,
  ) => Promise<{ readonly outcome: string; readonly summary: unknown; readonly value: T }>,
): Promise<T> {
  const { runs } = deps.store;
  const { kind, scope, schoolYear } = frame;
  const startedAt = deps.clock.now();
  const runId = await runs.begin(scope, { kind, schoolYear, environment: deps.environment, startedAt });
  try {
    const { outcome, summary, value } = await work(runId);
    await runs.finish(scope, runId, { at: deps.clock.now(), outcome, summary });
    return value;
  } catch (cause) {
    const { code, kind: errorKind } = toGatewayError(cause);
    await runs
      .finish(scope, runId, { at: deps.clock.now(), outcome: errorKind, summary: { code } })
      .catch((second: unknown) => {
        deps.logger.error('run.finish-failed', { code: toGatewayError(second).code });
      });
    throw cause;
  }
}
