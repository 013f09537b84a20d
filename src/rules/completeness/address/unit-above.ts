import type { Bilingual } from '../../../domain/errors.js';
import type { Address, CanonicalRecord } from '../../../domain/records.js';
import type { Finding, Rule, RuleCodes } from '../../rule.js';
import { SECONDARY, withPupil } from '../../samples.js';
import { CORRECT_AT_SOURCE } from '../../words.js';
import type { Catalogue } from './units.js';
import { addressPath, EXAMPLE_CODES, isCoded, listDay, UNIT_TABLES } from './units.js';

type CodedAddress = Address & { readonly catalogue: Catalogue };

/** A unit, the unit above it that the address gives, and the one that the list gives. */
interface Pair {
  readonly part: 'provinceCode' | 'districtCode';
  readonly given: string | undefined;
  readonly listed: string | undefined;
  /** A code that no list has is told by its own rule. */
  readonly isKnown: boolean;
  readonly unit: string;
  readonly above: string | undefined;
  readonly what: Bilingual;
}

const PROVINCE: Bilingual = { vi: 'tỉnh, thành phố', en: 'province' };
const DISTRICT: Bilingual = { vi: 'quận, huyện', en: 'district' };

/** What the lists say of a commune, and of a district of the old list. */
function pairsOf(address: CodedAddress, codes: RuleCodes, day: string | undefined): readonly Pair[] {
  const { communeCode, districtCode, provinceCode, catalogue } = address;
  const { communes, districts, provinces } = UNIT_TABLES[catalogue];
  const pair = (
    table: string,
    unit: string,
    part: Pair['part'],
    above: string | undefined,
    what: Bilingual,
  ): Pair => {
    const listed = codes.fact(table, unit, part === 'provinceCode' ? 'province' : 'district', day);
    const given = part === 'provinceCode' ? provinceCode : districtCode;
    const name = listed === undefined || above === undefined ? undefined : codes.name(above, listed);
    const isKnown =
      given === undefined ||
      above === undefined ||
      !codes.has(above) ||
      codes.name(above, given) !== undefined;
    return { part, given, listed, isKnown, unit: codes.name(table, unit, day) ?? unit, above: name, what };
  };
  return [
    ...(communeCode === undefined ? [] : [pair(communes, communeCode, 'provinceCode', provinces, PROVINCE)]),
    ...(communeCode === undefined || districtCode === undefined
      ? []
      : [pair(communes, communeCode, 'districtCode', districts, DISTRICT)]),
    ...(communeCode !== undefined || districtCode === undefined || districts === undefined
      ? []
      : [pair(districts, districtCode, 'provinceCode', provinces, PROVINCE)]),
  ];
}

function findingOf(address: CodedAddress, { part, given, listed, unit, above, what }: Pair): Finding {
  const right = above === undefined ? `${listed}` : `${listed} (${above})`;
  return {
    path: addressPath(address, part),
    value: given ?? null,
    expected: { vi: `${right}, nơi có ${unit}`, en: `${right}, where ${unit} is` },
    message:
      given === undefined
        ? {
            vi: `Địa chỉ có ${unit} nhưng thiếu mã ${what.vi}.`,
            en: `${unit} is given without its ${what.en}.`,
          }
        : {
            vi: `${unit} không thuộc ${what.vi} mang mã này.`,
            en: `${unit} is not in the ${what.en} of this code.`,
          },
    fix: CORRECT_AT_SOURCE,
  };
}

const faultsOf = (
  record: CanonicalRecord,
  address: CodedAddress,
  codes: RuleCodes,
  today: string,
): Finding[] =>
  pairsOf(address, codes, listDay(record, address, today))
    .filter(({ given, listed, isKnown }) => listed !== undefined && listed !== given && isKnown)
    .map((pair) => findingOf(address, pair));

/** A commune lies in the province (in old records: the district) that the address gives. */
export const unitAbove = {
  id: 'COMP-UNIT-ABOVE',
  title: { vi: 'Xã thuộc đúng tỉnh đã nêu', en: 'The commune lies in the province given' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2', 'R5'],
  basis: 'QĐ 19/2025/QĐ-TTg; QĐ 124/2004/QĐ-TTg: mỗi xã thuộc một tỉnh (trước 1/7/2025: một huyện)',
  owner: 'vendor',
  applies: () => true,
  check: (record, { codes, today }) =>
    codes === undefined
      ? []
      : (record.pupil.addresses ?? []).flatMap((address) =>
          isCoded(address) ? faultsOf(record, address, codes, today) : [],
        ),
  examples: {
    good: [
      {
        note: 'new and old',
        record: withPupil(SECONDARY, {
          addresses: [
            { kind: 'current', catalogue: 'vn-34', provinceCode: '91', communeCode: '90002' },
            {
              kind: 'birth',
              catalogue: 'vn-63',
              provinceCode: '92',
              districtCode: '921',
              communeCode: '90003',
            },
          ],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'an unknown commune is told elsewhere',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', provinceCode: '91', communeCode: '99999' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
    ],
    bad: [
      {
        note: 'another province',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', provinceCode: '90', communeCode: '90002' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'no province',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-34', communeCode: '90001' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'another district of the old list',
        record: withPupil(SECONDARY, {
          addresses: [
            {
              kind: 'birth',
              catalogue: 'vn-63',
              provinceCode: '90',
              districtCode: '921',
              communeCode: '90001',
            },
          ],
        }),
        context: { codes: EXAMPLE_CODES },
      },
      {
        note: 'an old district of another province',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'birth', catalogue: 'vn-63', provinceCode: '90', districtCode: '921' }],
        }),
        context: { codes: EXAMPLE_CODES },
      },
    ],
  },
} satisfies Rule;
