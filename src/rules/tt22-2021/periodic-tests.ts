import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';
import {
  HALVES,
  type Half,
  hasTests,
  maySpanSchools,
  PERIODIC,
  PERIODIC_NAMES,
  scoreOf,
  TERM_NAMES,
  underTt22,
} from './applies.js';

type Kind = (typeof PERIODIC)[number];

const found = (subject: string, half: Half, kind: Kind): Finding => ({
  path: `secondary.subjects[${subject}].tests.${half}.${kind}`,
  value: null,
  expected: { vi: `Điểm ${PERIODIC_NAMES[kind].vi}`, en: `The ${PERIODIC_NAMES[kind].en} mark` },
  message: {
    vi: `Môn có điểm ${TERM_NAMES[half].vi} nhưng thiếu điểm ${PERIODIC_NAMES[kind].vi}.`,
    en: `The subject has a mark of ${TERM_NAMES[half].en} but no ${PERIODIC_NAMES[kind].en} mark.`,
  },
  fix: ENTER_AT_SOURCE,
});

/**
 * A scored subject with an average and any of its tests has its mid-term and final marks as well (who missed one without a
 * reason has 0). A term that the pupil began elsewhere is left alone.
 */
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
    const findings: Finding[] = [];
    if (isPrimary(record)) return findings;
    const halves = HALVES.filter((half) => !maySpanSchools(record, half));
    for (const line of record.secondary.subjects)
      for (const half of halves) {
        const held = line.tests?.[half];
        if (held === undefined || scoreOf(line[half]) === null || !hasTests(held)) continue;
        for (const kind of PERIODIC)
          if (held[kind] === undefined) findings.push(found(line.subject, half, kind));
      }
    return findings;
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
      {
        note: 'came in that term',
        record: {
          ...withSubject('toan', { tests: { hk1: { regular: ['7.0'], final: '7.0' } } }),
          enrolment: { status: 'chuyen-den-hk1' },
        },
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
