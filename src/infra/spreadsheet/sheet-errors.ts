import { type Bilingual, GatewayError } from '../../domain/errors.js';

export type SheetErrorCode =
  | 'SHEET_NOT_A_WORKBOOK'
  | 'SHEET_DAMAGED'
  | 'SHEET_TOO_LARGE'
  | 'SHEET_ENCRYPTED'
  | 'SHEET_MACROS'
  | 'SHEET_TIMEOUT';

interface SheetErrorText {
  readonly message: Bilingual;
  readonly hint: Bilingual;
}

/** What a school clerk reads for each refusal. */
export const SHEET_ERRORS: Readonly<Record<SheetErrorCode, SheetErrorText>> = {
  SHEET_NOT_A_WORKBOOK: {
    message: {
      vi: 'Tệp không phải là bảng tính Excel (có thể là PDF, ảnh hoặc văn bản đã đổi tên).',
      en: 'The file is not an Excel workbook (perhaps a renamed PDF, picture or text).',
    },
    hint: {
      vi: 'Xuất lại tệp .xls hoặc .xlsx từ phần mềm của trường, không đổi phần mở rộng của tệp.',
      en: 'Export the .xls or .xlsx again from the school software; do not rename the extension.',
    },
  },
  SHEET_DAMAGED: {
    message: {
      vi: 'Tệp bảng tính bị hỏng hoặc tải về chưa hết.',
      en: 'The workbook is damaged or was not downloaded to its end.',
    },
    hint: {
      vi: 'Tải hoặc xuất lại tệp, mở thử bằng Excel rồi nộp lại.',
      en: 'Download or export the file again, open it in Excel once, then submit it.',
    },
  },
  SHEET_TOO_LARGE: {
    message: {
      vi: 'Tệp quá lớn: vượt quá dung lượng, số dòng (200.000) hoặc số cột (256) cho phép.',
      en: 'The file is too large: over the allowed size, 200,000 rows or 256 columns.',
    },
    hint: {
      vi: 'Tách tệp theo khối hoặc lớp; xoá các dòng, cột trống có định dạng ở cuối bảng.',
      en: 'Split the file by grade or class; delete formatted empty rows and columns at its end.',
    },
  },
  SHEET_ENCRYPTED: {
    message: { vi: 'Tệp bảng tính có mật khẩu.', en: 'The workbook is protected by a password.' },
    hint: {
      vi: 'Mở bằng Excel, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu rồi nộp lại.',
      en: 'Open it in Excel, remove the password (File > Info > Protect Workbook), save, submit again.',
    },
  },
  SHEET_MACROS: {
    message: {
      vi: 'Tệp có macro, đối tượng nhúng hoặc liên kết ra ngoài nên không được nhận.',
      en: 'The file holds macros, embedded objects or external links and is refused.',
    },
    hint: {
      vi: 'Lưu lại thành .xlsx không macro (Excel Workbook), chỉ giữ giá trị, rồi nộp lại.',
      en: 'Save it as a macro-free .xlsx with values only, then submit it again.',
    },
  },
  SHEET_TIMEOUT: {
    message: { vi: 'Đọc tệp quá lâu nên đã dừng.', en: 'Reading the file took too long and was stopped.' },
    hint: {
      vi: 'Tách tệp nhỏ hơn hoặc lưu lại bằng Excel rồi nộp lại.',
      en: 'Split the file, or save it again in Excel, then submit it.',
    },
  },
};

/** `reason` is one of our own constants, never text of the file. */
export function sheetError(code: SheetErrorCode, reason: string, cause?: unknown): GatewayError {
  const { message, hint } = SHEET_ERRORS[code];
  return new GatewayError({
    kind: 'data',
    code,
    message,
    hint,
    details: { reason },
    ...(cause === undefined ? {} : { cause }),
  });
}

export function sheetCancelled(): GatewayError {
  return new GatewayError({
    kind: 'cancelled',
    code: 'CANCELLED',
    message: { vi: 'Đã dừng theo yêu cầu.', en: 'Stopped on request.' },
    hint: { vi: 'Chạy lại khi cần.', en: 'Run it again when needed.' },
  });
}
