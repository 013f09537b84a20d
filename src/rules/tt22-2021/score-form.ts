import type { Bilingual } from '../../domain/errors.js';
import type { SecondaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import { tenthsOf } from '../../domain/tenths.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { HALVES, type Half, PERIODIC, PERIODIC_NAMES, TERM_NAMES, TERMS, underTt22 } from './applies.js';

type Subject = SecondaryRecord['secondary']['subjects'][number];

const found = (path: string, value: string, what: Bilingual): Finding => ({
  path,
  value,
  expected: { vi: '0,0 đến 10,0, một chữ số thập phân', en: '0.0 to 10.0, one decimal' },
  message: { vi: `Điểm ${what.vi} không hợp lệ.`, en: `The score of ${what.en} is not valid.` },
  fix: CORRECT_AT_SOURCE,
});

const isMark = (text: string): boolean => tenthsOf(text) !== null;

function ofTests({ subject, tests }: Subject, half: Half, findings: Finding[]): void {
  const held = tests?.[half];
  if (held === undefined) return;
  const path = `secondary.subjects[${subject}].tests.${half}`;
  const term = TERM_NAMES[half];
  for (const [index, mark] of (held.regular ?? []).entries())
    if (!isMark(mark))
      findings.push(
        found(`${path}.regular[${index}]`, mark, {
          vi: `thường xuyên thứ ${index + 1}, ${term.vi},`,
          en: `regular test ${index + 1} in ${term.en}`,
        }),
      );
  for (const kind of PERIODIC) {
    const mark = held[kind];
    if (mark !== undefined && !isMark(mark))
      findings.push(
        found(`${path}.${kind}`, mark, {
          vi: `${PERIODIC_NAMES[kind].vi}, ${term.vi},`,
          en: `the ${PERIODIC_NAMES[kind].en} test of ${term.en}`,
        }),
      );
  }
}

/** 0 to 10 with one decimal: results of subjects and their tests. */
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
    const findings: Finding[] = [];
    if (isPrimary(record)) return findings;
    for (const line of record.secondary.subjects) {
      for (const term of TERMS) {
        const mark = line[term];
        if (mark !== undefined && 'score' in mark && !isMark(mark.score))
          findings.push(
            found(`secondary.subjects[${line.subject}].${term}.score`, mark.score, TERM_NAMES[term]),
          );
      }
      for (const half of HALVES) ofTests(line, half, findings);
    }
    return findings;
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
      {
        note: 'a test of eleven',
        record: withSubject('toan', { tests: { hk1: { regular: ['8.0', '11.0'], midterm: '8.0' } } }),
      },
    ],
  },
} satisfies Rule;
