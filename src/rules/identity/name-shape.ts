import type { Bilingual } from '../../domain/errors.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';

const FAULTS: readonly { readonly test: RegExp; readonly what: Bilingual }[] = [
  { test: /\p{N}/u, what: { vi: 'chữ số', en: 'a digit' } },
  // Controls, halves of a pair, line ends, and the invisible format characters that make two equal names unequal.
  {
    test: /[\p{C}\p{Zl}\p{Zp}]/u,
    what: { vi: 'ký tự điều khiển hoặc ký tự ẩn', en: 'a control or invisible character' },
  },
  {
    test: /[^\p{L}\p{M}\p{N}\p{C}\p{Z}'’‘ʼ`´′.·‐‑–-]/u,
    what: { vi: 'ký hiệu không có trong tên người', en: 'a sign that no name has' },
  },
  {
    test: /(?:^|[^\p{L}\p{M}])\p{M}/u,
    what: { vi: 'dấu đứng riêng, không có chữ', en: 'an accent without a letter' },
  },
  { test: /^\P{L}*$/u, what: { vi: 'không một chữ cái nào', en: 'no letter at all' } },
];

/**
 * Apostrophes, hyphens, dots and combining marks are part of names of ethnic groups and stay, and one word is a whole name.
 * What only looks like another sign is IDENT-NAME-LOOK-ALIKE's.
 */
export const nameShape = {
  id: 'IDENT-NAME-SHAPE',
  title: { vi: 'Họ tên không có ký tự lạ', en: 'The name holds letters only' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'NĐ 123/2015/NĐ-CP; Luật Hộ tịch 2014: họ, chữ đệm và tên; QCVN 109:2017/BTTTT',
  owner: 'school',
  applies: () => true,
  check: ({ pupil }) =>
    FAULTS.filter(({ test }) => test.test(pupil.name)).map(({ what }) => ({
      path: 'pupil.name',
      value: pupil.name,
      expected: {
        vi: 'Chỉ gồm chữ cái, dấu cách, dấu nháy, gạch nối',
        en: 'Letters, blanks, apostrophes, hyphens',
      },
      message: { vi: `Họ tên có ${what.vi}.`, en: `The name holds ${what.en}.` },
      fix: CORRECT_AT_SOURCE,
    })),
  examples: {
    good: [
      { note: 'an Ê-đê name with apostrophe', record: withPupil(SECONDARY, { name: "H'Wen Byă" }) },
      { note: 'combining marks', record: withPupil(SECONDARY, { name: 'Y Blô\u0306 Kđăm' }) },
      { note: 'a hyphen and a dot', record: withPupil(SECONDARY, { name: 'Ka-Sô M. Đung' }) },
      { note: 'one word', record: withPupil(SECONDARY, { name: 'Thươn' }) },
    ],
    bad: [
      { note: 'a digit', record: withPupil(SECONDARY, { name: 'Nguyễn Văn A2' }) },
      { note: 'a control character', record: withPupil(SECONDARY, { name: 'Nguyễn\u0007 Văn A' }) },
      { note: 'a zero-width space', record: withPupil(SECONDARY, { name: 'Nguyễn\u200b Văn A' }) },
      { note: 'a nickname in brackets', record: withPupil(SECONDARY, { name: 'Nguyễn Văn A (Bi)' }) },
      { note: 'an accent that lost its letter', record: withPupil(SECONDARY, { name: 'Nguyễn \u0301n' }) },
      { note: 'dots only', record: withPupil(SECONDARY, { name: '...' }) },
    ],
  },
} satisfies Rule;
