import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import { cleaned } from './scalar.js';
import type { Transform } from './transform.js';

const expected = { vi: '12 chữ số', en: '12 digits' };
const basis = 'Luật Căn cước 2023, Điều 12; TT 07/2016/TT-BCA, Điều 7';

const LOST_ZERO: Refusal = refuse({
  rule: 'MAP-IDENTITY-LOST-ZERO',
  expected,
  message: {
    vi: 'Số định danh chỉ còn 11 chữ số trở xuống: có thể Excel đã làm mất số 0 ở đầu.',
    en: 'The identity number has fewer than 12 digits: Excel may have dropped its leading zeros.',
  },
  fix: {
    vi: 'Đối chiếu giấy khai sinh, đặt định dạng ô là Văn bản (Text) rồi nhập đủ 12 số. Phần mềm không tự thêm số 0.',
    en: 'Check the birth certificate, set the cell to Text and enter all 12 digits. Zeros are never added for you.',
  },
  basis,
});

const NOT_TWELVE: Refusal = refuse({
  rule: 'MAP-IDENTITY-NUMBER',
  expected,
  message: {
    vi: 'Số định danh cá nhân không phải là 12 chữ số.',
    en: 'The personal identity number is not 12 digits.',
  },
  fix: {
    vi: 'Nhập đúng số định danh cá nhân trên giấy khai sinh hoặc thẻ căn cước.',
    en: 'Enter the number as on the birth certificate or identity card.',
  },
  basis,
});

/** The 12 digits, undefined for no value, or a Refusal. */
export function readIdentityNumber(value: unknown): string | Refusal | undefined {
  const text = cleaned(value).replace(/^'/u, '');
  if (text === '') return typeof value === 'object' && value !== null ? NOT_TWELVE : undefined;
  if (/^\d{12}$/u.test(text)) return text;
  return /^\d{9,11}$/u.test(text) ? LOST_ZERO : NOT_TWELVE;
}

export const identityNumber = {
  name: 'identity-number',
  make: () => readIdentityNumber,
} satisfies Transform;
