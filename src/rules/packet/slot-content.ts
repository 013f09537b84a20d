import type { ReadSlot } from '../../packet/read.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { element, packet, signature, slotOf } from './example.js';

const DS = 'http://www.w3.org/2000/09/xmldsig#';

function fault({ element: { children, content } }: ReadSlot): string | null {
  if (content.some((part) => typeof part === 'string' && part.trim() !== '')) return 'chữ / text';
  if (children.length > 1) return String(children.length);
  const [only] = children;
  return only === undefined || (only.local === 'Signature' && only.namespace === DS) ? null : only.name;
}

const found = (slot: ReadSlot, value: string): Finding => ({
  path: `slots.${slot.slot}${slot.holder === null ? '' : `[${slot.holder}]`}`,
  value,
  expected: { vi: 'Để trống, hoặc đúng một ds:Signature', en: 'Nothing, or exactly one ds:Signature' },
  message: {
    vi: `Ô ký ${slot.slot} chứa nội dung không phải một chữ ký.`,
    en: `Slot ${slot.slot} holds something other than one signature.`,
  },
  fix: {
    vi: 'Phần mềm ký lại: mỗi ô chỉ có một chữ ký XMLDSig.',
    en: 'The software signs again: one XMLDSig signature a slot.',
  },
});

export const slotContent = {
  id: 'PACKET-SLOT-CONTENT',
  title: { vi: 'Ô ký trống hoặc có một chữ ký', en: 'A slot is empty or holds one signature' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R1', 'R5'],
  basis: 'XML Signature Syntax and Processing 1.1; hồ sơ gói tin: ô ký',
  owner: 'vendor',
  applies: () => true,
  check: (_record, { packet: read }) =>
    (read?.slots ?? []).flatMap((slot) => {
      const value = fault(slot);
      return value === null ? [] : [found(slot, value)];
    }),
  examples: {
    good: [
      { note: 'open slots', record: SECONDARY, context: { packet: packet() } },
      {
        note: 'one signature',
        record: SECONDARY,
        context: { packet: packet({ slots: [slotOf('GVCN', true)] }) },
      },
    ],
    bad: [
      {
        note: 'two signatures',
        record: SECONDARY,
        context: {
          packet: packet({
            slots: [{ ...slotOf('GVCN', true), element: element('GVCN', {}, [signature(), signature()]) }],
          }),
        },
      },
      {
        note: 'an element that is no signature',
        record: SECONDARY,
        context: {
          packet: packet({
            slots: [{ ...slotOf('GVCN', true), element: element('GVCN', {}, [element('KY')]) }],
          }),
        },
      },
    ],
  },
} satisfies Rule;
