import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, SECONDARY, withSubject } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';

/** At THCS and THPT the subject teachers sign their results. One finding per record, not one per subject. */
export const subjectTeachers = {
  id: 'COMP-SUBJECT-TEACHERS',
  title: { vi: 'Môn học có giáo viên bộ môn', en: 'Subjects have their teacher' },
  severity: 'info',
  certainty: 'found',
  requirements: ['R1'],
  basis: 'Mẫu học bạ THCS, THPT (TT 22/2021/TT-BGDĐT): chữ ký giáo viên bộ môn',
  owner: 'school',
  applies: ({ level, left }) => level !== 'TH' && !left,
  check: (record) => {
    if (isPrimary(record)) return [];
    const without = record.secondary.subjects.filter(({ teacher }) => teacher?.code === undefined);
    if (without.length === 0) return [];
    return [
      {
        path: 'secondary.subjects',
        value: without
          .map(({ subject }) => subject)
          .sort()
          .join(', '),
        expected: {
          vi: 'Mỗi môn có giáo viên với mã cán bộ',
          en: 'A teacher with a staff code for each subject',
        },
        message: {
          vi: `${without.length} môn chưa biết giáo viên bộ môn nên chưa có ô ký của giáo viên.`,
          en: `${without.length} subjects have no known teacher, so no slot for the teacher's signature.`,
        },
        fix: ENTER_AT_SOURCE,
      },
    ];
  },
  examples: {
    good: [
      { note: 'every subject has its teacher', record: SECONDARY },
      { note: 'tiểu học has no subject signatures', record: PRIMARY },
    ],
    bad: [{ note: 'Toán has none', record: withSubject('toan', { teacher: null }) }],
  },
} satisfies Rule;
