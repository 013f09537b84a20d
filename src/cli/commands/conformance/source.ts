import { STREAMS, type Stream } from '../../../domain/records.js';
import type { Invocation } from '../../invocation.js';
import { adapterRegistry } from '../../registry.js';
import { usageError } from '../../terminal/errors.js';
import { type AddCommand, collect, wholeNumber } from '../command.js';
import { loadFor } from '../with-gateway.js';
import { personAt } from './person.js';
import { addRunOptions, type RunOptions, sayRun, settingOf, timeoutOf } from './run-options.js';
import { type SourceOptions, sourceSetting } from './source-settings.js';

interface Options extends RunOptions, SourceOptions {
  readonly class?: string;
  readonly stream?: readonly string[];
  readonly changes?: string;
  readonly wait?: boolean;
  readonly burst: string;
  readonly cursors: string;
}

function streamsOf(names: readonly string[]): readonly Stream[] {
  return names.map((name) => {
    const found = STREAMS.find((stream) => stream === name);
    if (found !== undefined) return found;
    throw usageError(
      `Không có luồng "${name}".`,
      `There is no stream "${name}".`,
      `Có: ${STREAMS.join(', ')}.`,
      `Known: ${STREAMS.join(', ')}.`,
    );
  });
}

async function runSource(invocation: Invocation, options: Options): Promise<number> {
  const adapter = await adapterRegistry.source(options.adapter);
  const { config } = await loadFor(invocation.options);
  const [{ runSourceScenarios }, { SOURCE_SCENARIOS }] = await Promise.all([
    import('../../../kit.js'),
    import('../../../conformance/scenarios/source/index.js'),
  ]);
  const person = options.wait === true ? personAt(invocation.terminal) : null;
  try {
    const run = await runSourceScenarios({
      ...settingOf(invocation, options, config.packetProfile, SOURCE_SCENARIOS),
      ...sourceSetting(config, adapter, options),
      adapters: adapterRegistry,
      adapter: adapter.id,
      ...(options.class === undefined ? {} : { className: options.class }),
      streams: streamsOf(options.stream ?? []),
      cursors: wholeNumber('--cursors', options.cursors),
      burst: wholeNumber('--burst', options.burst),
      changes: options.changes ?? null,
      person,
      limitMs: timeoutOf(options),
    });
    return sayRun(invocation, run);
  } finally {
    person?.close();
  }
}

export const addSource: AddCommand = (conformance, run) => {
  addRunOptions(
    conformance
      .command('source')
      .description('hệ thống của nhà cung cấp, đọc qua bộ nối thật / a vendor’s system, read by its adapter')
      .requiredOption('--adapter <id>', 'bộ nối / adapter')
      .option('--source <id>', 'nguồn trong cấu hình / source of the configuration')
      .option('--url <address>', 'địa chỉ hệ thống / address')
      .option('--dir <folder>', 'thư mục tệp xuất / folder of export files')
      .option('--school <code>', 'mã trường / school')
      .option('--year <year>', 'năm học / school year')
      .option('--class <name>', 'lớp / class')
      .option('--stream <name>', 'chỉ luồng này, lặp lại được / only this stream, repeatable', collect)
      .option('--set <name=value>', 'cài đặt của bộ nối, lặp lại được / a setting, repeatable', collect)
      .option('--changes <url|command>', 'ai sửa dữ liệu của hệ thống thử / who changes the test system')
      .option('--wait', 'người sửa dữ liệu bằng tay / a person changes it')
      .option('--burst <n>', 'số lượt hỏi thăm liền nhau / health calls in a row', '20')
      .option('--cursors <n>', 'số chỗ đọc tiếp mỗi luồng / resume points of a stream', '5'),
  ).action((options: Options) => run((invocation) => runSource(invocation, options)));
};
