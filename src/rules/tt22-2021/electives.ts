import type { SecondaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { underTt22 } from './applies.js';
import { ELECTIVES, TO_CHOOSE } from './outcome.js';

/**
 * The electives that a pupil takes. A subject given up during the year (changed, or left behind at another school) has no
 * result of the year, so once the year is closed only those with one are counted.
 */
function takenBy({ secondary: { subjects } }: SecondaryRecord): readonly string[] {
  const isClosed = subjects.some(({ year }) => year !== undefined);
  return subjects
    .filter(({ subject, year }) => ELECTIVES.has(subject) && (!isClosed || year !== undefined))
    .map(({ subject }) => subject)
    .sort();
}

const upper = (...electives: string[]): SecondaryRecord => ({
  ...SECONDARY,
  level: 'THPT',
  class: { ...SECONDARY.class, grade: 10 },
  secondary: {
    ...SECONDARY.secondary,
    subjects: ['toan', 'ngu-van', ...electives].map((subject) => ({ subject, year: { score: '8.0' } })),
  },
});

const four = upper('vat-li', 'hoa-hoc', 'sinh-hoc', 'tin-hoc');
const changed: SecondaryRecord = {
  ...four,
  secondary: {
    ...four.secondary,
    subjects: [...four.secondary.subjects, { subject: 'dia-li', hk1: { score: '8.0' } }],
  },
};

/** Four of the list, in grades 10 to 12. From memory. */
export const electives = {
  id: 'TT22-CT-ELECTIVES',
  title: { vi: 'THPT học bốn môn lựa chọn', en: 'Four electives at THPT' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 32/2018/TT-BGDĐT, TT 13/2022/TT-BGDĐT (Chương trình GDPT 2018)',
  owner: 'school',
  applies: (scope) => underTt22(scope) && scope.level === 'THPT',
  check: (record) => {
    if (isPrimary(record) || record.secondary.subjects.length === 0) return [];
    const taken = takenBy(record);
    if (taken.length === TO_CHOOSE) return [];
    return [
      {
        path: 'secondary.subjects',
        value: taken.join(', '),
        expected: { vi: `${TO_CHOOSE} môn học lựa chọn`, en: `${TO_CHOOSE} electives` },
        message: {
          vi: `Học bạ có ${taken.length} môn lựa chọn, chương trình quy định ${TO_CHOOSE} môn.`,
          en: `The record has ${taken.length} electives, the programme asks for ${TO_CHOOSE}.`,
        },
        fix: {
          vi: 'Kiểm tra tổ hợp môn lựa chọn của học sinh trên phần mềm của trường.',
          en: 'Check the pupil’s electives in the school software.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'four', record: four },
      { note: 'a fifth was given up after term I', record: changed },
      { note: 'THCS has none', record: SECONDARY },
    ],
    bad: [
      { note: 'three', record: upper('vat-li', 'hoa-hoc', 'sinh-hoc') },
      { note: 'five', record: upper('vat-li', 'hoa-hoc', 'sinh-hoc', 'tin-hoc', 'dia-li') },
    ],
  },
} satisfies Rule;
