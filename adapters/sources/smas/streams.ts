import type { SourceAdapter } from '../../../src/sdk.js';

const pullAgain = {
  vi: 'Cấp quyền cho tài khoản tích hợp SMAS rồi chạy lại "hocba pull".',
  en: 'Give the SMAS integration account the right to it, then run "hocba pull" again.',
};

/** What SMAS can give. Every pull shows a stream whole, so what is gone from it is gone at the school. */
export const streams = {
  school: { need: 'optional', terms: [], completeness: 'full', unverified: [], fix: pullAgain },
  staff: {
    need: 'optional',
    terms: [],
    completeness: 'full',
    unverified: ['path and all field names', 'signing certificate'],
    fix: pullAgain,
  },
  assignments: {
    need: 'optional',
    terms: [],
    completeness: 'full',
    unverified: ['path and all field names'],
    fix: pullAgain,
  },
  classes: {
    need: 'optional',
    terms: [],
    completeness: 'full',
    unverified: ['homeroom teacher', 'class size'],
    fix: pullAgain,
  },
  subjects: {
    need: 'optional',
    terms: [],
    completeness: 'full',
    unverified: ['periodsPerYear'],
    fix: pullAgain,
  },
  roster: {
    need: 'required',
    terms: [],
    completeness: 'full',
    unverified: [
      'field names beyond code, name, class and birth date',
      'pupils who left are listed with their status',
    ],
    fix: {
      vi: 'Trong SMAS, kiểm tra học sinh đã được xếp lớp năm học này, rồi chạy lại "hocba pull".',
      en: 'Check in SMAS that pupils are placed in classes of this year, then run "hocba pull" again.',
    },
  },
  results: {
    need: 'required',
    terms: ['hk1', 'hk2', 'year', 'reassessment'],
    completeness: 'full',
    unverified: ['paths and field names of score book and year results'],
    fix: {
      vi: 'Trong SMAS, tổng kết điểm và xếp loại của học kỳ/cả năm, rồi chạy lại "hocba pull".',
      en: 'Close marks and ratings of the semester or year in SMAS, then run "hocba pull" again.',
    },
  },
  attendance: {
    need: 'optional',
    terms: ['hk1', 'hk2', 'year'],
    completeness: 'full',
    unverified: ['path and all field names'],
    fix: pullAgain,
  },
} as const satisfies SourceAdapter['streams'];
