import type { SecondaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { withSecondary } from '../samples.js';
import { underTt22 } from './applies.js';
import { whole } from './example.js';
import { tenthsOf } from './tenths.js';

type Title = NonNullable<SecondaryRecord['secondary']['title']>;

const NAMES: Readonly<Record<Title, string>> = { 'xuat-sac': 'Học sinh Xuất sắc', gioi: 'Học sinh Giỏi' };
const EXCELLENT = 90;
const MANY = 6;

/** Scored subjects whose average of the year is 9.0 or more. */
export const excellentSubjects = ({ secondary }: SecondaryRecord): number =>
  secondary.subjects.filter(({ year }) => {
    const tenths = year !== undefined && 'score' in year ? tenthsOf(year.score) : null;
    return tenths !== null && tenths >= EXCELLENT;
  }).length;

/** The title that the results of the year give; null for none, undefined where a result is missing. */
export function titleDue(record: SecondaryRecord): Title | null | undefined {
  const { hocTap, renLuyen } = record.secondary;
  if (hocTap.year === undefined || renLuyen.year === undefined) return undefined;
  if (hocTap.year !== 'T' || renLuyen.year !== 'T') return null;
  return excellentSubjects(record) >= MANY ? 'xuat-sac' : 'gioi';
}

const nameOf = (title: Title | null): { readonly vi: string; readonly en: string } =>
  title === null ? { vi: 'Không có danh hiệu', en: 'No title' } : { vi: NAMES[title], en: NAMES[title] };

const FIX = {
  vi: 'Kiểm tra danh hiệu khen thưởng cuối năm trên phần mềm của trường.',
  en: 'Check the year’s title in the school software.',
} as const;

/** A title without its conditions is a warning; one that is due but not given is only said: the principal awards it. */
function compare(stated: Title | undefined, due: Title | null): Finding[] {
  if (stated === undefined) return due === null ? [] : [missing(due)];
  if (stated === due) return [];
  // Giỏi although Xuất sắc is due: less than what is due is no fault.
  if (stated === 'gioi' && due === 'xuat-sac') return [missing(due)];
  return [
    {
      path: 'secondary.title',
      value: stated,
      expected: nameOf(due),
      message: {
        vi: `Danh hiệu ${NAMES[stated]} chưa đủ điều kiện: ${CONDITIONS[stated].vi}.`,
        en: `${NAMES[stated]} lacks its conditions: ${CONDITIONS[stated].en}.`,
      },
      fix: FIX,
    },
  ];
}

const CONDITIONS: Readonly<Record<Title, { vi: string; en: string }>> = {
  gioi: {
    vi: 'rèn luyện và học tập cả năm đều phải Tốt',
    en: 'rèn luyện and học tập of the year must both be Tốt',
  },
  'xuat-sac': {
    vi: 'rèn luyện, học tập cả năm đều Tốt và ít nhất 6 môn tính điểm từ 9,0',
    en: 'both Tốt, and at least six scored subjects of 9.0 or more',
  },
};

const missing = (due: Title): Finding => ({
  path: 'secondary.title',
  value: null,
  expected: nameOf(due),
  message: {
    vi: `Kết quả cả năm đủ điều kiện danh hiệu ${NAMES[due]} nhưng học bạ chưa ghi.`,
    en: `The results meet the conditions of ${NAMES[due]}, which is not in the record.`,
  },
  fix: FIX,
  severity: 'info',
});

const NINES = {
  toan: '9.0',
  'ngu-van': '9.0',
  'ngoai-ngu-1': '9.0',
  gdcd: '9.0',
  'ls-dl': '9.0',
  khtn: '9.0',
} as const;

/** Danh hiệu of the year by Điều 15. */
export const title = {
  id: 'TT22-15-TITLE',
  title: { vi: 'Danh hiệu đúng điều kiện', en: 'The title has its conditions' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 15 khoản 1',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    if (isPrimary(record)) return [];
    const due = titleDue(record);
    return due === undefined ? [] : compare(record.secondary.title, due);
  },
  examples: {
    good: [
      { note: 'Tốt and Tốt: Giỏi', record: whole() },
      {
        note: 'a result is missing: nothing is judged',
        record: withSecondary({ hocTap: {}, title: 'xuat-sac' }),
      },
    ],
    bad: [
      { note: 'Giỏi with học tập Khá', record: withSecondary({ hocTap: { year: 'K' }, title: 'gioi' }) },
      { note: 'Xuất sắc without six subjects of 9.0', record: whole({}, { title: 'xuat-sac' }) },
      { note: 'six subjects of 9.0 with Giỏi only (info)', record: whole(NINES) },
    ],
  },
} satisfies Rule;
