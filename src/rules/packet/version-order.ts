import type { PopulationRule } from '../population.js';
import { about, chainsOf, packetMember, packets, type Versioned } from './chains.js';

const momentOf = ({ issuedAt }: Versioned): number =>
  issuedAt === undefined ? Number.NaN : new Date(issuedAt).getTime();

/** A lower version that was issued after the member. */
function laterBefore(chain: readonly Versioned[], index: number): Versioned | undefined {
  const member = chain[index];
  if (member === undefined) return undefined;
  return chain
    .slice(0, index)
    .find((one) => one.version < member.version && momentOf(one) > momentOf(member));
}

/** What was issued later has the higher number: a lower one would count as replaced although it is the newer. */
export const versionOrder = {
  id: 'PACKET-VERSION-ORDER',
  title: {
    vi: 'Bản phát hành sau có số phiên bản lớn hơn',
    en: 'What is issued later has the higher version',
  },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R3', 'R8'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1: báo cáo thay thế',
  owner: 'vendor',
  check: ({ members }) =>
    chainsOf(members).flatMap((chain) =>
      chain.flatMap((member, index) => {
        const before = laterBefore(chain, index);
        if (before === undefined) return [];
        return [
          about(member, {
            path: 'meta.version',
            value: String(member.version),
            expected: {
              vi: `Phát hành sau phiên bản ${before.version}`,
              en: `Issued after version ${before.version}`,
            },
            message: {
              vi: `Phiên bản ${member.version} phát hành trước phiên bản ${before.version}.`,
              en: `Version ${member.version} was issued before version ${before.version}.`,
            },
            fix: {
              vi: 'Kiểm tra bản nào là bản mới nhất; lập lại bản đó với số phiên bản lớn nhất.',
              en: 'See which is the newest and build it again under the highest version.',
            },
          }),
        ];
      }),
    ),
  examples: {
    good: [
      packets(
        'in order, by moment whatever the zone',
        packetMember('a', { issuedAt: '2026-06-01T08:00:00+07:00' }),
        packetMember('b', { version: 2, issuedAt: '2026-06-01T02:00:00Z' }),
      ),
      packets('no moments', packetMember('a'), packetMember('b', { version: 2 })),
    ],
    bad: [
      packets(
        'the other way round',
        packetMember('a', { issuedAt: '2026-06-02T08:00:00Z' }),
        packetMember('b', { version: 2, issuedAt: '2026-06-01T08:00:00Z' }),
      ),
    ],
  },
} satisfies PopulationRule;
