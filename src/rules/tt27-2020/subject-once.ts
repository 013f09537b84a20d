import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, withPrimary } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';

/** One line per subject, as on the printed form: of two, nobody knows which one counts. */
export const subjectOnce = {
  id: 'TT27-SUBJECT-ONCE',
  title: { vi: 'Mỗi môn học một dòng', en: 'Each subject stands once' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'Mẫu học bạ tiểu học (TT 27/2020/TT-BGDĐT)',
  owner: 'school',
  applies: underTt27,
  check: (record, { subjects = [] }) => {
    if (!isPrimary(record)) return [];
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const { subject } of record.primary.subjects) (seen.has(subject) ? twice : seen).add(subject);
    if (twice.size === 0) return [];
    return [...twice].map((subject) => {
      const name = subjectByKey(subjects).get(subject)?.name ?? subject;
      return {
        path: `primary.subjects[${subject}]`,
        value: subject,
        expected: { vi: `Một dòng kết quả môn ${name}`, en: `One line of ${name}` },
        message: {
          vi: `Môn ${name} có nhiều dòng kết quả.`,
          en: `${name} stands more than once.`,
        },
        fix: CORRECT_AT_SOURCE,
      };
    });
  },
  examples: {
    good: [{ note: 'each stands once', record: PRIMARY }],
    bad: [
      {
        note: 'Toán twice',
        record: withPrimary({
          subjects: [...PRIMARY.primary.subjects, ...PRIMARY.primary.subjects.slice(0, 1)],
        }),
      },
    ],
  },
} satisfies Rule;
