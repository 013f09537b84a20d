import type { Bilingual } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import { packetIssue } from './issues.js';
import type { PacketProfile } from './profile-shape.js';

export type TwinFault =
  | 'TWIN-TYPE'
  | 'TWIN-UNKNOWN-KEY'
  | 'TWIN-MISSING'
  | 'TWIN-CHARACTER'
  | 'TWIN-NOT-SIGNED';

const MESSAGES: Readonly<Record<TwinFault, Bilingual>> = {
  'TWIN-TYPE': {
    vi: 'Giá trị JSON ở đây không đúng kiểu (mọi giá trị của gói tin là chuỗi ký tự trong dấu nháy).',
    en: 'The JSON value here has the wrong type (every value of a packet is text in quotes).',
  },
  'TWIN-UNKNOWN-KEY': {
    vi: 'Khóa JSON này không có trong cấu trúc gói tin.',
    en: 'The packet profile has no such key here.',
  },
  'TWIN-MISSING': {
    vi: 'Thiếu mục bắt buộc của gói tin.',
    en: 'A required part of the packet is missing.',
  },
  'TWIN-CHARACTER': {
    vi: 'Giá trị chứa ký tự điều khiển, không ghi được vào gói tin.',
    en: 'The value holds a control character, which a packet cannot hold.',
  },
  'TWIN-NOT-SIGNED': {
    vi: 'Bản JSON chỉ ghi là ô này đã ký; chữ ký không nằm trong bản JSON nên không kiểm tra được.',
    en: 'The JSON only says that this slot is signed; the signature itself is not in it and cannot be judged.',
  },
};

const FIX: Bilingual = {
  vi: 'Xuất lại bản JSON từ phần mềm; nếu vẫn lỗi, gửi kết quả này cho nhà cung cấp.',
  en: 'Export the JSON again; if it fails again, give this result to the vendor.',
};
const CHECK_XML: Bilingual = {
  vi: 'Muốn kiểm tra chữ ký, nộp gói tin XML.',
  en: 'Give the XML packet to have its signatures judged.',
};

export function twinIssue(
  profile: PacketProfile,
  rule: TwinFault,
  place: { readonly path: string; readonly value: string | null; readonly expected: Bilingual },
): Issue {
  const isNote = rule === 'TWIN-NOT-SIGNED';
  return {
    ...packetIssue({
      ...place,
      rule,
      message: MESSAGES[rule],
      fix: isNote ? CHECK_XML : FIX,
      basis: `packet profile ${profile.id}`,
      owner: 'vendor',
    }),
    severity: isNote ? 'info' : 'error',
  };
}
