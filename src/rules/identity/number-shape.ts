import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { citizenNumber, NUMBER_BASIS, numberFacts } from './number.js';

/** A citizen's number has 12 digits; a lost leading zero is the usual fault. */
export const numberShape = {
  id: 'IDENT-NUMBER-SHAPE',
  title: { vi: 'Số định danh đủ 12 chữ số', en: 'The identity number has 12 digits' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R4', 'R14'],
  basis: NUMBER_BASIS,
  owner: 'school',
  applies: () => true,
  check: (record) => {
    const number = citizenNumber(record);
    if (number === null || numberFacts(number) !== null) return [];
    return [
      {
        path: 'pupil.identity.number',
        value: number,
        expected: { vi: '12 chữ số', en: '12 digits' },
        message: {
          vi: 'Số định danh cá nhân không đủ 12 chữ số (thường do mất số 0 ở đầu).',
          en: 'The identity number does not have 12 digits (often a lost leading zero).',
        },
        fix: CORRECT_AT_SOURCE,
      },
    ];
  },
  examples: {
    good: [
      { note: '12 digits', record: SECONDARY },
      {
        note: 'none yet',
        record: withPupil(SECONDARY, { identity: { kind: 'none', reason: 'Chưa có giấy khai sinh' } }),
      },
    ],
    bad: [
      {
        note: 'a lost zero',
        record: withPupil(SECONDARY, { identity: { kind: 'citizen', number: '66214000001' } }),
      },
    ],
  },
} satisfies Rule;
