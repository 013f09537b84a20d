import { packetRule } from './head.js';
import { CLEAN, schoolSlot, signed, teacherSlot, withSlots } from './samples.js';
import { SIGN_AGAIN } from './words.js';

/** Signed while an earlier slot is still open: what was signed last does not vouch for what comes after it. */
export const slotOrder = packetRule(
  {
    id: 'PACKET-SLOT-ORDER',
    title: { vi: 'Ký đúng thứ tự', en: 'Signed in order' },
    requirements: ['R1', 'R6'],
    owner: 'school',
    examples: {
      good: [
        ...CLEAN,
        withSlots('the first one signed', [signed(teacherSlot()), schoolSlot()]),
        withSlots('all signed', [signed(teacherSlot()), signed(schoolSlot())]),
      ],
      bad: [withSlots('the school before the teacher', [teacherSlot(), signed(schoolSlot())])],
    },
  },
  ({ layout }) => {
    const open = layout.slots.filter(({ signed: isSigned }) => !isSigned);
    const firstOpen = Math.min(...open.map(({ slot }) => slot.order));
    return layout.slots
      .filter(({ signed: isSigned, slot }) => isSigned && slot.order > firstOpen)
      .map(({ path, slot }) => {
        const before = open.find((one) => one.slot.order === firstOpen)?.slot.id ?? '';
        return {
          path,
          value: slot.id,
          expected: { vi: `Ký ${before} trước`, en: `${before} signed first` },
          message: {
            vi: `Ô ${slot.id} đã ký khi ô ${before} còn để trống.`,
            en: `${slot.id} is signed while ${before} is still open.`,
          },
          fix: SIGN_AGAIN,
        };
      });
  },
);
