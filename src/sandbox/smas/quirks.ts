import { hashOf } from '../world/prng.js';
import type { Pupil, School } from '../world/types.js';

const isOld = (school: School): boolean => school.deployment === 'smas-2020';

/** ISO date-time on the new deployment, dd/MM/yyyy on the old one. */
export const birthText = (school: School, iso: string): string =>
  isOld(school) ? iso.split('-').reverse().join('/') : `${iso}T00:00:00`;

/** Names as old software leaves them: NFD, U+00D0 for Đ, a curly apostrophe, two blanks. */
export const nameText = (pupil: Pick<Pupil, 'number'>, name: string): string => {
  let text = name;
  if (pupil.number % 5 === 2) text = text.replaceAll('Đ', 'Ð');
  if (pupil.number % 2 === 1) text = text.replaceAll("'", '’');
  if (pupil.number % 31 === 7) text = text.replace(' ', '  ');
  return pupil.number % 29 === 3 ? text.normalize('NFD') : text;
};

/** A mark as a JSON number, as text with a point or with a comma; null where there is none; garbage stays. */
export const markValue = (text: string, key: string): number | string | null => {
  if (text === '') return null;
  if (!/^-?\d+(\.\d)?$/u.test(text)) return text;
  const way = hashOf(key) % 3;
  if (way === 0) return Number(text);
  return way === 1 ? text.replace('.', ',') : text;
};

/** Đ or Đạt, CĐ or Chưa đạt. */
export const ratingValue = (text: string, key: string): string | null => {
  if (text === '') return null;
  if (hashOf(key) % 2 === 0) return text;
  return text === 'Đ' ? 'Đạt' : text === 'CĐ' ? 'Chưa đạt' : text;
};

const SHORT: Readonly<Record<string, string>> = { Tốt: 'T', Khá: 'K', Đạt: 'Đ', 'Chưa đạt': 'CĐ' };

/** Four-level results: full words, or letters on the old deployment. */
export const fourLevelValue = (school: School, label: string): string | null => {
  if (label === '') return null;
  return isOld(school) ? (SHORT[label] ?? label) : label;
};

/** Codes without their leading zero: '1' for '01'. */
export const unpadded = (code: string): string => code.replace(/^0+(?=.)/u, '');

export const ethnicCodeOf = (
  school: School,
  row: { readonly ethnicCode: string; readonly ethnicCode1979: string },
): string => unpadded(isOld(school) ? row.ethnicCode1979 : row.ethnicCode);

export const sendsSyncCode = (school: School): boolean => !isOld(school);
