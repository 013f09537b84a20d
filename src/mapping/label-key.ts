import { cleanText, foldText, repairLookAlikes } from '../domain/text.js';

// Most cells are plain ASCII without odd blanks: nothing to clean.
const PLAIN = /^[!-~]+(?: [!-~]+)*$/u;

// Ratings and labels repeat in every row; names do not, so what is kept is thrown away now and then.
const tidied = new Map<string, string>();
const MAX_TIDIED = 2048;
const LONGEST_KEPT = 40;

function tidyOdd(text: string): string {
  if (text.length > LONGEST_KEPT) return repairLookAlikes(cleanText(text));
  const known = tidied.get(text);
  if (known !== undefined) return known;
  const tidy = repairLookAlikes(cleanText(text));
  if (tidied.size >= MAX_TIDIED) tidied.clear();
  tidied.set(text, tidy);
  return tidy;
}

/** NFC, look-alikes repaired, blanks collapsed and trimmed. */
export const tidy = (text: string): string =>
  PLAIN.test(text) && !text.includes('`') ? text : tidyOdd(text);

/** Exact comparison of labels: NFC, look-alikes repaired, blanks collapsed, lower case; accents count. */
export const exactKey = (label: string): string => tidy(label).toLowerCase();

/** Loose comparison of labels: no accents, case, blanks or punctuation. 'HĐTN, HN', 'HDTN-HN', 'HĐTN&HN' agree. */
export const labelKey = (label: string): string =>
  foldText(repairLookAlikes(label)).replace(/[^\p{L}\p{N}]/gu, '');

const keepD = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Header as people type it: '*' and '(*)' of required columns and a closing colon do not count. */
export const headerText = (header: string): string =>
  tidy(header)
    .replace(/\s*\(\*\)|\s*\*|\s*:$/gu, '')
    .trim();

/** Accents and case dropped, Đ kept apart from D ('ĐTB' is not 'DTB'). */
export const headerKey = (header: string): string => keepD(headerText(header));

/** Fully folded: the last resort, used only where it is unambiguous. */
export const headerFold = (header: string): string => foldText(headerText(header)).replace(/\s*\/\s*/gu, '/');
