import type { DeliveryReport } from '../../delivery/index.js';
import type { Gateway } from '../../gateway.js';
import {
  addRunCounts,
  NO_COUNTS,
  type ProcessResult,
  type ProgressEvent,
  type PullResult,
  type RunCounts,
} from '../../pipeline/index.js';
import type { RunKind } from '../../ports/store.js';
import type { Reconciliation } from '../../reconciliation/index.js';
import type { Progress } from '../terminal/progress.js';

export interface PassFilter {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly schools: readonly string[];
  /** A person's word that what vanished at the sources may be withdrawn. */
  readonly confirmWithdrawal?: boolean;
}

export const EVERYTHING: PassFilter = { sources: [], targets: [], schools: [] };

/** What one pass came to: the parts of the `run` and `demo` answers. */
export interface PassResult {
  readonly runId: string;
  readonly pulls: readonly PullResult[];
  readonly processed: ProcessResult;
  readonly delivery: DeliveryReport;
  readonly reconciliation: Reconciliation;
  readonly counts: RunCounts;
  readonly elapsedMs: number;
}

interface PassParts {
  readonly gateway: Gateway;
  readonly kind: RunKind;
  readonly filter: PassFilter;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const STEPS = {
  pull: { vi: 'Lấy dữ liệu từ nguồn (dòng)', en: 'Pull from sources (rows)' },
  process: { vi: 'Ghép, kiểm tra, đóng gói (lớp)', en: 'Assemble, check, pack (classes)' },
  deliver: (target: string) => ({ vi: `Gửi ${target} (học bạ)`, en: `Deliver to ${target} (records)` }),
  reconcile: { vi: 'Đối soát với nơi nhận', en: 'Reconcile with the far side' },
} as const;

export async function pullStage(parts: PassParts, runId: string): Promise<readonly PullResult[]> {
  const step = parts.progress.step(STEPS.pull);
  let rows = 0;
  const watch = (event: ProgressEvent): void => {
    if (event.kind !== 'page') return;
    rows += event.rows;
    step.update(rows, rows);
  };
  const { sources, schools, confirmWithdrawal = false } = parts.filter;
  const pulls = await parts.gateway.pull({
    runId,
    sources,
    schools,
    confirmWithdrawal,
    signal: parts.signal,
    progress: watch,
  });
  step.end();
  return pulls;
}

export async function processStage(parts: PassParts, runId: string, remap: boolean): Promise<ProcessResult> {
  const step = parts.progress.step(STEPS.process);
  let done = 0;
  const watch = (event: ProgressEvent): void => {
    if (event.kind === 'classes-found') step.update(done, event.classes);
    if (event.kind !== 'class') return;
    done += 1;
    step.update(done);
  };
  const processed = await parts.gateway.process({
    runId,
    schools: parts.filter.schools,
    signal: parts.signal,
    progress: watch,
    remap,
  });
  step.end();
  return processed;
}

export async function deliverStage(parts: PassParts): Promise<DeliveryReport> {
  const targets = parts.gateway.config.targets
    .map((target) => target.id)
    .filter((id) => parts.filter.targets.length === 0 || parts.filter.targets.includes(id));
  const due = await queuedItems(parts.gateway, targets);
  const steps = new Map(targets.map((id) => [id, parts.progress.step(STEPS.deliver(id), due.get(id) ?? 0)]));
  const report = await parts.gateway.deliver({
    targets: parts.filter.targets,
    schools: parts.filter.schools,
    signal: parts.signal,
    onProgress: (tally) => steps.get(tally.target)?.update(tally.accepted + tally.rejected),
  });
  for (const step of steps.values()) step.end();
  return report;
}

/** How many items wait for each target: the length of its bar. */
async function queuedItems(
  gateway: Gateway,
  targets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await gateway.store.account.byClass(gateway.scope, {
    schoolYear: gateway.config.schoolYear,
    targets,
  });
  const open = new Map<string, number>();
  for (const row of rows)
    open.set(row.target, (open.get(row.target) ?? 0) + row.counts.inFlight + row.counts.unknown);
  return open;
}

export async function reconcileStage(parts: PassParts): Promise<Reconciliation> {
  const step = parts.progress.step(STEPS.reconcile);
  const reconciliation = await parts.gateway.reconcile({
    targets: parts.filter.targets,
    schools: parts.filter.schools,
    signal: parts.signal,
  });
  step.update(reconciliation.targets.reduce((sum, target) => sum + target.found, 0));
  step.end();
  return reconciliation;
}

/** Pull, process, deliver, reconcile, in this order; resumes whatever an earlier pass left open. */
export async function fullPass(parts: PassParts): Promise<PassResult> {
  const { gateway } = parts;
  const started = gateway.clock.now().getTime();
  const runId = await gateway.begin(parts.kind);
  const pulls = await pullStage(parts, runId);
  const processed = await processStage(parts, runId, false);
  const delivery = await deliverStage(parts);
  const reconciliation = await reconcileStage(parts);
  const elapsedMs = gateway.clock.now().getTime() - started;
  const counts = [...pulls.map((pull) => pull.counts), processed.counts].reduce(addRunCounts, NO_COUNTS);
  await gateway.finish(runId, reconciliation.difference === 0 ? 'closed' : 'difference', {
    counts,
    elapsedMs,
  });
  return { runId, pulls, processed, delivery, reconciliation, counts, elapsedMs };
}
