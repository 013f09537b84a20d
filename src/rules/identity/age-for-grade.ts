import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';

const YEARS_YOUNGER = 1;
const YEARS_OLDER = 3;

/** Outside the usual ages but possible: worth a look, often a typo. Adults in GDTX are no surprise. */
export const ageForGrade = {
  id: 'IDENT-AGE',
  title: { vi: 'Tuổi phù hợp lớp', en: 'The age fits the grade' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'Luật Giáo dục 2019, Điều 28; Điều lệ trường học: cao hơn không quá 3 tuổi',
  owner: 'school',
  applies: ({ programme }) => programme === 'GDPT',
  check: ({ pupil, schoolYear, class: { grade } }) => {
    const age = Number(schoolYear.slice(0, 4)) - Number(pupil.birthDate.slice(0, 4));
    const usual = grade + 5;
    if (age >= usual - YEARS_YOUNGER && age <= usual + YEARS_OLDER) return [];
    return [
      {
        path: 'pupil.birthDate',
        value: pupil.birthDate,
        expected: {
          vi: `Từ ${usual - YEARS_YOUNGER} đến ${usual + YEARS_OLDER} tuổi`,
          en: `${usual - YEARS_YOUNGER} to ${usual + YEARS_OLDER} years old`,
        },
        message: {
          vi: `Tuổi ${age} khác thường với lớp ${grade}.`,
          en: `Aged ${age}, unusual in grade ${grade}.`,
        },
        fix: {
          vi: 'Đối chiếu giấy khai sinh; nếu đúng thì bỏ qua.',
          en: 'Compare with the birth certificate; if it is right, ignore this.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: '11 in grade 6', record: SECONDARY },
      { note: '14 in grade 6', record: withPupil(SECONDARY, { birthDate: '2011-01-01' }) },
      { note: '10 in grade 6', record: withPupil(SECONDARY, { birthDate: '2015-12-31' }) },
      {
        note: 'an adult in GDTX',
        record: { ...withPupil(SECONDARY, { birthDate: '1990-01-01' }), programme: 'GDTX' },
      },
    ],
    bad: [
      { note: '15 in grade 6', record: withPupil(SECONDARY, { birthDate: '2010-12-31' }) },
      { note: '9 in grade 6', record: withPupil(SECONDARY, { birthDate: '2016-01-01' }) },
    ],
  },
} satisfies Rule;
