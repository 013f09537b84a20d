import type { Bilingual } from '../../domain/errors.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSecondary } from '../samples.js';
import { underTt22 } from './applies.js';
import { FINAL_GRADES } from './standing.js';

type Stated = 'len-lop' | 'hoan-thanh-cap-hoc';

const inGrade = (grade: number, promotion: Stated | 'len-lop-sau-danh-gia-lai') => ({
  ...withSecondary({ promotion }),
  class: { ...SECONDARY.class, grade },
});

const finding = (value: Stated, expected: Bilingual, message: Bilingual): Finding => ({
  path: 'secondary.promotion',
  value,
  expected,
  message,
  fix: {
    vi: 'Sửa kết quả lên lớp trên phần mềm của trường.',
    en: 'Correct the promotion in the school software.',
  },
});

const tooEarly = (grade: number): Finding =>
  finding(
    'hoan-thanh-cap-hoc',
    { vi: 'Được lên lớp, hoặc không được lên lớp', en: 'Moves up, or does not' },
    {
      vi: `Lớp ${grade} không phải lớp cuối cấp nên chưa thể hoàn thành cấp học.`,
      en: `Grade ${grade} is not the last of its level.`,
    },
  );

const noGradeAbove = (grade: number): Finding =>
  finding(
    'len-lop',
    {
      vi: 'Hoàn thành chương trình cấp học, hoặc không được lên lớp',
      en: 'Completed the level, or does not move up',
    },
    {
      vi: `Lớp ${grade} là lớp cuối cấp: học bạ ghi hoàn thành chương trình, không ghi lên lớp.`,
      en: `Grade ${grade} is the last of its level, which is completed: nobody moves up from it.`,
    },
  );

/**
 * The form has an entry of its own for the last grade of a level, known second hand. Moving up after re-assessment is left
 * alone there: no entry tells a completion after it.
 */
export const finalGrade = {
  id: 'TT22-12-FINAL-GRADE',
  title: {
    vi: 'Lớp 9, lớp 12 hoàn thành cấp học, lớp khác lên lớp',
    en: 'Grades 9 and 12 complete a level, the others move up',
  },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'Mẫu học bạ THCS, THPT (TT 22/2021/TT-BGDĐT): hoàn thành chương trình',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    if (isPrimary(record)) return [];
    const { promotion } = record.secondary;
    const { grade } = record.class;
    const isLast = FINAL_GRADES.has(grade);
    if (promotion === 'hoan-thanh-cap-hoc' && !isLast) return [tooEarly(grade)];
    return promotion === 'len-lop' && isLast ? [noGradeAbove(grade)] : [];
  },
  examples: {
    good: [
      { note: 'grade 9', record: inGrade(9, 'hoan-thanh-cap-hoc') },
      { note: 'grade 9 after re-assessment', record: inGrade(9, 'len-lop-sau-danh-gia-lai') },
      { note: 'grade 6 moves up', record: SECONDARY },
    ],
    bad: [
      { note: 'grade 8', record: inGrade(8, 'hoan-thanh-cap-hoc') },
      { note: 'grade 9 moves up', record: inGrade(9, 'len-lop') },
    ],
  },
} satisfies Rule;
