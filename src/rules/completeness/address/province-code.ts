import type { Rule } from '../../rule.js';
import { SECONDARY, withPupil } from '../../samples.js';
import { CORRECT_AT_SOURCE } from '../../words.js';
import { addressPath, EXAMPLE_CODES, isCoded, otherCatalogue, UNIT_TABLES } from './units.js';

/** A province's code exists in the list that the address names; 29 of the 63 old codes are gone from the new list. */
export const provinceCode = {
  id: 'COMP-PROVINCE-CODE',
  title: { vi: 'Mã tỉnh có trong danh mục đã nêu', en: 'The province code is in the list named' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2', 'R5'],
  basis:
    'QĐ 4998/QĐ-BGDĐT 31/12/2021: DM_TINH; QĐ 19/2025/QĐ-TTg (34 mã tỉnh); QĐ 124/2004/QĐ-TTg (63 mã tỉnh)',
  owner: 'vendor',
  applies: () => true,
  check: ({ pupil }, { codes }) =>
    (pupil.addresses ?? []).flatMap((address) => {
      const { provinceCode: code } = address;
      if (codes === undefined || code === undefined || !isCoded(address)) return [];
      const own = UNIT_TABLES[address.catalogue];
      if (!codes.has(own.provinces) || codes.name(own.provinces, code) !== undefined) return [];
      const other = UNIT_TABLES[otherCatalogue(address.catalogue)];
      const meant = codes.name(other.provinces, code);
      return [
        {
          path: addressPath(address, 'provinceCode'),
          value: code,
          expected: { vi: `Một mã tỉnh của ${own.title.vi}`, en: `A province code of ${own.title.en}` },
          message:
            meant === undefined
              ? { vi: 'Không có tỉnh, thành phố nào mang mã này.', en: 'No province has this code.' }
              : {
                  vi: `Mã này là ${meant} của ${other.title.vi}, không có trong ${own.title.vi}.`,
                  en: `The code is ${meant} in ${other.title.en}; it is not in ${own.title.en}.`,
                },
          fix: CORRECT_AT_SOURCE,
        },
      ];
    }),
  examples: {
    good: [
      { note: 'no address', record: SECONDARY, context: { codes: EXAMPLE_CODES } },
      {
        note: 'a code of today, and an old one in the old list',
        record: withPupil(SECONDARY, {
          addresses: [
            { kind: 'current', catalogue: 'vn-34', provinceCode: '91' },
            { kind: 'birth', catalogue: 'vn-63', provinceCode: '92' },
          ],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'no tables to look into',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', provinceCode: '99' }],
        }),
      },
    ],
    bad: [
      {
        note: 'an old code in the new list',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', provinceCode: '92' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'a code of no list',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'birth', catalogue: 'vn-63', provinceCode: '99' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
    ],
  },
} satisfies Rule;
