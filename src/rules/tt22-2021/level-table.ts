import type { FourLevel } from '../../domain/records.js';

const RANK: Readonly<Record<FourLevel, number>> = { CĐ: 0, Đ: 1, K: 2, T: 3 };
const BY_RANK: readonly FourLevel[] = ['CĐ', 'Đ', 'K', 'T'];

export const rankOf = (level: FourLevel): number => RANK[level];

/** The level as stated; undefined also for a text that is none of the four, which is the schema's to tell. */
export const levelOf = (stated: FourLevel | undefined): FourLevel | undefined =>
  stated !== undefined && Object.hasOwn(RANK, stated) ? stated : undefined;

/** What kết quả học tập is made of. */
export interface Outcome {
  /** Scored subjects in tenths, lowest first. */
  readonly scores: readonly number[];
  /** Comment-only subjects that are Chưa đạt. */
  readonly failed: number;
}

/** How many scored subjects must reach the higher bound of a level. */
export const MANY = 6;

/** Điều 9 khoản 2: bounds in tenths. */
const TABLE = [
  { level: 'T', mostFailed: 0, all: 65, many: 80 },
  { level: 'K', mostFailed: 0, all: 50, many: 65 },
  { level: 'Đ', mostFailed: 1, all: 35, many: 50 },
] as const;

/** Điều 9 khoản 2: the level by the table, before any adjustment. */
export function tableLevel({ scores, failed }: Outcome): FourLevel {
  const lowest = scores[0] ?? 0;
  const sixthBest = scores[scores.length - MANY] ?? 0;
  for (const { level, mostFailed, all, many } of TABLE)
    if (failed <= mostFailed && lowest >= all && sixthBest >= many) return level;
  return 'CĐ';
}

const IDEAL = 100;

/**
 * The outcomes if one subject had not stood in the way, each in both readings of the text: with the best result in its place,
 * or left out. Of the scored subjects only the lowest matters: no other, mended or left out, gives a better level.
 */
function mended({ scores, failed }: Outcome): readonly (readonly Outcome[])[] {
  const others = scores.slice(1);
  return [
    ...(failed > 0 ? [[{ scores, failed: failed - 1 }]] : []),
    [
      { scores: [...others, IDEAL], failed },
      { scores: others, failed },
    ],
  ];
}

const JUST: Readonly<Record<FourLevel, ReadonlySet<FourLevel>>> = {
  T: new Set(['T']),
  K: new Set(['K']),
  Đ: new Set(['Đ']),
  CĐ: new Set(['CĐ']),
};

/**
 * Every level that Điều 9 allows: one, or two where khoản 3 can be read in two ways. Khoản 3: a level two or more below Tốt or
 * Khá because of exactly one subject is raised by one. Read as one level up from the level obtained; a drop of one level is
 * not adjusted, nor one that two subjects cause.
 */
export function allowedLevels(outcome: Outcome): ReadonlySet<FourLevel> {
  const obtained = tableLevel(outcome);
  const rank = RANK[obtained];
  // Nothing stands two levels above Khá.
  if (rank >= RANK['K']) return JUST[obtained];
  const raises = (one: Outcome): boolean => {
    const would = RANK[tableLevel(one)];
    return would >= RANK['K'] && would - rank >= 2;
  };
  const subjects = mended(outcome);
  const raised = BY_RANK[rank + 1] ?? obtained;
  if (subjects.some((readings) => readings.every(raises))) return JUST[raised];
  return subjects.some((readings) => readings.some(raises)) ? new Set([obtained, raised]) : JUST[obtained];
}
