import type { Bilingual } from '../../../domain/errors.js';
import type { Change } from '../compare.js';
import type { StatementVerdict } from '../statement.js';
import type { Outcome, RunKind } from '../types.js';

export type Language = 'vi' | 'en';

export const KIND_WORDS: Readonly<Record<RunKind, Bilingual>> = {
  source: { vi: 'Phần mềm nguồn', en: 'Source system' },
  sender: { vi: 'Phần mềm gửi', en: 'Sender' },
  target: { vi: 'Cơ sở dữ liệu tiếp nhận', en: 'Receiving database' },
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, Bilingual>> = {
  passed: { vi: 'đạt', en: 'passed' },
  failed: { vi: 'không đạt', en: 'failed' },
  'not-run': { vi: 'chưa chạy', en: 'not run' },
  attested: { vi: 'người xác nhận', en: 'attested' },
};

export const OUTCOME_SIGNS: Readonly<Record<Outcome, string>> = {
  passed: '✓',
  failed: '✗',
  'not-run': '–',
  attested: '☑',
};

export const VERDICT_WORDS: Readonly<Record<StatementVerdict, Bilingual>> = {
  passed: { vi: 'ĐẠT', en: 'PASSED' },
  failed: { vi: 'KHÔNG ĐẠT', en: 'FAILED' },
  incomplete: { vi: 'ĐẠT PHẦN ĐÃ CHẠY, CHƯA ĐỦ', en: 'PASSED AS FAR AS RUN, INCOMPLETE' },
};

export const CHANGE_WORDS: Readonly<Record<Change, Bilingual>> = {
  worse: { vi: 'kém đi', en: 'worse' },
  better: { vi: 'tốt lên', en: 'better' },
  new: { vi: 'mới', en: 'new' },
  gone: { vi: 'không còn', en: 'gone' },
  open: { vi: 'vẫn không đạt', en: 'still failing' },
  same: { vi: 'như cũ', en: 'as before' },
};

export const SUBJECT_WORDS: Readonly<Record<string, Bilingual>> = {
  address: { vi: 'Địa chỉ', en: 'Address' },
  adapter: { vi: 'Bộ nối', en: 'Adapter' },
  school: { vi: 'Trường', en: 'School' },
  schoolYear: { vi: 'Năm học', en: 'School year' },
  class: { vi: 'Lớp', en: 'Class' },
  environment: { vi: 'Môi trường', en: 'Environment' },
  folder: { vi: 'Thư mục', en: 'Folder' },
  command: { vi: 'Lệnh gửi', en: 'Sender command' },
  targets: { vi: 'Nơi nhận được đóng vai', en: 'Played targets' },
  bodies: { vi: 'Nội dung trao đổi được giữ', en: 'Bodies kept' },
};

export const BODY_WORDS: Readonly<Record<string, Bilingual>> = {
  masked: { vi: 'đã che dữ liệu cá nhân', en: 'personal data masked' },
  full: { vi: 'nguyên văn (có dữ liệu cá nhân)', en: 'in full (personal data included)' },
  none: { vi: 'không giữ', en: 'none' },
};

export const WORDS = {
  statement: { vi: 'Biên bản kiểm tra tương thích', en: 'Conformance statement' },
  number: { vi: 'Số', en: 'Number' },
  date: { vi: 'Ngày', en: 'Date' },
  product: { vi: 'Sản phẩm', en: 'Product' },
  release: { vi: 'phiên bản', en: 'release' },
  unnamed: { vi: 'không nêu', en: 'not stated' },
  kit: { vi: 'Bộ kiểm tra', en: 'Kit' },
  profile: { vi: 'Hồ sơ gói tin', en: 'Packet profile' },
  packs: { vi: 'Gói quy tắc', en: 'Rule packs' },
  exchanges: { vi: 'Trao đổi đã giữ', en: 'Exchanges kept' },
  requirements: { vi: 'Theo yêu cầu', en: 'By requirement' },
  requirement: { vi: 'Yêu cầu', en: 'Requirement' },
  scenarios: { vi: 'Kịch bản', en: 'Scenarios' },
  checks: { vi: 'Kiểm tra', en: 'Checks' },
  notes: { vi: 'Ghi chú', en: 'Notes' },
  where: { vi: 'Chỗ', en: 'Where' },
  seen: { vi: 'Thấy', en: 'Seen' },
  expected: { vi: 'Cần', en: 'Expected' },
  fix: { vi: 'Cách sửa', en: 'Fix' },
  owner: { vi: 'Người xử lý', en: 'Who acts' },
  basis: { vi: 'Căn cứ', en: 'Basis' },
  reason: { vi: 'Vì sao', en: 'Why' },
  todo: { vi: 'Cần làm', en: 'To do' },
  by: { vi: 'Người xác nhận', en: 'Attested by' },
  calls: { vi: 'lượt trao đổi', en: 'exchanges' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** 08:15 01/06/2026, Vietnam's time. */
export function vietnamMoment(iso: string): string {
  const [day = '', time = ''] = new Date(new Date(iso).getTime() + 7 * 3_600_000).toISOString().split('T');
  const [year, month, date] = day.split('-');
  return `${time.slice(0, 5)} ${date}/${month}/${year}`;
}
