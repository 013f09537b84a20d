import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { underTt22 } from './applies.js';

const tenths = (score: string): number => Math.round(Number(score.replace('.', '')));

/** ĐTBmcn = (ĐTBmhkI + 2 × ĐTBmhkII) / 3, half up to one decimal, in whole tenths. */
export function yearAverage(hk1: string, hk2: string): string {
  const rounded = Math.floor((2 * (tenths(hk1) + 2 * tenths(hk2)) + 3) / 6);
  return `${Math.floor(rounded / 10)}.${rounded % 10}`;
}

const FORM = /^\d{1,2}\.\d$/u;

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
  check: (record) => {
    if (isPrimary(record)) return [];
    return record.secondary.subjects.flatMap(({ subject, hk1, hk2, year }) => {
      if (hk1 === undefined || hk2 === undefined || year === undefined) return [];
      if (!('score' in hk1) || !('score' in hk2) || !('score' in year)) return [];
      if (![hk1.score, hk2.score, year.score].every((score) => FORM.test(score))) return [];
      const due = yearAverage(hk1.score, hk2.score);
      if (due === year.score) return [];
      return [
        {
          path: `secondary.subjects[${subject}].year.score`,
          value: year.score,
          expected: { vi: due.replace('.', ','), en: due },
          message: {
            vi: `Điểm trung bình cả năm ${year.score} khác kết quả tính từ hai học kỳ (${due}).`,
            en: `The year's average ${year.score} differs from what the terms give (${due}).`,
          },
          fix: {
            vi: 'Kiểm tra lại điểm từng học kỳ và tính lại trên phần mềm của trường.',
            en: 'Check the marks of both terms and compute again in the school software.',
          },
        },
      ];
    });
  },
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
