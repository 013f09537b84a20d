import type { Bilingual } from '../../../domain/errors.js';
import type { Rule, RuleCodes } from '../../rule.js';
import { SECONDARY, withPupil } from '../../samples.js';
import type { Catalogue } from './units.js';
import { addressPath, EXAMPLE_CODES, isCoded, listDay, otherCatalogue, UNIT_TABLES } from './units.js';

function messageOf(code: string, catalogue: Catalogue, codes: RuleCodes): Bilingual {
  const own = UNIT_TABLES[catalogue];
  const ended = codes.name(own.communes, code);
  if (ended !== undefined)
    return {
      vi: `Mã này là ${ended} nhưng không có hiệu lực vào thời điểm của học bạ.`,
      en: `The code is ${ended}, but not in force at the time of the record.`,
    };
  const other = UNIT_TABLES[otherCatalogue(catalogue)];
  const meant = codes.name(other.communes, code);
  if (meant !== undefined)
    return {
      vi: `Mã này là ${meant} của ${other.title.vi}, không có trong ${own.title.vi}.`,
      en: `The code is ${meant} in ${other.title.en}; it is not in ${own.title.en}.`,
    };
  return { vi: 'Không có xã, phường nào mang mã này.', en: 'No commune has this code.' };
}

/** A commune's code exists in the list that the address names, where that list has been imported. */
export const communeCode = {
  id: 'COMP-COMMUNE-CODE',
  title: { vi: 'Mã xã có trong danh mục đã nêu', en: 'The commune code is in the list named' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2', 'R5'],
  basis: 'QĐ 4998/QĐ-BGDĐT 31/12/2021: DM_XA; QĐ 19/2025/QĐ-TTg: mã xã, phường, đặc khu 5 chữ số',
  owner: 'vendor',
  applies: () => true,
  check: (record, { codes, today }) =>
    (record.pupil.addresses ?? []).flatMap((address) => {
      const { communeCode: code } = address;
      if (codes === undefined || code === undefined || !isCoded(address)) return [];
      const own = UNIT_TABLES[address.catalogue];
      if (!codes.has(own.communes)) return [];
      if (codes.name(own.communes, code, listDay(record, address, today)) !== undefined) return [];
      return [
        {
          path: addressPath(address, 'communeCode'),
          value: code,
          expected: { vi: `Một mã xã của ${own.title.vi}`, en: `A commune code of ${own.title.en}` },
          message: messageOf(code, address.catalogue, codes),
          fix: {
            vi: 'Sửa địa chỉ trên phần mềm quản lý trường học; nếu mã đúng thì Sở nạp lại danh mục đơn vị hành chính bằng "hocba codes import".',
            en: 'Correct the address in the school management software; if the code is right, the department imports the list again with "hocba codes import".',
          },
        },
      ];
    }),
  examples: {
    good: [
      {
        note: 'one code, two communes, each in its own list',
        record: withPupil(SECONDARY, {
          addresses: [
            { kind: 'current', catalogue: 'vn-34', provinceCode: '90', communeCode: '90001' },
            { kind: 'birth', catalogue: 'vn-63', provinceCode: '90', communeCode: '90001' },
          ],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'the list has not been imported',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', communeCode: '99999' }],
        }),
        context: { codes: { ...EXAMPLE_CODES, has: () => false } },
      },
    ],
    bad: [
      {
        note: 'an old code in the new list',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', provinceCode: '91', communeCode: '90003' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'a code of no list',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'permanent', catalogue: 'vn-34', provinceCode: '90', communeCode: '99999' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
    ],
  },
} satisfies Rule;
