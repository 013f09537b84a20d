import type { Owner, Severity } from '../../domain/issue.js';
import { formatCount } from '../../domain/text.js';
import type {
  CompletenessClass,
  CompletenessCounts,
  CompletenessFinding,
  CompletenessReport,
  CompletenessSchool,
} from '../completeness.js';
import { asOfLine, htmlPage, htmlTable, type Letterhead } from './html.js';
import { type Lang, left, type ReportTable, ratio, right } from './tables.js';

const WORDS = {
  vi: {
    title: 'Đầy đủ dữ liệu học bạ số',
    unit: 'Đơn vị',
    counts: ['Lớp', 'Học bạ/sĩ số', 'Có kết quả', 'Lớp có GVCN', 'Giữ lại', 'Lỗi', 'Cảnh báo'],
    class: (key: string) => `– lớp ${key}`,
    paper: 'chưa khai báo phần mềm',
    total: (schools: number) => `Tổng cộng (${schools} trường)`,
    yes: 'có',
    no: 'chưa có',
    list: 'Việc phải làm',
    finding: ['Mức độ', 'Trường', 'Lớp', 'Điều phải xem', 'Có/phải có', 'Ai xử lý', 'Cách sửa'],
    several: (times: number) => `${times} học sinh`,
  },
  en: {
    title: 'Completeness of digital school records',
    unit: 'Unit',
    counts: ['Classes', 'Records/size', 'With results', 'Homeroom teacher', 'Held', 'Errors', 'Warnings'],
    class: (key: string) => `– class ${key}`,
    paper: 'no software named',
    total: (schools: number) => `Total (${schools} schools)`,
    yes: 'yes',
    no: 'none',
    list: 'What to do',
    finding: ['Severity', 'School', 'Class', 'Finding', 'Has/must have', 'Owner', 'Remedy'],
    several: (times: number) => `${times} pupils`,
  },
} as const;

const SEVERITIES: Readonly<Record<Severity, Readonly<Record<Lang, string>>>> = {
  error: { vi: 'lỗi', en: 'error' },
  warning: { vi: 'cảnh báo', en: 'warning' },
  info: { vi: 'thông tin', en: 'information' },
};

const OWNERS: Readonly<Record<Owner, Readonly<Record<Lang, string>>>> = {
  school: { vi: 'trường', en: 'school' },
  vendor: { vi: 'nhà cung cấp phần mềm', en: 'vendor' },
  department: { vi: 'Sở', en: 'department' },
  gateway: { vi: 'cổng kết nối', en: 'gateway' },
};

const cells = (
  row: CompletenessCounts,
  { classes, homeroom }: { readonly classes: string; readonly homeroom: string },
  lang: Lang,
): string[] => [
  classes,
  ratio(row.records, row.promised, lang),
  ratio(row.withResults, row.records, lang),
  homeroom,
  ...[row.held, row.errors, row.warnings].map((value) => formatCount(value, lang)),
];

const classRow = (row: CompletenessClass, lang: Lang): string[] => {
  const words = WORDS[lang];
  return [
    words.class(row.class),
    ...cells(row, { classes: '', homeroom: row.homeroom ? words.yes : words.no }, lang),
  ];
};

const schoolName = ({ name, sources }: CompletenessSchool, lang: Lang): string =>
  sources.length === 0 ? `${name} (${WORDS[lang].paper})` : name;

/** Every school, below it the classes of which there is something to say, then the total. */
export function completenessTable({ schools, total }: CompletenessReport, lang: Lang): ReportTable {
  const words = WORDS[lang];
  const rows: string[][] = [];
  const emphasis: number[] = [];
  const sumRow = (name: string, sum: CompletenessReport['total'] | CompletenessSchool): void => {
    emphasis.push(rows.length);
    const homeroom = ratio(sum.withHomeroom, sum.classes, lang);
    rows.push([name, ...cells(sum, { classes: formatCount(sum.classes, lang), homeroom }, lang)]);
  };
  for (const school of schools) {
    sumRow(schoolName(school, lang), school);
    const told = school.list.filter(({ errors, warnings }) => errors + warnings > 0);
    rows.push(...told.map((row) => classRow(row, lang)));
  }
  sumRow(words.total(total.schools), total);
  return { title: words.title, columns: [left(words.unit), ...words.counts.map(right)], rows, emphasis };
}

const shownValue = ({ value, count: times }: CompletenessFinding, lang: Lang): string =>
  times > 1 ? WORDS[lang].several(times) : (value ?? '');

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

/** The gravest first, then by class; the rules' own order within one class. */
const inOrder = (findings: readonly CompletenessFinding[]): readonly CompletenessFinding[] =>
  findings.toSorted((a, b) => {
    const gravity = GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity);
    const [here, there] = [a.class ?? '', b.class ?? ''];
    return gravity !== 0 ? gravity : here < there ? -1 : here > there ? 1 : 0;
  });

/** One row per finding, the gravest of a school first. */
export function completenessList({ schools }: CompletenessReport, lang: Lang): ReportTable {
  const words = WORDS[lang];
  const rows = schools.flatMap(({ name, findings }) =>
    inOrder(findings).map((finding) => [
      SEVERITIES[finding.severity][lang],
      name,
      finding.class ?? '',
      finding.record === null ? finding.message[lang] : `${finding.message[lang]} (${finding.record})`,
      shownValue(finding, lang),
      OWNERS[finding.owner][lang],
      finding.fix[lang],
    ]),
  );
  return { title: words.list, columns: words.finding.map(left), rows, emphasis: [] };
}

function noticesOf({ total, environment }: CompletenessReport): string[] {
  const verdict =
    total.errors + total.warnings === 0
      ? 'Không thiếu gì so với danh sách lớp và danh sách trường.'
      : `${formatCount(total.errors, 'vi')} lỗi, ${formatCount(total.warnings, 'vi')} cảnh báo: xem việc phải làm ở dưới.`;
  return environment === 'test'
    ? [verdict, 'Môi trường thử nghiệm: không phải số liệu chính thức.']
    : [verdict];
}

/** Báo cáo đầy đủ dữ liệu, a standalone printable page in Vietnamese. */
export function completenessHtml(report: CompletenessReport, letterhead: Letterhead = {}): string {
  const list = completenessList(report, 'vi');
  return htmlPage({
    title: 'Báo cáo mức độ đầy đủ dữ liệu học bạ số',
    subtitle: asOfLine(report.schoolYear, report.asOf),
    asOf: report.asOf,
    letterhead,
    notices: noticesOf(report),
    body: [
      htmlTable(completenessTable(report, 'vi')),
      ...(list.rows.length === 0 ? [] : [`<h2>${list.title}</h2>`, htmlTable(list)]),
    ].join('\n'),
  });
}
