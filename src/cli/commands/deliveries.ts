import { DELIVERY_STATES, type DeliveryState } from '../../domain/delivery.js';
import type { OutboxRow } from '../../ports/store.js';
import { EXIT } from '../terminal/errors.js';
import { renderTable } from '../terminal/table.js';
import type { AddCommand } from './command.js';
import { requireKnown, withGateway } from './with-gateway.js';

interface ListOptions {
  readonly state?: DeliveryState;
  readonly target?: string;
  readonly school?: string;
}

const addList: AddCommand = (deliveries, run) => {
  deliveries
    .command('list')
    .description('hộp thư đi / the outbox')
    .option('--state <state>', DELIVERY_STATES.join('|'))
    .option('--target <id>', 'đích / target')
    .option('--school <code>', 'mã trường / school code')
    .action((options: ListOptions) =>
      run((invocation) =>
        withGateway(invocation, async (gateway) => {
          const rows: OutboxRow[] = [];
          const filter = {
            schoolYear: gateway.config.schoolYear,
            ...(options.target === undefined ? {} : { target: options.target }),
            ...(options.school === undefined ? {} : { school: options.school }),
            ...(options.state === undefined ? {} : { states: [options.state] }),
          };
          for await (const page of gateway.store.outbox.list(gateway.scope, filter)) rows.push(...page);
          const { terminal } = invocation;
          terminal.answer(rows);
          const table = renderTable(
            [
              { title: terminal.say({ vi: 'Đích', en: 'Target' }) },
              { title: terminal.say({ vi: 'Trường', en: 'School' }) },
              { title: terminal.say({ vi: 'Lớp', en: 'Class' }) },
              { title: terminal.say({ vi: 'Tình trạng', en: 'State' }) },
              { title: terminal.say({ vi: 'Lần thử', en: 'Attempts' }), align: 'right' },
              { title: terminal.say({ vi: 'Mã lỗi', en: 'Code' }) },
              { title: terminal.say({ vi: 'Khóa', en: 'Key' }) },
            ],
            rows.map((row) => [
              row.target,
              row.id.school,
              row.id.classKey,
              row.state,
              String(row.attempts),
              row.code ?? '',
              row.key,
            ]),
          );
          if (rows.length === 0) terminal.line({ vi: 'Không có mục nào.', en: 'There are no items.' });
          else for (const line of table) terminal.line(line);
          return EXIT.done;
        }),
      ),
    );
};

const addRetry: AddCommand = (deliveries, run) => {
  deliveries
    .command('retry [keys...]')
    .description('gửi lại các mục đã bỏ cuộc, vẫn khóa cũ / requeue dead items with their own keys')
    .option('--state <dead>', 'dead', 'dead')
    .option('--target <id>', 'đích / target')
    .action((keys: readonly string[], options: { target?: string }) =>
      run((invocation) =>
        withGateway(invocation, async (gateway) => {
          const retried = await gateway.store.outbox.retry(gateway.scope, {
            now: gateway.clock.now(),
            ...(options.target === undefined ? {} : { target: options.target }),
            ...(keys.length === 0 ? {} : { keys }),
          });
          invocation.terminal.answer({ retried });
          invocation.terminal.line({
            vi: `Đã đưa ${retried} mục trở lại hàng chờ.`,
            en: `${retried} items are queued again.`,
          });
          return EXIT.done;
        }),
      ),
    );
};

export const addDeliveries: AddCommand = (program, run) => {
  const deliveries = program.command('deliveries').description('hộp thư đi / the outbox');
  addList(deliveries, run);
  addRetry(deliveries, run);
};

export const addTarget: AddCommand = (program, run) => {
  const target = program.command('target').description('tạm dừng, mở lại một đích / pause, resume a target');
  for (const [name, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const)
    target
      .command(`${name} <id>`)
      .description(paused ? 'tạm dừng gửi / pause' : 'gửi tiếp / resume')
      .action((id: string) =>
        run((invocation) =>
          withGateway(invocation, async (gateway) => {
            requireKnown(
              'target',
              [id],
              gateway.config.targets.map((entry) => entry.id),
            );
            await gateway.store.outbox.setPaused(gateway.scope, id, paused);
            invocation.terminal.answer({ target: id, paused });
            invocation.terminal.line(
              paused
                ? { vi: `Đã tạm dừng gửi tới ${id}.`, en: `${id} is paused.` }
                : { vi: `Tiếp tục gửi tới ${id}.`, en: `${id} is resumed.` },
            );
            return EXIT.done;
          }),
        ),
      );
};
