import type { SecondarySubject } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import { markOf, yearAverage } from '../../domain/tenths.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { scoreOf, underTt22 } from './applies.js';

function found({ subject, hk1, hk2, year }: SecondarySubject): Finding[] {
  const [first, second, stated] = [scoreOf(hk1), scoreOf(hk2), scoreOf(year)];
  if (first === null || second === null || stated === null) return [];
  const average = yearAverage(first, second);
  if (average === stated) return [];
  const [due, given] = [markOf(average), markOf(stated)];
  return [
    {
      path: `secondary.subjects[${subject}].year.score`,
      value: given,
      expected: { vi: due.replace('.', ','), en: due },
      message: {
        vi: `Điểm trung bình cả năm ${given} khác kết quả tính từ hai học kỳ (${due}).`,
        en: `The year's average ${given} differs from what the terms give (${due}).`,
      },
      fix: {
        vi: 'Kiểm tra lại điểm từng học kỳ và tính lại trên phần mềm của trường.',
        en: 'Check the marks of both terms and compute again in the school software.',
      },
    },
  ];
}

/** Rounding from already rounded term averages is from memory, so a difference is a warning. */
export const subjectAverage = {
  id: 'TT22-9-AVERAGE',
  title: { vi: 'Điểm trung bình môn cả năm đúng công thức', en: 'The year’s average follows the formula' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 9 khoản 1',
  owner: 'school',
  applies: underTt22,
  check: (record) => (isPrimary(record) ? [] : record.secondary.subjects.flatMap((line) => found(line))),
  examples: {
    good: [
      { note: '7.0 and 8.5 give 8.0', record: SECONDARY },
      {
        note: 'half goes up: 6.5 and 6.5 stay',
        record: withSubject('toan', { hk1: { score: '6.5' }, hk2: { score: '6.5' }, year: { score: '6.5' } }),
      },
    ],
    bad: [{ note: '7.0 and 8.5 do not give 9.0', record: withSubject('toan', { year: { score: '9.0' } }) }],
  },
} satisfies Rule;
