import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, withPrimarySubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { ENTER_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';

/** Tested subjects have the end-of-year mark. Which subjects are tested is from memory, so a gap is a warning. */
export const yearTest = {
  id: 'TT27-YEAR-TEST',
  title: { vi: 'Môn kiểm tra có điểm cuối năm', en: 'Tested subjects have the end-of-year mark' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 2',
  owner: 'school',
  applies: underTt27,
  check: (record, { subjects = [] }) => {
    if (!isPrimary(record)) return [];
    const facts = subjectByKey(subjects);
    return record.primary.subjects
      .filter(
        ({ subject, year }) =>
          facts.get(subject)?.assessment.TH === 'level+score' &&
          year !== undefined &&
          year.test === undefined,
      )
      .map(({ subject }) => ({
        path: `primary.subjects[${subject}].year.test`,
        value: null,
        expected: { vi: 'Điểm kiểm tra cuối năm', en: 'The end-of-year test mark' },
        message: {
          vi: `Môn ${facts.get(subject)?.name ?? subject} chưa có điểm kiểm tra cuối năm.`,
          en: `${facts.get(subject)?.name ?? subject} has no end-of-year test mark.`,
        },
        fix: ENTER_AT_SOURCE,
      }));
  },
  examples: {
    good: [{ note: 'both tested subjects have it', record: PRIMARY }],
    bad: [{ note: 'Toán has none', record: withPrimarySubject('toan', { year: { level: 'T' } }) }],
  },
} satisfies Rule;
