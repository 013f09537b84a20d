import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { TERM_NAMES, TERMS, underTt22 } from './applies.js';

const SCORE = /^(10\.0|[0-9]\.[0-9])$/u;

/** 0 to 10 with one decimal. */
export const scoreForm = {
  id: 'TT22-5-SCORE',
  title: { vi: 'Điểm từ 0,0 đến 10,0, một chữ số thập phân', en: 'Scores 0.0 to 10.0 with one decimal' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 5 khoản 3',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    if (isPrimary(record)) return [];
    return record.secondary.subjects.flatMap(({ subject, ...line }) =>
      TERMS.flatMap((term) => {
        const mark = line[term];
        if (mark === undefined || !('score' in mark) || SCORE.test(mark.score)) return [];
        return [
          {
            path: `secondary.subjects[${subject}].${term}.score`,
            value: mark.score,
            expected: { vi: '0,0 đến 10,0, một chữ số thập phân', en: '0.0 to 10.0, one decimal' },
            message: {
              vi: `Điểm ${TERM_NAMES[term].vi} không hợp lệ.`,
              en: `The score of ${TERM_NAMES[term].en} is not valid.`,
            },
            fix: CORRECT_AT_SOURCE,
          },
        ];
      }),
    );
  },
  examples: {
    good: [
      { note: 'ordinary scores', record: SECONDARY },
      {
        note: 'the ends of the scale',
        record: withSubject('toan', { hk1: { score: '0.0' }, hk2: { score: '10.0' } }),
      },
    ],
    bad: [
      { note: 'above ten', record: withSubject('toan', { year: { score: '10.5' } }) },
      { note: 'two decimals', record: withSubject('toan', { year: { score: '8.25' } }) },
      { note: 'a vendor’s exempt code', record: withSubject('toan', { year: { score: '-1' } }) },
    ],
  },
} satisfies Rule;
