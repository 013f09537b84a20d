import type { Bilingual } from '../../domain/errors.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';

interface Form {
  readonly test: (name: string, vietnamese: boolean) => boolean;
  readonly what: Bilingual;
}

const CAPITAL_WORD = /\p{Lu}[\p{L}\p{M}]*\p{Lu}/u;
const SMALL = /\p{Ll}/u;
const CAPITAL = /\p{Lu}/u;
const SMALL_START = /(?:^|\s)\p{Ll}/u;
const TWO_CAPITALS = /(?:^|[\s'’-])\p{Lu}\p{M}*\p{Lu}\p{M}*\p{Ll}/u;
const BLANKS = /^\s|\s$|\s\s/u;

const isCapitals: Form['test'] = (name) => CAPITAL_WORD.test(name) && !SMALL.test(name);
const isSmall: Form['test'] = (name) => SMALL.test(name) && !CAPITAL.test(name);

const FORMS: readonly Form[] = [
  { test: isCapitals, what: { vi: 'viết toàn chữ in hoa', en: 'written in capitals' } },
  { test: isSmall, what: { vi: 'viết toàn chữ thường', en: 'written in small letters' } },
  {
    // "van der Berg" is right for a foreigner.
    test: (name, vietnamese) => vietnamese && SMALL_START.test(name) && !isSmall(name, vietnamese),
    what: { vi: 'có từ không viết hoa chữ đầu', en: 'written with a word that begins small' },
  },
  {
    test: (name) => TWO_CAPITALS.test(name),
    what: { vi: 'có từ viết hoa hai chữ đầu', en: 'written with two capitals at the start of a word' },
  },
  { test: (name) => BLANKS.test(name), what: { vi: 'thừa dấu cách', en: 'written with too many blanks' } },
];

/** How a name is written, never what it is: one letter, one word, a name before the clan are all right. */
export const nameForm = {
  id: 'IDENT-NAME-FORM',
  title: { vi: 'Họ tên viết hoa đúng cách', en: 'The name is capitalised as usual' },
  severity: 'info',
  certainty: 'memory',
  requirements: ['R2', 'R23'],
  basis: 'NĐ 30/2020/NĐ-CP, Phụ lục II: viết hoa tên người',
  owner: 'school',
  applies: () => true,
  check: ({ pupil: { name, nationality } }) =>
    FORMS.filter(({ test }) => test(name, nationality === 'VN')).map(({ what }) => ({
      path: 'pupil.name',
      value: name,
      expected: {
        vi: 'Viết hoa chữ cái đầu của mỗi từ, giữa các từ một dấu cách',
        en: 'A capital at the start of each word, one blank between words',
      },
      message: { vi: `Họ tên ${what.vi}.`, en: `The name is ${what.en}.` },
      fix: {
        vi: 'Sửa họ tên trên phần mềm của trường để in ra học bạ đúng cách.',
        en: 'Correct the name in the school software so that it prints as it should.',
      },
    })),
  examples: {
    good: [
      { note: 'as usual', record: SECONDARY },
      { note: 'a word of one letter', record: withPupil(SECONDARY, { name: 'Y Ơ' }) },
      { note: 'a capital after an apostrophe', record: withPupil(SECONDARY, { name: "Rơ Mah H'Chi" }) },
      {
        note: 'a foreign particle',
        record: withPupil(SECONDARY, { name: 'Anna de Vries', nationality: 'NL' }),
      },
    ],
    bad: [
      { note: 'capitals', record: withPupil(SECONDARY, { name: 'NGUYỄN VĂN MẪU' }) },
      { note: 'small letters', record: withPupil(SECONDARY, { name: 'nguyễn văn mẫu' }) },
      { note: 'one word small', record: withPupil(SECONDARY, { name: 'Nguyễn văn Mẫu' }) },
      { note: 'two capitals', record: withPupil(SECONDARY, { name: 'NGuyễn Văn Mẫu' }) },
      { note: 'two blanks', record: withPupil(SECONDARY, { name: 'Nguyễn  Văn Mẫu' }) },
    ],
  },
} satisfies Rule;
