import { compareStatements } from '../../../conformance/scenarios/compare.js';
import { comparisonLines } from '../../../conformance/scenarios/report/text.js';
import { STATEMENT_SCHEMA, type Statement } from '../../../conformance/scenarios/statement.js';
import { GatewayError } from '../../../domain/errors.js';
import { palette } from '../../terminal/colour.js';
import { EXIT, usageError } from '../../terminal/errors.js';
import type { AddCommand } from '../command.js';
import { readText } from './run-options.js';

const notAStatement = (file: string, cause?: unknown): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'CONFORMANCE_STATEMENT',
    message: {
      vi: `${file} không phải biên bản kiểm tra tương thích (tệp .json) đọc được.`,
      en: `${file} is not a readable conformance statement (.json).`,
    },
    hint: {
      vi: 'Đưa tệp .json do "hocba conformance source", "sender" hoặc "target" ghi ra.',
      en: 'Give the .json file that "hocba conformance source", "sender" or "target" wrote.',
    },
    details: { file },
    cause,
  });

const isStatement = (value: unknown): value is Statement =>
  typeof value === 'object' &&
  value !== null &&
  (value as { schema?: unknown }).schema === STATEMENT_SCHEMA &&
  Array.isArray((value as { scenarios?: unknown }).scenarios);

async function readStatement(file: string): Promise<Statement> {
  let value: unknown;
  try {
    value = JSON.parse(await readText(file));
  } catch (cause) {
    throw notAStatement(file, cause);
  }
  if (!isStatement(value)) throw notAStatement(file);
  return value;
}

export const addCompare: AddCommand = (conformance, run) => {
  conformance
    .command('compare <before> <after>')
    .description(
      'hai biên bản: kịch bản nào tốt lên, kém đi / what got better or worse between two statements',
    )
    .action((first: string, second: string) =>
      run(async ({ terminal }) => {
        const [before, after] = [await readStatement(first), await readStatement(second)];
        if (before.kind !== after.kind)
          throw usageError(
            `Hai biên bản khác loại: ${before.kind} và ${after.kind}.`,
            `The statements are of two kinds: ${before.kind} and ${after.kind}.`,
            'So hai biên bản cùng loại.',
            'Compare two of the same kind.',
          );
        const comparison = compareStatements(before, after);
        terminal.answer(comparison);
        for (const line of comparisonLines(comparison, terminal.lang, palette(terminal.rich)))
          terminal.line(line);
        return comparison.counts.worse === 0 ? EXIT.done : EXIT.findings;
      }),
    );
};
