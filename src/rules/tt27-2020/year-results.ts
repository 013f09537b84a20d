import type { PrimaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, withPrimary } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';
import { LAST_GRADE } from './programme.js';

const without = (key: 'overall' | 'completed'): PrimaryRecord => {
  const { [key]: _gone, ...rest } = PRIMARY.primary;
  return { ...PRIMARY, primary: rest };
};

const OVERALL: Finding = {
  path: 'primary.overall',
  value: null,
  expected: {
    vi: 'Hoàn thành xuất sắc, Hoàn thành tốt, Hoàn thành hoặc Chưa hoàn thành',
    en: 'HTXS, HTT, HT or CHT',
  },
  message: { vi: 'Chưa có đánh giá kết quả giáo dục cuối năm.', en: 'The year’s overall result is missing.' },
  fix: ENTER_AT_SOURCE,
};

const completed = (grade: number): Finding => ({
  path: 'primary.completed',
  value: null,
  expected: { vi: 'Hoàn thành hoặc chưa hoàn thành', en: 'Completed or not' },
  message: {
    vi: `Chưa xác nhận hoàn thành chương trình ${grade === LAST_GRADE ? 'tiểu học' : 'lớp học'}.`,
    en: `It is not said whether the ${grade === LAST_GRADE ? 'programme of tiểu học' : 'class programme'} was completed.`,
  },
  fix: ENTER_AT_SOURCE,
});

/** Parts 4 and 6 of the printed form. A record without any subject has its own finding. */
export const yearResults = {
  id: 'TT27-YEAR-RESULTS',
  title: {
    vi: 'Có đánh giá kết quả giáo dục, xác nhận hoàn thành chương trình',
    en: 'Overall result and completion are there',
  },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 9, Điều 11; mẫu học bạ tiểu học',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record) || record.primary.subjects.length === 0) return [];
    return [
      ...(record.primary.overall === undefined ? [OVERALL] : []),
      ...(record.primary.completed === undefined ? [completed(record.class.grade)] : []),
    ];
  },
  examples: {
    good: [
      { note: 'both are there', record: PRIMARY },
      {
        note: 'no results at all',
        record: { ...without('overall'), primary: { ...withPrimary({ subjects: [] }).primary } },
      },
    ],
    bad: [
      { note: 'no overall result', record: without('overall') },
      { note: 'nothing of completion', record: without('completed') },
    ],
  },
} satisfies Rule;
