import { structureRule } from './structure-rule.js';

export const unknownElement = structureRule({
  id: 'PACKET-UNKNOWN-ELEMENT',
  title: {
    vi: 'Không có mục lạ trong gói tin',
    en: 'The packet holds nothing that the profile does not know',
  },
  kinds: ['unknown', 'text'],
  message: ({ name, kind }) =>
    kind === 'text'
      ? { vi: `Mục ${name} có chữ nằm giữa các mục con.`, en: `${name} has text between its elements.` }
      : {
          vi: `Cấu trúc gói tin không có mục ${name} ở chỗ này.`,
          en: `The profile has no ${name} here.`,
        },
  example: {},
});
