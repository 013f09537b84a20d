import type { PrimaryRecord, PrimarySubject } from '../../domain/records.js';
import { competencesOf, isTested, mayBeTested, QUALITIES } from './programme.js';

export type Overall = NonNullable<PrimaryRecord['primary']['overall']>;

/** The four results of Điều 9, the lowest first. */
const ORDER = ['CHT', 'HT', 'HTT', 'HTXS'] as const;
const TOP = ORDER.length - 1;

export const OVERALL_NAMES: Readonly<Record<Overall, string>> = {
  HTXS: 'Hoàn thành xuất sắc',
  HTT: 'Hoàn thành tốt',
  HT: 'Hoàn thành',
  CHT: 'Chưa hoàn thành',
};

export const rankOf = (overall: Overall): number => ORDER.indexOf(overall);

/** What a single level allows at best: T of everything, H and Đ (Hoàn thành, Đạt) of HT, C of nothing. */
const LEVEL_RANKS: ReadonlyMap<string, number> = new Map([
  ['T', rankOf('HTXS')],
  ['H', rankOf('HT')],
  ['Đ', rankOf('HT')],
  ['C', rankOf('CHT')],
]);

/** What a single end-of-year test allows at best. */
function rankOfTest(test: string): number {
  const mark = Number(test);
  if (mark >= 9) return rankOf('HTXS');
  if (mark >= 7) return rankOf('HTT');
  return rankOf(mark >= 5 ? 'HT' : 'CHT');
}

/** The best overall result that the parts allow, and whether all parts are there: only then is it the result. */
export interface Standing {
  readonly overall: Overall;
  readonly whole: boolean;
}

/** A subject after the supplementary assessment: a new level counts alone, a new test beside the old level. */
const again = ({ year, reassessment }: PrimarySubject): PrimarySubject['year'] =>
  reassessment?.level === undefined ? { ...year, ...reassessment } : reassessment;

interface Count {
  rank: number;
  whole: boolean;
}

function countSubject(count: Count, subject: string, mark: PrimarySubject['year'], grade: number): void {
  if (mark?.level === undefined) count.whole = false;
  else count.rank = Math.min(count.rank, LEVEL_RANKS.get(mark.level) ?? TOP);
  if (mark?.test === undefined) count.whole = count.whole && !isTested(subject, grade);
  else if (mayBeTested(subject)) count.rank = Math.min(count.rank, rankOfTest(mark.test));
}

function countTraits(count: Count, { class: { grade }, primary: { qualities, competences } }: PrimaryRecord) {
  const held = [...Object.values(qualities), ...Object.values(competences)];
  for (const level of held) count.rank = Math.min(count.rank, LEVEL_RANKS.get(level) ?? TOP);
  count.whole =
    count.whole &&
    QUALITIES.every(({ key }) => qualities[key] !== undefined) &&
    competencesOf(grade).every(({ key }) => competences[key] !== undefined);
}

/**
 * Đánh giá kết quả giáo dục as Điều 9 is remembered: HTXS needs T everywhere and tests of 9, HTT T everywhere and tests of 7,
 * HT nothing below H or Đ and tests of 5. So every part sets a limit, and the lowest limit is the result.
 */
export function standingOf(record: PrimaryRecord, from: 'year' | 'reassessment'): Standing {
  const { class: of, primary } = record;
  const count: Count = { rank: TOP, whole: primary.subjects.length > 0 };
  for (const line of primary.subjects)
    countSubject(count, line.subject, from === 'year' ? line.year : again(line), of.grade);
  countTraits(count, record);
  return { overall: ORDER[count.rank] ?? 'CHT', whole: count.whole };
}

export const isReassessed = ({ primary }: PrimaryRecord): boolean =>
  primary.subjects.some(({ reassessment }) => reassessment !== undefined);
