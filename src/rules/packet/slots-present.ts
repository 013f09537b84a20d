import type { CanonicalRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { ReadPacket } from '../../packet/read.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, SECONDARY } from '../samples.js';
import { packet, slotOf } from './example.js';

type Slot = ReadPacket['profile']['slots'][number];

const FIX = {
  vi: 'Phần mềm lập lại gói tin với đủ ô ký theo hồ sơ gói tin.',
  en: 'The software builds the packet again with the slots of the profile.',
} as const;

/** Staff codes of those who teach a subject of the record: each has a slot where slots go by holder. */
const teachersOf = (record: CanonicalRecord): ReadonlySet<string> =>
  new Set(
    (isPrimary(record) ? record.primary.subjects : record.secondary.subjects).flatMap(
      ({ teacher }) => teacher?.code ?? [],
    ),
  );

const found = (slot: Slot, holder: string | null, count: number): Finding => {
  const where = holder === null ? slot.id : `${slot.id}[${holder}]`;
  return {
    path: `slots.${where}`,
    value: String(count),
    expected: { vi: `Một ô ký ${slot.title.vi}`, en: `One slot: ${slot.title.en}` },
    message:
      count === 0
        ? {
            vi: `Gói tin thiếu ô ký ${where} (${slot.title.vi}).`,
            en: `Slot ${where} (${slot.title.en}) is missing.`,
          }
        : { vi: `Gói tin có ${count} ô ký ${where}.`, en: `Slot ${where} occurs ${count} times.` },
    fix: FIX,
  };
};

function single(slot: Slot, packetRead: ReadPacket): Finding[] {
  const count = packetRead.slots.filter((one) => one.slot === slot.id).length;
  return count === 1 ? [] : [found(slot, null, count)];
}

function perHolder(slot: Slot, packetRead: ReadPacket, record: CanonicalRecord): Finding[] {
  const counts = new Map<string, number>();
  for (const one of packetRead.slots)
    if (one.slot === slot.id && one.holder !== null)
      counts.set(one.holder, (counts.get(one.holder) ?? 0) + 1);
  const teachers = teachersOf(record);
  const missing = [...teachers].filter((code) => !counts.has(code)).map((code) => found(slot, code, 0));
  const doubled = [...counts]
    .filter(([, count]) => count > 1)
    .map(([code, count]) => found(slot, code, count));
  return [...missing, ...doubled];
}

/** Every slot of the level is there once; where slots go by holder, once for each teacher of the record. */
export const slotsPresent = {
  id: 'PACKET-SLOT-MISSING',
  title: { vi: 'Gói tin có đủ ô ký', en: 'The packet has its slots' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R1', 'R5'],
  basis: 'Hồ sơ gói tin: ô ký; CV 115/BGDĐT-GDTrH 10/01/2025',
  owner: 'vendor',
  applies: () => true,
  check: (record, { packet: read }) =>
    read === undefined
      ? []
      : read.profile.slots
          .filter(({ levels }) => levels.includes(record.level))
          .flatMap((slot) =>
            slot.cardinality === 'one' ? single(slot, read) : perHolder(slot, read, record),
          ),
  examples: {
    good: [
      { note: 'all slots', record: SECONDARY, context: { packet: packet() } },
      { note: 'no packet', record: SECONDARY },
      {
        note: 'tiểu học has no slot of subject teachers',
        record: PRIMARY,
        context: { packet: packet({ slots: [slotOf('GVCN', false), slotOf('CBQL', false)] }) },
      },
    ],
    bad: [
      {
        note: 'no slot of the homeroom teacher',
        record: SECONDARY,
        context: { packet: packet({ slots: [slotOf('GVBM', false, 'GV01'), slotOf('CBQL', false)] }) },
      },
      {
        note: 'a teacher of the record without a slot',
        record: SECONDARY,
        context: { packet: packet({ slots: [slotOf('GVCN', false), slotOf('CBQL', false)] }) },
      },
    ],
  },
} satisfies Rule;
