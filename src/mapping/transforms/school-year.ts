import { refuse } from '../refusal.js';
import { cleaned } from './scalar.js';
import type { Transform } from './transform.js';

const NOT_A_YEAR = refuse({
  rule: 'MAP-BAD-SCHOOL-YEAR',
  expected: { vi: 'năm học dạng 2025-2026', en: 'a school year as 2025-2026' },
  message: {
    vi: 'Năm học không đúng dạng hoặc hai năm không liền nhau.',
    en: 'The school year is malformed or its two years do not follow each other.',
  },
  fix: { vi: 'Ghi năm học theo dạng 2025-2026.', en: 'Write the school year as 2025-2026.' },
});

/** The axis sends the start year alone (2025), people write both. */
export const schoolYear = {
  name: 'school-year',
  make: () => (value) => {
    const text = cleaned(value);
    if (text === '') return typeof value === 'object' && value !== null ? NOT_A_YEAR : undefined;
    const match = /^(20\d{2})(?: ?[-–/] ?(20\d{2}))?$/u.exec(text);
    if (match === null) return NOT_A_YEAR;
    const start = Number(match[1]);
    const end = match[2] === undefined ? start + 1 : Number(match[2]);
    return end === start + 1 ? `${start}-${end}` : NOT_A_YEAR;
  },
} satisfies Transform;
