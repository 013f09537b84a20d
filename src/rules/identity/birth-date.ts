import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';

// Age in the calendar year in which the school year begins: grade 1 at 6. Two years ahead of it is beyond any skipping.
const FIRST_GRADE_AGE = 6;
const IMPOSSIBLY_YOUNG = 3;
const OLDEST = 80;

/** The birth date is past and an age at which the grade is possible at all. */
export const birthDate = {
  id: 'IDENT-BIRTH-DATE',
  title: { vi: 'Ngày sinh có thể có thật', en: 'The birth date is possible' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'Luật Giáo dục 2019, Điều 28 khoản 1',
  owner: 'school',
  applies: () => true,
  check: ({ pupil, schoolYear, class: { grade } }, { today }) => {
    const age = Number(schoolYear.slice(0, 4)) - Number(pupil.birthDate.slice(0, 4));
    const usual = FIRST_GRADE_AGE + grade - 1;
    const future = pupil.birthDate > today;
    if (!future && age > usual - IMPOSSIBLY_YOUNG && age <= OLDEST) return [];
    return [
      {
        path: 'pupil.birthDate',
        value: pupil.birthDate,
        expected: {
          vi: `Khoảng ${usual} tuổi ở lớp ${grade}`,
          en: `About ${usual} years old in grade ${grade}`,
        },
        message: future
          ? { vi: 'Ngày sinh ở tương lai.', en: 'The birth date is in the future.' }
          : {
              vi: `Ngày sinh cho tuổi ${age}, không thể học lớp ${grade}.`,
              en: `Aged ${age}, impossible in grade ${grade}.`,
            },
        fix: CORRECT_AT_SOURCE,
      },
    ];
  },
  examples: {
    good: [
      { note: 'born 2014, grade 6', record: SECONDARY },
      { note: 'an older pupil', record: withPupil(SECONDARY, { birthDate: '2009-01-01' }) },
    ],
    bad: [
      { note: 'born tomorrow', record: withPupil(SECONDARY, { birthDate: '2026-06-02' }) },
      { note: 'seven years old in grade 6', record: withPupil(SECONDARY, { birthDate: '2018-01-01' }) },
      { note: 'a lost century', record: withPupil(SECONDARY, { birthDate: '1914-01-01' }) },
    ],
  },
} satisfies Rule;
