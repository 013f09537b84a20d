import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, SECONDARY, withPrimarySubject, withSubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { ENTER_AT_SOURCE, subjectsPath } from '../words.js';

/** A subject that was studied has a result of the whole year. */
export const subjectYear = {
  id: 'COMP-SUBJECT-YEAR',
  title: { vi: 'Môn học có kết quả cả năm', en: 'A subject has its result of the year' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 9; TT 27/2020/TT-BGDĐT, Điều 9',
  owner: 'school',
  applies: ({ left, ownPlan }) => !left && !ownPlan,
  check: (record, { subjects = [] }) => {
    const names = subjectByKey(subjects);
    const lines = isPrimary(record)
      ? record.primary.subjects.map(({ subject, year }) => ({ subject, missing: year?.level === undefined }))
      : record.secondary.subjects.map(({ subject, year }) => ({ subject, missing: year === undefined }));
    return lines
      .filter(({ missing }) => missing)
      .map(({ subject }) => found(subjectsPath(record), subject, names.get(subject)?.name ?? subject));
  },
  examples: {
    good: [
      { note: 'every subject has a year result', record: SECONDARY },
      { note: 'tiểu học', record: PRIMARY },
      { note: 'exempt is a result', record: withSubject('gdtc', { year: { exempt: true } }) },
      {
        note: 'the pupil left in HK2',
        record: { ...withSubject('toan', { year: null }), enrolment: { status: 'chuyen-di-hk2' } },
      },
    ],
    bad: [
      { note: 'Toán without the year', record: withSubject('toan', { year: null }) },
      {
        note: 'tiểu học: a test mark but no level',
        record: withPrimarySubject('toan', { year: { test: '9.0' } }),
      },
    ],
  },
} satisfies Rule;

const found = (base: string, key: string, name: string): Finding => ({
  path: `${base}[${key}].year`,
  value: null,
  expected: { vi: `Kết quả cả năm của môn ${name}`, en: `The year's result of ${name}` },
  message: { vi: `Môn ${name} chưa có kết quả cả năm.`, en: `${name} has no result of the year.` },
  fix: ENTER_AT_SOURCE,
});
