import type { Bilingual } from '../../domain/errors.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';

const LOOK_ALIKES: readonly { readonly test: RegExp; readonly meant: Bilingual }[] = [
  // Eth and African D: two lists of names in public use carry them for Đ.
  { test: /[\u00D0\u00F0\u0189\u0256]/u, meant: { vi: 'chữ Đ, đ tiếng Việt', en: 'the Vietnamese Đ, đ' } },
  {
    test: /[\u2018\u2019\u02B9-\u02BC\u0060\u00B4\u2032]/u,
    meant: { vi: "dấu nháy thẳng '", en: "the straight apostrophe '" },
  },
  { test: /[\u2010\u2011\u2013]/u, meant: { vi: 'dấu gạch nối -', en: 'the hyphen -' } },
  { test: /[^\P{Zs} ]/u, meant: { vi: 'dấu cách thường', en: 'the ordinary blank' } },
  {
    test: /(?![\p{Script=Latin}\u02B9-\u02BC])\p{L}/u,
    meant: { vi: 'chữ cái La-tinh', en: 'a Latin letter' },
  },
];

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const lookAlike = (name: string, character: string, meant: Bilingual): Finding => ({
  path: 'pupil.name',
  value: name,
  expected: { vi: `Đúng ${meant.vi}`, en: `Really ${meant.en}` },
  message: {
    vi: `Họ tên có ký tự ${codePoint(character)}, trông giống nhưng không phải ${meant.vi}; tìm kiếm và đối chiếu sẽ sai.`,
    en: `The name holds ${codePoint(character)}, which looks like ${meant.en} but is not; searching and matching go wrong.`,
  },
  fix: CORRECT_AT_SOURCE,
});

/** The same letters as separate marks: every machine compares them as another name. */
const decomposed = (name: string): Finding => ({
  owner: 'vendor',
  path: 'pupil.name',
  value: name,
  expected: { vi: 'Unicode dựng sẵn (NFC)', en: 'Composed Unicode (NFC)' },
  message: {
    vi: 'Họ tên viết bằng Unicode tổ hợp (dấu rời): trông giống nhưng máy so là khác.',
    en: 'The name is in decomposed Unicode: it looks the same but compares as different.',
  },
  fix: {
    vi: 'Phần mềm của nhà cung cấp xuất tên ở dạng Unicode dựng sẵn (NFC); dấu không ghép được (ơ̆, ê̆) giữ nguyên.',
    en: 'The vendor exports names in composed Unicode (NFC); marks that cannot be composed (ơ̆, ê̆) stay as they are.',
  },
});

/** A name that looks right but is written with other characters; rows from vendors are mended on the way in, packets are not. */
export const nameLookAlike = {
  id: 'IDENT-NAME-LOOK-ALIKE',
  title: {
    vi: 'Họ tên dùng đúng chữ, không dùng ký tự trông giống',
    en: 'The name uses the right characters, not look-alikes',
  },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2', 'R23'],
  basis: 'TCVN 6909:2001 (bộ mã ký tự tiếng Việt, Unicode), bắt buộc theo TT 15/2025/TT-BKHCN, Phụ lục I',
  owner: 'school',
  applies: () => true,
  check: ({ pupil: { name } }) => {
    const findings = LOOK_ALIKES.flatMap(({ test, meant }) => {
      const found = test.exec(name);
      return found === null ? [] : [lookAlike(name, found[0], meant)];
    });
    return name === name.normalize('NFC') ? findings : [...findings, decomposed(name)];
  },
  examples: {
    good: [
      { note: 'plain', record: SECONDARY },
      { note: 'a straight apostrophe', record: withPupil(SECONDARY, { name: "H'Wen Byă" }) },
      { note: 'a mark that cannot be composed', record: withPupil(SECONDARY, { name: 'Y Blơ\u0306 Kđăm' }) },
    ],
    bad: [
      { note: 'eth instead of Đ', record: withPupil(SECONDARY, { name: 'Trần \u00D0ình Mẫu' }) },
      { note: 'African D instead of Đ', record: withPupil(SECONDARY, { name: '\u0189ặng Văn Mẫu' }) },
      { note: 'a typographic apostrophe', record: withPupil(SECONDARY, { name: 'H\u2019Wen Byă' }) },
      { note: 'a hard blank', record: withPupil(SECONDARY, { name: 'Nguyễn\u00A0Văn Mẫu' }) },
      { note: 'a Cyrillic A', record: withPupil(SECONDARY, { name: 'Nguyễn V\u0430n Mẫu' }) },
      { note: 'decomposed', record: withPupil(SECONDARY, { name: 'Nguyễn Văn Mẫu'.normalize('NFD') }) },
    ],
  },
} satisfies Rule;
