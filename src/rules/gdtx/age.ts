import type { CanonicalRecord } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { inGdtx } from './applies.js';

const FIRST_GRADE_AGE = 6;
/** From here down the birth date is impossible in any programme: IDENT-BIRTH-DATE says so. */
const IMPOSSIBLY_YOUNG = 3;

const bornIn = (year: number): CanonicalRecord => ({
  ...withPupil(SECONDARY, { birthDate: `${year}-03-20` }),
  programme: 'GDTX',
});

/** Adults of any age learn in GDTX. Who is younger than pupils of the same grade is worth a look, often a typo. */
export const age = {
  id: 'GDTX-AGE',
  title: {
    vi: 'Học viên GDTX không nhỏ tuổi hơn học sinh cùng lớp',
    en: 'A learner is not younger than pupils',
  },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'Luật Giáo dục 2019, Điều 28 khoản 1, Điều 41',
  owner: 'school',
  applies: inGdtx,
  check: ({ pupil, schoolYear, class: { grade } }) => {
    const years = Number(schoolYear.slice(0, 4)) - Number(pupil.birthDate.slice(0, 4));
    const usual = FIRST_GRADE_AGE + grade - 1;
    if (years >= usual || years <= usual - IMPOSSIBLY_YOUNG) return [];
    return [
      {
        path: 'pupil.birthDate',
        value: pupil.birthDate,
        expected: { vi: `Từ ${usual} tuổi trở lên`, en: `${usual} years or older` },
        message: {
          vi: `Học viên ${years} tuổi, nhỏ hơn tuổi thường gặp ở lớp ${grade}.`,
          en: `Aged ${years}, younger than is usual in grade ${grade}.`,
        },
        fix: {
          vi: 'Đối chiếu giấy khai sinh hoặc giấy tờ tùy thân; nếu đúng thì bỏ qua.',
          en: 'Compare with the papers; if it is right, ignore this.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: '11 in grade 6', record: bornIn(2014) },
      { note: '45 in grade 6', record: bornIn(1980) },
      { note: '8 in grade 6 is impossible in any programme', record: bornIn(2017) },
      {
        note: 'pupils of the general programme have their own rule',
        record: withPupil(SECONDARY, { birthDate: '2015-03-20' }),
      },
    ],
    bad: [
      { note: '10 in grade 6', record: bornIn(2015) },
      { note: '9 in grade 6', record: bornIn(2016) },
    ],
  },
} satisfies Rule;
