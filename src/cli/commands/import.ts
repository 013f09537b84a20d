import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Term } from '../../domain/records.js';
import { formatCount } from '../../domain/text.js';
import type { Gateway } from '../../gateway.js';
import { type ImportReport, importFiles } from '../intake/import-files.js';
import type { Invocation } from '../invocation.js';
import { heldLines } from '../report/run-report.js';
import { palette } from '../terminal/colour.js';
import { EXIT, exitCodeOf, usageError } from '../terminal/errors.js';
import type { Terminal } from '../terminal/terminal.js';
import type { AddCommand } from './command.js';
import { loadFor, withGateway } from './with-gateway.js';

export const FILE_SOURCES = ['vnedu', 'misa-emis', 'smas', 'generic'] as const;
/** SMAS marks come over REST; its Excel layouts are not public, so its files are read by the profile of a fourth vendor. */
const READER_OF: Readonly<Record<string, string>> = { smas: 'generic' };
const TERMS: readonly Term[] = ['hk1', 'hk2', 'year', 'reassessment'];
const TERM_WORDS: Readonly<Record<string, Term>> = {
  '1': 'hk1',
  '2': 'hk2',
  year: 'year',
  reassessment: 'reassessment',
};

export interface ImportOptions {
  readonly source: string;
  readonly school: string;
  readonly schoolName?: string;
  readonly year: string;
  readonly term?: string;
  readonly dryRun?: boolean;
}

export function termOf(text: string | undefined): Term | undefined {
  if (text === undefined) return undefined;
  const term = TERM_WORDS[text] ?? TERMS.find((one) => one === text);
  if (term !== undefined) return term;
  throw usageError(
    `--term chỉ nhận 1, 2, year hoặc reassessment, không phải "${text}".`,
    `--term takes 1, 2, year or reassessment, not "${text}".`,
    'Ví dụ: --term 2 cho học kỳ II.',
    'For example: --term 2 for the second term.',
  );
}

export function checkYear(year: string): void {
  if (!/^20\d{2}-20\d{2}$/u.test(year))
    throw usageError(
      `--year phải có dạng 2025-2026, không phải "${year}".`,
      `--year must look like 2025-2026, not "${year}".`,
      'Ví dụ: --year 2025-2026.',
      'For example: --year 2025-2026.',
    );
}

export function checkImport(options: ImportOptions): void {
  if (!FILE_SOURCES.some((source) => source === options.source))
    throw usageError(
      `--source chỉ nhận ${FILE_SOURCES.join(', ')}, không phải "${options.source}".`,
      `--source takes ${FILE_SOURCES.join(', ')}, not "${options.source}".`,
      'Ví dụ: --source vnedu.',
      'For example: --source vnedu.',
    );
  checkYear(options.year);
}

export interface ImportSetting {
  /** Id of the source that takes the files. */
  readonly source: string;
  readonly overrides: Readonly<Record<string, unknown>>;
}

/**
 * The configured source of this adapter and school, or one made for this import: a school may try its files before anything
 * is configured.
 */
export async function importSetting(
  invocation: Invocation,
  options: ImportOptions,
  dataDir: string | null,
): Promise<ImportSetting> {
  const { config } = await loadFor(invocation.options);
  const { school, year } = options;
  const adapter = READER_OF[options.source] ?? options.source;
  const serving = config.sources.find(
    (source) => source.adapter === adapter && source.schools.includes(school),
  );
  const made = {
    id: `${options.source}-import`,
    adapter,
    schools: [school],
    settings: { year },
  };
  const known = config.schools.some((entry) => entry.code === school);
  const added = { code: school, name: options.schoolName ?? school, levels: ['TH', 'THCS', 'THPT'] };
  const overrides = {
    schoolYear: year,
    ...(known ? {} : { schools: [...config.schools, added] }),
    ...(serving === undefined ? { sources: [...config.sources, made] } : {}),
    ...(dataDir === null ? {} : { store: { kind: 'embedded', dataDir } }),
  };
  return { source: serving?.id ?? made.id, overrides };
}

function issueLines(terminal: Terminal, report: ImportReport): string[] {
  const paint = palette(terminal.rich);
  return report.problems.flatMap((problem) => [
    `${paint.bad(problem.code)} ${problem.file}${problem.count > 1 ? ` × ${problem.count}` : ''}: ${terminal.say(problem.message)}`,
    `   → ${terminal.say(problem.fix)}`,
  ]);
}

/** What a person sees after an import. */
export function printImport(terminal: Terminal, report: ImportReport): void {
  const count = (value: number): string => formatCount(value, terminal.lang);
  const { rows, records } = report;
  for (const line of issueLines(terminal, report)) terminal.line(line);
  terminal.line({
    vi: `Dòng: nhận ${count(rows.landed)} = dùng ${count(rows.used)} + bỏ qua có lý do ${count(rows.ignored)} + giữ lại ${count(rows.quarantined)}.`,
    en: `Rows: landed ${count(rows.landed)} = used ${count(rows.used)} + ignored with reason ${count(rows.ignored)} + quarantined ${count(rows.quarantined)}.`,
  });
  terminal.line({
    vi: `Học bạ của trường: ${count(records.total)}; hợp lệ ${count(records.ready)}, giữ lại ${count(records.held)}.`,
    en: `Records of the school: ${count(records.total)}; ready ${count(records.ready)}, held back ${count(records.held)}.`,
  });
}

export function importCode(report: ImportReport): number {
  const [worst] = report.errors;
  if (worst !== undefined) return exitCodeOf(worst);
  return report.problems.length > 0 || report.rows.quarantined > 0 || report.records.held > 0
    ? EXIT.findings
    : EXIT.done;
}

export const addImport: AddCommand = (program, run) => {
  program
    .command('import <files...>')
    .description('nhập tệp trường gửi: .xls, .xlsx, .csv, .ndjson, .zip / import files a school exported')
    .requiredOption('--source <id>', FILE_SOURCES.join('|'))
    .requiredOption('--school <code>', 'mã trường / school code')
    .requiredOption('--year <year>', 'năm học, ví dụ 2025-2026 / school year')
    .option(
      '--school-name <name>',
      'tên trường, nếu cấu hình chưa có / name, where the configuration has none',
    )
    .option('--term <term>', '1|2|year|reassessment')
    .option('--dry-run', 'chỉ thử, không lưu / try only, store nothing')
    .action((files: readonly string[], options: ImportOptions) =>
      run(async (invocation) => {
        checkImport(options);
        const term = termOf(options.term);
        const trial = options.dryRun === true ? await mkdtemp(join(tmpdir(), 'hocba-dry-run-')) : null;
        const setting = await importSetting(invocation, options, trial);
        const work = async (gateway: Gateway): Promise<number> => {
          const report = await importFiles(gateway, {
            files: files.map((file) => resolve(file)),
            source: setting.source,
            school: options.school,
            signal: invocation.signal,
            ...(term === undefined ? {} : { term }),
          });
          invocation.terminal.answer({
            ...report,
            errors: report.errors.map((error) => error.code),
            dryRun: trial !== null,
          });
          printImport(invocation.terminal, report);
          for (const line of await heldLines(invocation.terminal, gateway, options.school))
            invocation.terminal.line(line);
          if (trial !== null)
            invocation.terminal.line({ vi: 'Chạy thử: không lưu gì.', en: 'Dry run: nothing was stored.' });
          return importCode(report);
        };
        try {
          return await withGateway(invocation, work, setting.overrides);
        } finally {
          if (trial !== null) await rm(trial, { recursive: true, force: true });
        }
      }),
    );
};
