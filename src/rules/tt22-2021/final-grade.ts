import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withSecondary } from '../samples.js';
import { underTt22 } from './applies.js';
import { FINAL_GRADES } from './standing.js';

const inGrade = (grade: number, promotion: 'len-lop' | 'hoan-thanh-cap-hoc') => ({
  ...withSecondary({ promotion }),
  class: { ...SECONDARY.class, grade },
});

/** A level is completed in grades 9 and 12 alone; what vendors write there for moving up is left to them. */
export const finalGrade = {
  id: 'TT22-12-FINAL-GRADE',
  title: { vi: 'Hoàn thành cấp học chỉ ở lớp 9, lớp 12', en: 'A level is completed in grades 9 and 12 only' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'Mẫu học bạ THCS, THPT (TT 22/2021/TT-BGDĐT): hoàn thành chương trình',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    if (isPrimary(record) || record.secondary.promotion !== 'hoan-thanh-cap-hoc') return [];
    if (FINAL_GRADES.has(record.class.grade)) return [];
    return [
      {
        path: 'secondary.promotion',
        value: 'hoan-thanh-cap-hoc',
        expected: { vi: 'Được lên lớp, hoặc không được lên lớp', en: 'Moves up, or does not' },
        message: {
          vi: `Lớp ${record.class.grade} không phải lớp cuối cấp nên chưa thể hoàn thành cấp học.`,
          en: `Grade ${record.class.grade} is not the last of its level.`,
        },
        fix: {
          vi: 'Sửa kết quả lên lớp trên phần mềm của trường.',
          en: 'Correct the promotion in the school software.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'grade 9', record: inGrade(9, 'hoan-thanh-cap-hoc') },
      { note: 'grade 6 moves up', record: SECONDARY },
    ],
    bad: [{ note: 'grade 8', record: inGrade(8, 'hoan-thanh-cap-hoc') }],
  },
} satisfies Rule;
