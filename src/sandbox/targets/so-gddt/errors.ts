import type { Reason } from '../acceptance.js';

export interface ErrorEntry {
  readonly ma: string;
  readonly moTa: { readonly vi: string; readonly en: string };
  readonly cachXuLy: { readonly vi: string; readonly en: string };
}

const entry = (ma: string, vi: string, en: string, fixVi: string, fixEn: string): ErrorEntry => ({
  ma,
  moTa: { vi, en },
  cachXuLy: { vi: fixVi, en: fixEn },
});

/** Code of each reason: docs/so-gddt-interface.md lists them. */
export const CODE_OF: Readonly<Record<Reason | 'key-reused' | 'lock-other', string>> = {
  shape: 'SO-101',
  sha256: 'SO-102',
  xml: 'SO-103',
  root: 'SO-104',
  'lookup-code': 'SO-105',
  environment: 'SO-106',
  school: 'SO-107',
  'version-mark': 'SO-108',
  'old-version': 'SO-201',
  'same-version': 'SO-202',
  'key-reused': 'SO-203',
  'cancel-unknown': 'SO-204',
  locked: 'SO-301',
  'lock-other': 'SO-302',
};

/** GET /v1/danh-muc-loi. */
export const DICTIONARY: readonly ErrorEntry[] = [
  entry(
    'SO-005',
    'Ngoài thời gian tiếp nhận.',
    'Outside the send window.',
    'Chờ đến lúc mở rồi gửi lại.',
    'Wait until it opens, then send again.',
  ),
  entry(
    'SO-101',
    'Mục thiếu trường bắt buộc.',
    'A required field is missing.',
    'Sửa phần mềm gửi.',
    'Fix the sender.',
  ),
  entry(
    'SO-102',
    'SHA-256 không khớp gói tin.',
    'SHA-256 mismatch.',
    'Gửi lại đúng gói.',
    'Resend the stored bytes.',
  ),
  entry(
    'SO-103',
    'Gói tin không phải XML đúng.',
    'Not well-formed XML.',
    'Tạo lại gói tin.',
    'Build the packet again.',
  ),
  entry(
    'SO-104',
    'Phần tử gốc không phải HOC_BA.',
    'Root is not HOC_BA.',
    'Tạo lại gói tin.',
    'Build the packet again.',
  ),
  entry(
    'SO-105',
    'Mã tra cứu sai hoặc không khớp.',
    'Wrong look-up code.',
    'Kiểm tra mã 32 ký tự.',
    'Check the 32 characters.',
  ),
  entry('SO-106', 'Sai môi trường.', 'Wrong environment.', 'Gửi đúng máy chủ.', 'Send to the right server.'),
  entry(
    'SO-107',
    'Mã trường không khớp.',
    'School code differs.',
    'Kiểm tra mã trường.',
    'Check the school code.',
  ),
  entry(
    'SO-108',
    'Phiên bản trong gói khác phong bì.',
    'Version differs.',
    'Tạo lại gói tin.',
    'Build the packet again.',
  ),
  entry(
    'SO-201',
    'Sở đã có phiên bản mới hơn.',
    'A newer version is held.',
    'Không gửi bản cũ.',
    'Do not send old versions.',
  ),
  entry(
    'SO-202',
    'Phiên bản này có nội dung khác.',
    'Version held with other bytes.',
    'Tăng phiên bản.',
    'Raise the version.',
  ),
  entry(
    'SO-203',
    'Khóa đã dùng cho nội dung khác.',
    'Key used for other bytes.',
    'Tạo khóa mới.',
    'Use a new key.',
  ),
  entry(
    'SO-204',
    'Hủy học bạ mà Sở chưa có.',
    'Cancels an unknown record.',
    'Kiểm tra lại.',
    'Check the record.',
  ),
  entry('SO-301', 'Học bạ đã chốt.', 'The record is locked.', 'Liên hệ Sở.', 'Ask the department.'),
  entry(
    'SO-302',
    'Bản Sở đang giữ khác bản được yêu cầu chốt.',
    'The held version is not the one to be locked.',
    'Đối chiếu rồi yêu cầu chốt lại.',
    'Compare, then ask again.',
  ),
];
