import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';
import { TERM_NAMES, underTt22 } from './applies.js';

const TERMS = ['hk1', 'hk2'] as const;
const KINDS = { midterm: { vi: 'giữa kỳ', en: 'mid-term' }, final: { vi: 'cuối kỳ', en: 'final' } } as const;

/** A scored subject whose regular marks are there has its mid-term and final marks as well. */
export const periodicTests = {
  id: 'TT22-7-PERIODIC',
  title: { vi: 'Có điểm giữa kỳ, cuối kỳ', en: 'Mid-term and final marks are there' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 7',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    if (isPrimary(record)) return [];
    return record.secondary.subjects.flatMap((line) =>
      TERMS.flatMap((term) => {
        const held = line.tests?.[term];
        const mark = line[term];
        if (held?.regular === undefined || mark === undefined || !('score' in mark)) return [];
        return (['midterm', 'final'] as const)
          .filter((kind) => held[kind] === undefined)
          .map((kind) => ({
            path: `secondary.subjects[${line.subject}].tests.${term}.${kind}`,
            value: null,
            expected: { vi: `Điểm ${KINDS[kind].vi}`, en: `The ${KINDS[kind].en} mark` },
            message: {
              vi: `Môn có điểm ${TERM_NAMES[term].vi} nhưng thiếu điểm ${KINDS[kind].vi}.`,
              en: `The subject has a mark of ${TERM_NAMES[term].en} but no ${KINDS[kind].en} mark.`,
            },
            fix: ENTER_AT_SOURCE,
          }));
      }),
    );
  },
  examples: {
    good: [
      { note: 'no tests in the record', record: SECONDARY },
      {
        note: 'all tests',
        record: withSubject('toan', {
          tests: { hk1: { regular: ['7.0', '7.0'], midterm: '7.0', final: '7.0' } },
        }),
      },
    ],
    bad: [
      {
        note: 'no final mark',
        record: withSubject('toan', { tests: { hk1: { regular: ['7.0', '7.0'], midterm: '7.0' } } }),
      },
    ],
  },
} satisfies Rule;
