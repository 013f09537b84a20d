import { tidy } from '../label-key.js';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';

const NOT_A_VALUE: Refusal = refuse({
  rule: 'MAP-NOT-A-VALUE',
  expected: { vi: 'một giá trị đơn (chữ hoặc số)', en: 'a single value (text or number)' },
  message: {
    vi: 'Nguồn gửi một danh sách hoặc một đối tượng ở chỗ chỉ được có một giá trị.',
    en: 'The source sent a list or an object where one value belongs.',
  },
  fix: {
    vi: 'Báo nhà cung cấp phần mềm hoặc sửa khai báo ánh xạ.',
    en: 'Tell the vendor, or correct the mapping.',
  },
  owner: 'vendor',
});

/** The number as JavaScript writes it: exponents stay and are refused as codes and marks; '' for NaN and infinities. */
const numberText = (value: number): string => (Number.isFinite(value) ? String(value) : '');

/** The value as text before cleaning: '' for no value, a Refusal for lists and objects. */
export function scalarText(value: unknown): string | Refusal {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return NOT_A_VALUE;
}

/** Cleaned text: NFC, look-alikes repaired, blanks collapsed. '' is "no value"; lists and objects give ''. */
export function cleaned(value: unknown): string {
  const text = scalarText(value);
  return typeof text === 'string' ? tidy(text) : '';
}
