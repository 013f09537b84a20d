import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';

/** What the source must deliver for the class has landed. */
export const requiredStreams = {
  id: 'COMP-STREAMS',
  title: { vi: 'Đủ các loại dữ liệu của lớp', en: 'All required streams of the class are there' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'NĐ 88/2026/NĐ-CP, Điều 15: dữ liệu đầy đủ, chính xác trước khi gửi',
  owner: 'school',
  applies: () => true,
  check: (_record, { missingStreams = [] }) =>
    missingStreams.map((stream) => ({
      path: stream,
      value: null,
      expected: { vi: `Dữ liệu "${stream}" của lớp`, en: `The class's "${stream}"` },
      message: { vi: `Lớp này còn thiếu dữ liệu "${stream}".`, en: `The class still lacks "${stream}".` },
      fix: {
        vi: 'Xuất hoặc đồng bộ loại dữ liệu này từ phần mềm của trường rồi nhập lại.',
        en: 'Export or sync it from the school software and import again.',
      },
    })),
  examples: {
    good: [{ note: 'nothing is missing', record: SECONDARY, context: { missingStreams: [] } }],
    bad: [{ note: 'attendance is missing', record: SECONDARY, context: { missingStreams: ['attendance'] } }],
  },
} satisfies Rule;
