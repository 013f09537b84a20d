// Marks are decimal text with one decimal (TT 22/2021 Điều 5). All arithmetic is in whole tenths: binary floats cannot hold
// 6.45, so they would round it the wrong way.

const ZERO = 48;
const POINT = 46;
const isDigit = (value: number): boolean => value >= 0 && value <= 9;

/** 85 for "8.5"; null for what is no mark: anything but 0.0 to 10.0 with exactly one decimal. */
export function tenthsOf(mark: string): number | null {
  if (mark === '10.0') return 100;
  if (mark.length !== 3 || mark.charCodeAt(1) !== POINT) return null;
  const [units, tenths] = [mark.charCodeAt(0) - ZERO, mark.charCodeAt(2) - ZERO];
  return isDigit(units) && isDigit(tenths) ? units * 10 + tenths : null;
}

/** "8.5" for 85. */
export const markOf = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10}`;

/** sum / count in whole tenths, half up: 5.25 -> 5.3, 6.45 -> 6.5. `sum` in tenths, not negative. */
export const average = (sum: number, count: number): number => Math.floor((2 * sum + count) / (2 * count));

/** ĐTBmhk = (ΣĐĐGtx + 2·ĐĐGgk + 3·ĐĐGck) / (number of ĐĐGtx + 5), in tenths (TT 22/2021 Điều 9). */
export const termAverage = (regular: readonly number[], midterm: number, final: number): number =>
  average(regular.reduce((sum, mark) => sum + mark, 0) + 2 * midterm + 3 * final, regular.length + 5);

/** ĐTBmcn = (ĐTBmhkI + 2·ĐTBmhkII) / 3 from the rounded averages of the terms, in tenths (TT 22/2021 Điều 9). */
export const yearAverage = (hk1: number, hk2: number): number => average(hk1 + 2 * hk2, 3);
