import type { PopulationRule } from '../population.js';
import { about, chainsOf, packetMember, packets } from './chains.js';

/** A folder need not hold every version, so a gap deserves a look and no more. */
export const versionGap = {
  id: 'PACKET-VERSION-GAP',
  title: { vi: 'Các phiên bản nối tiếp nhau', en: 'Versions follow one another' },
  severity: 'warning',
  certainty: 'found',
  requirements: ['R3', 'R8'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1: thu hồi, báo cáo thay thế',
  owner: 'vendor',
  check: ({ members }) =>
    chainsOf(members).flatMap((chain) =>
      chain.flatMap((member, index) => {
        const before = chain[index - 1];
        if (before === undefined || member.version - before.version <= 1) return [];
        return [
          about(member, {
            path: 'meta.version',
            value: String(member.version),
            expected: { vi: `Phiên bản ${before.version + 1}`, en: `Version ${before.version + 1}` },
            message: {
              vi: `Sau phiên bản ${before.version} là phiên bản ${member.version}: thiếu bản ở giữa.`,
              en: `Version ${member.version} follows version ${before.version}: what lies between is missing.`,
            },
            fix: {
              vi: 'Kiểm tra xem bản ở giữa có bị bỏ sót hay phần mềm đánh số nhảy.',
              en: 'See whether a version was left out or the software skips numbers.',
            },
          }),
        ];
      }),
    ),
  examples: {
    good: [
      packets('1, 2', packetMember('a'), packetMember('b', { version: 2 })),
      packets('a later version alone', packetMember('a', { version: 7 })),
    ],
    bad: [packets('1, 3', packetMember('a'), packetMember('b', { version: 3 }))],
  },
} satisfies PopulationRule;
