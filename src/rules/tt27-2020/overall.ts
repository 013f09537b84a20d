import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, withPrimary, withPrimarySubject } from '../samples.js';
import { underTt27 } from './applies.js';
import { isReassessed, OVERALL_NAMES, type Overall, rankOf, type Standing, standingOf } from './standing.js';

/** While a part is missing, only a result better than the others allow is wrong. */
const fits = (stated: Overall, { overall: due, whole }: Standing): boolean =>
  stated === due || (!whole && rankOf(stated) < rankOf(due));

const AGAIN = withPrimarySubject('dao-duc', { year: { level: 'C' }, reassessment: { level: 'H' } });

/**
 * The circular's text is from memory and public code disagrees with it: a warning until the text is at hand. Where subjects
 * were assessed again, the result may be that before or after it.
 */
export const overall = {
  id: 'TT27-9-OVERALL',
  title: { vi: 'Đánh giá kết quả giáo dục phù hợp', en: 'The overall result fits its parts' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 9 khoản 1',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record) || record.primary.overall === undefined) return [];
    const stated = record.primary.overall;
    const standing = standingOf(record, 'year');
    if (fits(stated, standing)) return [];
    if (isReassessed(record) && fits(stated, standingOf(record, 'reassessment'))) return [];
    const due = OVERALL_NAMES[standing.overall];
    return [
      {
        path: 'primary.overall',
        value: stated,
        expected: standing.whole
          ? { vi: due, en: due }
          : { vi: `Cao nhất là ${due}`, en: `${due} at the most` },
        message: {
          vi: `Đánh giá "${OVERALL_NAMES[stated]}" chưa phù hợp với các môn, phẩm chất và năng lực (dự kiến "${due}").`,
          en: `"${OVERALL_NAMES[stated]}" does not fit subjects, qualities and competences ("${due}" expected).`,
        },
        fix: {
          vi: 'Giáo viên chủ nhiệm kiểm tra lại đánh giá kết quả giáo dục.',
          en: 'The homeroom teacher checks the overall result.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'all T, tests nine and ten', record: PRIMARY },
      {
        note: 'qualities are missing, so a lower result is not judged',
        record: withPrimary({ qualities: {}, overall: 'HT' }),
      },
      {
        note: 'assessed again: the result after it',
        record: withPrimary({ overall: 'HT' }, AGAIN),
      },
    ],
    bad: [
      {
        note: 'a test of eight is not xuất sắc',
        record: withPrimarySubject('toan', { year: { level: 'T', test: '8.0' } }),
      },
      {
        note: 'a subject C is not hoàn thành',
        record: withPrimarySubject('dao-duc', { year: { level: 'C' } }),
      },
      {
        note: 'whatever else is missing, a quality Đ is not xuất sắc',
        record: withPrimary({ qualities: { 'yeu-nuoc': 'Đ' } }),
      },
    ],
  },
} satisfies Rule;
