import { refuse } from '../refusal.js';
import { cleaned } from './scalar.js';
import type { Transform } from './transform.js';

const NOT_A_COUNT = refuse({
  rule: 'MAP-BAD-COUNT',
  expected: { vi: 'số nguyên từ 0 trở lên', en: 'a whole number, 0 or more' },
  message: { vi: 'Ô này phải là một số nguyên không âm.', en: 'This must be a whole number, not negative.' },
  fix: { vi: 'Nhập lại số, không kèm chữ.', en: 'Enter the number without any text.' },
});

export const count = {
  name: 'count',
  make: () => (value) => {
    const text = cleaned(value);
    if (text === '') return typeof value === 'object' && value !== null ? NOT_A_COUNT : undefined;
    if (text === '-') return undefined;
    return /^\d{1,6}(?:[.,]0+)?$/u.test(text) ? Number.parseInt(text, 10) : NOT_A_COUNT;
  },
} satisfies Transform;
