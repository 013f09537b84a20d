import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';

/** Whether the text names two years that follow each other; the schema lets any two pass. */
export const isSchoolYear = (text: string): boolean => Number(text.slice(5)) === Number(text.slice(0, 4)) + 1;

/** Preparing the next year begins when the summer does. */
const FIRST_DAY = '06-01';

/** The school year is one, and it has begun. */
export const schoolYear = {
  id: 'COMP-SCHOOL-YEAR',
  title: { vi: 'Năm học gồm hai năm liền nhau, đã bắt đầu', en: 'The school year is one and has begun' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'Khung kế hoạch thời gian năm học của Bộ GDĐT, ban hành hằng năm',
  owner: 'vendor',
  applies: () => true,
  check: ({ schoolYear: year }, { today }) => {
    const isYear = isSchoolYear(year);
    if (isYear && `${year.slice(0, 4)}-${FIRST_DAY}` <= today) return [];
    return [
      {
        path: 'schoolYear',
        value: year,
        expected: { vi: 'Năm học đã bắt đầu, ví dụ 2025-2026', en: 'A year that has begun, e.g. 2025-2026' },
        message: isYear
          ? { vi: 'Năm học này chưa bắt đầu.', en: 'This school year has not begun.' }
          : { vi: 'Năm học phải gồm hai năm liền nhau.', en: 'A school year is two years in a row.' },
        fix: CORRECT_AT_SOURCE,
      },
    ];
  },
  examples: {
    good: [
      { note: '2025-2026, in June 2026', record: SECONDARY },
      { note: 'a year of the past', record: { ...SECONDARY, schoolYear: '2021-2022' } },
      {
        note: 'the summer before the year',
        record: { ...SECONDARY, schoolYear: '2026-2027' },
        context: { today: '2026-06-01' },
      },
    ],
    bad: [
      { note: 'three years', record: { ...SECONDARY, schoolYear: '2024-2026' } },
      { note: 'the years exchanged', record: { ...SECONDARY, schoolYear: '2026-2025' } },
      { note: 'next year', record: { ...SECONDARY, schoolYear: '2027-2028' } },
    ],
  },
} satisfies Rule;
