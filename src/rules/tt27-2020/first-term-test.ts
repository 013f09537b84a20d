import type { PrimaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, withPrimarySubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { ENTER_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';
import { isTested } from './programme.js';

/** Term I of these pupils was somewhere else, or was not. */
const CAME_LATER: ReadonlySet<string> = new Set(['chuyen-den-hk2', 'hoc-lai-hk2', 'chuyen-den-he']);

/** The record tells of term I at all; a học bạ as printed holds only the end of the year. */
const hasTermOne = ({ enrolment, primary }: PrimaryRecord): boolean =>
  !CAME_LATER.has(enrolment.status) && primary.subjects.some(({ hk1 }) => hk1 !== undefined);

/** Tested subjects have the mark of the end of term I, where the record holds term I. */
export const firstTermTest = {
  id: 'TT27-HK1-TEST',
  title: { vi: 'Môn kiểm tra có điểm cuối học kì I', en: 'Tested subjects have the mark of term I' },
  severity: 'info',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 2 điểm a',
  owner: 'school',
  applies: underTt27,
  check: (record, { subjects = [] }) => {
    if (!isPrimary(record) || !hasTermOne(record)) return [];
    const { grade } = record.class;
    return record.primary.subjects
      .filter(({ subject, hk1 }) => hk1?.test === undefined && isTested(subject, grade))
      .map(({ subject }) => {
        const name = subjectByKey(subjects).get(subject)?.name ?? subject;
        return {
          path: `primary.subjects[${subject}].hk1.test`,
          value: null,
          expected: { vi: 'Điểm kiểm tra cuối học kì I', en: 'The test mark of the end of term I' },
          message: {
            vi: `Môn ${name} chưa có điểm kiểm tra cuối học kì I.`,
            en: `${name} has no test mark of the end of term I.`,
          },
          fix: ENTER_AT_SOURCE,
        };
      });
  },
  examples: {
    good: [
      { note: 'both tested subjects have it', record: PRIMARY },
      {
        note: 'the pupil came in term II',
        record: {
          ...withPrimarySubject('toan', { hk1: null }),
          enrolment: { status: 'chuyen-den-hk2', date: '2026-02-10' },
        },
      },
    ],
    bad: [
      { note: 'Toán has a level only', record: withPrimarySubject('toan', { hk1: { level: 'T' } }) },
      { note: 'Toán alone has no term I', record: withPrimarySubject('toan', { hk1: null }) },
    ],
  },
} satisfies Rule;
