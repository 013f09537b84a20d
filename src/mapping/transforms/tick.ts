import { refuse } from '../refusal.js';
import { scalarText } from './scalar.js';
import type { Transform } from './transform.js';

// U+F0FC, U+F0FE and U+F052 are Wingdings ticks as Excel stores them; 'ü' and 'þ' are the same glyphs read as letters.
const TICKED: ReadonlySet<string> = new Set(
  [
    'x',
    'ü',
    'þ',
    '✓',
    '✔',
    '☑',
    '☒',
    '√',
    'v',
    '1',
    'true',
    'có',
    'co',
    'yes',
    '\uF0FC',
    '\uF0FE',
    '\uF052',
  ].map((glyph) => glyph.normalize('NFC')),
);
const CLEAR: ReadonlySet<string> = new Set(['0', 'false', 'không', 'khong', 'no', '☐', '-', '\uF0A8']);

const NOT_A_TICK = refuse({
  rule: 'MAP-NOT-A-TICK',
  expected: { vi: 'dấu x hoặc để trống', en: 'an x, or nothing' },
  message: {
    vi: 'Ô đánh dấu có nội dung khác dấu x.',
    en: 'The tick cell holds something that is not a tick.',
  },
  fix: { vi: 'Gõ x để chọn, xóa trống để bỏ chọn.', en: 'Type x to choose, clear the cell not to.' },
});

/** true, false, undefined for an empty cell, or a Refusal. */
export function readTick(value: unknown): unknown {
  const raw = scalarText(value);
  if (typeof raw !== 'string') return raw;
  const text = raw.normalize('NFC').trim().toLowerCase();
  if (text === '') return undefined;
  if (TICKED.has(text)) return true;
  return CLEAR.has(text) ? false : NOT_A_TICK;
}

export const tick = { name: 'tick', make: () => readTick } satisfies Transform;
