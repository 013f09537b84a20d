import type { Rule, RuleCodes } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { citizenNumber, NUMBER_BASIS, numberFacts } from './number.js';

/** The 63 provinces before 1/7/2025: a number keeps the province of its birth registration for life. */
const TABLE = 'provinces-63';

const EXAMPLE_CODES: RuleCodes = {
  name: (table, key) => (table === TABLE && (key === '66' || key === '62') ? 'Tỉnh Mẫu' : undefined),
  fact: () => undefined,
  has: (table) => table === TABLE,
};

/**
 * The first three digits are "0" and the code of one of the 63 provinces, never of the 34 of today. Warning only: numbers made
 * abroad begin with the code of a country, and that list (Phụ lục 2) is not public here.
 */
export const numberPrefix = {
  id: 'IDENT-NUMBER-PREFIX',
  title: {
    vi: 'Ba chữ số đầu của số định danh là mã tỉnh đã biết',
    en: 'The identity number begins with a known province',
  },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R14'],
  basis: `${NUMBER_BASIS} (mã 63 tỉnh, thành phố nơi đăng ký khai sinh, không đổi sau 1/7/2025)`,
  owner: 'school',
  applies: () => true,
  check: (record, { codes }) => {
    const number = citizenNumber(record);
    if (number === null || numberFacts(number) === null || codes?.has(TABLE) !== true) return [];
    if (number.startsWith('0') && codes.name(TABLE, number.slice(1, 3)) !== undefined) return [];
    return [
      {
        path: 'pupil.identity.number',
        value: number,
        expected: {
          vi: 'Ba chữ số đầu là mã một trong 63 tỉnh cũ (001-096) nơi đăng ký khai sinh',
          en: 'The first three digits name one of the 63 former provinces (001-096), where the birth was registered',
        },
        message: {
          vi: `Ba chữ số đầu ${number.slice(0, 3)} không phải mã tỉnh nào trong 63 tỉnh cũ.`,
          en: `The first three digits ${number.slice(0, 3)} are no code of the 63 former provinces.`,
        },
        fix: {
          vi: 'Đối chiếu giấy khai sinh hoặc VNeID, sửa nếu gõ sai. Nếu em khai sinh ở nước ngoài (mã nước) và số đúng thì bỏ qua.',
          en: 'Compare with the birth certificate or VNeID and correct a typing error. If the birth was registered abroad and the number is right, ignore this.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'Đắk Lắk', record: SECONDARY, context: { codes: EXAMPLE_CODES } },
      {
        note: 'Kon Tum, which is no province of its own since 1/7/2025',
        record: withPupil(SECONDARY, { identity: { kind: 'citizen', number: '062214000001' } }),
        context: { codes: EXAMPLE_CODES },
      },
    ],
    bad: [
      {
        note: 'made up',
        record: withPupil(SECONDARY, { identity: { kind: 'citizen', number: '123214000001' } }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'province 03 has never been one',
        record: withPupil(SECONDARY, { identity: { kind: 'citizen', number: '003214000001' } }),
        context: { codes: EXAMPLE_CODES },
      },
    ],
  },
} satisfies Rule;
