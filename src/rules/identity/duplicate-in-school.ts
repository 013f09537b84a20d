import { duplicateRule, populationOf, sampleMember } from './duplicates.js';

/** A caller that runs this over many records gives no holders to IDENT-DUPLICATE, which finds the same one record at a time. */
export const duplicateInSchool = duplicateRule(
  'IDENT-DUPLICATE-SCHOOL',
  'school',
  { vi: 'Số định danh không trùng trong một trường', en: 'No identity number twice in one school' },
  {
    good: [
      { note: 'one pupil', population: populationOf(sampleMember('a')) },
      {
        note: 'one pupil of one class in two systems of the school',
        population: populationOf(sampleMember('a'), sampleMember('b', { source: 'vnedu' })),
      },
      {
        note: 'two versions of one học bạ',
        population: populationOf(
          sampleMember('a', { lookupCode: '0'.repeat(32), version: 1 }),
          sampleMember('b', { lookupCode: '0'.repeat(32), version: 2 }),
        ),
      },
    ],
    bad: [
      {
        note: 'in two classes at once',
        population: populationOf(sampleMember('a'), sampleMember('b', { classKey: '6B' })),
      },
      {
        note: 'two pupils of one class under one number',
        population: populationOf(
          sampleMember('a'),
          sampleMember('b', { name: 'H Mẫu Ayŭn', birthDate: '2014-05-04' }),
        ),
      },
    ],
  },
);
