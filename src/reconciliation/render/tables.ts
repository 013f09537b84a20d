import { formatCount } from '../../domain/text.js';
import type { DeploymentReport, DeploymentSchool, DeploymentSum } from '../deployment.js';
import type { Reconciliation } from '../types.js';

export type Lang = 'vi' | 'en';

/** A table as data: the terminal, HTML and Excel each draw it. `emphasis`: indexes of sum rows. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
  readonly emphasis: readonly number[];
}

/** 45/46 */
export const ratio = (part: number, whole: number, lang: Lang): string =>
  `${formatCount(part, lang)}/${formatCount(whole, lang)}`;

export const left = (title: string) => ({ title, align: 'left' as const });
export const right = (title: string) => ({ title, align: 'right' as const });

const DEPLOYMENT_WORDS = {
  vi: {
    title: 'Kết quả triển khai học bạ số',
    columns: ['Đơn vị', 'Số liệu năm', 'Lớp', 'Học sinh', 'Nữ', 'DTTS', 'Nữ DTTS', 'Mã định danh'],
    staff: ['CBGVNV', 'Giáo viên tính', 'Có chữ ký số', 'Giữ lại'],
    delivered: (target: string) => `Đã nhận: ${target}`,
    commune: (name: string, schools: number) => `Cộng ${name} (${schools} trường)`,
    total: (schools: number) => `Tổng cộng (${schools} trường)`,
  },
  en: {
    title: 'Deployment of the digital school record',
    columns: [
      'Unit',
      'Figures of',
      'Classes',
      'Pupils',
      'Girls',
      'Minority',
      'Minority girls',
      'Identity no.',
    ],
    staff: ['Staff', 'Teachers counted', 'With certificate', 'Held back'],
    delivered: (target: string) => `Delivered: ${target}`,
    commune: (name: string, schools: number) => `Sum of ${name} (${schools} schools)`,
    total: (schools: number) => `Total (${schools} schools)`,
  },
} as const;

function figureCells(
  row: DeploymentSchool | DeploymentSum,
  year: string,
  name: string,
  lang: Lang,
): string[] {
  return [
    name,
    year,
    formatCount(row.classes, lang),
    formatCount(row.pupils, lang),
    formatCount(row.girls, lang),
    formatCount(row.ethnicMinority, lang),
    formatCount(row.ethnicMinorityGirls, lang),
    ratio(row.identityNumbers, row.pupils, lang),
    formatCount(row.staff, lang),
    formatCount(row.teachersCounted, lang),
    ratio(row.certificates, row.teachersCounted, lang),
    formatCount(row.quarantined, lang),
    ...row.delivered.map(({ delivered, found }) => ratio(delivered, found, lang)),
  ];
}

/** Schools, then the sum of each commune with several, then the total. */
export function deploymentTable(report: DeploymentReport, lang: Lang): ReportTable {
  const words = DEPLOYMENT_WORDS[lang];
  const [unit, year, ...figures] = words.columns;
  const rows: string[][] = [];
  const emphasis: number[] = [];
  const sumRow = (sum: DeploymentSum, name: string): void => {
    emphasis.push(rows.length);
    rows.push(figureCells(sum, '', name, lang));
  };
  const communes = new Map(report.communes.map((sum) => [sum.name, sum]));
  const inOrder = byCommune(report.schools);
  inOrder.forEach((school, index) => {
    rows.push(figureCells(school, school.sourceYear, school.name, lang));
    const sum = communes.get(school.commune ?? '');
    if (sum !== undefined && inOrder[index + 1]?.commune !== school.commune)
      sumRow(sum, words.commune(sum.name, sum.schools));
  });
  sumRow(report.total, words.total(report.total.schools));
  return {
    title: words.title,
    columns: [
      left(unit),
      left(year),
      ...[...figures, ...words.staff, ...report.targets.map(words.delivered)].map(right),
    ],
    rows,
    emphasis,
  };
}

interface Placed {
  readonly code: string;
  readonly commune: string | null;
}

/** Keeps the given order, but the schools of one commune together at the place of the first. */
export function byCommune<School extends Placed>(schools: readonly School[]): readonly School[] {
  const groups = new Map<string, School[]>();
  for (const school of schools) {
    const key = school.commune === null ? `school ${school.code}` : `commune ${school.commune}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [school]);
    else group.push(school);
  }
  return [...groups.values()].flat();
}

const ACCOUNT_WORDS = {
  vi: {
    title: 'Đối soát số lượng',
    columns: [
      'Nơi nhận',
      'Trường',
      'Tìm thấy',
      'Đã nhận',
      'Từ chối',
      'Giữ lại',
      'Đã rút',
      'Đang đi',
      'Chưa rõ',
      'Chênh',
    ],
    all: 'Tất cả',
  },
  en: {
    title: 'Reconciliation of counts',
    columns: [
      'Target',
      'School',
      'Found',
      'Delivered',
      'Rejected',
      'Held',
      'Withdrawn',
      'In flight',
      'Unknown',
      'Difference',
    ],
    all: 'All',
  },
} as const;

/** Per target: its sum, then its schools. */
export function reconciliationTable(report: Reconciliation, lang: Lang): ReportTable {
  const words = ACCOUNT_WORDS[lang];
  const [target, school, ...counts] = words.columns;
  const rows: string[][] = [];
  const emphasis: number[] = [];
  for (const row of report.targets) {
    emphasis.push(rows.length);
    for (const { name, ...entry } of [{ ...row, name: words.all }, ...row.schools])
      rows.push([
        row.id,
        name,
        ...[entry.found, entry.delivered, entry.rejected, entry.quarantined, entry.withdrawn].map((value) =>
          formatCount(value, lang),
        ),
        ...[entry.inFlight, entry.unknown, entry.difference].map((value) => formatCount(value, lang)),
      ]);
  }
  return { title: words.title, columns: [left(target), left(school), ...counts.map(right)], rows, emphasis };
}
