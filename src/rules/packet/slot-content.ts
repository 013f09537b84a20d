import { packetRule } from './head.js';
import { CLEAN, schoolSlot, teacherSlot, withSlots } from './samples.js';
import { SIGN_AGAIN } from './words.js';

export const slotContent = packetRule(
  {
    id: 'PACKET-SLOT-CONTENT',
    title: { vi: 'Ô ký để trống hoặc chứa một chữ ký', en: 'A slot is empty or holds one signature' },
    requirements: ['R1', 'R3', 'R5'],
    examples: {
      good: CLEAN,
      bad: [
        withSlots('something else in a slot', [
          teacherSlot({ signed: true, foreign: 'Object' }),
          schoolSlot(),
        ]),
      ],
    },
  },
  ({ layout }) =>
    layout.slots
      .filter(({ foreign }) => foreign !== null)
      .map(({ path, foreign, slot }) => ({
        path,
        value: foreign,
        expected: { vi: 'Để trống, hoặc một ds:Signature', en: 'Nothing, or one ds:Signature' },
        message: {
          vi: `Ô ký ${slot.id} chứa nội dung không phải là đúng một chữ ký.`,
          en: `The slot ${slot.id} holds something that is not exactly one signature.`,
        },
        fix: SIGN_AGAIN,
      })),
);
