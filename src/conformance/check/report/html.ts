import type { Bilingual } from '../../../domain/errors.js';
import { escapeHtml } from '../../../domain/html.js';
import type { Severity } from '../../../domain/issue.js';
import { formatCount } from '../../../domain/text.js';
import { both, pageEnd, pageHead } from '../../html/page.js';
import { shownText } from '../invisible.js';
import type { Check, CheckAbout, CheckResult, CheckSummary, Verdict } from '../types.js';
import { isOfFile, isPassed } from '../types.js';
import { FILTER_SCRIPT, filterBar } from './filters.js';
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

export interface HtmlOptions {
  readonly language: Language;
  readonly about: CheckAbout;
}

/** Places listed under each kind of finding, and files listed: a page must stay usable on an old machine. */
const PLACES = 100;
const FILES = 500;

const CLASS_OF: Readonly<Record<Severity, string>> = { error: 'bad', warning: 'warn', info: 'info' };
const VERDICT_CLASS: Readonly<Record<Verdict, string>> = {
  conformant: 'good',
  warnings: 'warn',
  nonconformant: 'bad',
  unreadable: 'bad',
};

const number = (value: number): string =>
  both({ vi: formatCount(value, 'vi'), en: formatCount(value, 'en') });

/** 12:29 24/11/2026, in Viet Nam (UTC+7). */
function vietnamTime(at: string): string {
  const [date = '', time = ''] = new Date(new Date(at).getTime() + 25_200_000).toISOString().split('T');
  return `${time.slice(0, 5)} ${date.split('-').reverse().join('/')}`;
}

function* aboutLines({ inputs, at, program, packs, masked }: CheckAbout): Generator<string> {
  yield '<div class="soft">';
  yield `<p>${both({ vi: 'Đã kiểm tra', en: 'Checked' })}: <code>${escapeHtml(inputs.map(shownText).join(', '))}</code></p>`;
  const day = vietnamTime(at);
  yield `<p>${both({ vi: `Lúc ${day} (giờ Việt Nam)`, en: `At ${day} (Viet Nam time)` })} · ${escapeHtml(program)}</p>`;
  const versions = packs.map(({ id, version }) => `${id} ${version}`).join(', ');
  yield `<p>${both({ vi: 'Gói quy tắc', en: 'Rule packs' })}: ${escapeHtml(versions)}</p>`;
  if (masked)
    yield `<p>${both({ vi: 'Đã che họ tên, mã số và giá trị.', en: 'Names, numbers and values are hidden.' })}</p>`;
  yield '</div>';
}

function* summaryLines(summary: CheckSummary): Generator<string> {
  const passed = isPassed(summary);
  const said: Bilingual = passed ? { vi: 'ĐẠT', en: 'PASSED' } : { vi: 'KHÔNG ĐẠT', en: 'NOT PASSED' };
  yield `<p class="verdict ${passed ? 'good' : 'bad'}" role="status">${both(said)}</p>`;
  const { files, records, errors, warnings, infos, verdicts } = summary;
  const facts: readonly (readonly [Bilingual, number])[] = [
    [{ vi: 'Tệp', en: 'Files' }, files],
    [{ vi: 'Học bạ', en: 'Records' }, records],
    [{ vi: 'Lỗi', en: 'Errors' }, errors],
    [{ vi: 'Cảnh báo', en: 'Warnings' }, warnings],
    [{ vi: 'Thông tin', en: 'Notes' }, infos],
    [{ vi: 'Tệp không đọc được', en: 'Unreadable files' }, verdicts.unreadable],
  ];
  yield '<dl class="numbers">';
  for (const [name, value] of facts) yield `<div><dt>${both(name)}</dt><dd>${number(value)}</dd></div>`;
  yield '</dl>';
}

const COLUMNS: readonly Bilingual[] = [
  { vi: 'Tệp', en: 'File' },
  { vi: 'Lớp', en: 'Class' },
  { vi: 'Học sinh', en: 'Pupil' },
  { vi: 'Nơi sai', en: 'Place' },
  { vi: 'Giá trị', en: 'Value' },
  FIELD_WORDS.expected,
];

function placeRow({ file, finding }: GroupEntry): string {
  const { classKey = '', pupil, record, value, expected } = finding;
  const who = [pupil, record ?? undefined].filter((part) => part !== undefined).map(shownText);
  const where = both({ vi: whereInside(finding, 'vi'), en: whereInside(finding, 'en') });
  const cells = [
    escapeHtml(shownText(file)),
    escapeHtml(shownText(classKey)),
    escapeHtml(who.join(' · ')),
    `<code>${where}</code>`,
    escapeHtml(shownValue(value) ?? ''),
    both({ vi: shownText(expected.vi), en: shownText(expected.en) }),
  ];
  const tds = cells.map((cell) => `<td>${cell}</td>`);
  return `<tr data-class="${escapeHtml(classKey)}">${tds.join('')}</tr>`;
}

const fact = (name: Bilingual, value: string): string => `<dt>${both(name)}</dt><dd>${value}</dd>`;

function* groupLines(group: FindingGroup): Generator<string> {
  const { rule, severity, owner, basis, message, expected, fix, varied, entries } = group;
  yield `<article data-rule="${escapeHtml(rule)}" data-severity="${severity}" data-owner="${owner}">`;
  yield `<header><span class="tag ${CLASS_OF[severity]}">${both(SEVERITY_WORDS[severity])}</span><h3><code>${escapeHtml(rule)}</code></h3><span class="soft">× ${number(group.count)}, ${number(group.files)} ${both({ vi: 'tệp', en: 'files' })}</span></header>`;
  yield `<p>${both({ vi: shownText(message.vi), en: shownText(message.en) })}</p><dl class="facts">`;
  if (!varied)
    yield fact(FIELD_WORDS.expected, both({ vi: shownText(expected.vi), en: shownText(expected.en) }));
  yield fact(FIELD_WORDS.fix, both(fix));
  yield fact(FIELD_WORDS.owner, both(OWNER_WORDS[owner]));
  yield fact(FIELD_WORDS.basis, escapeHtml(basis));
  yield `</dl><details${entries.length <= 5 ? ' open' : ''}><summary>${both({ vi: 'Các chỗ', en: 'Places' })} (${number(entries.length)}${group.count > entries.length ? ` / ${number(group.count)}` : ''})</summary>`;
  yield `<table><thead><tr>${COLUMNS.map((name) => `<th scope="col">${both(name)}</th>`).join('')}</tr></thead><tbody>`;
  for (const entry of entries) yield placeRow(entry);
  yield '</tbody></table>';
  if (group.count > entries.length)
    yield `<p class="soft">${both({
      vi: `Còn ${formatCount(group.count - entries.length, 'vi')} chỗ khác: xem đủ bằng --format json hoặc xlsx.`,
      en: `${formatCount(group.count - entries.length, 'en')} more places: see all with --format json or xlsx.`,
    })}</p>`;
  yield '</details></article>';
}

function fileRow({ file, kind, profile, verdict, records }: CheckResult): string {
  const taken = kind === null ? NO_KIND : KIND_WORDS[kind];
  const by = profile === null ? '' : ` (${escapeHtml(profile)})`;
  return `<tr><td>${escapeHtml(shownText(file))}</td><td>${both(taken)}${by}</td><td>${number(records)}</td><td class="${VERDICT_CLASS[verdict]}">${both(VERDICT_WORDS[verdict])}</td></tr>`;
}

interface Reading {
  readonly grouping: Grouping;
  readonly files: readonly CheckResult[];
  readonly hidden: number;
  readonly classes: readonly string[];
}

const isBad = ({ verdict }: CheckResult): boolean => verdict === 'nonconformant' || verdict === 'unreadable';
const MOST_CLASSES = 2000;

async function read(check: Check): Promise<Reading> {
  const grouper = new Grouper(PLACES);
  const [bad, fine]: [CheckResult[], CheckResult[]] = [[], []];
  const classes = new Set<string>();
  let files = 0;
  for await (const result of check.results()) {
    grouper.add(result);
    for (const { classKey } of result.findings)
      if (classKey !== undefined && classes.size < MOST_CLASSES) classes.add(classKey);
    if (!isOfFile(result)) continue;
    files += 1;
    const list = isBad(result) ? bad : fine;
    if (list.length < FILES) list.push({ ...result, findings: [] });
  }
  const shown = [...bad, ...fine].slice(0, FILES);
  const collator = new Intl.Collator('vi', { numeric: true });
  return {
    grouping: grouper.finish(),
    files: shown,
    hidden: files - shown.length,
    classes: [...classes].sort(collator.compare),
  };
}

function* fileLines({ files, hidden }: Reading): Generator<string> {
  yield `<h2>${both({ vi: 'Các tệp', en: 'Files' })}</h2><table><thead><tr>`;
  const heads: readonly Bilingual[] = [
    { vi: 'Tệp', en: 'File' },
    { vi: 'Nhận là', en: 'Taken for' },
    { vi: 'Học bạ', en: 'Records' },
    { vi: 'Kết quả', en: 'Verdict' },
  ];
  yield `${heads.map((name) => `<th scope="col">${both(name)}</th>`).join('')}</tr></thead><tbody>`;
  for (const result of files) yield fileRow(result);
  yield '</tbody></table>';
  if (hidden > 0)
    yield `<p class="soft">${both({
      vi: `Và ${formatCount(hidden, 'vi')} tệp khác; tệp phải sửa được liệt kê trước.`,
      en: `And ${formatCount(hidden, 'en')} more files; those to be corrected are listed first.`,
    })}</p>`;
}

const TITLE: Bilingual = {
  vi: 'Kết quả kiểm tra tuân thủ học bạ số',
  en: 'Conformance check of digital school records',
};

/** A standalone page, in pieces: no network, no outside file; memory does not grow with the number of files. */
export async function* htmlReport(check: Check, { language, about }: HtmlOptions): AsyncGenerator<string> {
  const page = { title: TITLE, language, script: FILTER_SCRIPT };
  const reading = await read(check);
  const { groups, ungrouped } = reading.grouping;
  yield pageHead(page);
  for (const line of aboutLines(about)) yield `${line}\n`;
  for (const line of summaryLines(check.summary)) yield `${line}\n`;
  if (groups.length > 0) {
    yield `<h2>${both({ vi: 'Những điều cần xem', en: 'Findings' })}</h2>\n`;
    yield filterBar(groups, reading.classes);
  }
  for (const group of groups) for (const line of groupLines(group)) yield `${line}\n`;
  yield `<p id="nothing" class="soft" hidden>${both({ vi: 'Không có mục nào khớp bộ lọc.', en: 'Nothing fits the filter.' })}</p>\n`;
  if (ungrouped > 0)
    yield `<p class="soft">${both({
      vi: `Và ${formatCount(ungrouped, 'vi')} chỗ thuộc các loại khác: xem đủ bằng --format json.`,
      en: `And ${formatCount(ungrouped, 'en')} findings of further kinds: see all with --format json.`,
    })}</p>\n`;
  for (const line of fileLines(reading)) yield `${line}\n`;
  yield pageEnd(page);
}
