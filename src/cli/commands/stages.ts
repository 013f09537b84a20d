import type { Gateway } from '../../gateway.js';
import { addRunCounts, NO_COUNTS } from '../../pipeline/index.js';
import type { Invocation } from '../invocation.js';
import { accountTable, equationLines } from '../report/account-table.js';
import { differenceLines } from '../report/difference-report.js';
import { failureLines, heldLines, printRun } from '../report/run-report.js';
import { runAnswer, schoolLines } from '../run/answer.js';
import {
  deliverStage,
  fullPass,
  type PassFilter,
  processStage,
  pullStage,
  reconcileStage,
} from '../run/full-pass.js';
import { EXIT, exitCodeOf } from '../terminal/errors.js';
import { createProgress } from '../terminal/progress.js';
import { type AddCommand, collect } from './command.js';
import { requireKnown, withGateway } from './with-gateway.js';

interface FilterOptions {
  readonly source?: readonly string[];
  readonly target?: readonly string[];
  readonly school?: readonly string[];
  readonly confirmWithdrawal?: boolean;
}

const CONFIRM =
  'đồng ý rút những học sinh không còn ở nguồn / confirm the withdrawal of pupils gone at the source';

function filterOf(gateway: Gateway, options: FilterOptions): PassFilter {
  const { config } = gateway;
  const filter = {
    sources: options.source ?? [],
    targets: options.target ?? [],
    schools: options.school ?? [],
    confirmWithdrawal: options.confirmWithdrawal === true,
  };
  requireKnown(
    'source',
    filter.sources,
    config.sources.map((source) => source.id),
  );
  requireKnown(
    'target',
    filter.targets,
    config.targets.map((target) => target.id),
  );
  requireKnown(
    'school',
    filter.schools,
    config.schools.map((school) => school.code),
  );
  return filter;
}

/** One stage with its progress, whatever happens to it. */
async function withStage(
  invocation: Invocation,
  options: FilterOptions,
  work: (gateway: Gateway, parts: Parameters<typeof fullPass>[0]) => Promise<number>,
  kind: Parameters<typeof fullPass>[0]['kind'],
): Promise<number> {
  return withGateway(invocation, async (gateway) => {
    const progress = createProgress(invocation.terminal);
    const parts = { gateway, kind, filter: filterOf(gateway, options), progress, signal: invocation.signal };
    try {
      return await work(gateway, parts);
    } finally {
      progress.close();
    }
  });
}

const addRun: AddCommand = (program, run) => {
  program
    .command('run')
    .description('một lượt đầy đủ, tiếp chỗ lần trước dừng / one full pass, resumes')
    .option('--source <id>', 'chỉ nguồn này / only this source', collect)
    .option('--target <id>', 'chỉ đích này / only this target', collect)
    .option('--school <code>', 'chỉ trường này / only this school', collect)
    .option('--confirm-withdrawal', CONFIRM)
    .action((options: FilterOptions) =>
      run((invocation) =>
        withStage(
          invocation,
          options,
          async (gateway, parts) => {
            const pass = await fullPass(parts);
            parts.progress.close();
            const answer = await runAnswer(gateway, pass);
            invocation.terminal.answer(answer);
            await printRun(invocation.terminal, gateway, pass, answer);
            const held = answer.schools.reduce((sum, school) => sum + school.quarantined, 0);
            const [failure] = pass.pulls.flatMap((pull) => pull.failures);
            if (failure?.error) return exitCodeOf(failure.error);
            const open = answer.reconciliation.difference + held + answer.withdrawalsHeld.length;
            return open === 0 ? EXIT.done : EXIT.findings;
          },
          'run',
        ),
      ),
    );
};

const addPull: AddCommand = (program, run) => {
  program
    .command('pull')
    .description('lấy dữ liệu từ nguồn, ghép, kiểm tra / pull from the sources, through commit')
    .option('--source <id>', 'nguồn / source', collect)
    .option('--school <code>', 'trường / school', collect)
    .option('--confirm-withdrawal', CONFIRM)
    .action((options: FilterOptions) =>
      run((invocation) =>
        withStage(
          invocation,
          options,
          async (gateway, parts) => {
            const runId = await gateway.begin('pull');
            const pulls = await pullStage(parts, runId);
            const processed = await processStage(parts, runId, false);
            const counts = [...pulls.map((pull) => pull.counts), processed.counts].reduce(
              addRunCounts,
              NO_COUNTS,
            );
            await gateway.finish(runId, 'done', { counts });
            parts.progress.close();
            const { terminal } = invocation;
            const failures = pulls.flatMap((pull) => pull.failures);
            terminal.answer({
              runId,
              counts,
              failures: failures.map(({ source, school, stream, error }) => ({
                source,
                school,
                stream,
                code: error?.code,
              })),
            });
            for (const line of [
              ...failureLines(terminal, { pulls, delivery: { targets: [] } }),
              ...(await heldLines(terminal, gateway)),
            ])
              terminal.line(line);
            terminal.line({
              vi: `Đã nhận ${counts.rowsLanded} dòng; ${counts.records} học bạ được xem lại, ${counts.packets} gói tin mới.`,
              en: `Landed ${counts.rowsLanded} rows; ${counts.records} records looked at, ${counts.packets} new packets.`,
            });
            const [failure] = failures;
            return failure?.error ? exitCodeOf(failure.error) : EXIT.done;
          },
          'pull',
        ),
      ),
    );
};

const addProcess: AddCommand = (program, run) => {
  program
    .command('process')
    .description('ghép, kiểm tra, đóng gói những lớp đã đổi / assemble, check, pack what changed')
    .option('--remap', 'ánh xạ lại mọi dòng đã nhận / map every landed row again')
    .option('--school <code>', 'trường / school', collect)
    .action((options: FilterOptions & { remap?: boolean }) =>
      run((invocation) =>
        withStage(
          invocation,
          options,
          async (gateway, parts) => {
            const runId = await gateway.begin('process');
            const { counts } = await processStage(parts, runId, options.remap === true);
            await gateway.finish(runId, 'done', { counts });
            parts.progress.close();
            invocation.terminal.answer({ runId, counts });
            for (const line of await heldLines(invocation.terminal, gateway)) invocation.terminal.line(line);
            invocation.terminal.line({
              vi: `${counts.records} học bạ được xem lại, ${counts.unchanged} không đổi, ${counts.packets} gói tin mới.`,
              en: `${counts.records} records looked at, ${counts.unchanged} unchanged, ${counts.packets} new packets.`,
            });
            return EXIT.done;
          },
          'process',
        ),
      ),
    );
};

/** What would be sent now, by target. */
async function dryRun(invocation: Invocation, gateway: Gateway, filter: PassFilter): Promise<number> {
  const waiting = new Map<string, number>();
  const states = ['queued', 'unknown', 'awaiting'] as const;
  for await (const page of gateway.store.outbox.list(gateway.scope, {
    schoolYear: gateway.config.schoolYear,
    states,
  }))
    for (const item of page)
      if (filter.schools.length === 0 || filter.schools.includes(item.id.school))
        waiting.set(item.target, (waiting.get(item.target) ?? 0) + 1);
  const targets = [...waiting].filter(([id]) => filter.targets.length === 0 || filter.targets.includes(id));
  invocation.terminal.answer({ dryRun: true, targets: targets.map(([id, items]) => ({ id, items })) });
  for (const [id, items] of targets)
    invocation.terminal.line({
      vi: `${id}: sẽ gửi ${items} học bạ.`,
      en: `${id}: ${items} records would be sent.`,
    });
  if (targets.length === 0) invocation.terminal.line({ vi: 'Không có gì phải gửi.', en: 'Nothing to send.' });
  return EXIT.done;
}

const addDeliver: AddCommand = (program, run) => {
  program
    .command('deliver')
    .description('gửi hộp thư đi / deliver the outbox')
    .option('--target <id>', 'đích / target', collect)
    .option('--school <code>', 'trường / school', collect)
    .option('--dry-run', 'chỉ nói sẽ gửi gì / only say what would be sent')
    .action((options: FilterOptions & { dryRun?: boolean }) =>
      run((invocation) =>
        withStage(
          invocation,
          options,
          async (gateway, parts) => {
            if (options.dryRun === true) return dryRun(invocation, gateway, parts.filter);
            const report = await deliverStage(parts);
            parts.progress.close();
            invocation.terminal.answer({ targets: report.targets });
            for (const target of report.targets)
              invocation.terminal.line({
                vi: `${target.target}: nhận ${target.accepted}, từ chối ${target.rejected}, chưa rõ ${target.unknown}, bỏ cuộc ${target.dead} (${target.attempts} lần thử).`,
                en: `${target.target}: accepted ${target.accepted}, rejected ${target.rejected}, unknown ${target.unknown}, dead ${target.dead} (${target.attempts} attempts).`,
              });
            for (const line of failureLines(invocation.terminal, { pulls: [], delivery: report }))
              invocation.terminal.line(line);
            const failed = report.targets.find((target) => target.end === 'failed');
            if (failed?.end === 'failed') return exitCodeOf(failed.error);
            return report.targets.some((target) => target.rejected + target.dead > 0)
              ? EXIT.findings
              : EXIT.done;
          },
          'deliver',
        ),
      ),
    );
};

const addReconcile: AddCommand = (program, run) => {
  program
    .command('reconcile')
    .description('đối soát: đọc nơi nhận rồi so từng học bạ / read the far side and compare')
    .option('--target <id>', 'đích / target', collect)
    .option('--school <code>', 'trường / school', collect)
    .action((options: FilterOptions) =>
      run((invocation) =>
        withStage(
          invocation,
          options,
          async (gateway, parts) => {
            const reconciliation = await reconcileStage(parts);
            parts.progress.close();
            const { terminal } = invocation;
            terminal.answer(reconciliation);
            const schools = await schoolLines(gateway);
            for (const line of [
              ...accountTable(terminal, schools, reconciliation.targets, { maxSchools: 40 }),
              '',
              ...equationLines(terminal, reconciliation.targets),
              ...differenceLines(terminal, reconciliation),
            ])
              terminal.line(line);
            if (reconciliation.difference !== 0) return EXIT.findings;
            return reconciliation.targets.some((target) => target.unread !== undefined)
              ? EXIT.remote
              : EXIT.done;
          },
          'reconcile',
        ),
      ),
    );
};

export const addStages: AddCommand = (program, run) => {
  for (const add of [addRun, addPull, addProcess, addDeliver, addReconcile]) add(program, run);
};
