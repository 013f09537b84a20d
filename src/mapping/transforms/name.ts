import { isRefusal, refuse } from '../refusal.js';
import { cleaned, scalarText } from './scalar.js';
import { hasUnseen, INVISIBLE } from './text.js';
import type { Transform } from './transform.js';

// At the ends they are dirt of copying; between letters they make two names that look the same.
const ZERO_WIDTH_INSIDE = /\S(?:\u200B|\u200C|\u200D|\uFEFF)+\S/u;

const NOT_A_NAME = refuse({
  rule: 'MAP-NOT-A-NAME',
  expected: { vi: 'họ và tên bằng chữ', en: "a person's name in letters" },
  message: {
    vi: 'Ô họ tên có chữ số hoặc ký hiệu, hoặc chỉ có một ký tự.',
    en: 'The name holds digits or symbols, or is a single character.',
  },
  fix: { vi: 'Sửa lại họ và tên theo giấy khai sinh.', en: 'Correct the name as on the birth certificate.' },
});

// Letters with any marks (names of ethnic groups keep combining marks), blank, apostrophe, hyphen, full stop.
const NAME = /^\p{L}[\p{L}\p{M}' .-]*[\p{L}\p{M}.]$/u;

export const name = {
  name: 'name',
  make: () => (value) => {
    const raw = scalarText(value);
    if (isRefusal(raw)) return raw;
    if (hasUnseen(raw) || ZERO_WIDTH_INSIDE.test(raw)) return INVISIBLE;
    const text = cleaned(raw);
    if (text === '') return undefined;
    return NAME.test(text) && text.length <= 120 ? text : NOT_A_NAME;
  },
} satisfies Transform;
