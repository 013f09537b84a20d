import type { Member, PopulationFinding, PopulationRule } from '../population.js';
import { about, groupsBy, isSomebodyElse, packetMember, packets } from './chains.js';

const found = (member: Member): PopulationFinding =>
  about(member, {
    path: 'meta.lookupCode',
    value: member.lookupCode ?? null,
    expected: {
      vi: 'Mỗi học sinh, mỗi năm học một mã riêng',
      en: 'A code of its own for each pupil and year',
    },
    message: {
      vi: 'Mã tra cứu này còn đứng ở học bạ của học sinh khác hoặc của năm học khác.',
      en: 'This look-up code also stands in the record of another pupil or another year.',
    },
    fix: {
      vi: 'Nhà cung cấp cấp mã tra cứu mới cho học bạ bị trùng rồi lập lại gói tin.',
      en: 'The vendor issues a new code for one of them and builds its packet again.',
    },
  });

const isOtherRecord = (a: Member, b: Member): boolean =>
  a.schoolYear !== b.schoolYear || isSomebodyElse(a, b);

/** One học bạ of one pupil and year has one look-up code; its versions share it. */
export const sharedCode = {
  id: 'PACKET-LOOKUP-SHARED',
  title: { vi: 'Mã tra cứu không dùng chung', en: 'Look-up codes are not shared' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R4', 'R11'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1: mỗi học bạ một mã số tra cứu',
  owner: 'vendor',
  check: ({ members }) =>
    groupsBy(members, ({ lookupCode }) => lookupCode?.toLowerCase()).flatMap((group) =>
      group.filter((one) => group.some((other) => isOtherRecord(one, other))).map(found),
    ),
  examples: {
    good: [
      packets('two versions of one pupil', packetMember('a'), packetMember('b', { version: 2 })),
      packets(
        'a number that came later',
        packetMember('a', { number: null }),
        packetMember('b', { version: 2 }),
      ),
      packets(
        'two pupils, two codes',
        packetMember('a'),
        packetMember('b', { lookupCode: 'f'.repeat(32), number: '066214000002' }),
      ),
    ],
    bad: [
      packets('two years', packetMember('a'), packetMember('b', { schoolYear: '2026-2027' })),
      packets('two pupils', packetMember('a'), packetMember('b', { number: '066214000002' })),
      packets(
        'in another case of letters',
        packetMember('a'),
        packetMember('b', {
          lookupCode: '0123456789ABCDEF0123456789ABCDEF',
          number: null,
          name: 'H Mẫu Ayŭn',
          birthDate: '2014-05-06',
        }),
      ),
    ],
  },
} satisfies PopulationRule;
