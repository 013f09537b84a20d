import type { Bilingual } from './errors.js';
import type { Issue } from './issue.js';

export type JsonProblemCode =
  | 'JSON-EMPTY'
  | 'JSON-TOO-LARGE'
  | 'JSON-ENCODING'
  | 'JSON-SYNTAX'
  | 'JSON-CUT-OFF'
  | 'JSON-TRAILING'
  | 'JSON-DEPTH'
  | 'JSON-PARTS'
  | 'JSON-DUPLICATE-KEY'
  | 'JSON-UNSAFE-KEY'
  | 'JSON-NUMBER'
  | 'JSON-CHARACTER';

/** Why a text is not taken for JSON, and where. */
export interface JsonProblem {
  readonly code: JsonProblemCode;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units as editors count. */
  readonly column: number;
  /** The key, number or character concerned; null where the place says it all. */
  readonly about: string | null;
}

interface Wording {
  readonly message: Bilingual;
  readonly expected: Bilingual;
}

const WHOLE: Bilingual = {
  vi: 'Một tài liệu JSON trọn vẹn, bảng mã UTF-8',
  en: 'One whole JSON document in UTF-8',
};

const WORDINGS: Readonly<Record<JsonProblemCode, Wording>> = {
  'JSON-EMPTY': { message: { vi: 'Tệp JSON không có nội dung', en: 'The JSON is empty' }, expected: WHOLE },
  'JSON-TOO-LARGE': {
    message: { vi: 'Tệp JSON lớn hơn giới hạn cho phép', en: 'The JSON is larger than allowed' },
    expected: { vi: 'Tệp nhỏ hơn giới hạn', en: 'A file below the limit' },
  },
  'JSON-ENCODING': {
    message: { vi: 'Tệp JSON không phải bảng mã UTF-8', en: 'The JSON is not UTF-8' },
    expected: WHOLE,
  },
  'JSON-SYNTAX': {
    message: { vi: 'JSON sai cú pháp', en: 'The JSON breaks the syntax' },
    expected: WHOLE,
  },
  'JSON-CUT-OFF': {
    message: { vi: 'JSON bị cắt cụt, chưa hết tài liệu', en: 'The JSON ends in the middle' },
    expected: WHOLE,
  },
  'JSON-TRAILING': {
    message: {
      vi: 'Sau tài liệu JSON còn nội dung khác (nhiều tài liệu trong một tệp thì mỗi tài liệu một dòng, tệp .ndjson)',
      en: 'Something follows the JSON document (several documents go one a line into an .ndjson file)',
    },
    expected: WHOLE,
  },
  'JSON-DEPTH': {
    message: { vi: 'JSON lồng nhau quá 64 bậc', en: 'The JSON is nested deeper than 64' },
    expected: { vi: 'Không quá 64 bậc', en: 'At most 64 levels' },
  },
  'JSON-PARTS': {
    message: {
      vi: 'JSON có quá nhiều phần (đối tượng, danh sách hoặc khóa)',
      en: 'The JSON has too many parts (objects, lists or keys)',
    },
    expected: {
      vi: 'Không quá 500.000 đối tượng và danh sách, 10.000 khóa một đối tượng',
      en: 'At most 500,000 objects and lists, 10,000 keys an object',
    },
  },
  'JSON-DUPLICATE-KEY': {
    message: {
      vi: 'Một đối tượng JSON có hai khóa trùng tên: mỗi phần mềm sẽ đọc một kiểu',
      en: 'A JSON object has one key twice: two programs would read it differently',
    },
    expected: { vi: 'Mỗi khóa một lần', en: 'Each key once' },
  },
  'JSON-UNSAFE-KEY': {
    message: {
      vi: 'JSON có tên khóa không được phép vì lý do an toàn',
      en: 'The JSON has a key that is not allowed for safety',
    },
    expected: {
      vi: 'Không dùng __proto__, constructor, prototype',
      en: 'No __proto__, constructor or prototype',
    },
  },
  'JSON-NUMBER': {
    message: {
      vi: 'Số này không giữ được nguyên vẹn khi đọc JSON (quá lớn, quá nhiều chữ số, hoặc -0); mã và điểm phải ghi trong dấu nháy',
      en: 'This number does not survive JSON (too large, too many digits, or -0); codes and marks belong into quotes',
    },
    expected: {
      vi: 'Số nguyên đến 9007199254740991, số thập phân đến 16 chữ số',
      en: 'A whole number up to 9007199254740991, a decimal of up to 16 digits',
    },
  },
  'JSON-CHARACTER': {
    message: {
      vi: 'JSON chứa ký tự không lưu được (NUL hoặc nửa ký tự)',
      en: 'The JSON holds a character that cannot be stored (NUL or half a character)',
    },
    expected: { vi: 'Chữ, số và dấu thông thường', en: 'Ordinary characters' },
  },
};

const FIX: Bilingual = {
  vi: 'Xuất lại tệp từ phần mềm gốc; nếu vẫn lỗi, gửi kết quả này cho nhà cung cấp phần mềm.',
  en: 'Export the file again from its software; if it fails again, give this result to the vendor.',
};

/** What a person reads of a problem; always an error, always the vendor's to mend. */
export function jsonIssue({ code, line, column, about }: JsonProblem): Issue {
  const { message, expected } = WORDINGS[code];
  return {
    rule: code,
    severity: 'error',
    path: `line ${line}, column ${column}`,
    value: about,
    expected,
    message: {
      vi: `${message.vi} (dòng ${line}, cột ${column}).`,
      en: `${message.en} (line ${line}, column ${column}).`,
    },
    fix: FIX,
    basis: 'RFC 8259; RFC 7493 (I-JSON)',
    owner: 'vendor',
  };
}
