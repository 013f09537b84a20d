import type { Bilingual } from '../../../domain/errors.js';
import type { Address } from '../../../domain/records.js';
import type { Finding, Rule, RuleCodes } from '../../rule.js';
import { SECONDARY, withPupil } from '../../samples.js';
import { addressPath, EXAMPLE_CODES, UNIT_TABLES } from './units.js';

const PARTS = ['provinceCode', 'districtCode', 'communeCode'] as const;

const BETWEEN: Bilingual = {
  vi: 'cùng một mã có thể là hai nơi khác nhau trong danh mục trước và từ 1/7/2025',
  en: 'one code may be two places, in the list before and in the list since 1/7/2025',
};

/** The two places that a commune's code stands for, where both lists are known. */
function meaningsOf(code: string | undefined, codes: RuleCodes | undefined): Bilingual {
  if (code === undefined || codes === undefined) return BETWEEN;
  const before = codes.name(UNIT_TABLES['vn-63'].communes, code);
  const now = codes.name(UNIT_TABLES['vn-34'].communes, code);
  if (before === undefined || now === undefined) return BETWEEN;
  return {
    vi: `mã ${code} là ${before} trước 1/7/2025 và ${now} từ 1/7/2025`,
    en: `${code} is ${before} before 1/7/2025 and ${now} since`,
  };
}

function findingOf(address: Address, codes: RuleCodes | undefined): readonly Finding[] {
  const part = PARTS.toReversed().find((one) => address[one] !== undefined);
  if (address.catalogue !== 'text' || part === undefined) return [];
  const meanings = meaningsOf(address.communeCode, codes);
  return [
    {
      path: addressPath(address, part),
      value: address[part] ?? null,
      expected: {
        vi: 'Nói rõ danh mục: vn-63 (trước 1/7/2025) hoặc vn-34 (từ 1/7/2025)',
        en: 'The list named: vn-63 (before 1/7/2025) or vn-34 (since)',
      },
      message: {
        vi: `Địa chỉ có mã nhưng không nói theo danh mục nào: ${meanings.vi}.`,
        en: `The address has codes but names no list: ${meanings.en}.`,
      },
      fix: {
        vi: 'Nhà cung cấp phần mềm gửi kèm tên danh mục; nếu không biết thì chỉ gửi địa chỉ bằng chữ.',
        en: 'The vendor sends the list’s name along; where it is not known, the address as text alone.',
      },
    },
  ];
}

/** A code without its list is ambiguous: 2,145 of the 3,321 commune codes had another meaning before 1/7/2025. */
export const listNamed = {
  id: 'COMP-ADDRESS-LIST',
  title: { vi: 'Mã địa chỉ đi kèm tên danh mục', en: 'Codes of an address come with their list' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2', 'R5'],
  basis: 'QĐ 19/2025/QĐ-TTg: mã xã dùng lại, 2.145 trong 3.321 mã đổi nghĩa so với trước 1/7/2025',
  owner: 'vendor',
  applies: () => true,
  check: ({ pupil }, { codes }) => (pupil.addresses ?? []).flatMap((address) => findingOf(address, codes)),
  examples: {
    good: [
      {
        note: 'an address as text',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'text', text: 'Thôn Mẫu, xã Mẫu' }],
        }),
      },
      {
        note: 'codes with their list',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', communeCode: '90001' }],
        }),
      },
    ],
    bad: [
      {
        note: 'a bare commune code',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'text', communeCode: '90001' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'a bare province code, no lists known',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'birth', catalogue: 'text', provinceCode: '90' }],
        }),
      },
    ],
  },
} satisfies Rule;
