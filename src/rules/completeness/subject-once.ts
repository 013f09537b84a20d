import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, SECONDARY, withPrimary, withSecondary } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { CORRECT_AT_SOURCE, subjectsPath } from '../words.js';

/** One line per subject, as on the printed form: of two, nobody knows which one counts. */
export const subjectOnce = {
  id: 'COMP-SUBJECT-ONCE',
  title: { vi: 'Mỗi môn học một dòng', en: 'Each subject stands once' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'Mẫu học bạ (TT 22/2021/TT-BGDĐT, TT 27/2020/TT-BGDĐT)',
  owner: 'school',
  applies: () => true,
  check: (record, { subjects = [] }) => {
    const lines = isPrimary(record) ? record.primary.subjects : record.secondary.subjects;
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const { subject } of lines) (seen.has(subject) ? twice : seen).add(subject);
    return [...twice].map((subject) => {
      const name = subjectByKey(subjects).get(subject)?.name ?? subject;
      return {
        path: `${subjectsPath(record)}[${subject}]`,
        value: subject,
        expected: { vi: `Một dòng kết quả môn ${name}`, en: `One line of ${name}` },
        message: { vi: `Môn ${name} có nhiều dòng kết quả.`, en: `${name} stands more than once.` },
        fix: CORRECT_AT_SOURCE,
      };
    });
  },
  examples: {
    good: [
      { note: 'each stands once', record: SECONDARY },
      { note: 'tiểu học', record: PRIMARY },
    ],
    bad: [
      {
        note: 'Toán twice',
        record: withSecondary({
          subjects: [...SECONDARY.secondary.subjects, ...SECONDARY.secondary.subjects.slice(0, 1)],
        }),
      },
      {
        note: 'Tiếng Việt twice at tiểu học',
        record: withPrimary({
          subjects: [...PRIMARY.primary.subjects, ...PRIMARY.primary.subjects.slice(1, 2)],
        }),
      },
    ],
  },
} satisfies Rule;
