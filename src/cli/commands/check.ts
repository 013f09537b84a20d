import type { ExportFacts } from '../../conformance/check/export-sets.js';
import { KINDS, type Kind } from '../../conformance/check/types.js';
import type { Invocation } from '../invocation.js';
import { adapterRegistry } from '../registry.js';
import { checkReport, FORMATS, type Format } from '../report/check-report.js';
import { EXIT, usageError } from '../terminal/errors.js';
import { createProgress } from '../terminal/progress.js';
import type { AddCommand } from './command.js';
import { checkYear, termOf } from './import.js';
import { requireProfile } from './profile.js';
import { loadFor } from './with-gateway.js';

interface CheckOptions {
  readonly profile?: string;
  readonly as?: string;
  readonly format?: string;
  readonly out?: string;
  readonly mask?: boolean;
  readonly school?: string;
  readonly schoolName?: string;
  readonly year?: string;
  readonly term?: string;
}

/** What a person says of exports. */
function exportFacts({ school, schoolName, year, term: word }: CheckOptions): ExportFacts {
  const term = termOf(word);
  if (year !== undefined) checkYear(year);
  return {
    ...(school === undefined ? {} : { school }),
    ...(schoolName === undefined ? {} : { schoolName }),
    ...(year === undefined ? {} : { schoolYear: year }),
    ...(term === undefined ? {} : { term }),
  };
}

/** One of a list of words, or a usage error that names them. */
function oneOf<T extends string>(option: string, words: readonly T[], text: string): T {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw usageError(
    `${option} không có "${text}".`,
    `${option} knows no "${text}".`,
    `Dùng: ${words.join(', ')}.`,
    `Use: ${words.join(', ')}.`,
  );
}

function formatOf({ terminal }: Invocation, { format }: CheckOptions): Format {
  if (format !== undefined) return oneOf('--format', FORMATS, format);
  return terminal.json ? 'json' : 'text';
}

async function check(
  invocation: Invocation,
  inputs: readonly string[],
  options: CheckOptions,
): Promise<number> {
  const { terminal, signal } = invocation;
  const format = formatOf(invocation, options);
  const as: Kind | undefined = options.as === undefined ? undefined : oneOf('--as', KINDS, options.as);
  if (options.profile !== undefined) await requireProfile(options.profile);
  const { config } = await loadFor(invocation.options);
  const { checkFiles } = await import('../../kit.js');
  const progress = createProgress(terminal);
  const step = progress.step({ vi: 'Kiểm tra', en: 'Checking' });
  const done = await checkFiles(
    { config, adapters: adapterRegistry, packetProfile: options.profile ?? config.packetProfile },
    {
      inputs,
      signal,
      ...(as === undefined ? {} : { as }),
      exports: exportFacts(options),
      progress: (files, total) => step.update(files, total),
    },
  ).finally(() => progress.close());
  try {
    await checkReport(invocation, done, {
      format,
      inputs,
      mask: options.mask === true,
      ...(options.out === undefined ? {} : { out: options.out }),
    });
    return done.summary.errors === 0 ? EXIT.done : EXIT.findings;
  } finally {
    await done.close();
  }
}

export const addCheck: AddCommand = (program, run) => {
  program
    .command('check <paths...>')
    .description(
      'kiểm tra gói tin, bản ghi, tệp xuất, không cần mạng / check packets, records, exports, offline',
    )
    .option('--profile <id>', 'hồ sơ gói tin / packet profile')
    .option('--as <kind>', KINDS.join('|'))
    .option('--format <format>', FORMATS.join('|'))
    .option('--out <file>', 'ghi vào tệp / write to a file')
    .option('--mask', 'che họ tên, mã số, giá trị / hide names, numbers and values')
    .option('--school <code>', 'mã trường của tệp xuất / school code of exports')
    .option('--school-name <name>', 'tên trường của tệp xuất / its name')
    .option('--year <year>', 'năm học của tệp xuất / school year of exports')
    .option('--term <term>', '1|2|year|reassessment')
    .action((paths: readonly string[], options: CheckOptions) =>
      run((invocation) => check(invocation, paths, options)),
    );
};
