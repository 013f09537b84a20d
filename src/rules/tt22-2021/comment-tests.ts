import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { HALVES, TERM_NAMES, underTt22 } from './applies.js';

/** A comment-only subject has no scored tests. */
export const commentTests = {
  id: 'TT22-6-COMMENT-TESTS',
  title: { vi: 'Môn nhận xét không có điểm kiểm tra', en: 'Comment-only subjects have no scored tests' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 6 khoản 1, Điều 7 khoản 1',
  owner: 'school',
  applies: underTt22,
  check: (record, { subjects = [] }) => {
    const findings: Finding[] = [];
    if (isPrimary(record)) return findings;
    const facts = subjectByKey(subjects);
    for (const { subject, tests } of record.secondary.subjects) {
      const known = tests === undefined ? undefined : facts.get(subject);
      if (known?.assessment[record.level] !== 'comment') continue;
      for (const half of HALVES) {
        const { regular = [], midterm, final } = tests?.[half] ?? {};
        const marks = [...[...regular].sort(), midterm, final].filter((mark) => mark !== undefined);
        if (marks.length === 0) continue;
        findings.push({
          path: `secondary.subjects[${subject}].tests.${half}`,
          value: marks.join(' '),
          expected: { vi: 'Không có điểm kiểm tra', en: 'No scored tests' },
          message: {
            vi: `Môn ${known.name} đánh giá bằng nhận xét nhưng có điểm kiểm tra ${TERM_NAMES[half].vi}.`,
            en: `${known.name} is assessed by comment but has scored tests in ${TERM_NAMES[half].en}.`,
          },
          fix: CORRECT_AT_SOURCE,
        });
      }
    }
    return findings;
  },
  examples: {
    good: [
      { note: 'no tests in the record', record: SECONDARY },
      {
        note: 'tests of a scored subject',
        record: withSubject('toan', { tests: { hk1: { regular: ['7.0', '7.0'] } } }),
      },
    ],
    bad: [{ note: 'a mark in GDTC', record: withSubject('gdtc', { tests: { hk2: { final: '7.0' } } }) }],
  },
} satisfies Rule;
