import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { inGrade, PRIMARY, SUBJECTS, withPrimary } from '../samples.js';
import { type SubjectFacts, subjectByKey } from '../subjects.js';
import { underTt27 } from './applies.js';

const KHOA_HOC: SubjectFacts = {
  key: 'khoa-hoc',
  name: 'Khoa học',
  grades: [4, 5],
  assessment: { TH: 'level+score' },
  kind: 'compulsory',
};
const context = { subjects: [...SUBJECTS, KHOA_HOC] };
const withMore = (subject: string) =>
  withPrimary({ subjects: [...PRIMARY.primary.subjects, { subject, year: { level: 'T' } }] });

/** Every subject is one of tiểu học and of the grade. The table of subjects is from memory, so a warning. */
export const subjectGrade = {
  id: 'TT27-SUBJECT-GRADE',
  title: { vi: 'Môn học có ở lớp này', en: 'The subject exists in the grade' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 32/2018/TT-BGDĐT (Chương trình GDPT 2018, cấp tiểu học)',
  owner: 'school',
  applies: underTt27,
  check: (record, { subjects = [] }) => {
    if (!isPrimary(record) || subjects.length === 0) return [];
    const facts = subjectByKey(subjects);
    const { grade } = record.class;
    return record.primary.subjects.flatMap(({ subject }) => {
      const known = facts.get(subject);
      if (known?.grades.includes(grade) === true) return [];
      return [found(subject, known, grade)];
    });
  },
  examples: {
    good: [
      { note: 'three subjects of grade 1', record: PRIMARY },
      { note: 'Khoa học in grade 4', record: inGrade(4, withMore('khoa-hoc')), context },
      { note: 'no table to look into', record: withMore('khoa-hoc'), context: { subjects: [] } },
    ],
    bad: [
      { note: 'Khoa học in grade 3', record: inGrade(3, withMore('khoa-hoc')), context },
      { note: 'a subject of THCS', record: withMore('ngu-van'), context },
      { note: 'a subject that nobody knows', record: withMore('co-vua'), context },
    ],
  },
} satisfies Rule;

function found(subject: string, known: SubjectFacts | undefined, grade: number): Finding {
  const name = known?.name ?? subject;
  return {
    path: `primary.subjects[${subject}]`,
    value: subject,
    expected: { vi: `Môn học của lớp ${grade}`, en: `A subject of grade ${grade}` },
    message:
      known === undefined
        ? { vi: `Không có môn "${name}" trong danh mục môn học.`, en: `"${name}" is no known subject.` }
        : { vi: `Lớp ${grade} không có môn ${name}.`, en: `Grade ${grade} has no ${name}.` },
    fix: {
      vi: 'Kiểm tra khối của lớp và tên môn trên phần mềm quản lý trường học, sửa rồi đồng bộ lại.',
      en: 'Check the grade of the class and the name of the subject in the school software, correct and sync again.',
    },
  };
}
