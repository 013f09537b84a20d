import { structureRule } from './structure-rule.js';

export const elementOrder = structureRule({
  id: 'PACKET-ELEMENT-ORDER',
  title: { vi: 'Các mục đứng đúng thứ tự', en: 'The elements stand in their order' },
  kinds: ['order'],
  message: ({ name }) => ({
    vi: `Mục ${name} đứng sai thứ tự.`,
    en: `${name} stands out of order.`,
  }),
  example: { kind: 'order' },
});
