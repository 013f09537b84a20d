import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { citizenNumber, NUMBER_BASIS, numberFacts } from './number.js';

/** Warning only: a corrected birth date leaves the number as it was. */
export const numberYear = {
  id: 'IDENT-NUMBER-YEAR',
  title: { vi: 'Số định danh khớp năm sinh', en: 'The identity number agrees with the birth year' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R14'],
  basis: NUMBER_BASIS,
  owner: 'school',
  applies: () => true,
  check: (record) => {
    const number = citizenNumber(record);
    const facts = number === null ? null : numberFacts(number);
    const year = Number(record.pupil.birthDate.slice(0, 4));
    if (facts === null || facts.birthYear === year) return [];
    return [
      {
        path: 'pupil.birthDate',
        value: record.pupil.birthDate,
        expected: { vi: `Năm sinh ${facts.birthYear}`, en: `Born in ${facts.birthYear}` },
        message: {
          vi: `Năm sinh không khớp số định danh (số định danh ứng với năm ${facts.birthYear}).`,
          en: `The birth year does not agree with the identity number (${facts.birthYear}).`,
        },
        fix: {
          vi: 'Đối chiếu giấy khai sinh hoặc VNeID; sửa bên sai.',
          en: 'Compare with the birth certificate; correct whichever is wrong.',
        },
      },
    ];
  },
  examples: {
    good: [{ note: 'born 2014, number says 14', record: SECONDARY }],
    bad: [{ note: 'born 2013, number says 14', record: withPupil(SECONDARY, { birthDate: '2013-03-20' }) }],
  },
} satisfies Rule;
