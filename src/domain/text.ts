const EXTRA: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  Ɖ: 'D',
  ɖ: 'd',
  ƀ: 'b',
  Ƀ: 'B',
};

/** Blanks of every kind (NBSP, ZWSP, BOM, tab, newline) become one ordinary blank; ends trimmed; NFC. */
export const cleanText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/(?:\u200B|\u200C|\u200D|\uFEFF)/gu, '')
    .replace(/[\s\u00A0\u202F\u3000]+/gu, ' ')
    .trim();

/** Letters only look-alike: U+00D0 and U+0189 stand for Đ in old data; typographic apostrophes for '. */
export const repairLookAlikes = (text: string): string =>
  text
    .replace(/[ÐƉ]/gu, 'Đ')
    .replace(/ð/gu, 'đ')
    .replace(/[’‘ʼ`´]/gu, "'");

/**
 * Comparison key of names and headers: no accents, lower case, one blank between words.
 * 'Họ và tên' in NFC or NFD, with NBSP or newline, give the same key. Never store it as data.
 */
export const foldText = (text: string): string =>
  cleanText(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐðÐƉɖƀɃ]/gu, (letter) => EXTRA[letter] ?? letter)
    .toLowerCase();

/** Length in code points, as XML Schema's maxLength counts. */
export function longerThan(text: string, max: number): boolean {
  if (text.length <= max) return false;
  let count = 0;
  for (const _point of text) {
    count += 1;
    if (count > max) return true;
  }
  return false;
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/**
 * Comparison key of Vietnamese names as two lists may spell them: capitals, blanks, look-alikes and the place of the tone
 * mark do not count ('hòa' is 'hoà', 'Thị Trấn' is 'Thị trấn'), every letter and every tone does. Never store it as data.
 */
export const spellingKey = (text: string): string =>
  repairLookAlikes(cleanText(text))
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{L}[\p{L}\p{M}]*/gu, (word) => word.replace(TONES, '') + (word.match(TONES) ?? []).join(''));

/** A whole number as readers of the language see it: 1.090 in Vietnamese, 1,090 in English. */
export const formatCount = (value: number, language: 'vi' | 'en'): string =>
  new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB').format(value);
