import type { Rule } from '../../rule.js';
import { SECONDARY, withPupil } from '../../samples.js';
import { CORRECT_AT_SOURCE } from '../../words.js';
import { addressPath, EXAMPLE_CODES, UNIT_TABLES } from './units.js';

/** Districts were abolished on 1/7/2025: their codes are dead in new addresses, and legal where the old list is named. */
export const district = {
  id: 'COMP-DISTRICT',
  title: { vi: 'Mã huyện chỉ dùng với danh mục cũ', en: 'District codes belong to the old list only' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2', 'R5'],
  basis: 'NQ 202/2025/QH15; QĐ 19/2025/QĐ-TTg: không còn cấp huyện từ 1/7/2025; QĐ 4998/QĐ-BGDĐT: DM_HUYEN',
  owner: 'vendor',
  applies: () => true,
  check: ({ pupil }, { codes }) =>
    (pupil.addresses ?? []).flatMap((address) => {
      const { districtCode: code, catalogue } = address;
      if (code === undefined) return [];
      const path = addressPath(address, 'districtCode');
      if (catalogue === 'vn-34')
        return [
          {
            path,
            value: code,
            expected: { vi: 'Không có mã huyện', en: 'No district code' },
            message: {
              vi: 'Từ 1/7/2025 không còn cấp huyện, nhưng địa chỉ theo danh mục mới có mã huyện.',
              en: 'There are no districts since 1/7/2025, but an address by the new list has a district code.',
            },
            fix: CORRECT_AT_SOURCE,
          },
        ];
      const districts = UNIT_TABLES['vn-63'].districts ?? '';
      if (catalogue !== 'vn-63' || codes?.has(districts) !== true) return [];
      if (codes.name(districts, code) !== undefined) return [];
      return [
        {
          path,
          value: code,
          expected: {
            vi: 'Một mã huyện của danh mục trước 1/7/2025',
            en: 'A district code of the list before 1/7/2025',
          },
          message: { vi: 'Không có quận, huyện nào mang mã này.', en: 'No district has this code.' },
          fix: CORRECT_AT_SOURCE,
        },
      ];
    }),
  examples: {
    good: [
      {
        note: 'a district of the old list',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'birth', catalogue: 'vn-63', provinceCode: '90', districtCode: '901' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'the old list of districts has not been imported',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'birth', catalogue: 'vn-63', provinceCode: '90', districtCode: '999' }],
        }),
      },
    ],
    bad: [
      {
        note: 'a district in a new address',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', provinceCode: '90', districtCode: '901' }],
        }),
      },
      {
        note: 'a district of no list',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'birth', catalogue: 'vn-63', provinceCode: '90', districtCode: '999' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
    ],
  },
} satisfies Rule;
