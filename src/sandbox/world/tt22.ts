import type { FourLevel, Pass } from './types.js';

/** Whole-number division, half up. TT 22/2021: one decimal; marks are tenths, so no binary fraction appears. */
export const halfUp = (numerator: number, denominator: number): number =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));

/** ĐTBmhk = (ΣTX + 2 GK + 3 CK) / (n + 5), tenths. */
export const termAverage = (regular: readonly number[], midterm: number, final: number): number =>
  halfUp(regular.reduce((sum, mark) => sum + mark, 0) + 2 * midterm + 3 * final, regular.length + 5);

/** ĐTBmcn = (HK1 + 2 HK2) / 3, tenths. */
export const yearAverage = (first: number, second: number): number => halfUp(first + 2 * second, 3);

const RANK: readonly FourLevel[] = ['CĐ', 'Đ', 'K', 'T'];
const atLeast = (marks: readonly number[], limit: number): number => marks.filter((m) => m >= limit).length;

const plainLevel = (scores: readonly number[], failed: number): number => {
  const lowest = Math.min(...scores);
  if (failed === 0 && lowest >= 65 && atLeast(scores, 80) >= 6) return 3;
  if (failed === 0 && lowest >= 50 && atLeast(scores, 65) >= 6) return 2;
  if (failed <= 1 && lowest >= 35 && atLeast(scores, 50) >= 6) return 1;
  return 0;
};

/** Best level reachable if one subject's result were `repair`ed: another mark in its place, or taken out. */
const bestWithout = (scores: readonly number[], failed: number, repair: 'raise' | 'remove'): number => {
  let best = failed > 0 ? plainLevel(scores, failed - 1) : 0;
  scores.forEach((_, index) => {
    const others = scores.filter((__, at) => at !== index);
    best = Math.max(best, plainLevel(repair === 'raise' ? [...others, 100] : others, failed));
  });
  return best;
};

const adjusted = (plain: number, wouldBe: number): number =>
  wouldBe >= 2 && wouldBe - plain >= 2 ? plain + 1 : plain;

/**
 * Kết quả học tập by Điều 9 with the adjustment of khoản 3. `disputed`: the two readings of "the result of exactly one
 * subject" give different answers; the world never keeps such a pupil.
 */
export const hocTapOf = (
  scores: readonly number[],
  ratings: readonly Pass[],
): { readonly level: FourLevel; readonly disputed: boolean } => {
  const failed = ratings.filter((r) => r === 'CĐ').length;
  const plain = plainLevel(scores, failed);
  if (plain >= 2) return { level: RANK[plain] ?? 'CĐ', disputed: false };
  const raise = adjusted(plain, bestWithout(scores, failed, 'raise'));
  const remove = adjusted(plain, bestWithout(scores, failed, 'remove'));
  return { level: RANK[raise] ?? 'CĐ', disputed: raise !== remove };
};

/** Kết quả rèn luyện of the year from both terms (Điều 8). */
export const renLuyenYear = (first: FourLevel, second: FourLevel): FourLevel => {
  if (second === 'T') return first === 'T' || first === 'K' ? 'T' : 'K';
  if (second === 'K') return first === 'CĐ' ? 'Đ' : 'K';
  if (second === 'Đ') return first === 'T' ? 'K' : 'Đ';
  return 'CĐ';
};

/** Danh hiệu (Điều 15). */
export const titleOf = (
  hocTap: FourLevel,
  renLuyen: FourLevel,
  yearScores: readonly number[],
): 'xuat-sac' | 'gioi' | null => {
  if (hocTap !== 'T' || renLuyen !== 'T') return null;
  return atLeast(yearScores, 90) >= 6 ? 'xuat-sac' : 'gioi';
};

/** More than 45 sessions away in the year: not promoted (Điều 12). */
export const MAX_ABSENCES = 45;
