import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { FinishedRun, RunSetting } from '../../../composition/scenarios/conduct.js';
import { BODY_POLICIES, type BodyPolicy } from '../../../conformance/scenarios/mask.js';
import { statementLines } from '../../../conformance/scenarios/report/text.js';
import { OUTCOME_SIGNS } from '../../../conformance/scenarios/report/words.js';
import type { ScenarioHead, ScenarioResult } from '../../../conformance/scenarios/types.js';
import type { Invocation } from '../../invocation.js';
import { palette } from '../../terminal/colour.js';
import { EXIT, usageError } from '../../terminal/errors.js';
import { collect, wholeNumber } from '../command.js';

/** Options that every scenario run takes. */
export interface RunOptions {
  readonly product?: string;
  readonly release?: string;
  readonly out: string;
  readonly only?: readonly string[];
  readonly bodies: string;
  readonly timeout: string;
}

export const addRunOptions = (command: Command): Command =>
  command
    .option('--product <name>', 'tên sản phẩm được kiểm tra / product under test')
    .option('--release <version>', 'phiên bản của sản phẩm / its release')
    .option('--out <dir>', 'thư mục của biên bản / folder of the statement', 'conformance')
    .option('--only <id>', 'chỉ kịch bản này, lặp lại được / only this scenario, repeatable', collect)
    .option('--bodies <policy>', `${BODY_POLICIES.join('|')}: nội dung trao đổi / what is kept`, 'masked')
    .option('--timeout <seconds>', 'thời hạn mỗi bước / time limit of a step', '60');

function bodiesOf(text: string): BodyPolicy {
  const found = BODY_POLICIES.find((policy) => policy === text);
  if (found !== undefined) return found;
  throw usageError(
    `--bodies không có "${text}".`,
    `--bodies knows no "${text}".`,
    `Dùng: ${BODY_POLICIES.join(', ')}.`,
    `Use: ${BODY_POLICIES.join(', ')}.`,
  );
}

/** Milliseconds, at least one second. */
export function timeoutOf({ timeout }: RunOptions): number {
  const seconds = wholeNumber('--timeout', timeout);
  if (seconds > 0) return seconds * 1000;
  throw usageError(
    '--timeout phải từ 1 giây.',
    '--timeout must be at least 1 second.',
    'Ví dụ: --timeout 60.',
    'For example: --timeout 60.',
  );
}

export function requireScenarios(only: readonly string[], scenarios: readonly ScenarioHead[]): void {
  const ids = scenarios.map(({ id }) => id);
  for (const id of only)
    if (!ids.includes(id))
      throw usageError(
        `Không có kịch bản "${id}".`,
        `There is no scenario "${id}".`,
        `Có: ${ids.join(', ')}.`,
        `Known: ${ids.join(', ')}.`,
      );
}

/** An http or https address, or a usage error; a wrong server is found out later. */
export function addressOf(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:'))
    return text.replace(/\/+$/u, '');
  throw usageError(
    `${option} phải là địa chỉ http:// hoặc https://, không phải "${text}".`,
    `${option} must be an http:// or https:// address, not "${text}".`,
    `Ví dụ: ${option} https://hocba-thu.so.example.`,
    `For example: ${option} https://hocba-test.so.example.`,
  );
}

/** One line on stderr as soon as a scenario has ended: some take a minute. */
function progressOf({ terminal }: Invocation): RunSetting['progress'] {
  return (done: number, total: number, result: ScenarioResult | null) => {
    if (result === null || terminal.quiet) return;
    const { head, verdict, took } = result;
    terminal.warn(`[${done}/${total}] ${OUTCOME_SIGNS[verdict.outcome]} ${head.id} (${took} ms)`);
  };
}

export const settingOf = (
  invocation: Invocation,
  options: RunOptions,
  packetProfile: string,
  scenarios: readonly ScenarioHead[],
): RunSetting => {
  const only = options.only ?? [];
  requireScenarios(only, scenarios);
  return {
    product: { name: options.product ?? null, release: options.release ?? null },
    packetProfile,
    out: options.out,
    only,
    bodies: bodiesOf(options.bodies),
    signal: invocation.signal,
    progress: progressOf(invocation),
  };
};

/** The statement for people or as JSON; exit 1 when a scenario failed. */
export function sayRun({ terminal }: Invocation, { statement, files }: FinishedRun): number {
  terminal.answer({ ...statement, files });
  for (const line of statementLines(statement, terminal.lang, palette(terminal.rich))) terminal.line(line);
  terminal.line({ vi: `Biên bản: ${files.html}`, en: `Statement: ${files.html}` });
  terminal.line(`          ${files.json}`);
  terminal.line({ vi: `Trao đổi:  ${files.exchanges}`, en: `Exchanges: ${files.exchanges}` });
  return statement.totals.failed === 0 ? EXIT.done : EXIT.findings;
}

export const readText = (file: string): Promise<string> => readFile(file, 'utf8');
