import type { CanonicalRecord } from '../../domain/records.js';

/** What a 12-digit số định danh cá nhân says of its holder. */
export interface NumberFacts {
  readonly sex: 'male' | 'female';
  readonly birthYear: number;
}

/** Digit 4 is century and sex (even male, odd female), digits 5-6 the birth year. Null when it is not 12 digits. */
export function numberFacts(number: string): NumberFacts | null {
  if (!/^\d{12}$/u.test(number)) return null;
  const century = Number(number[3]);
  return {
    sex: century % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + Math.floor(century / 2) * 100 + Number(number.slice(4, 6)),
  };
}

/** The citizen's number, where the pupil has one. */
export const citizenNumber = ({ pupil }: CanonicalRecord): string | null =>
  pupil.identity.kind === 'citizen' ? pupil.identity.number : null;

/** What the digits mean. */
export const NUMBER_BASIS = 'TT 07/2016/TT-BCA, Điều 7 và Phụ lục 1; Luật Căn cước 2023, Điều 12';

/** One number and one code for each learner. */
export const ONE_LEARNER_BASIS =
  'NĐ 88/2026/NĐ-CP, Điều 9: mỗi người học một mã theo số định danh cá nhân; Luật Căn cước 2023, Điều 12';
