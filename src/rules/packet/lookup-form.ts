import { packetRule } from './head.js';
import { CLEAN, withMeta } from './samples.js';
import { REBUILD } from './words.js';

const HEX = /^[0-9a-f]{32}$/iu;
const isOneCase = (code: string): boolean => code === code.toLowerCase() || code === code.toUpperCase();
/** A placeholder: one or two characters all the way. */
const isFiller = (code: string): boolean => new Set(code.toLowerCase()).size <= 2;

/** Whether the case of letters matters in a look-up code is not public: a mixed code may be two codes to two programs. */
export const lookupForm = packetRule(
  {
    id: 'PACKET-LOOKUP-FORM',
    title: {
      vi: 'Mã tra cứu là mã thật, một kiểu chữ',
      en: 'The look-up code is a real one, in one case of letters',
    },
    severity: 'warning',
    certainty: 'second-hand',
    requirements: ['R4'],
    basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1 (UUID 32 ký tự)',
    examples: {
      good: [...CLEAN, withMeta('capitals all through', { lookupCode: '0123456789ABCDEF0123456789ABCDEF' })],
      bad: [
        withMeta('mixed', { lookupCode: '0123456789abcdef0123456789ABCDEF' }),
        withMeta('all zeros', { lookupCode: '0'.repeat(32) }),
      ],
    },
  },
  ({ meta, layout }) => {
    const code = meta['lookupCode'];
    if (typeof code !== 'string' || !HEX.test(code) || (isOneCase(code) && !isFiller(code))) return [];
    return [
      {
        path: layout.places['lookupCode']?.[0]?.path ?? '',
        value: code,
        expected: {
          vi: 'Mã UUID thật, chữ thường hoặc chữ hoa toàn bộ',
          en: 'A real UUID, all lower or all upper case',
        },
        message: isFiller(code)
          ? { vi: 'Mã tra cứu có vẻ là mã điền tạm.', en: 'The look-up code looks like a placeholder.' }
          : {
              vi: 'Mã tra cứu lẫn chữ hoa và chữ thường.',
              en: 'The look-up code mixes upper and lower case.',
            },
        fix: REBUILD,
      },
    ];
  },
);
