import { structureRule } from './structure-rule.js';

/** Slots that are missing are PACKET-SLOT-MISSING's. */
export const missingElement = structureRule({
  id: 'PACKET-MISSING-ELEMENT',
  title: { vi: 'Gói tin có đủ các mục bắt buộc', en: 'The packet holds what the profile requires' },
  kinds: ['missing'],
  message: ({ name }) => ({
    vi: `Gói tin thiếu mục bắt buộc ${name} của cấp học này.`,
    en: `The packet lacks ${name}, which its level requires.`,
  }),
  example: { kind: 'missing', path: '/p/all', name: 'all', expected: ['all'] },
});
