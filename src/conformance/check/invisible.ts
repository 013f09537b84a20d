import type { Bilingual } from '../../domain/errors.js';

const NAMES: Readonly<Record<string, Bilingual>> = {
  '\t': { vi: 'dấu tab', en: 'tab' },
  '\n': { vi: 'xuống dòng', en: 'line feed' },
  '\r': { vi: 'về đầu dòng', en: 'carriage return' },
  '\u00A0': { vi: 'khoảng trắng không ngắt', en: 'no-break space' },
  '\u00AD': { vi: 'gạch nối mềm', en: 'soft hyphen' },
  '\u2007': { vi: 'khoảng trắng bằng chữ số', en: 'figure space' },
  '\u200B': { vi: 'khoảng trắng rộng bằng 0', en: 'zero-width space' },
  '\u200C': { vi: 'dấu không nối', en: 'zero-width non-joiner' },
  '\u200D': { vi: 'dấu nối', en: 'zero-width joiner' },
  '\u202F': { vi: 'khoảng trắng hẹp không ngắt', en: 'narrow no-break space' },
  '\u2060': { vi: 'dấu nối từ', en: 'word joiner' },
  '\u3000': { vi: 'khoảng trắng chữ Hán', en: 'ideographic space' },
  '\uFEFF': { vi: 'dấu BOM', en: 'byte order mark' },
};

/** Blanks other than the ordinary one, controls, format characters (zero width, direction), lone surrogates. */
const HIDDEN = /[^\P{Zs} ]|\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/gu;

const codePoint = (sign: string): string =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function nameOf(sign: string): Bilingual {
  const code = codePoint(sign);
  const name = NAMES[sign];
  if (name !== undefined) return { vi: `${code} (${name.vi})`, en: `${code} (${name.en})` };
  return { vi: code, en: code };
}

const AT_THE_ENDS: Bilingual = {
  vi: 'khoảng trắng ở đầu hoặc cuối',
  en: 'a blank at the beginning or end',
};
const DOUBLED: Bilingual = { vi: 'hai khoảng trắng liền nhau', en: 'two blanks in a row' };
const MOST_NAMED = 5;

/** What of a value cannot be seen on a screen: each kind once, in the words of a reader. Empty when all of it shows. */
export function invisibleParts(value: string): readonly Bilingual[] {
  const signs = [...new Set(value.match(HIDDEN))].slice(0, MOST_NAMED).map(nameOf);
  const ends = /^ | $/u.test(value) ? [AT_THE_ENDS] : [];
  const doubled = /\S {2,}\S/u.test(value) ? [DOUBLED] : [];
  return [...signs, ...ends, ...doubled];
}

/** The text with every hidden character written out, so that a screen, terminal or page can neither hide nor obey it. */
export const shownText = (text: string): string => text.replace(HIDDEN, (sign) => `‹${codePoint(sign)}›`);
