import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, withPrimary, withPrimarySubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { PERIOD_NAMES, PERIODS, type Period, underTt27 } from './applies.js';
import { mayBeTested } from './programme.js';

/** A subject without a periodic test has a level and no mark. Subjects that the table does not know are left alone. */
export const testKind = {
  id: 'TT27-TEST-KIND',
  title: { vi: 'Chỉ môn kiểm tra mới có điểm', en: 'Only tested subjects have a mark' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 1 điểm a, khoản 2 điểm a',
  owner: 'school',
  applies: underTt27,
  check: (record, { subjects = [] }) => {
    if (!isPrimary(record)) return [];
    const facts = subjectByKey(subjects);
    const findings: Finding[] = [];
    for (const line of record.primary.subjects) {
      const known = facts.get(line.subject);
      if (known?.assessment.TH === undefined || mayBeTested(line.subject)) continue;
      for (const period of PERIODS) {
        const test = line[period]?.test;
        if (test !== undefined) findings.push(found(line.subject, known.name, period, test));
      }
    }
    return findings;
  },
  examples: {
    good: [
      { note: 'marks in Toán and Tiếng Việt, a level in Đạo đức', record: PRIMARY },
      {
        note: 'a test of a chosen subject',
        record: withPrimary({
          subjects: [
            ...PRIMARY.primary.subjects,
            { subject: 'tieng-dtts', year: { level: 'T', test: '9.0' } },
          ],
        }),
        context: {
          subjects: [
            {
              key: 'tieng-dtts',
              name: 'Tiếng dân tộc thiểu số',
              grades: [1, 2, 3, 4, 5],
              assessment: { TH: 'level+score' },
              kind: 'elective',
            },
          ],
        },
      },
    ],
    bad: [
      {
        note: 'a mark in Đạo đức',
        record: withPrimarySubject('dao-duc', { year: { level: 'T', test: '9.0' } }),
      },
    ],
  },
} satisfies Rule;

const found = (subject: string, name: string, period: Period, test: string): Finding => ({
  path: `primary.subjects[${subject}].${period}.test`,
  value: test,
  expected: { vi: 'Mức T, H hoặc C, không có điểm', en: 'A level T, H or C and no mark' },
  message: {
    vi: `Môn ${name} không có bài kiểm tra định kì nhưng có điểm ${PERIOD_NAMES[period].vi}.`,
    en: `${name} has no periodic test but has a mark of ${PERIOD_NAMES[period].en}.`,
  },
  fix: CORRECT_AT_SOURCE,
});
