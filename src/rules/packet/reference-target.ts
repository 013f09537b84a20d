import type { FoundReference } from '../../packet/read.js';
import { packetRule } from './head.js';
import { CLEAN, schoolSlot, signed, teacherSlot, withSlots } from './samples.js';
import { SIGN_AGAIN } from './words.js';

const isBad = ({ uri, targets }: FoundReference): boolean =>
  uri === null || !/^#[^#]+$/u.test(uri) || targets.length !== 1;

const referring = (change: Partial<FoundReference>) => {
  const slot = signed(schoolSlot());
  return [
    signed(teacherSlot()),
    { ...slot, references: slot.references.map((one) => ({ ...one, ...change })) },
  ];
};

/** A signature's reference is '#' and an id that exactly one element of the packet carries: no whole document, no other file. */
export const referenceTarget = packetRule(
  {
    id: 'PACKET-REFERENCE-TARGET',
    title: {
      vi: 'Chữ ký chỉ tới đúng một mục trong gói tin',
      en: 'A signature references exactly one element',
    },
    requirements: ['R3', 'R5'],
    examples: {
      good: [...CLEAN, withSlots('all signed', referring({}))],
      bad: [
        withSlots('the whole document', referring({ uri: '', targets: [] })),
        withSlots('another file', referring({ uri: 'http://example.test/x', targets: [] })),
        withSlots('an id that nothing carries', referring({ uri: '#none', targets: [] })),
        withSlots('an id on two elements', referring({ targets: ['/p/all', '/p/x'] })),
      ],
    },
  },
  ({ layout }) =>
    layout.slots.flatMap(({ references }) =>
      references.filter(isBad).map(({ path, uri, targets }) => ({
        path,
        value: uri,
        expected: { vi: '"#" và mã của một mục', en: '"#" and the id of one element' },
        message:
          targets.length > 1
            ? {
                vi: 'Chữ ký chỉ tới mã mà nhiều mục cùng mang.',
                en: 'The signature references an id that several elements carry.',
              }
            : {
                vi: 'Chữ ký chỉ tới nơi không có trong gói tin này.',
                en: 'The signature references something that is not in this packet.',
              },
        fix: SIGN_AGAIN,
      })),
    ),
);
