import type { ReadPacket } from '../../packet/read.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { packet, slotOf } from './example.js';

function early({ slots, profile }: ReadPacket): Finding[] {
  const orderOf = (id: string): number => profile.slots.find((slot) => slot.id === id)?.order ?? 0;
  const open = slots.filter(({ signed }) => !signed);
  const first = Math.min(...open.map(({ slot }) => orderOf(slot)));
  const before = open.find(({ slot }) => orderOf(slot) === first)?.slot ?? '';
  return slots
    .filter(({ signed, slot }) => signed && orderOf(slot) > first)
    .map(({ slot }) => ({
      path: `slots.${slot}`,
      value: slot,
      expected: { vi: `${before} ký trước ${slot}`, en: `${before} signs before ${slot}` },
      message: {
        vi: `Ô ${slot} đã ký trong khi ô ${before} còn trống.`,
        en: `${slot} is signed while ${before} is still open.`,
      },
      fix: {
        vi: `Người giữ ô ${before} ký trước; sau đó ký lại ô ${slot}.`,
        en: `The holder of ${before} signs first; then ${slot} is signed again.`,
      },
    }));
}

/** Order of signing as one vendor enforces it: subject teachers, homeroom teacher, manager, school. */
export const slotOrder = {
  id: 'PACKET-SLOT-ORDER',
  title: { vi: 'Ký đúng thứ tự', en: 'Signed in order' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R1'],
  basis: 'Thứ tự ký của hồ sơ gói tin',
  owner: 'school',
  applies: () => true,
  check: (_record, { packet: read }) => (read === undefined ? [] : early(read)),
  examples: {
    good: [
      { note: 'nothing signed', record: SECONDARY, context: { packet: packet() } },
      {
        note: 'the first ones signed',
        record: SECONDARY,
        context: {
          packet: packet({
            slots: [slotOf('GVBM', true, 'GV01'), slotOf('GVCN', true), slotOf('CBQL', false)],
          }),
        },
      },
    ],
    bad: [
      {
        note: 'the manager before the homeroom teacher',
        record: SECONDARY,
        context: {
          packet: packet({
            slots: [slotOf('GVBM', true, 'GV01'), slotOf('GVCN', false), slotOf('CBQL', true)],
          }),
        },
      },
    ],
  },
} satisfies Rule;
