import { type GatewayError, isGatewayError } from '../../domain/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { ExchangeLog } from './exchanges.js';
import type { Law, Scenario, ScenarioResult, Verdict } from './types.js';
import { headOf, notRun } from './types.js';

export interface RunRequest<Bench> {
  readonly scenarios: readonly Scenario<Bench>[];
  readonly laws: readonly Law[];
  /** Called before each scenario; `close` after it, whatever happened. */
  readonly bench: (scenario: Scenario<Bench>) => Promise<{ readonly bench: Bench; close?(): Promise<void> }>;
  /** Why a scenario cannot be tried this time; null when it can. */
  readonly guard?: (scenario: Scenario<Bench>) => Verdict | null;
  /** Ids to run; all when empty. */
  readonly only: readonly string[];
  readonly log: ExchangeLog;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number, result: ScenarioResult | null) => void;
}

const NOT_CHOSEN = notRun(
  { vi: 'Không được chọn trong lần chạy này.', en: 'Not chosen for this run.' },
  { vi: 'Chạy lại không có --only, hoặc thêm mã kịch bản này.', en: 'Run again without --only, or name it.' },
);

/** A scenario that an error ended: what the system did cannot be judged, and that itself is the finding. */
function stopped<Bench>(scenario: Scenario<Bench>, laws: readonly Law[], error: GatewayError): Verdict {
  const law = laws.find(({ id }) => id === scenario.checks[0]);
  return {
    outcome: 'failed',
    findings: [
      {
        rule: law?.id ?? scenario.id,
        severity: 'error',
        path: '',
        value: error.code,
        expected: law?.expected ?? scenario.title,
        message: {
          vi: `Kịch bản phải dừng giữa chừng: ${error.text.vi}`,
          en: `The scenario had to stop: ${error.text.en}`,
        },
        fix: error.hint,
        basis: law?.basis ?? 'docs/scenarios.md',
        owner: law?.owner ?? 'vendor',
      },
    ],
  };
}

async function verdictOf<Bench>(request: RunRequest<Bench>, scenario: Scenario<Bench>): Promise<Verdict> {
  if (request.only.length > 0 && !request.only.includes(scenario.id)) return NOT_CHOSEN;
  const guarded = request.guard?.(scenario) ?? null;
  if (guarded !== null) return guarded;
  const { bench, close } = await request.bench(scenario);
  try {
    return await scenario.run(bench);
  } catch (error) {
    const ends = !isGatewayError(error) || error.kind === 'cancelled' || error.kind === 'internal';
    if (ends) throw error;
    return stopped(scenario, request.laws, error);
  } finally {
    await close?.();
  }
}

/** All scenarios, one after the other, in their order; each has a result. */
export async function runScenarios<Bench>(request: RunRequest<Bench>): Promise<readonly ScenarioResult[]> {
  const { scenarios, log, clock, signal } = request;
  const results: ScenarioResult[] = [];
  request.progress(0, scenarios.length, null);
  for (const scenario of scenarios) {
    if (signal.aborted) await clock.sleep(0, signal);
    log.begin(scenario.id);
    const before = log.count;
    const startedAt = clock.now();
    const verdict = await verdictOf(request, scenario);
    const took = clock.now().getTime() - startedAt.getTime();
    const result = { head: headOf(scenario), verdict, startedAt, took, exchanges: log.count - before };
    results.push(result);
    request.progress(results.length, scenarios.length, result);
  }
  return results;
}
