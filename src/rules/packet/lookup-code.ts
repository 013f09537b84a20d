import { packetRule } from './head.js';
import { CLEAN, withLayout, withMeta } from './samples.js';
import { both, REBUILD } from './words.js';

const SHAPE = /^[0-9a-f]{32}$/iu;

export const lookupCode = packetRule(
  {
    id: 'PACKET-LOOKUP-CODE',
    title: { vi: 'Mã tra cứu gồm 32 ký tự 0-9, a-f', en: 'The look-up code has 32 hexadecimal characters' },
    requirements: ['R4'],
    basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1',
    examples: {
      good: [...CLEAN, withMeta('in capitals', { lookupCode: '0123456789ABCDEF0123456789ABCDEF' })],
      bad: [
        withLayout('with hyphens', {
          places: {
            lookupCode: [{ path: '/p/code', text: '01234567-89ab-cdef-0123-456789abcdef', covered: true }],
          },
        }),
        withLayout('an empty one', {
          places: { lookupCode: [{ path: '/p/code', text: '', covered: true }] },
        }),
      ],
    },
  },
  ({ layout }) => {
    const places = layout.places['lookupCode'] ?? [];
    return places
      .filter(({ text }) => !SHAPE.test(text))
      .map(({ path, text }) => ({
        path,
        value: text === '' ? null : text,
        expected: both('[0-9a-f]{32}'),
        message: {
          vi: 'Mã tra cứu học bạ thiếu hoặc không gồm đúng 32 ký tự 0-9, a-f.',
          en: 'The look-up code is missing or has not 32 hexadecimal characters.',
        },
        fix: REBUILD,
      }));
  },
);
