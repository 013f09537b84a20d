import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, withPrimary, withPrimarySubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { ENTER_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';
import { isTested } from './programme.js';

/**
 * Tested subjects have the end-of-year mark. Which subjects are tested is from memory, so a gap is a warning. The mid-term
 * tests of Tiếng Việt and Toán in grades 4 and 5 are not looked for: a record has no place for them, nor has the printed form.
 */
export const yearTest = {
  id: 'TT27-YEAR-TEST',
  title: { vi: 'Môn kiểm tra có điểm cuối năm', en: 'Tested subjects have the end-of-year mark' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 2 điểm a',
  owner: 'school',
  applies: underTt27,
  check: (record, { subjects = [] }) => {
    if (!isPrimary(record)) return [];
    const { grade } = record.class;
    return record.primary.subjects
      .filter(
        ({ subject, year }) => year !== undefined && year.test === undefined && isTested(subject, grade),
      )
      .map(({ subject }) => {
        const name = subjectByKey(subjects).get(subject)?.name ?? subject;
        return {
          path: `primary.subjects[${subject}].year.test`,
          value: null,
          expected: { vi: 'Điểm kiểm tra cuối năm', en: 'The end-of-year test mark' },
          message: {
            vi: `Môn ${name} chưa có điểm kiểm tra cuối năm.`,
            en: `${name} has no end-of-year test mark.`,
          },
          fix: ENTER_AT_SOURCE,
        };
      });
  },
  examples: {
    good: [
      { note: 'both tested subjects have it', record: PRIMARY },
      {
        note: 'Ngoại ngữ 1 is optional in grade 1',
        record: withPrimary({
          subjects: [...PRIMARY.primary.subjects, { subject: 'ngoai-ngu-1', year: { level: 'T' } }],
        }),
      },
    ],
    bad: [{ note: 'Toán has none', record: withPrimarySubject('toan', { year: { level: 'T' } }) }],
  },
} satisfies Rule;
