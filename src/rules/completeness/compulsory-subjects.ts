import type { CanonicalRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, SECONDARY, withPrimary, withSecondary } from '../samples.js';
import { compulsoryOf, isCovered } from '../subjects.js';
import { ENTER_AT_SOURCE, subjectsPath } from '../words.js';

const keysOf = (record: CanonicalRecord): ReadonlySet<string> =>
  new Set(
    (isPrimary(record) ? record.primary.subjects : record.secondary.subjects).map(({ subject }) => subject),
  );

/**
 * A compulsory subject of the grade does not appear at all. The list of compulsory subjects is from memory, so this is a
 * warning, unless the class is known to study the subject.
 */
export const compulsorySubjects = {
  id: 'COMP-SUBJECT-MISSING',
  title: { vi: 'Đủ các môn học bắt buộc', en: 'All compulsory subjects are there' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 32/2018/TT-BGDĐT, TT 13/2022/TT-BGDĐT (Chương trình GDPT 2018)',
  owner: 'school',
  applies: ({ programme, left, ownPlan }) => programme === 'GDPT' && !left && !ownPlan,
  check: (record, { subjects = [], classSubjects }) => {
    const present = keysOf(record);
    if (present.size === 0) return [];
    return compulsoryOf(subjects, record.level, record.class.grade)
      .filter((subject) => !isCovered(subject, present))
      .map(({ key, name }) => ({
        path: `${subjectsPath(record)}[${key}]`,
        value: null,
        expected: {
          vi: `Kết quả môn ${name} (bắt buộc ở lớp ${record.class.grade})`,
          en: `${name}, compulsory in grade ${record.class.grade}`,
        },
        message: { vi: `Học bạ không có môn ${name}.`, en: `The record has no ${name}.` },
        fix: ENTER_AT_SOURCE,
        ...(classSubjects?.has(key) === true ? { severity: 'error' as const } : {}),
      }));
  },
  examples: {
    good: [
      { note: 'all three subjects of the table', record: SECONDARY },
      { note: 'tiểu học', record: PRIMARY },
      {
        note: 'thường xuyên follows another programme',
        record: { ...withSecondary({ subjects: SECONDARY.secondary.subjects.slice(1) }), programme: 'GDTX' },
      },
    ],
    bad: [
      { note: 'no Toán', record: withSecondary({ subjects: SECONDARY.secondary.subjects.slice(1) }) },
      {
        note: 'no Toán though the class studies it',
        record: withPrimary({ subjects: PRIMARY.primary.subjects.slice(1) }),
        context: { classSubjects: new Map([['toan', {}]]) },
      },
    ],
  },
} satisfies Rule;
