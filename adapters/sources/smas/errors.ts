import type { Bilingual, ErrorKind } from '../../../src/sdk.js';
import { GatewayError } from '../../../src/sdk.js';

const HINTS = {
  account: {
    vi: 'Kiểm tra tài khoản, mật khẩu hoặc khóa tích hợp SMAS trong cấu hình.',
    en: 'Check the SMAS account, password or integration keys in the config.',
  },
  later: {
    vi: 'SMAS đang bận hoặc bảo trì; phần mềm sẽ tự thử lại.',
    en: 'SMAS is busy or under maintenance; it is tried again automatically.',
  },
  vendor: {
    vi: 'Báo Viettel hoặc chỉnh đường dẫn trong cấu hình (endpoints) cho đúng phiên bản SMAS của trường.',
    en: 'Tell Viettel, or set the paths of your SMAS version in the config (endpoints).',
  },
  config: {
    vi: 'Sửa cấu hình nguồn SMAS của trường này.',
    en: "Correct this school's SMAS source in the config.",
  },
  again: { vi: 'Chạy lại lệnh.', en: 'Run the command again.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

interface Meaning {
  readonly kind: ErrorKind;
  readonly hint: keyof typeof HINTS;
  readonly vi: string;
  readonly en: string;
}

/** Every error of the adapter; docs/errors.md lists the same codes. */
export const SMAS_ERRORS = {
  SMAS_LOGIN_FAILED: {
    kind: 'auth',
    hint: 'account',
    vi: 'SMAS không chấp nhận tài khoản.',
    en: 'SMAS refuses the account.',
  },
  SMAS_UNAUTHORIZED: {
    kind: 'auth',
    hint: 'account',
    vi: 'Phiên làm việc với SMAS liên tục bị từ chối.',
    en: 'SMAS keeps refusing the session.',
  },
  SMAS_FORBIDDEN: {
    kind: 'auth',
    hint: 'account',
    vi: 'Tài khoản không có quyền đọc phần dữ liệu này.',
    en: 'The account may not read this.',
  },
  SMAS_KEY_REFUSED: {
    kind: 'auth',
    hint: 'account',
    vi: 'SMAS từ chối khóa tích hợp hoặc giờ hệ thống lệch.',
    en: 'SMAS refuses the integration key, or the clock is off.',
  },
  SMAS_NOT_SUCCESS: {
    kind: 'transient',
    hint: 'later',
    vi: 'SMAS trả lời không thành công (IsSuccess = false).',
    en: 'SMAS answers without success (IsSuccess = false).',
  },
  SMAS_SERVER_ERROR: {
    kind: 'transient',
    hint: 'later',
    vi: 'Máy chủ SMAS báo lỗi.',
    en: 'The SMAS server reports an error.',
  },
  SMAS_EMPTY_ANSWER: {
    kind: 'transient',
    hint: 'later',
    vi: 'SMAS trả lời rỗng dù báo thành công.',
    en: 'SMAS says OK but answers nothing.',
  },
  SMAS_NOT_JSON: {
    kind: 'transient',
    hint: 'later',
    vi: 'SMAS trả lời bằng trang web thay vì dữ liệu.',
    en: 'SMAS answers with a web page instead of data.',
  },
  SMAS_THROTTLED: {
    kind: 'throttled',
    hint: 'later',
    vi: 'SMAS yêu cầu giảm tốc độ.',
    en: 'SMAS asks to slow down.',
  },
  SMAS_REFUSED: {
    kind: 'contract',
    hint: 'vendor',
    vi: 'SMAS từ chối yêu cầu.',
    en: 'SMAS refuses the request.',
  },
  SMAS_NOT_FOUND: {
    kind: 'contract',
    hint: 'vendor',
    vi: 'SMAS không có đường dẫn hoặc lớp này.',
    en: 'SMAS does not know this path or class.',
  },
  SMAS_SHAPE: {
    kind: 'contract',
    hint: 'vendor',
    vi: 'Dữ liệu SMAS có cấu trúc lạ.',
    en: 'The answer of SMAS has an unknown shape.',
  },
  SMAS_MOVING_PAGES: {
    kind: 'transient',
    hint: 'later',
    vi: 'Danh sách trên SMAS thay đổi liên tục trong khi đọc.',
    en: 'The list keeps changing while it is read.',
  },
  SMAS_YEAR_NOT_FOUND: {
    kind: 'data',
    hint: 'config',
    vi: 'SMAS không có năm học được hỏi cho trường này.',
    en: 'SMAS has no such school year for this school.',
  },
  SMAS_WRONG_SCHOOL: {
    kind: 'config',
    hint: 'config',
    vi: 'Tài khoản SMAS thuộc về trường khác.',
    en: 'The SMAS account belongs to another school.',
  },
  SMAS_BAD_CURSOR: {
    kind: 'contract',
    hint: 'again',
    vi: 'Điểm đọc tiếp không còn dùng được.',
    en: 'The resume point is no longer valid.',
  },
  SMAS_UNKNOWN_STREAM: {
    kind: 'config',
    hint: 'config',
    vi: 'SMAS không có loại dữ liệu này.',
    en: 'SMAS has no such stream.',
  },
  SMAS_CANCELLED: {
    kind: 'cancelled',
    hint: 'again',
    vi: 'Đã dừng theo yêu cầu.',
    en: 'Stopped on request.',
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type SmasErrorCode = keyof typeof SMAS_ERRORS;

/** Details hold endpoint names, status and vendor codes only: what SMAS says in words may name a pupil. */
export function smasError(
  code: SmasErrorCode,
  details: Readonly<Record<string, string | number | boolean>> = {},
  retryAfterMs?: number,
): GatewayError {
  const meaning: Meaning = SMAS_ERRORS[code];
  return new GatewayError({
    kind: meaning.kind,
    code,
    message: { vi: meaning.vi, en: meaning.en },
    hint: HINTS[meaning.hint],
    details,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
