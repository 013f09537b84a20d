import type { Bilingual } from '../../domain/errors.js';
import type { CanonicalRecord } from '../../domain/records.js';
import { foldText } from '../../domain/text.js';
import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { isSchoolYear } from './school-year.js';

type Entry = NonNullable<CanonicalRecord['history']>[number];

/** Grade 1 at 6, one year earlier at most. */
const YOUNGEST = 5;

const placeOf = ({ schoolYear, schoolName, className }: Entry): string =>
  [schoolYear, foldText(schoolName), foldText(className ?? '')].join('\n');

function faultOf(entry: Entry, record: CanonicalRecord, repeated: boolean): Bilingual | null {
  const { schoolYear } = entry;
  if (!isSchoolYear(schoolYear))
    return { vi: 'Năm học phải gồm hai năm liền nhau.', en: 'A school year is two years in a row.' };
  if (schoolYear > record.schoolYear)
    return {
      vi: 'Quá trình học tập có năm học sau năm học của học bạ này.',
      en: 'The history has a school year after the record’s own.',
    };
  // Another school in the same year is a transfer; the own school is what the record itself says.
  if (schoolYear === record.schoolYear && foldText(entry.schoolName) === foldText(record.school.name))
    return {
      vi: 'Quá trình học tập nhắc lại chính năm học và trường của học bạ này.',
      en: 'The history repeats the record’s own year and school.',
    };
  if (Number(schoolYear.slice(0, 4)) - Number(record.pupil.birthDate.slice(0, 4)) < YOUNGEST)
    return {
      vi: 'Năm học này sớm hơn tuổi đi học của học sinh.',
      en: 'The pupil was too young for school in that year.',
    };
  return repeated
    ? { vi: 'Năm học, trường và lớp này ghi hai lần.', en: 'This year, school and class stand twice.' }
    : null;
}

/** Quá trình học tập tells of the years before this one, each school once. */
export const history = {
  id: 'COMP-HISTORY',
  title: { vi: 'Quá trình học tập là các năm trước', en: 'The history tells of earlier years' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'Mẫu học bạ (TT 22/2021/TT-BGDĐT, TT 27/2020/TT-BGDĐT): mục Quá trình học tập',
  owner: 'school',
  applies: () => true,
  check: (record) => {
    const seen = new Set<string>();
    return (record.history ?? []).flatMap((entry) => {
      const place = placeOf(entry);
      const message = faultOf(entry, record, seen.has(place));
      seen.add(place);
      if (message === null) return [];
      return [
        {
          path: `history[${entry.schoolYear}]`,
          value: entry.schoolYear,
          expected: {
            vi: `Năm học trước ${record.schoolYear}, mỗi trường và lớp một lần`,
            en: `A year before ${record.schoolYear}, each school and class once`,
          },
          message,
          fix: CORRECT_AT_SOURCE,
        },
      ];
    });
  },
  examples: {
    good: [
      { note: 'no history', record: SECONDARY },
      {
        note: 'grade 5 before grade 6, and another school in this very year',
        record: {
          ...SECONDARY,
          history: [
            { schoolYear: '2024-2025', schoolName: 'TH Mẫu', className: '5A' },
            { schoolYear: '2025-2026', schoolName: 'THCS Mẫu Hai', className: '6B' },
          ],
        },
      },
    ],
    bad: [
      {
        note: 'next year',
        record: { ...SECONDARY, history: [{ schoolYear: '2026-2027', schoolName: 'THCS Mẫu' }] },
      },
      {
        note: 'this year again',
        record: { ...SECONDARY, history: [{ schoolYear: '2025-2026', schoolName: 'THCS  MẪU' }] },
      },
      {
        note: 'not one year',
        record: { ...SECONDARY, history: [{ schoolYear: '2020-2024', schoolName: 'TH Mẫu' }] },
      },
      {
        note: 'at the age of four',
        record: { ...SECONDARY, history: [{ schoolYear: '2018-2019', schoolName: 'TH Mẫu' }] },
      },
      {
        note: 'one entry twice',
        record: {
          ...SECONDARY,
          history: [
            { schoolYear: '2024-2025', schoolName: 'TH Mẫu', className: '5A' },
            { schoolYear: '2024-2025', schoolName: 'TH Mẫu', className: '5A' },
          ],
        },
      },
    ],
  },
} satisfies Rule;
