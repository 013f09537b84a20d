import { exactKey } from '../label-key.js';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import { cleaned } from './scalar.js';
import type { Transform } from './transform.js';

const basis = 'TT 22/2021/TT-BGDĐT, Điều 5; TT 27/2020/TT-BGDĐT, Điều 7';
const expected = {
  vi: 'điểm từ 0 đến 10, một chữ số thập phân',
  en: 'a mark from 0 to 10 with one decimal',
};
const fix = {
  vi: 'Sửa điểm ở sổ điểm của trường rồi xuất hoặc đồng bộ lại.',
  en: 'Correct the mark in the school’s gradebook and export or sync again.',
};

const NOT_A_SCORE = refuse({
  rule: 'MAP-BAD-SCORE',
  expected,
  message: { vi: 'Ô điểm không phải là số.', en: 'The mark is not a number.' },
  fix,
  basis,
});
const OUT_OF_RANGE = refuse({
  rule: 'MAP-SCORE-RANGE',
  expected,
  message: { vi: 'Điểm nằm ngoài khoảng 0-10.', en: 'The mark is outside 0-10.' },
  fix,
  basis,
});
const TOO_PRECISE = refuse({
  rule: 'MAP-SCORE-DECIMALS',
  expected,
  message: {
    vi: 'Điểm có hơn một chữ số thập phân. Phần mềm không tự làm tròn.',
    en: 'The mark has more than one decimal. It is never rounded for you.',
  },
  fix,
  basis,
});

const NUMBER = /^(-?\d{1,4})(?:[.,](\d{1,20}))?$/u;

/** Trailing zeros of the decimals say nothing: '8,50' is 8.5. */
const decimalsOf = (digits: string | undefined): string => (digits ?? '').replace(/0+$/u, '');

// A hundred and one marks in a few spellings: nearly every cell is one that was met before.
const met = new Map<string, string | Refusal>();
const MAX_MET = 1024;

/** '8.5' from '8,5', '8.5', 8.5; '8.0' from '8'. Takes cleaned, non-empty text. */
export function parseScore(text: string): string | Refusal {
  const known = met.get(text);
  if (known !== undefined) return known;
  const score = readScore(text);
  if (met.size < MAX_MET && text.length < 8) met.set(text, score);
  return score;
}

function readScore(text: string): string | Refusal {
  const match = NUMBER.exec(text);
  if (match === null) return NOT_A_SCORE;
  const whole = Number(match[1]);
  const decimals = decimalsOf(match[2]);
  if (whole < 0 || text.startsWith('-') || whole > 10 || (whole === 10 && decimals !== ''))
    return OUT_OF_RANGE;
  if (decimals.length > 1) return TOO_PRECISE;
  return `${whole}.${decimals === '' ? '0' : decimals}`;
}

const DASHES: readonly string[] = ['-', '–', '—', '--'];

export const noneSet = (more: unknown): ReadonlySet<string> =>
  new Set([...DASHES, ...(Array.isArray(more) ? more : [])].map((text) => exactKey(String(text))));

export const score = {
  name: 'score',
  make: (options) => {
    const none = noneSet((options as { none?: unknown } | undefined)?.none);
    return (value) => {
      const text = cleaned(value);
      if (text === '') return typeof value === 'object' && value !== null ? NOT_A_SCORE : undefined;
      return none.has(text.toLowerCase()) ? undefined : parseScore(text);
    };
  },
} satisfies Transform;
