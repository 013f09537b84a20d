import { duplicateRule, populationOf, sampleMember } from './duplicates.js';

const OTHER = '66164502';

/** One vendor's system holds both entries, so it could have told before anybody else. */
export const duplicateInSource = duplicateRule(
  'IDENT-DUPLICATE-SOURCE',
  'source',
  {
    vi: 'Số định danh không trùng giữa các trường của một nguồn dữ liệu',
    en: 'No identity number in two schools of one source',
  },
  {
    good: [
      {
        note: 'a transfer in mid-year: the other school says that the pupil left',
        population: populationOf(
          sampleMember('a', { status: 'chuyen-den-hk2', statusDate: '2026-01-12' }),
          sampleMember('b', { school: OTHER, status: 'chuyen-di-hk1', statusDate: '2026-01-09' }),
        ),
      },
    ],
    bad: [
      {
        note: 'two schools list the pupil at once',
        population: populationOf(sampleMember('a'), sampleMember('b', { school: OTHER })),
      },
    ],
  },
);
