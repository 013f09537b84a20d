import type { CanonicalRecord } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, SECONDARY } from '../samples.js';
import { inGdtx } from './applies.js';

/** DM_KHOI of the ministry (workbook of 26-10-2020), grades 1 to 12 of GDTX. */
export const GRADE_CODES: readonly string[] = [
  ...['24', '25', '26', '27', '28'],
  ...['20', '21', '22', '23'],
  ...['13', '14', '15'],
];

const learner = (record: CanonicalRecord): CanonicalRecord => ({ ...record, programme: 'GDTX' });

/**
 * The ministry's list gives the grades of GDTX codes of their own. Which of the two a packet must carry is not public, so the
 * grade is sent as a number and this says what the list has.
 */
export const gradeCode = {
  id: 'GDTX-GRADE-CODE',
  title: { vi: 'Mã khối của GDTX', en: 'The grade code of GDTX' },
  severity: 'info',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'DM_KHOI (danh mục ngày 26-10-2020), QĐ 4998/QĐ-BGDĐT',
  owner: 'department',
  applies: inGdtx,
  check: ({ class: { grade } }) => {
    const code = GRADE_CODES[grade - 1];
    if (code === undefined) return [];
    return [
      {
        path: 'class.grade',
        value: String(grade),
        expected: {
          vi: `Sở xác nhận: ${grade}, hay mã ${code} của danh mục`,
          en: `The department's word: ${grade}, or ${code} of the list`,
        },
        message: {
          vi: `Danh mục của Bộ ghi khối ${grade} GDTX bằng mã ${code}; chưa rõ gói tin học bạ phải ghi số khối hay mã này.`,
          en: `The ministry's list has code ${code} for grade ${grade} of GDTX; which of the two a packet carries is not known.`,
        },
        fix: {
          vi: 'Nhà trường không cần sửa. Sở hỏi Bộ, rồi khai báo trong hồ sơ gói tin.',
          en: 'Nothing to correct at the school. The department asks the ministry and sets the packet profile.',
        },
      },
    ];
  },
  examples: {
    good: [{ note: 'a pupil of the general programme', record: SECONDARY }],
    bad: [
      { note: 'grade 6 has 20', record: learner(SECONDARY) },
      { note: 'grade 1 has 24', record: learner(PRIMARY) },
    ],
  },
} satisfies Rule;
