import { describe, expect, it } from '@jest/globals';
import type { FourLevel } from '../../src/domain/records.js';
import { average, markOf, tenthsOf, termAverage, yearAverage } from '../../src/domain/tenths.js';
import { allowedLevels, tableLevel } from '../../src/rules/tt22-2021/level-table.js';
import { regularTestsFor } from '../../src/rules/tt22-2021/regular-tests.js';
import { renLuyenOfYear } from '../../src/rules/tt22-2021/ren-luyen-year.js';

/** Half up by quotient and remainder of whole numbers, to one decimal. */
function exactly(sum: bigint, count: bigint): number {
  return Number(sum / count + (2n * (sum % count) >= count ? 1n : 0n));
}

/** Every list of `length` marks out of `marks`. */
function* combinations(marks: readonly number[], length: number): Iterable<readonly number[]> {
  if (length === 0) yield [];
  else for (const first of marks) for (const rest of combinations(marks, length - 1)) yield [first, ...rest];
}

describe('marks in whole tenths', () => {
  it('are read from the text and written back', () => {
    const all = Array.from({ length: 101 }, (_one, tenths) => tenths);
    expect(all.map((tenths) => tenthsOf(markOf(tenths)))).toEqual(all);
    expect(['0.0', '5.0', '9.9', '10.0'].map(tenthsOf)).toEqual([0, 50, 99, 100]);
  });

  it.each([
    '10.1',
    '11.0',
    '8',
    '8.25',
    '-1',
    '8,5',
    '08.0',
    '',
    ' 8.0',
    '8.0 ',
    '8.x',
    'x.5',
    '٨.٥',
    '1e1',
    '+.5',
    '8:5',
    '10.',
  ])('are not read from %j', (text) => {
    expect(tenthsOf(text)).toBeNull();
  });

  it('round half up: 5.25 is 5.3 and 6.45 is 6.5; binary floats would round 5.35 down', () => {
    expect([524, 525, 526].map((sum) => average(sum, 10))).toEqual([52, 53, 53]);
    expect([644, 645, 646].map((sum) => average(sum, 10))).toEqual([64, 65, 65]);
    expect([average(535, 10), (5.35).toFixed(1)]).toEqual([54, '5.3']);
  });

  it('give ĐTBmcn of every pair of terms as exact arithmetic does', () => {
    const wrong: unknown[] = [];
    for (let first = 0; first <= 100; first += 1)
      for (let second = 0; second <= 100; second += 1)
        if (yearAverage(first, second) !== exactly(BigInt(first + 2 * second), 3n))
          wrong.push([first, second]);
    expect(wrong).toEqual([]);
  });

  it.each([
    [1, [0, 1, 24, 25, 34, 35, 49, 50, 52, 53, 64, 65, 79, 80, 89, 90, 99, 100]],
    [2, [0, 1, 25, 34, 35, 49, 50, 53, 64, 65, 79, 80, 90, 100]],
    [3, [0, 25, 35, 49, 50, 65, 79, 80, 100]],
    [4, [0, 35, 49, 50, 65, 80, 100]],
    [5, [0, 49, 50, 65, 100]],
  ])(
    'give ĐTBmhk of every combination of %i regular marks, mid-term and final as exact arithmetic does',
    (count, marks) => {
      const wrong: unknown[] = [];
      for (const [midterm = 0, final = 0, ...regular] of combinations(marks, count + 2)) {
        const sum = regular.reduce((total, mark) => total + BigInt(mark), BigInt(2 * midterm + 3 * final));
        if (termAverage(regular, midterm, final) !== exactly(sum, BigInt(count + 5)))
          wrong.push([regular, midterm, final]);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('meet every half that an average can have', () => {
    // Halves exist where the number of parts is even: one, three and five regular marks.
    expect([
      termAverage([50], 50, 51),
      termAverage([50, 50, 50], 50, 48),
      termAverage([50, 50, 54], 50, 50),
      termAverage([50, 50, 50, 50, 55], 50, 50),
    ]).toEqual([51, 49, 51, 51]);
  });
});

describe('the number of regular marks (Điều 6)', () => {
  it('changes at 35 and 70 periods', () => {
    expect([1, 34, 35, 36, 69, 70, 71, 140].map(regularTestsFor)).toEqual([2, 2, 2, 3, 3, 3, 4, 4]);
  });
});

describe('kết quả rèn luyện of the year (Điều 8)', () => {
  it('follows the table for all sixteen pairs of terms', () => {
    const levels = ['T', 'K', 'Đ', 'CĐ'] as const;
    const table = levels.map((hk2) => levels.map((hk1) => renLuyenOfYear(hk1, hk2)).join(' '));
    expect(table).toEqual(['T T K K', 'K K K Đ', 'K Đ Đ Đ', 'CĐ CĐ CĐ CĐ']);
  });
});

const ascending = (scores: readonly number[]): number[] => [...scores].sort((a, b) => a - b);
const table = (scores: readonly number[], failed = 0): FourLevel =>
  tableLevel({ scores: ascending(scores), failed });
const allowed = (scores: readonly number[], failed = 0): string =>
  [...allowedLevels({ scores: ascending(scores), failed })].join(' ');

/** `count` marks of one value, then others. */
const marks = (count: number, value: number, ...others: number[]): number[] => [
  ...Array.from({ length: count }, () => value),
  ...others,
];

/** Levels with their bounds as the circular names them: every subject, six subjects, Chưa đạt allowed. */
const LEVELS = [
  { level: 'T', all: 65, many: 80, failed: 0 },
  { level: 'K', all: 50, many: 65, failed: 0 },
  { level: 'Đ', all: 35, many: 50, failed: 1 },
] as const;

describe.each(LEVELS)('kết quả học tập $level (Điều 9 khoản 2)', ({ level, all, many, failed }) => {
  const is = (scores: readonly number[], fails = 0): boolean => table(scores, fails) === level;

  it('needs its lower bound in every scored subject', () => {
    expect([all - 1, all, all + 1].map((one) => is(marks(7, many, one)))).toEqual([false, true, true]);
    expect(is(marks(6, many, all, all))).toBe(true);
    expect(is(marks(6, many, all, all - 1))).toBe(false);
  });

  it('needs its higher bound in six scored subjects', () => {
    const sixth = (one: number): boolean => is(marks(5, many, one, all, all));
    expect([many - 1, many, many + 1].map(sixth)).toEqual([false, true, true]);
    expect(is(marks(6, many))).toBe(true);
    expect(is(marks(5, many))).toBe(false);
  });

  it('allows so many comment-only subjects Chưa đạt and no more', () => {
    expect([0, 1, 2].map((fails) => is(marks(8, many), fails))).toEqual([true, failed === 1, false]);
  });
});

describe('kết quả học tập below Đạt', () => {
  it.each([
    ['a mark below 3.5', marks(7, 50, 34), 0],
    ['five subjects of 5.0', marks(5, 50, 49, 49, 49), 0],
    ['two comment-only subjects Chưa đạt, whatever the marks', marks(8, 100), 2],
    ['all marks zero', marks(8, 0), 0],
    ['no scored subject', [], 0],
  ])('is Chưa đạt: %s', (_note, scores, failed) => {
    expect(table(scores, failed)).toBe('CĐ');
  });
});

describe('the adjustment for one subject (Điều 9 khoản 3)', () => {
  it.each([
    ['Tốt pulled to Đạt by one mark becomes Khá', marks(7, 80, 49), 0, 'K'],
    ['Tốt pulled to Đạt by a mark of 3.5 becomes Khá', marks(7, 80, 35), 0, 'K'],
    ['Tốt pulled to Đạt by one Chưa đạt becomes Khá', marks(8, 80), 1, 'K'],
    ['Tốt pulled to Chưa đạt by one mark becomes Đạt', marks(7, 80, 34), 0, 'Đ'],
    ['Tốt pulled to Chưa đạt by a mark of zero becomes Đạt', marks(7, 80, 0), 0, 'Đ'],
    ['Khá pulled to Chưa đạt by one mark becomes Đạt', marks(7, 65, 34), 0, 'Đ'],
  ])('%s', (_note, scores, failed, levels) => {
    expect(allowed(scores, failed)).toBe(levels);
  });

  it.each([
    ['Tốt pulled to Khá by a mark of 6.4', marks(7, 80, 64), 0, 'K'],
    ['Tốt pulled to Khá by a mark of 5.0', marks(7, 80, 50), 0, 'K'],
    ['Khá pulled to Đạt by a mark of 4.9', marks(7, 65, 49), 0, 'Đ'],
    ['Khá pulled to Đạt by one Chưa đạt', marks(8, 65), 1, 'Đ'],
    ['Đạt pulled to Chưa đạt by a mark of 3.4', marks(7, 50, 34), 0, 'CĐ'],
  ])('leaves a drop of one level: %s', (_note, scores, failed, levels) => {
    expect(allowed(scores, failed)).toBe(levels);
  });

  it.each([
    ['two marks of 4.9', marks(6, 80, 49, 49), 0, 'Đ'],
    ['two marks of 3.4', marks(6, 80, 34, 34), 0, 'CĐ'],
    ['two Chưa đạt', marks(8, 80), 2, 'CĐ'],
    ['a mark of 4.9 and one Chưa đạt', marks(7, 80, 49), 1, 'Đ'],
    ['a mark of 3.4 and one Chưa đạt, from Khá', marks(7, 65, 34), 1, 'CĐ'],
  ])('leaves what two subjects pull down: %s', (_note, scores, failed, levels) => {
    expect(allowed(scores, failed)).toBe(levels);
  });

  it('leaves the three upper levels as they are', () => {
    expect([marks(8, 80), marks(8, 65), marks(8, 50)].map((scores) => allowed(scores))).toEqual([
      'T',
      'K',
      'Đ',
    ]);
  });

  it.each([
    ['Tốt or not', marks(5, 80, 65, 65, 49), 'Đ K'],
    ['Khá or not', marks(5, 65, 64, 64, 34), 'CĐ Đ'],
  ])('accepts both levels where the one subject is itself one of the six: %s', (_note, scores, levels) => {
    expect(allowed(scores)).toBe(levels);
  });
});
