import type { FourLevel, SecondaryRecord, SecondarySubject } from '../../src/domain/records.js';
import type { ClassSubject } from '../../src/rules/rule.js';
import { lower, upper } from './tt22-support.js';

// The circular a second time, written apart from the rules: exact fractions, sets of marks, every subject tried in turn.

export interface TestsDrawn {
  readonly regular: readonly number[];
  readonly midterm: number;
  readonly final: number;
}

/** What a pupil did in a year; all marks in tenths. */
export interface Drawn {
  readonly grade: number;
  readonly scored: readonly {
    readonly key: string;
    readonly periods: number;
    readonly hk1: TestsDrawn;
    readonly hk2: TestsDrawn;
  }[];
  readonly comment: readonly {
    readonly key: string;
    readonly exempt: boolean;
    readonly hk1: boolean;
    readonly hk2: boolean;
  }[];
  readonly renLuyen: readonly [FourLevel, FourLevel];
  readonly absences: number;
  /** Marks of the summer, for the lowest subjects in turn; null: nobody came. */
  readonly summer: readonly number[] | null;
}

const RANKS: readonly FourLevel[] = ['CĐ', 'Đ', 'K', 'T'];
const rank = (level: FourLevel): number => RANKS.indexOf(level);

/** The decimal text of a fraction, half up: the tenth whose distance to it is least, of two the upper. */
export function rounded(numerator: number, denominator: number): string {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
  let best = 0n;
  for (let tenth = 0n; tenth <= 100n; tenth += 1n) {
    const distance = (of: bigint): bigint => (of * bottom > top ? of * bottom - top : top - of * bottom);
    if (distance(tenth) <= distance(best)) best = tenth;
  }
  return `${best / 10n}.${best % 10n}`;
}

const tenths = (text: string): number => Math.round(Number(text) * 10);

function plain(scores: readonly number[], failed: number): FourLevel {
  const every = (bound: number): boolean => scores.every((one) => one >= bound);
  const six = (bound: number): boolean => scores.filter((one) => one >= bound).length >= 6;
  if (failed === 0 && every(65) && six(80)) return 'T';
  if (failed === 0 && every(50) && six(65)) return 'K';
  return failed < 2 && every(35) && six(50) ? 'Đ' : 'CĐ';
}

/** null where the two readings of khoản 3 give two levels. */
export function hocTapBy(scores: readonly number[], failed: number): FourLevel | null {
  const obtained = plain(scores, failed);
  const would = (of: (index: number) => readonly number[]): number =>
    Math.max(
      failed > 0 ? rank(plain(scores, failed - 1)) : 0,
      ...scores.map((_one, index) => rank(plain(of(index), failed))),
    );
  const raise = (best: number): FourLevel =>
    best >= 2 && best - rank(obtained) >= 2 ? (RANKS[rank(obtained) + 1] as FourLevel) : obtained;
  const replaced = raise(would((at) => scores.map((one, index) => (index === at ? 100 : one))));
  const leftOut = raise(would((at) => scores.filter((_one, index) => index !== at)));
  return replaced === leftOut ? replaced : null;
}

const TRAINING: Readonly<Record<string, FourLevel>> = {
  'T T': 'T',
  'K T': 'T',
  'Đ T': 'K',
  'CĐ T': 'K',
  'T K': 'K',
  'K K': 'K',
  'Đ K': 'K',
  'CĐ K': 'Đ',
  'T Đ': 'K',
  'K Đ': 'Đ',
  'Đ Đ': 'Đ',
  'CĐ Đ': 'Đ',
};
export const trainingBy = (hk1: FourLevel, hk2: FourLevel): FourLevel => TRAINING[`${hk1} ${hk2}`] ?? 'CĐ';

const text = (value: number): string => `${(value - (value % 10)) / 10}.${value % 10}`;
const averageOf = ({ regular, midterm, final }: TestsDrawn): string =>
  rounded(regular.reduce((sum, one) => sum + one, 0) + 2 * midterm + 3 * final, regular.length + 5);
const written = ({ regular, midterm, final }: TestsDrawn) => ({
  regular: regular.map(text),
  midterm: text(midterm),
  final: text(final),
});
const rating = (pass: boolean) => ({ rating: pass ? ('Đ' as const) : ('CĐ' as const) });

function scoredLine({ key, hk1, hk2 }: Drawn['scored'][number]): SecondarySubject {
  const [first, second] = [averageOf(hk1), averageOf(hk2)];
  return {
    subject: key,
    hk1: { score: first },
    hk2: { score: second },
    year: { score: rounded(tenths(first) + 2 * tenths(second), 3) },
    tests: { hk1: written(hk1), hk2: written(hk2) },
  };
}

function commentLine({ key, exempt, hk1, hk2 }: Drawn['comment'][number]): SecondarySubject {
  if (exempt) {
    const none = { exempt: true } as const;
    return { subject: key, hk1: none, hk2: none, year: none };
  }
  return { subject: key, hk1: rating(hk1), hk2: rating(hk2), year: rating(hk2) };
}

type Term = 'hk1' | 'hk2' | 'year' | 'reassessment';
const markAt = (line: SecondarySubject, term: Term) =>
  term === 'reassessment' ? (line.reassessment ?? line.year) : line[term];

function levelOf(lines: readonly SecondarySubject[], term: Term): FourLevel | null {
  const held = lines.map((line) => markAt(line, term)).filter((mark) => mark !== undefined);
  const scores = held.flatMap((mark) => ('score' in mark ? [tenths(mark.score)] : []));
  return hocTapBy(scores, held.filter((mark) => 'rating' in mark && mark.rating === 'CĐ').length);
}

/** Thi lại: the lowest marks in turn take a mark of the summer that is no worse. */
function retaken(lines: readonly SecondarySubject[], summer: readonly number[]): SecondarySubject[] {
  const yearOf = (line: SecondarySubject): number =>
    line.year !== undefined && 'score' in line.year ? tenths(line.year.score) : 100;
  const lowest = [...lines].sort((a, b) => yearOf(a) - yearOf(b)).slice(0, summer.length);
  return lines.map((line) => {
    const at = lowest.indexOf(line);
    return at < 0 || yearOf(line) === 100
      ? line
      : { ...line, reassessment: { score: text(Math.max(yearOf(line), summer[at] ?? 0)) } };
  });
}

export interface Modelled {
  readonly record: SecondaryRecord;
  readonly classSubjects: ReadonlyMap<string, ClassSubject>;
}

const FINAL = [9, 12];

/** The record of what was drawn as the circular has it; null where it can be read in two ways. */
export function recordBy(drawn: Drawn): Modelled | null {
  const { grade, absences } = drawn;
  const lines = [...drawn.scored.map(scoredLine), ...drawn.comment.map(commentLine)];
  const [hk1, hk2, year] = [levelOf(lines, 'hk1'), levelOf(lines, 'hk2'), levelOf(lines, 'year')];
  if (hk1 === null || hk2 === null || year === null) return null;
  const training = trainingBy(...drawn.renLuyen);
  const [studyFails, trainingFails] = [year === 'CĐ', training === 'CĐ'];
  const summer = studyFails !== trainingFails ? drawn.summer : null;
  const subjects = studyFails && summer !== null ? retaken(lines, summer) : lines;
  const again = studyFails && summer !== null ? levelOf(subjects, 'reassessment') : year;
  if (again === null) return null;
  const mended =
    (studyFails ? again !== 'CĐ' && !trainingFails : true) && (!trainingFails || summer !== null);
  const up = mended && absences <= 45;
  const atOnce = studyFails || trainingFails ? 'len-lop-sau-danh-gia-lai' : 'len-lop';
  const nines = lines.filter(
    ({ year: mark }) => mark !== undefined && 'score' in mark && tenths(mark.score) >= 90,
  );
  const best = year === 'T' && training === 'T';
  const record = (grade < 10 ? lower : upper)(subjects, {
    hocTap: { hk1, hk2, year, ...(studyFails && summer !== null ? { reassessment: again } : {}) },
    renLuyen: {
      hk1: drawn.renLuyen[0],
      hk2: drawn.renLuyen[1],
      year: training,
      ...(trainingFails && summer !== null ? { reassessment: 'Đ' as const } : {}),
    },
    ...(best ? { title: nines.length >= 6 ? ('xuat-sac' as const) : ('gioi' as const) } : {}),
    promotion: up ? (FINAL.includes(grade) ? 'hoan-thanh-cap-hoc' : atOnce) : 'khong-len-lop',
  });
  return {
    record: {
      ...record,
      class: { key: `${grade}A`, name: `${grade}A`, grade },
      attendance: { year: { withLeave: absences, withoutLeave: 0 } },
    },
    classSubjects: new Map(drawn.scored.map(({ key, periods }) => [key, { periodsPerYear: periods }])),
  };
}
