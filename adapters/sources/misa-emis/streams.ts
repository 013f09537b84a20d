import type { SourceAdapter } from '../../../src/sdk.js';

const UNVERIFIED = ['all column and file names: MISA publishes none'] as const;

/** What MISA EMIS files can give. Nothing of it is confirmed by a public document. */
export const streams = {
  roster: {
    need: 'required',
    terms: [],
    completeness: 'partial',
    unverified: UNVERIFIED,
    fix: {
      vi: 'Trong MISA EMIS, xuất danh sách học sinh rồi nộp.',
      en: 'Export the pupil list from MISA EMIS.',
    },
  },
  results: {
    need: 'required',
    terms: ['hk1', 'hk2', 'year'],
    completeness: 'partial',
    unverified: UNVERIFIED,
    fix: {
      vi: 'Trong MISA EMIS, xuất kết quả học tập của từng học kỳ và cả năm rồi nộp.',
      en: 'Export the results of each term and of the year from MISA EMIS.',
    },
  },
  staff: {
    need: 'optional',
    terms: [],
    completeness: 'partial',
    unverified: UNVERIFIED,
    fix: { vi: 'Xuất danh sách cán bộ rồi nộp.', en: 'Export the staff list and submit it.' },
  },
  assignments: {
    need: 'optional',
    terms: [],
    completeness: 'partial',
    unverified: UNVERIFIED,
    fix: {
      vi: 'Xuất bảng phân công giảng dạy rồi nộp.',
      en: 'Export the teaching assignment and submit it.',
    },
  },
} as const satisfies SourceAdapter['streams'];
