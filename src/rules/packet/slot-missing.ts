import type { FoundSlot, ReadPacket } from '../../packet/read.js';
import type { Finding } from '../rule.js';
import { packetRule } from './head.js';
import { CLEAN, SCHOOL_SLOT, schoolSlot, TEACHER_SLOT, teacherSlot, withSlots } from './samples.js';
import { REBUILD } from './words.js';

const missing = (path: string, { id, title }: FoundSlot['slot'], holder: string | null): Finding => ({
  path,
  value: null,
  expected: { vi: `Một ô ký ${id}`, en: `One slot ${id}` },
  message: {
    vi: `Thiếu ô ký của ${title.vi.toLowerCase()}${holder === null ? '' : ` ${holder}`}.`,
    en: `The slot of the ${title.en.toLowerCase()}${holder === null ? '' : ` ${holder}`} is missing.`,
  },
  fix: REBUILD,
});

/** Slots that the level requires, one for each teacher with a staff code where every teacher signs. */
function missingSlots({ profile, layout, record, root }: ReadPacket): readonly Finding[] {
  const path = `/${root.local}`;
  return profile.slots
    .filter(({ levels }) => levels.some((level) => level === record['level']))
    .flatMap((slot) => {
      const held = layout.slots.filter((found) => found.slot.id === slot.id);
      if (slot.cardinality === 'one') return held.length > 0 ? [] : [missing(path, slot, null)];
      const holders = new Set(held.map(({ holder }) => holder));
      return (layout.owners ?? [])
        .filter((owner) => !holders.has(owner))
        .map((owner) => missing(path, slot, owner));
    });
}

const atLevel = (slots: readonly FoundSlot[], note: string) => {
  const { context, ...rest } = withSlots(note, slots);
  const packet = context?.packet;
  return packet === undefined
    ? rest
    : { ...rest, context: { packet: { ...packet, record: { level: 'THCS' } } } };
};

export const slotMissing = packetRule(
  {
    id: 'PACKET-SLOT-MISSING',
    title: { vi: 'Có đủ ô ký của cấp học', en: 'Every slot of the level is there' },
    requirements: ['R1', 'R5', 'R6'],
    examples: {
      good: [...CLEAN, atLevel([teacherSlot(), schoolSlot()], 'all slots of the level')],
      bad: [
        atLevel([teacherSlot()], `no slot ${SCHOOL_SLOT.id}`),
        atLevel([schoolSlot()], `a teacher without a slot ${TEACHER_SLOT.id}`),
      ],
    },
  },
  missingSlots,
);
