import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayedTargets } from '../../../composition/scenarios/sender.js';
import type { TargetsReady } from '../../demo/sandbox.js';
import type { Invocation } from '../../invocation.js';
import { startSandboxProcess } from '../../sandbox-process.js';
import { usageError } from '../../terminal/errors.js';
import { type AddCommand, collect, wholeNumber } from '../command.js';
import { loadFor } from '../with-gateway.js';
import { personAt } from './person.js';
import { addRunOptions, type RunOptions, sayRun, settingOf, timeoutOf } from './run-options.js';

interface SenderOptions extends RunOptions {
  readonly run?: string;
  readonly wait?: boolean;
  readonly targets: string;
  readonly portSo: string;
  readonly portMoet: string;
  readonly settle: string;
  readonly attest?: readonly string[];
  readonly attester?: string;
}

/** The simulators of both targets, recording, in a folder that goes with them. */
async function play(options: SenderOptions): Promise<PlayedTargets> {
  const dir = await mkdtemp(join(tmpdir(), 'hocba-conformance-'));
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true });
  const ports = ['--port-so', options.portSo, '--port-moet', options.portMoet];
  try {
    const record = ['--state', dir, '--record', 'on'];
    const child = await startSandboxProcess<TargetsReady>('targets', [...record, ...ports]);
    return {
      ...child.ready,
      async stop() {
        await child.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function withMinistry({ targets }: SenderOptions): boolean {
  const names = targets.split(',').map((name) => name.trim());
  const known = names.every((name) => name === 'so-gddt' || name === 'moet-csdl');
  if (known && names.includes('so-gddt')) return names.includes('moet-csdl');
  throw usageError(
    `--targets là so-gddt hoặc so-gddt,moet-csdl, không phải "${targets}".`,
    `--targets is so-gddt or so-gddt,moet-csdl, not "${targets}".`,
    'Gói tin đến Sở trước, CSDL ngành sau.',
    'Packets go to the department first, to the sector database after it.',
  );
}

function attestedOf(entries: readonly string[], ids: readonly string[]): ReadonlyMap<string, boolean> {
  return new Map(
    entries.map((entry) => {
      const [, id = '', word] = /^([A-Z-]+)=(yes|no)$/u.exec(entry) ?? [];
      if (ids.includes(id) && word !== undefined) return [id, word === 'yes'] as const;
      throw usageError(
        `--attest cần dạng MÃ=yes hoặc MÃ=no, không phải "${entry}".`,
        `--attest wants ID=yes or ID=no, not "${entry}".`,
        'Ví dụ: --attest SENDER-SHOWS-ERROR=yes --attester "Nguyễn Thị Mẫu".',
        'For example: --attest SENDER-SHOWS-ERROR=yes --attester "Jane Doe".',
      );
    }),
  );
}

/** Somebody or something must act; without either every scenario would be not run. */
function requireActor({ run, wait }: SenderOptions): void {
  if (run !== undefined || wait === true) return;
  throw usageError(
    'Ai cho phần mềm gửi? Thiếu --run LỆNH hoặc --wait.',
    'Who lets the sender act? --run COMMAND or --wait is missing.',
    '--run: lệnh được chạy ở mỗi bước; --wait: người làm theo lời nhắc.',
    '--run: a command for every step; --wait: a person is prompted.',
  );
}

async function runSender(invocation: Invocation, options: SenderOptions): Promise<number> {
  requireActor(options);
  const [{ runSenderScenarios }, { SENDER_SCENARIOS }] = await Promise.all([
    import('../../../kit.js'),
    import('../../../conformance/scenarios/sender/index.js'),
  ]);
  const ids = SENDER_SCENARIOS.map(({ id }) => id);
  const attested = attestedOf(options.attest ?? [], ids);
  const { config } = await loadFor(invocation.options);
  wholeNumber('--port-so', options.portSo);
  wholeNumber('--port-moet', options.portMoet);
  const person = options.wait === true ? personAt(invocation.terminal) : null;
  const unnamed = invocation.terminal.say({ vi: 'người chạy lệnh', en: 'whoever ran the command' });
  try {
    const run = await runSenderScenarios({
      ...settingOf(invocation, options, config.packetProfile, SENDER_SCENARIOS),
      play: async () => {
        const played = await play(options);
        invocation.terminal.warn(`so-gddt   ${played.soGddt.url}  Bearer ${played.soGddt.apiKey}`);
        invocation.terminal.warn(`moet-csdl ${played.moetCsdl.url}`);
        return played;
      },
      command: options.run ?? null,
      person,
      withMinistry: withMinistry(options),
      limitMs: timeoutOf(options),
      settleMs: wholeNumber('--settle', options.settle) * 1000,
      attested,
      attester: options.attester ?? unnamed,
    });
    return sayRun(invocation, run);
  } finally {
    person?.close();
  }
}

export const addSender: AddCommand = (conformance, run) => {
  addRunOptions(
    conformance
      .command('sender')
      .description('phần mềm gửi của nhà cung cấp; bộ kiểm tra đóng vai Sở và Bộ / a vendor’s sender')
      .option('--run <command>', 'lệnh cho phần mềm gửi ở mỗi bước / command for every step')
      .option('--wait', 'người làm từng bước theo lời nhắc / a person does the steps')
      .option('--targets <list>', 'so-gddt[,moet-csdl]', 'so-gddt')
      .option('--port-so <port>', 'cổng của Sở được đóng vai / port of the played department', '0')
      .option('--port-moet <port>', 'cổng của CSDL ngành / port of the played sector database', '0')
      .option('--settle <seconds>', 'chờ thêm sau mỗi bước / time after a step has ended', '5')
      .option('--attest <id=yes|no>', 'lời xác nhận của người / a person’s word, repeatable', collect)
      .option('--attester <name>', 'người xác nhận / who attests'),
  ).action((options: SenderOptions) => run((invocation) => runSender(invocation, options)));
};
