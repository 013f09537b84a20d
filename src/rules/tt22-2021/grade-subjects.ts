import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSecondary } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { underTt22 } from './applies.js';

const found = (subject: string, name: string, grade: number): Finding => ({
  path: `secondary.subjects[${subject}].subject`,
  value: subject,
  expected: { vi: `Môn của lớp ${grade}`, en: `A subject of grade ${grade}` },
  message: { vi: `Môn ${name} không có ở lớp ${grade}.`, en: `${name} is not taught in grade ${grade}.` },
  fix: CORRECT_AT_SOURCE,
});

/** Subjects belong to grades. Which ones is from memory; optional subjects are left alone. */
export const gradeSubjects = {
  id: 'TT22-CT-GRADE',
  title: { vi: 'Môn học đúng khối lớp', en: 'Subjects belong to the grade' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 32/2018/TT-BGDĐT, TT 13/2022/TT-BGDĐT (Chương trình GDPT 2018)',
  owner: 'school',
  applies: underTt22,
  check: (record, { subjects = [] }) => {
    if (isPrimary(record)) return [];
    const facts = subjectByKey(subjects);
    const { grade } = record.class;
    return record.secondary.subjects.flatMap(({ subject }) => {
      const known = facts.get(subject);
      if (known === undefined || known.kind === 'elective' || known.grades.includes(grade)) return [];
      return [found(subject, known.name, grade)];
    });
  },
  examples: {
    good: [{ note: 'subjects of grade 6', record: SECONDARY }],
    bad: [
      {
        note: 'Tiếng Việt in grade 6',
        record: withSecondary({
          subjects: [...SECONDARY.secondary.subjects, { subject: 'tieng-viet', year: { score: '8.0' } }],
        }),
      },
    ],
  },
} satisfies Rule;
