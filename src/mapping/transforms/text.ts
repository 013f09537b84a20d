import type { Refusal } from '../refusal.js';
import { isRefusal, refuse } from '../refusal.js';
import { cleaned, scalarText } from './scalar.js';
import type { Transform } from './transform.js';

// Control characters other than tab and line ends, bidi controls, word joiners, soft hyphen, private use, U+FFFD.
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u061C\u200E\u200F\u202A-\u202E\u2060-\u206F\uE000-\uF8FF\uFFFD\uFFFE\uFFFF]|\p{Cs}/u;

export const INVISIBLE: Refusal = refuse({
  rule: 'MAP-INVISIBLE-CHARACTER',
  expected: { vi: 'chữ không có ký tự ẩn', en: 'text without invisible characters' },
  message: {
    vi: 'Ô có ký tự ẩn hoặc ký tự hỏng (thường do chép từ trang web hay do sai bảng mã).',
    en: 'The value holds invisible or broken characters (pasted from a web page, or a wrong encoding).',
  },
  fix: { vi: 'Xóa ô và gõ lại bằng bàn phím.', en: 'Clear the cell and type the value again.' },
});

/** True when the text holds characters that nobody can see and PostgreSQL or a signature may not keep. */
export const hasUnseen = (text: string): boolean => UNSEEN.test(text);

export const text = {
  name: 'text',
  make: () => (value) => {
    const raw = scalarText(value);
    if (isRefusal(raw)) return raw;
    if (hasUnseen(raw)) return INVISIBLE;
    return cleaned(raw) || undefined;
  },
} satisfies Transform;
