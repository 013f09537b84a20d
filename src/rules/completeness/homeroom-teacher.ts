import type { CanonicalRecord } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';

const withTeacher = (teacher: CanonicalRecord['class']['homeroomTeacher'] | null): CanonicalRecord => {
  const { homeroomTeacher: _old, ...rest } = SECONDARY.class;
  return {
    ...SECONDARY,
    class: teacher === null || teacher === undefined ? rest : { ...rest, homeroomTeacher: teacher },
  };
};

/** The homeroom teacher signs the học bạ, so the class needs one who can be told from others. */
export const homeroomTeacher = {
  id: 'COMP-HOMEROOM',
  title: { vi: 'Lớp có giáo viên chủ nhiệm', en: 'The class has a homeroom teacher' },
  severity: 'warning',
  certainty: 'found',
  requirements: ['R1', 'R2'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025; TT 22/2021/TT-BGDĐT, Điều 19',
  owner: 'school',
  applies: ({ left }) => !left,
  check: (record) => {
    const teacher = record.class.homeroomTeacher;
    if (teacher?.code !== undefined) return [];
    return [
      {
        path: teacher === undefined ? 'class.homeroomTeacher' : 'class.homeroomTeacher.code',
        value: teacher?.name ?? null,
        expected: { vi: 'Giáo viên chủ nhiệm có mã cán bộ', en: 'A homeroom teacher with a staff code' },
        message:
          teacher === undefined
            ? { vi: 'Lớp chưa có giáo viên chủ nhiệm.', en: 'The class has no homeroom teacher.' }
            : {
                vi: 'Giáo viên chủ nhiệm chưa có mã cán bộ nên chưa ký được.',
                en: 'The homeroom teacher has no staff code, so cannot sign.',
              },
        fix: ENTER_AT_SOURCE,
      },
    ];
  },
  examples: {
    good: [{ note: 'a teacher with a code', record: SECONDARY }],
    bad: [
      { note: 'no teacher', record: withTeacher(null) },
      { note: 'a name only', record: withTeacher({ name: 'Nguyễn Thị Mẫu' }) },
    ],
  },
} satisfies Rule;
