import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, withPrimarySubject } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';

const TERMS = ['hk1', 'hk2', 'year', 'reassessment'] as const;
const WHOLE = /^(?:[1-9]|10)\.0$/u;

/** Periodic tests carry whole marks 1-10 in practice; the ministry's own sheet takes nothing else. */
export const wholeMarks = {
  id: 'TT27-TEST-WHOLE',
  title: { vi: 'Điểm kiểm tra định kì là số nguyên 1-10', en: 'Periodic tests carry whole marks 1-10' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 2',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record)) return [];
    return record.primary.subjects.flatMap(({ subject, ...line }) =>
      TERMS.flatMap((term) => {
        const test = line[term]?.test;
        if (test === undefined || WHOLE.test(test)) return [];
        return [
          {
            path: `primary.subjects[${subject}].${term}.test`,
            value: test,
            expected: { vi: 'Số nguyên từ 1 đến 10', en: 'A whole mark 1 to 10' },
            message: {
              vi: 'Điểm kiểm tra định kì không phải số nguyên từ 1 đến 10.',
              en: 'The test mark is not a whole mark of 1 to 10.',
            },
            fix: CORRECT_AT_SOURCE,
          },
        ];
      }),
    );
  },
  examples: {
    good: [{ note: 'nine and ten', record: PRIMARY }],
    bad: [
      { note: 'a half', record: withPrimarySubject('toan', { year: { level: 'T', test: '9.5' } }) },
      { note: 'a zero', record: withPrimarySubject('toan', { hk1: { level: 'C', test: '0.0' } }) },
    ],
  },
} satisfies Rule;
