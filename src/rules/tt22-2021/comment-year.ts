import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { underTt22 } from './applies.js';

/** The year's rating of a comment-only subject is that of term II. Known second hand, so a warning. */
export const commentYear = {
  id: 'TT22-9-COMMENT-YEAR',
  title: { vi: 'Môn nhận xét: cả năm theo học kỳ II', en: 'Comment-only subjects: the year follows term II' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 9 khoản 1',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    if (isPrimary(record)) return [];
    return record.secondary.subjects.flatMap(({ subject, hk2, year }) => {
      if (hk2 === undefined || year === undefined || !('rating' in hk2) || !('rating' in year)) return [];
      if (hk2.rating === year.rating) return [];
      return [
        {
          path: `secondary.subjects[${subject}].year.rating`,
          value: year.rating,
          expected: { vi: `Như học kỳ II: ${hk2.rating}`, en: `As in term II: ${hk2.rating}` },
          message: {
            vi: 'Kết quả cả năm của môn nhận xét khác kết quả học kỳ II.',
            en: 'The year’s rating differs from that of term II.',
          },
          fix: {
            vi: 'Kiểm tra lại kết quả cả năm của môn này trên phần mềm của trường.',
            en: 'Check the year’s rating of the subject in the school software.',
          },
        },
      ];
    });
  },
  examples: {
    good: [{ note: 'both Đạt', record: SECONDARY }],
    bad: [
      {
        note: 'Chưa đạt in term II, Đạt in the year',
        record: withSubject('gdtc', { hk2: { rating: 'CĐ' } }),
      },
    ],
  },
} satisfies Rule;
