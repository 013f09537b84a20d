import type { ReadPacket } from '../../packet/read.js';
import type { Finding } from '../rule.js';
import { packetRule } from './head.js';
import { CLEAN, schoolSlot, teacherSlot, withSlots } from './samples.js';
import { REBUILD } from './words.js';

/** Slots beyond what the level needs: twice, of nobody, or of somebody who has nothing to sign. */
function oddSlots({ layout }: ReadPacket): readonly Finding[] {
  const owners = layout.owners === null ? null : new Set(layout.owners);
  const seen = new Set<string>();
  return layout.slots.flatMap(({ slot, holder, path }): Finding[] => {
    const key = slot.cardinality === 'one' ? slot.id : `${slot.id}:${holder ?? ''}`;
    const isRepeated = seen.has(key);
    seen.add(key);
    const hasNothing =
      slot.cardinality === 'per-holder' && (holder === null || owners?.has(holder) === false);
    if (!isRepeated && !hasNothing) return [];
    return [
      {
        path,
        value: holder ?? slot.id,
        expected: {
          vi: 'Mỗi người ký một ô, và có phần của mình để ký',
          en: 'One slot for each signer, who has a part to sign',
        },
        message: isRepeated
          ? {
              vi: `Ô ký ${slot.id} của cùng một người bị lặp.`,
              en: `The slot ${slot.id} of one signer stands twice.`,
            }
          : {
              vi: `Ô ký ${slot.id} mang mã cán bộ không dạy môn nào trong học bạ này.`,
              en: `The slot ${slot.id} carries a staff code that no subject of this record has.`,
            },
        fix: REBUILD,
      },
    ];
  });
}

export const slotHolder = packetRule(
  {
    id: 'PACKET-SLOT-HOLDER',
    title: {
      vi: 'Mỗi ô ký thuộc đúng một người có phần để ký',
      en: 'Each slot has one signer with a part to sign',
    },
    requirements: ['R1', 'R5'],
    examples: {
      good: CLEAN,
      bad: [
        withSlots('a teacher of nothing', [teacherSlot({ holder: 'GV09' }), schoolSlot()]),
        withSlots('a slot without a code', [teacherSlot({ holder: null })]),
        withSlots('one slot twice', [teacherSlot(), teacherSlot()]),
      ],
    },
  },
  oddSlots,
);
