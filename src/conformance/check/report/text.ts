import type { Bilingual } from '../../../domain/errors.js';
import { formatCount } from '../../../domain/text.js';
import { shownText } from '../invisible.js';
import type { Check, CheckResult, CheckSummary, Verdict } from '../types.js';
import { isOfFile, isPassed, VERDICTS } from '../types.js';
import { type FindingGroup, type GroupEntry, Grouper, type Grouping } from './groups.js';
import {
  FIELD_WORDS,
  KIND_WORDS,
  type Language,
  NO_KIND,
  OWNER_WORDS,
  SEVERITY_WORDS,
  shownValue,
  VERDICT_WORDS,
  whereInside,
} from './words.js';

/** How parts of the report are coloured; the identity where there are no colours. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warning(text: string): string;
  strong(text: string): string;
  dim(text: string): string;
}

export interface TextOptions {
  readonly language: Language;
  readonly paint: Paint;
}

interface Printing extends TextOptions {
  readonly single: boolean;
}

/** Places named of each group. */
const PLACES = 5;
/** Files listed one by one; of more, those to be corrected come first. */
const FILES = 40;

interface Listed {
  readonly shown: readonly CheckResult[];
  readonly hidden: number;
}

interface Reading {
  readonly grouping: Grouping;
  readonly files: Listed;
}

const isFine = ({ verdict }: CheckResult): boolean => verdict === 'conformant' || verdict === 'warnings';

/** Reads all results once; of many files it remembers those that need work, then the others as far as there is room. */
async function readResults(check: Check): Promise<Reading> {
  const grouper = new Grouper(PLACES);
  const bad: CheckResult[] = [];
  const fine: CheckResult[] = [];
  let files = 0;
  for await (const result of check.results()) {
    grouper.add(result);
    if (!isOfFile(result)) continue;
    files += 1;
    const list = isFine(result) ? fine : bad;
    if (list.length < FILES) list.push({ ...result, findings: [] });
  }
  const shown = files <= FILES ? [...bad, ...fine] : [...bad, ...fine].slice(0, FILES);
  return { grouping: grouper.finish(), files: { shown, hidden: files - shown.length } };
}

const SIGN: Readonly<Record<Verdict, string>> = {
  conformant: '✓',
  warnings: '!',
  nonconformant: '✗',
  unreadable: '?',
};

function paintVerdict({ paint }: TextOptions, verdict: Verdict, text: string): string {
  if (verdict === 'conformant') return paint.good(text);
  return verdict === 'warnings' ? paint.warning(text) : paint.bad(text);
}

function fileLine({ file, kind, profile, verdict, records }: CheckResult, options: TextOptions): string {
  const { language, paint } = options;
  const taken = kind === null ? NO_KIND[language] : KIND_WORDS[kind][language];
  const by = profile === null ? taken : `${taken} (${profile})`;
  const many = records > 1 ? { vi: `, ${records} học bạ`, en: `, ${records} records` }[language] : '';
  const said = paintVerdict(options, verdict, `${SIGN[verdict]} ${VERDICT_WORDS[verdict][language]}`);
  return `${shownText(file)}  ${paint.dim(by + many)}  ${said}`;
}

function* fileLines({ shown, hidden }: Listed, options: TextOptions): Generator<string> {
  for (const result of shown) yield fileLine(result, options);
  if (hidden > 0)
    yield options.paint.dim(
      {
        vi: `… và ${formatCount(hidden, 'vi')} tệp khác (xem đủ: --format json hoặc html).`,
        en: `… and ${formatCount(hidden, 'en')} more files (all of them: --format json or html).`,
      }[options.language],
    );
}

/** Where and whose: file (where there are several), class, pupil, code, place inside. */
function whose({ finding, file }: GroupEntry, { language, single }: Printing): string {
  const { classKey, pupil, record } = finding;
  const parts = [classKey, pupil, record ?? undefined].filter((part) => part !== undefined).map(shownText);
  const inside = whereInside(finding, language);
  return [...(single ? [] : [shownText(file)]), ...parts, ...(inside === '' ? [] : [inside])].join(' · ');
}

function placeLine(entry: GroupEntry, { varied }: FindingGroup, options: Printing): string {
  const { language } = options;
  const { value, expected } = entry.finding;
  const found = shownValue(value);
  const said = found === null ? '' : `: "${found}"`;
  const wanted = varied ? ` → ${FIELD_WORDS.expected[language].toLowerCase()} ${expected[language]}` : '';
  const where = whose(entry, options);
  return `    - ${where === '' ? shownText(entry.file) : where}${said}${wanted}`;
}

const SEVERITY_PAINT = { error: 'bad', warning: 'warning' } as const;

function* groupLines(group: FindingGroup, options: Printing): Generator<string> {
  const { language, paint } = options;
  const { rule, severity, owner, basis, message, expected, fix, varied, entries } = group;
  const field = (name: 'expected' | 'fix' | 'basis' | 'owner', text: string): string =>
    `  ${paint.dim(`${FIELD_WORDS[name][language]}:`)} ${text}`;
  const many = group.count > 1 ? ` × ${formatCount(group.count, language)}` : '';
  if (severity === 'info') {
    yield paint.dim(`${SEVERITY_WORDS.info[language]} ${rule}${many}: ${shownText(message[language])}`);
    return;
  }
  yield '';
  yield `${paint[SEVERITY_PAINT[severity]](`${SEVERITY_WORDS[severity][language]} ${rule}`)}${paint.strong(many)}`;
  yield `  ${shownText(message[language])}`;
  if (!varied) yield field('expected', shownText(expected[language]));
  yield field('fix', shownText(fix[language]));
  yield field('owner', OWNER_WORDS[owner][language]);
  yield field('basis', basis);
  for (const entry of entries) yield shownText(placeLine(entry, group, options));
  const more = group.count - entries.length;
  if (more > 0)
    yield paint.dim(
      {
        vi: `    … và ${formatCount(more, 'vi')} chỗ khác`,
        en: `    … and ${formatCount(more, 'en')} more places`,
      }[language],
    );
}

function verdictLine({ verdicts }: CheckSummary, language: Language): string {
  return VERDICTS.filter((verdict) => verdicts[verdict] > 0)
    .map((verdict) => `${formatCount(verdicts[verdict], language)} ${VERDICT_WORDS[verdict][language]}`)
    .join(', ');
}

function* summaryLines(summary: CheckSummary, options: TextOptions): Generator<string> {
  const { language, paint } = options;
  const number = (value: number): string => formatCount(value, language);
  const { files, records, errors, warnings } = summary;
  const passed = isPassed(summary);
  const said: Bilingual = passed ? { vi: 'ĐẠT', en: 'PASSED' } : { vi: 'KHÔNG ĐẠT', en: 'NOT PASSED' };
  yield '';
  yield `${(passed ? paint.good : paint.bad)(said[language])}  ${verdictLine(summary, language)}`;
  yield {
    vi: `Đã kiểm tra ${number(files)} tệp, ${number(records)} học bạ: ${number(errors)} lỗi, ${number(warnings)} cảnh báo.`,
    en: `Checked ${number(files)} files, ${number(records)} records: ${number(errors)} errors, ${number(warnings)} warnings.`,
  }[language];
}

/** The report for a terminal or a pipe, line by line: files, what was found once for many, the sum. */
export async function* textReport(check: Check, asked: TextOptions): AsyncGenerator<string> {
  const options: Printing = { ...asked, single: check.single };
  const { grouping, files } = await readResults(check);
  yield* fileLines(files, options);
  for (const group of grouping.groups) yield* groupLines(group, options);
  if (grouping.ungrouped > 0)
    yield {
      vi: `… và ${formatCount(grouping.ungrouped, 'vi')} chỗ thuộc các loại khác (xem đủ: --format json).`,
      en: `… and ${formatCount(grouping.ungrouped, 'en')} findings of further kinds (all of them: --format json).`,
    }[options.language];
  yield* summaryLines(check.summary, options);
}
