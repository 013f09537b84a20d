import { cleanText, foldText } from '../domain/text.js';

/** Tone marks in the order of Vietnamese dictionaries: (none), huyền, hỏi, ngã, sắc, nặng. */
const TONES = new Map([
  ['\u0300', 1],
  ['\u0309', 2],
  ['\u0303', 3],
  ['\u0301', 4],
  ['\u0323', 5],
]);

/** a < ă < â, o < ô < ơ, u < ư; any other mark (names of ethnic minorities) after these. */
const SHAPES = new Map([
  ['\u0306', 1],
  ['\u0302', 2],
  ['\u031B', 3],
]);

interface WordKey {
  readonly letters: string;
  readonly tone: number;
}

function wordKey(word: string): WordKey {
  let letters = '';
  let tone = 0;
  for (const character of word.normalize('NFD').toLowerCase()) {
    if (character === 'đ') letters += 'd1';
    else if (character === 'ƀ') letters += 'b1';
    else if (/[a-z0-9]/u.test(character)) letters += `${character}0`;
    else if (TONES.has(character)) tone = TONES.get(character) ?? 0;
    else if (/\p{M}/u.test(character)) letters = `${letters.slice(0, -1)}${SHAPES.get(character) ?? 4}`;
    else if (/\p{L}/u.test(character)) letters += `{${character}`;
  }
  return { letters, tone };
}

/**
 * Key whose bytewise order (COLLATE "C") is the order of a Vietnamese class list: by given name, then family and middle
 * names; letters before tones, đ after d, ă after a. The given name is the last word. Names in which the given name
 * stands elsewhere (some ethnic minorities, foreigners) cannot be told apart from the text, so they are not guessed.
 */
export function nameSortKey(name: string): string {
  const words = cleanText(name)
    .split(' ')
    .map(wordKey)
    .filter((word) => word.letters !== '');
  const given = words.pop();
  if (given === undefined) return '';
  const rest = words.map((word) => word.letters).join(' ');
  const tones = words.map((word) => word.tone).join('');
  return `${given.letters} ${given.tone} ${rest} ${tones}`;
}

/** Accent-folded name for searching and for matching; see foldText. */
export const nameFoldKey = (name: string): string => foldText(name);
