import type { Rule, RuleCodes } from '../rule.js';
import { SECONDARY } from '../samples.js';

const TABLE = 'schools';

const EXAMPLE_CODES: RuleCodes = {
  name: (table, key) => (table === TABLE && key === '66164501' ? 'THCS Mẫu' : undefined),
  fact: () => undefined,
  has: (table) => table === TABLE,
};

/** Where the list of the province's schools has been imported, the record's school is on it. Codes are opaque. */
export const schoolCode = {
  id: 'COMP-SCHOOL-CODE',
  title: { vi: 'Mã trường có trong danh mục trường', en: 'The school code is on the list of schools' },
  severity: 'warning',
  certainty: 'found',
  requirements: ['R2', 'R5'],
  basis: 'QĐ 4998/QĐ-BGDĐT 31/12/2021: mã trường; danh mục trường của cơ sở dữ liệu ngành theo năm học',
  owner: 'department',
  applies: () => true,
  check: ({ school }, { codes }) => {
    if (codes?.has(TABLE) !== true || codes.name(TABLE, school.code) !== undefined) return [];
    return [
      {
        path: 'school.code',
        value: school.code,
        expected: { vi: 'Một mã trường của danh mục đã nạp', en: 'A code of the list of schools imported' },
        message: {
          vi: 'Mã trường không có trong danh mục trường của tỉnh.',
          en: 'The school code is not on the list of the province’s schools.',
        },
        fix: {
          vi: 'Kiểm tra mã trường trong cấu hình và trên phần mềm của trường; nếu trường mới lập thì nạp lại danh mục trường bằng "hocba codes import schools".',
          en: 'Check the code in the configuration and in the school software; for a new school, import the list again with "hocba codes import schools".',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'on the list', record: SECONDARY, context: { codes: EXAMPLE_CODES } },
      {
        note: 'no list has been imported',
        record: { ...SECONDARY, school: { code: 'X1', name: 'THCS Mẫu' } },
      },
    ],
    bad: [
      {
        note: 'not on the list',
        record: { ...SECONDARY, school: { code: '66164599', name: 'THCS Mẫu' } },
        context: { codes: EXAMPLE_CODES },
      },
    ],
  },
} satisfies Rule;
