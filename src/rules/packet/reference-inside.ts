import { packetRule } from './head.js';
import { CLEAN, schoolSlot, signed, withSlots } from './samples.js';
import { SIGN_AGAIN } from './words.js';

const inside = signed(schoolSlot());

export const referenceInside = packetRule(
  {
    id: 'PACKET-REFERENCE-INSIDE',
    title: { vi: 'Chữ ký đặt ngoài phần được ký', en: 'A signature stands outside what it signs' },
    requirements: ['R1', 'R5'],
    basis: 'Lưu ý của NEAC về chữ ký XML (mã nguồn công khai của một công cụ ký); cấu trúc gói tin đang dùng',
    examples: {
      good: [...CLEAN, withSlots('beside it', [signed(schoolSlot())])],
      bad: [
        withSlots('enveloped', [
          { ...inside, references: inside.references.map((one) => ({ ...one, wrapped: true })) },
        ]),
      ],
    },
  },
  ({ layout }) =>
    layout.slots.flatMap(({ references, slot }) =>
      references
        .filter(({ wrapped }) => wrapped)
        .map(({ path, uri }) => ({
          path,
          value: uri,
          expected: { vi: 'Chữ ký đứng cạnh phần được ký', en: 'The signature beside what it signs' },
          message: {
            vi: `Chữ ký ở ô ${slot.id} nằm bên trong chính phần mà nó ký.`,
            en: `The signature in ${slot.id} stands inside the very part that it signs.`,
          },
          fix: SIGN_AGAIN,
        })),
    ),
);
