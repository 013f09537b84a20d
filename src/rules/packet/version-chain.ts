import type { Member, PopulationFinding, PopulationRule } from '../population.js';
import { byLookupCode, lookupCodes, placeOf } from './lookup-codes.js';

const versionOf = ({ version }: Member): number => version ?? 0;

const found = (one: Member, vi: string, en: string): PopulationFinding => ({
  ...placeOf(one),
  path: 'meta.version',
  value: String(versionOf(one)),
  expected: {
    vi: 'Phiên bản 1, 2, 3 … không trùng, không cách quãng',
    en: 'Versions 1, 2, 3 … none twice, none left out',
  },
  message: { vi, en },
  fix: {
    vi: 'Nhà cung cấp tăng PHIEN_BAN thêm 1 cho mỗi lần thay thế và giữ nguyên mã tra cứu.',
    en: 'The vendor raises the version by one with each replacement and keeps the look-up code.',
  },
});

function chain(group: readonly Member[]): PopulationFinding[] {
  const sorted = [...group].sort((a, b) => versionOf(a) - versionOf(b) || (a.record < b.record ? -1 : 1));
  return sorted.flatMap((one, index) => {
    const before = sorted[index - 1];
    if (before === undefined) return [];
    const step = versionOf(one) - versionOf(before);
    if (step === 1) return [];
    return step === 0
      ? [
          found(
            one,
            'Hai gói tin của một học bạ có cùng phiên bản.',
            'Two packets of one record have the same version.',
          ),
        ]
      : [
          found(
            one,
            `Chuỗi phiên bản thiếu: sau ${versionOf(before)} là ${versionOf(one)}.`,
            `The chain has a gap: ${versionOf(one)} follows ${versionOf(before)}.`,
          ),
        ];
  });
}

const [GOOD] = lookupCodes.examples.good;

/** Versions of one look-up code among the packets of a check; a first packet may carry any version. */
export const versionChain = {
  id: 'PACKET-VERSION-CHAIN',
  title: { vi: 'Chuỗi phiên bản liền mạch', en: 'The chain of versions is whole' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R3', 'R8'],
  basis: 'PhienBan của luồng dữ liệu quốc gia 2025',
  owner: 'vendor',
  check: ({ members }) => byLookupCode(members).flatMap(chain),
  examples: {
    good: GOOD === undefined ? [] : [GOOD],
    bad:
      GOOD === undefined
        ? []
        : [
            {
              note: 'the same version twice',
              population: {
                ...GOOD.population,
                members: GOOD.population.members.map((one) => ({ ...one, version: 2 })),
              },
            },
            {
              note: 'version 3 after 1',
              population: {
                ...GOOD.population,
                members: GOOD.population.members.map((one) => ({
                  ...one,
                  version: one.version === 2 ? 3 : 1,
                })),
              },
            },
          ],
  },
} satisfies PopulationRule;
