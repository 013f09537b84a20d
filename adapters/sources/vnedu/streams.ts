import type { SourceAdapter } from '../../../src/sdk.js';

const ALL_TERMS = ['hk1', 'hk2', 'year'] as const;

/** What VnEdu's files can give. Absence proves nothing: a file may simply not have been exported. */
export const streams = {
  roster: {
    need: 'required',
    terms: [],
    completeness: 'partial',
    unverified: ['a leaving date inside Trạng thái'],
    fix: {
      vi: 'Trong VnEdu, xuất danh sách học sinh của lớp (mẫu 25 cột) rồi nộp.',
      en: 'Export the class list (25 columns) from VnEdu and submit it.',
    },
  },
  results: {
    need: 'required',
    terms: ALL_TERMS,
    completeness: 'partial',
    unverified: ['tiểu học summary', 're-assessment', 'promotion in Ghi chú'],
    fix: {
      vi: 'Trong VnEdu, xuất “Sổ điểm tổng kết khối” cho HK1, HK2 và Cả năm rồi nộp.',
      en: 'Export the grade summary (so_diem_tong_ket) for both terms and the year from VnEdu.',
    },
  },
  staff: {
    need: 'optional',
    terms: [],
    completeness: 'partial',
    unverified: ['all column names'],
    fix: { vi: 'Xuất danh sách cán bộ, giáo viên rồi nộp.', en: 'Export the staff list and submit it.' },
  },
  assignments: {
    need: 'optional',
    terms: [],
    completeness: 'partial',
    unverified: ['all column names'],
    fix: {
      vi: 'Xuất bảng phân công giảng dạy rồi nộp.',
      en: 'Export the teaching assignment and submit it.',
    },
  },
} as const satisfies SourceAdapter['streams'];
