// Marks are decimal text with one decimal (TT 22/2021 Điều 5). All arithmetic is in whole tenths: binary floats cannot hold
// 6.45, so they would round it the wrong way.

const FORM = /^(?:10\.0|[0-9]\.[0-9])$/u;

/** 85 for "8.5"; null for what is no mark. */
export const tenthsOf = (mark: string): number | null =>
  FORM.test(mark) ? Number(mark.slice(0, -2)) * 10 + Number(mark.slice(-1)) : null;

/** "8.5" for 85. */
export const markOf = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10}`;

/** sum / count in whole tenths, half up: 5.25 -> 5.3, 6.45 -> 6.5. `sum` in tenths, not negative. */
export const average = (sum: number, count: number): number => Math.floor((2 * sum + count) / (2 * count));

/** ĐTBmhk = (ΣĐĐGtx + 2·ĐĐGgk + 3·ĐĐGck) / (number of ĐĐGtx + 5), in tenths. */
export const termAverage = (regular: readonly number[], midterm: number, final: number): number =>
  average(regular.reduce((sum, mark) => sum + mark, 0) + 2 * midterm + 3 * final, regular.length + 5);

/** ĐTBmcn = (ĐTBmhkI + 2·ĐTBmhkII) / 3 from the rounded averages of the terms, in tenths. */
export const yearAverage = (hk1: number, hk2: number): number => average(hk1 + 2 * hk2, 3);
