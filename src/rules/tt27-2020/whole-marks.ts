import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, withPrimarySubject } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { PERIOD_NAMES, PERIODS, type Period, underTt27 } from './applies.js';

const WHOLE: ReadonlySet<string> = new Set(Array.from({ length: 10 }, (_, at) => `${at + 1}.0`));

/** Periodic tests carry whole marks 1-10 in practice; the ministry's own sheet takes nothing else. */
export const wholeMarks = {
  id: 'TT27-TEST-WHOLE',
  title: { vi: 'Điểm kiểm tra định kì là số nguyên 1-10', en: 'Periodic tests carry whole marks 1-10' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 2 điểm c',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record)) return [];
    const findings: Finding[] = [];
    for (const line of record.primary.subjects)
      for (const period of PERIODS) {
        const test = line[period]?.test;
        if (test !== undefined && !WHOLE.has(test)) findings.push(found(line.subject, period, test));
      }
    return findings;
  },
  examples: {
    good: [{ note: 'nine and ten', record: PRIMARY }],
    bad: [
      { note: 'a half', record: withPrimarySubject('toan', { year: { level: 'T', test: '9.5' } }) },
      { note: 'a zero', record: withPrimarySubject('toan', { hk1: { level: 'C', test: '0.0' } }) },
    ],
  },
} satisfies Rule;

const found = (subject: string, period: Period, test: string): Finding => ({
  path: `primary.subjects[${subject}].${period}.test`,
  value: test,
  expected: { vi: 'Số nguyên từ 1 đến 10', en: 'A whole mark 1 to 10' },
  message: {
    vi: `Điểm kiểm tra định kì (${PERIOD_NAMES[period].vi}) không phải số nguyên từ 1 đến 10.`,
    en: `The test mark of ${PERIOD_NAMES[period].en} is not a whole mark of 1 to 10.`,
  },
  fix: CORRECT_AT_SOURCE,
});
