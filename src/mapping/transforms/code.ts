import { isRefusal, refuse } from '../refusal.js';
import { cleaned, scalarText } from './scalar.js';
import { hasUnseen, INVISIBLE } from './text.js';
import type { Transform } from './transform.js';

const NOT_A_CODE = refuse({
  rule: 'MAP-BAD-CODE',
  expected: { vi: 'một mã liền nhau, tối đa 64 ký tự', en: 'one code without blanks, at most 64 characters' },
  message: {
    vi: 'Mã có dấu cách bên trong, quá dài, hoặc bị Excel đổi thành số (1,23E+11).',
    en: 'The code has blanks inside, is too long, or was turned into a number by Excel (1.23E+11).',
  },
  fix: {
    vi: 'Đặt định dạng ô là Văn bản (Text) rồi nhập lại mã.',
    en: 'Set the cell format to Text and enter the code again.',
  },
});

const EXPONENT = /^\d([.,]\d+)?E\+?\d+$/iu;

/** Opaque: a JSON number is taken as its decimal text, nothing is padded, parsed or shortened. */
export const code = {
  name: 'code',
  make: () => (value) => {
    const raw = scalarText(value);
    if (isRefusal(raw)) return raw;
    if (hasUnseen(raw)) return INVISIBLE;
    const text = cleaned(raw);
    if (text === '') return undefined;
    const unsafe = typeof value === 'number' && !Number.isSafeInteger(value);
    return unsafe || text.length > 64 || /\s/u.test(text) || EXPONENT.test(text) ? NOT_A_CODE : text;
  },
} satisfies Transform;
