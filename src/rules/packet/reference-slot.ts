import type { FoundSlot } from '../../packet/read.js';
import { packetRule } from './head.js';
import { CLEAN, schoolSlot, signed, teacherSlot, withSlots } from './samples.js';
import { listed, SIGN_AGAIN } from './words.js';

/** Ids that the signature references, its own properties apart. */
const signedIds = ({ references }: FoundSlot): readonly string[] =>
  references.filter(({ own }) => !own).map(({ uri }) => uri?.replace(/^#/u, '') ?? '');

function isOther(slot: FoundSlot): boolean {
  const found = signedIds(slot);
  const { expected, foreign } = slot;
  if (!slot.signed || foreign !== null || expected === null) return false;
  const ids = new Set(found);
  return found.length !== expected.length || !expected.every((id) => ids.has(id));
}

/** Exactly what the role must sign: one part less, one more, or another one is refused. */
export const referenceSlot = packetRule(
  {
    id: 'PACKET-REFERENCE-SLOT',
    title: { vi: 'Chữ ký ký đúng phần của vai trò', en: 'A signature signs what its role must sign' },
    requirements: ['R1', 'R3', 'R5'],
    examples: {
      good: [...CLEAN, withSlots('all signed', [signed(teacherSlot()), signed(schoolSlot())])],
      bad: [
        withSlots('another part', [signed(teacherSlot()), { ...signed(schoolSlot()), expected: ['head'] }]),
        withSlots('one part less', [{ ...signed(teacherSlot()), expected: ['m-toan', 'm-ngu-van'] }]),
        withSlots('a signature of nothing', [{ ...signed(schoolSlot()), references: [] }]),
      ],
    },
  },
  ({ layout }) =>
    layout.slots.filter(isOther).map((slot) => ({
      path: slot.path,
      value: slot.references.length === 0 ? null : listed(signedIds(slot), ' '),
      expected: {
        vi: `Ký: ${listed(slot.expected ?? [])}`,
        en: `Signing: ${listed(slot.expected ?? [])}`,
      },
      message: {
        vi: `Chữ ký ở ô ${slot.slot.id} không ký đúng những phần mà người giữ ô này phải ký.`,
        en: `The signature in ${slot.slot.id} does not cover exactly what its holder must sign.`,
      },
      fix: SIGN_AGAIN,
    })),
);
