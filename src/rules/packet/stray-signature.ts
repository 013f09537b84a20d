import { packetRule } from './head.js';
import { CLEAN, withLayout } from './samples.js';
import { SIGN_AGAIN } from './words.js';

export const straySignature = packetRule(
  {
    id: 'PACKET-STRAY-SIGNATURE',
    title: { vi: 'Chữ ký chỉ nằm trong ô ký', en: 'Signatures stand in slots only' },
    requirements: ['R1', 'R3', 'R5'],
    examples: { good: CLEAN, bad: [withLayout('a signature elsewhere', { strays: ['/p/all/Signature'] })] },
  },
  ({ layout }) =>
    layout.strays.map((path) => ({
      path,
      value: null,
      expected: { vi: 'Chữ ký nằm trong ô ký của mình', en: 'A signature in its slot' },
      message: {
        vi: 'Có chữ ký nằm ngoài các ô ký của gói tin.',
        en: 'A signature stands outside the slots of the packet.',
      },
      fix: SIGN_AGAIN,
    })),
);
