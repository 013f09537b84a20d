import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, SECONDARY, withPrimary, withSecondary } from '../samples.js';
import { ENTER_AT_SOURCE, subjectsPath } from '../words.js';

/** A pupil on the roster who studies has results. */
export const noResults = {
  id: 'COMP-NO-RESULTS',
  title: { vi: 'Học sinh có kết quả học tập', en: 'A pupil on the roster has results' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 16; TT 27/2020/TT-BGDĐT, Điều 12',
  owner: 'school',
  applies: ({ left, ownPlan }) => !left && !ownPlan,
  check: (record) => {
    const { subjects } = isPrimary(record) ? record.primary : record.secondary;
    if (subjects.length > 0) return [];
    return [
      {
        path: subjectsPath(record),
        value: null,
        expected: { vi: 'Kết quả các môn học', en: 'Results of the subjects' },
        message: {
          vi: 'Học sinh có trong danh sách lớp nhưng không có kết quả môn học nào.',
          en: 'The pupil is on the roster but has no result at all.',
        },
        fix: ENTER_AT_SOURCE,
      },
    ];
  },
  examples: {
    good: [
      { note: 'results are there', record: SECONDARY },
      { note: 'tiểu học', record: PRIMARY },
      {
        note: 'the pupil left',
        record: { ...withSecondary({ subjects: [] }), enrolment: { status: 'thoi-hoc-hk1' } },
      },
    ],
    bad: [
      { note: 'THCS without subjects', record: withSecondary({ subjects: [] }) },
      { note: 'tiểu học without subjects', record: withPrimary({ subjects: [] }) },
    ],
  },
} satisfies Rule;
