import { duplicateRule, populationOf, sampleMember } from './duplicates.js';

const elsewhere = { school: '66164502', source: 'vnedu' } as const;

/** Two vendors, or records without a source: nobody but the gateway and the department sees both. */
export const duplicateInProvince = duplicateRule(
  'IDENT-DUPLICATE-PROVINCE',
  'province',
  {
    vi: 'Số định danh không trùng giữa các nguồn dữ liệu trong tỉnh',
    en: 'No identity number in two sources of the province',
  },
  {
    good: [
      {
        note: 'a transfer from a school with another vendor',
        population: populationOf(
          sampleMember('a'),
          sampleMember('b', { ...elsewhere, status: 'chuyen-di-hk1' }),
        ),
      },
      {
        note: 'the same number in two school years',
        population: populationOf(
          sampleMember('a'),
          sampleMember('b', { ...elsewhere, schoolYear: '2024-2025' }),
        ),
      },
    ],
    bad: [
      {
        note: 'two schools with two vendors list the pupil at once',
        population: populationOf(sampleMember('a'), sampleMember('b', elsewhere)),
      },
      {
        note: 'two pupils under one number, one of whom has left',
        population: populationOf(
          sampleMember('a'),
          sampleMember('b', {
            ...elsewhere,
            name: 'H Mẫu Ayŭn',
            birthDate: '2014-05-04',
            status: 'chuyen-di-hk1',
          }),
        ),
      },
    ],
  },
);
