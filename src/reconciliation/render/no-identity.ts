import { formatCount } from '../../domain/text.js';
import type { IdentityCounts, MissingReason, NoIdentityReport, NoIdentitySum } from '../no-identity.js';
import { asOfLine, htmlPage, htmlTable, type Letterhead } from './html.js';
import { byCommune, type Lang, left, type ReportTable, ratio, right } from './tables.js';

const WORDS = {
  vi: {
    title: 'Học sinh chưa có số định danh cá nhân',
    unit: 'Đơn vị',
    counts: [
      'Có số định danh',
      'Giấy tờ nước ngoài',
      'Chưa có số',
      'Giữ lại',
      'Mã tạm TAM-…',
      'Chưa có mã ngành',
    ],
    reason: 'Lý do',
    since: 'Từ ngày',
    commune: (name: string, schools: number) => `Cộng ${name} (${schools} trường)`,
    total: (schools: number) => `Tổng cộng (${schools} trường)`,
    list: 'Danh sách học sinh chưa có số định danh',
    school: 'Trường',
    pupil: ['Lớp', 'Học sinh', 'Ngày sinh', 'Lý do', 'Từ ngày', 'Mã tạm'],
  },
  en: {
    title: 'Pupils without a personal identity number',
    unit: 'Unit',
    counts: [
      'With a number',
      'Foreign papers',
      'Without',
      'Held back',
      'Temporary codes TAM-…',
      'No sector code',
    ],
    reason: 'Reason',
    since: 'Since',
    commune: (name: string, schools: number) => `Sum of ${name} (${schools} schools)`,
    total: (schools: number) => `Total (${schools} schools)`,
    list: 'Pupils without an identity number',
    school: 'School',
    pupil: ['Class', 'Pupil', 'Birth date', 'Reason', 'Since', 'Temporary code'],
  },
} as const;

const REASON_COLUMNS = 2;

const dayText = (day: string | null, lang: Lang): string =>
  day === null || lang === 'en' ? (day ?? '') : day.split('-').reverse().join('/');

const countCells = (row: IdentityCounts, lang: Lang): string[] => [
  ratio(row.withNumber, row.pupils, lang),
  ...[row.foreignPapers, row.withoutNumber, row.held, row.temporaryCodes, row.withoutSectorCode].map(
    (value) => formatCount(value, lang),
  ),
];

/** A line of its own under the school: how many for which reason, and since when. */
const reasonRow = ({ reason, pupils, since }: MissingReason, lang: Lang): string[] => [
  '',
  '',
  '',
  formatCount(pupils, lang),
  '',
  '',
  '',
  reason,
  dayText(since, lang),
];

/** Schools with their reasons, then the sum of each commune with several schools, then the total with all reasons. */
export function noIdentityTable(report: NoIdentityReport, lang: Lang): ReportTable {
  const words = WORDS[lang];
  const rows: string[][] = [];
  const emphasis: number[] = [];
  const blank = Array.from({ length: REASON_COLUMNS }, () => '');
  const sumRow = (sum: NoIdentitySum, name: string): void => {
    emphasis.push(rows.length);
    rows.push([name, ...countCells(sum, lang), ...blank]);
  };
  const communes = new Map(
    report.communes.filter(({ schools }) => schools > 1).map((sum) => [sum.name, sum]),
  );
  const inOrder = byCommune(report.schools);
  inOrder.forEach((school, index) => {
    rows.push([school.name, ...countCells(school, lang), ...blank]);
    rows.push(...school.reasons.map((reason) => reasonRow(reason, lang)));
    const sum = communes.get(school.commune ?? '');
    if (sum !== undefined && inOrder[index + 1]?.commune !== school.commune)
      sumRow(sum, words.commune(sum.name, sum.schools));
  });
  sumRow(report.total, words.total(report.total.schools));
  rows.push(...report.total.reasons.map((reason) => reasonRow(reason, lang)));
  return {
    title: words.title,
    columns: [left(words.unit), ...words.counts.map(right), left(words.reason), left(words.since)],
    rows,
    emphasis,
  };
}

/** One row per pupil to act for: by name where the report holds names, else by the record's id. */
export function noIdentityList(report: NoIdentityReport, lang: Lang): ReportTable {
  const words = WORDS[lang];
  const rows = byCommune(report.schools).flatMap((school) =>
    school.list.map((pupil) => [
      school.name,
      pupil.class,
      pupil.name ?? pupil.record,
      dayText(pupil.birthDate ?? null, lang),
      pupil.reason,
      dayText(pupil.since, lang),
      pupil.temporaryCode ?? '',
    ]),
  );
  return { title: words.list, columns: [words.school, ...words.pupil].map(left), rows, emphasis: [] };
}

function noticesOf({ policy, environment }: NoIdentityReport): string[] {
  const held =
    policy === 'hold'
      ? 'Học bạ của học sinh chưa có số định danh được giữ lại cho đến khi có số.'
      : 'Học bạ của học sinh chưa có số định danh vẫn được gửi, kèm cảnh báo.';
  return environment === 'test' ? [held, 'Môi trường thử nghiệm: không phải số liệu chính thức.'] : [held];
}

/** Báo cáo học sinh chưa có số định danh, a standalone printable page in Vietnamese. */
export function noIdentityHtml(report: NoIdentityReport, letterhead: Letterhead = {}): string {
  const list = noIdentityList(report, 'vi');
  return htmlPage({
    title: 'Báo cáo học sinh chưa có số định danh cá nhân',
    subtitle: asOfLine(report.schoolYear, report.asOf),
    asOf: report.asOf,
    letterhead,
    notices: noticesOf(report),
    body: [
      htmlTable(noIdentityTable(report, 'vi')),
      ...(list.rows.length === 0 ? [] : [`<h2>${list.title}</h2>`, htmlTable(list)]),
    ].join('\n'),
  });
}
