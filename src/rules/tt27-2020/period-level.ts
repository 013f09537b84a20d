import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, withPrimarySubject } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';
import { PERIOD_NAMES, type Period, underTt27 } from './applies.js';

/** The year's level is looked for by COMP-SUBJECT-YEAR. */
const OTHER_PERIODS = ['hk1', 'hk2', 'reassessment'] as const;

/** A test alone is no assessment of a subject: the level T, H or C stands beside it. */
export const periodLevel = {
  id: 'TT27-LEVEL',
  title: { vi: 'Có điểm kiểm tra thì có mức đạt được', en: 'A test mark has its level beside it' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 1 điểm a',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record)) return [];
    const findings: Finding[] = [];
    for (const line of record.primary.subjects)
      for (const period of OTHER_PERIODS) {
        const mark = line[period];
        if (mark !== undefined && mark.level === undefined) findings.push(found(line.subject, period));
      }
    return findings;
  },
  examples: {
    good: [
      { note: 'levels beside every test', record: PRIMARY },
      { note: 'no term I at all', record: withPrimarySubject('toan', { hk1: null }) },
    ],
    bad: [{ note: 'a test of term I alone', record: withPrimarySubject('toan', { hk1: { test: '9.0' } }) }],
  },
} satisfies Rule;

const found = (subject: string, period: Period): Finding => ({
  path: `primary.subjects[${subject}].${period}.level`,
  value: null,
  expected: { vi: 'Mức T, H hoặc C', en: 'A level T, H or C' },
  message: {
    vi: `Có điểm kiểm tra nhưng chưa có mức đạt được (${PERIOD_NAMES[period].vi}).`,
    en: `There is a test mark of ${PERIOD_NAMES[period].en} but no level.`,
  },
  fix: ENTER_AT_SOURCE,
});
