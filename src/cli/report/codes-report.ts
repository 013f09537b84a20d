import type { CodesImport, CodesRequest } from '../../composition/codes.js';
import type { Bilingual } from '../../domain/errors.js';
import { formatCount } from '../../domain/text.js';
import type { CodeChange, CodeDiff } from '../../mapping/code-lists/editions.js';
import type { CodeEntry, CodeTable } from '../../mapping/tables.js';
import { palette } from '../terminal/colour.js';
import { renderTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { placeText } from './mapping-coverage.js';

const KINDS = ['added', 'renamed', 'changed', 'ended'] as const;
type Kind = (typeof KINDS)[number];

const KIND_WORDS: Readonly<Record<Kind | 'unchanged', Bilingual>> = {
  added: { vi: 'thêm mới', en: 'added' },
  renamed: { vi: 'đổi tên', en: 'renamed' },
  changed: { vi: 'đổi nội dung', en: 'changed' },
  ended: { vi: 'hết hiệu lực', en: 'ended' },
  unchanged: { vi: 'giữ nguyên', en: 'unchanged' },
};

const EXAMPLES = 3;
const EXAMPLES_IN_JSON = 20;
const MOST_ISSUES = 20;

const changeText = ({ key, before, after }: CodeChange): string =>
  `${key} ${[before, after].filter((text) => text !== null).join(' → ')}`;

function diffLines(terminal: Terminal, diff: CodeDiff): string[] {
  const rows = [...KINDS, 'unchanged' as const].map((kind) => {
    const changes = kind === 'unchanged' ? [] : diff[kind];
    const count = kind === 'unchanged' ? diff.unchanged : changes.length;
    const first = changes.slice(0, EXAMPLES).map(changeText);
    return [
      ` ${terminal.say(KIND_WORDS[kind])}`,
      formatCount(count, terminal.lang),
      `${first.join('; ')}${changes.length > EXAMPLES ? '; …' : ''}`,
    ];
  });
  return renderTable(
    [
      { title: terminal.say({ vi: ' Thay đổi', en: ' Change' }) },
      { title: terminal.say({ vi: 'Số mã', en: 'Codes' }), align: 'right' },
      { title: terminal.say({ vi: 'Ví dụ', en: 'For example' }) },
    ],
    rows,
  );
}

function issueLines(terminal: Terminal, { issues }: CodesImport): string[] {
  const paint = palette(terminal.rich);
  const shown = issues
    .slice(0, MOST_ISSUES)
    .flatMap((issue) => [
      `${paint.bad(issue.rule)} ${placeText(issue.place ?? {})}: ${terminal.say(issue.message)}`,
      `   ${issue.value === null ? '' : `"${issue.value}". `}${terminal.say({ vi: 'Phải là', en: 'Expected' })}: ${terminal.say(issue.expected)}. ${terminal.say(issue.fix)}`,
    ]);
  const more = issues.length - MOST_ISSUES;
  return more <= 0
    ? shown
    : [...shown, terminal.say({ vi: `… và ${more} lỗi khác.`, en: `… and ${more} more.` })];
}

function outcome({ dryRun }: CodesRequest, { issues, written, skipped }: CodesImport): Bilingual[] {
  const notes: Bilingual[] =
    skipped === 0
      ? []
      : [
          {
            vi: `${skipped} dòng không có mã và tên, bỏ qua.`,
            en: `${skipped} rows without code and name were passed over.`,
          },
        ];
  if (issues.length > 0)
    return [
      ...notes,
      {
        vi: `Có ${issues.length} lỗi trong tệp; chưa ghi gì.`,
        en: `${issues.length} faults in the file; nothing was written.`,
      },
    ];
  if (written !== null) return [...notes, { vi: `Đã ghi ${written}.`, en: `Wrote ${written}.` }];
  return [
    ...notes,
    dryRun
      ? { vi: 'Chạy thử: chưa ghi gì.', en: 'Dry run: nothing was written.' }
      : { vi: 'Không có gì thay đổi.', en: 'Nothing changes.' },
  ];
}

/** What an import found and did, for people. */
export function importLines(terminal: Terminal, request: CodesRequest, result: CodesImport): string[] {
  const { list, validFrom, file } = request;
  const paint = palette(terminal.rich);
  return [
    paint.strong(
      terminal.say({
        vi: `${list.table}: ${list.title.vi}, tệp ${file}, hiệu lực từ ${validFrom}, ${formatCount(result.rows, 'vi')} dòng`,
        en: `${list.table}: ${list.title.en}, file ${file}, valid from ${validFrom}, ${formatCount(result.rows, 'en')} rows`,
      }),
    ),
    ...(result.diff === null ? issueLines(terminal, result) : diffLines(terminal, result.diff)),
    ...outcome(request, result).map((text) => terminal.say(text)),
  ];
}

export const importAnswer = (request: CodesRequest, result: CodesImport): unknown => ({
  list: request.list.table,
  file: request.file,
  validFrom: request.validFrom,
  dryRun: request.dryRun,
  rows: result.rows,
  skipped: result.skipped,
  counts:
    result.diff === null
      ? null
      : {
          ...Object.fromEntries(KINDS.map((kind) => [kind, result.diff?.[kind].length])),
          unchanged: result.diff.unchanged,
        },
  examples:
    result.diff === null
      ? null
      : Object.fromEntries(KINDS.map((kind) => [kind, result.diff?.[kind].slice(0, EXAMPLES_IN_JSON)])),
  issues: result.issues,
  written: result.written,
});

const isFromSite = ({ declaration }: CodeTable): boolean => declaration.imports !== undefined;

/** Every list, one a line. */
export function overviewLines(terminal: Terminal, tables: readonly CodeTable[], day: string): string[] {
  const columns = [
    { title: terminal.say({ vi: 'Danh mục', en: 'List' }) },
    { title: terminal.say({ vi: 'Số mã', en: 'Codes' }), align: 'right' as const },
    { title: terminal.say({ vi: 'Nguồn', en: 'From' }) },
    { title: terminal.say({ vi: 'Căn cứ', en: 'Basis' }) },
  ];
  const rows = tables.map((table) => [
    table.name,
    formatCount(table.entries(day).length, terminal.lang),
    terminal.say(
      isFromSite(table) ? { vi: 'đã nạp', en: 'imported' } : { vi: 'kèm phần mềm', en: 'shipped' },
    ),
    table.declaration.basis,
  ]);
  return renderTable(columns, rows);
}

const partsText = ({ facts = {}, codes = {} }: CodeEntry): string =>
  Object.entries({ ...codes, ...facts })
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');

/** One list as it holds on a day. */
export function tableLines(terminal: Terminal, table: CodeTable, day: string): string[] {
  const { declaration } = table;
  const entries = table.entries(day);
  const columns = [
    { title: terminal.say({ vi: 'Khóa', en: 'Key' }) },
    { title: terminal.say({ vi: 'Tên', en: 'Name' }) },
    { title: terminal.say({ vi: 'Từ', en: 'From' }) },
    { title: terminal.say({ vi: 'Đến trước', en: 'Until' }) },
    { title: terminal.say({ vi: 'Nội dung khác', en: 'Other' }) },
  ];
  const rows = entries.map((entry) => [
    entry.key,
    entry.name,
    entry.validFrom ?? '',
    entry.validTo ?? '',
    partsText(entry),
  ]);
  const count = formatCount(entries.length, terminal.lang);
  return [
    palette(terminal.rich).strong(`${table.name}: ${terminal.say(declaration.title)}`),
    terminal.say({
      vi: `Căn cứ: ${declaration.basis}. ${count} mã vào ngày ${day}.`,
      en: `Basis: ${declaration.basis}. ${count} codes on ${day}.`,
    }),
    ...(declaration.imports ?? []).map(({ file, rows: read, validFrom, at, sha256 }) =>
      terminal.say({
        vi: `Nạp ${at.slice(0, 10)}: ${file}, ${read} dòng, hiệu lực từ ${validFrom}, sha256 ${sha256.slice(0, 12)}…`,
        en: `Imported ${at.slice(0, 10)}: ${file}, ${read} rows, valid from ${validFrom}, sha256 ${sha256.slice(0, 12)}…`,
      }),
    ),
    ...renderTable(columns, rows),
  ];
}

export const tableAnswer = (table: CodeTable, day: string, whole: boolean): unknown => {
  const { title, basis, imports } = table.declaration;
  const entries = table.entries(day);
  return {
    list: table.name,
    title,
    basis,
    at: day,
    imports: imports ?? [],
    count: entries.length,
    ...(whole ? { entries } : {}),
  };
};
