import type { PopulationRule } from '../population.js';
import { about, chainsOf, isSomebodyElse, packetMember, packets, type Versioned } from './chains.js';

/** Members of a chain whose version has more than one content. Those without a digest are not compared. */
function twice(chain: readonly Versioned[]): readonly Versioned[] {
  const contents = new Map<number, Set<string>>();
  for (const { version, content } of chain)
    if (content !== undefined)
      contents.set(version, (contents.get(version) ?? new Set<string>()).add(content));
  return chain.filter(({ version }) => (contents.get(version)?.size ?? 0) > 1);
}

/** A version is one content for good: two contents under one number cannot be told apart later. */
export const versionTwice = {
  id: 'PACKET-VERSION-TWICE',
  title: { vi: 'Một phiên bản chỉ có một nội dung', en: 'A version has one content' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R3', 'R8'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1: thống nhất, toàn vẹn sau khi phát hành; báo cáo thay thế',
  owner: 'vendor',
  check: ({ members }) =>
    chainsOf(members)
      .filter((chain) => !chain.some((one) => chain.some((other) => isSomebodyElse(one, other))))
      .flatMap(twice)
      .map((member) =>
        about(member, {
          path: 'meta.version',
          value: String(member.version),
          expected: { vi: 'Nội dung thay đổi thì số phiên bản tăng', en: 'A new version for new content' },
          message: {
            vi: `Phiên bản ${member.version} của học bạ này có hai nội dung khác nhau.`,
            en: `Version ${member.version} of this record comes with two different contents.`,
          },
          fix: {
            vi: 'Giữ bản đúng; bản thay thế phải lập lại với số phiên bản lớn hơn.',
            en: 'Keep the right one; build the replacement again under a higher version.',
          },
        }),
      ),
  examples: {
    good: [
      packets('the same content twice', packetMember('a'), packetMember('b')),
      packets('two versions', packetMember('a'), packetMember('b', { version: 2, content: 'b'.repeat(64) })),
    ],
    bad: [packets('two contents', packetMember('a'), packetMember('b', { content: 'b'.repeat(64) }))],
  },
} satisfies PopulationRule;
