import { type Rng, rngOf } from './prng.js';
import { competencesOf, QUALITIES, type Subject, subjectsOf } from './subjects.js';
import type {
  PrimaryMark,
  PrimaryResults,
  Profile,
  Pupil,
  QualityLevel,
  SchoolClass,
  SchoolPlan,
} from './types.js';

type Overall = PrimaryResults['overall'];

/** Shares of HTXS, HTT, HT; the rest is CHT. Assumption, no public table. */
const SHARES: Readonly<Record<Profile, readonly [number, number, number]>> = {
  urban: [0.3, 0.28, 0.41],
  rural: [0.22, 0.25, 0.515],
  minority: [0.12, 0.18, 0.675],
};

const aimOf = (rng: Rng, profile: Profile): Overall => {
  const [xs, t, h] = SHARES[profile];
  const roll = rng.next();
  if (roll < xs) return 'HTXS';
  if (roll < xs + t) return 'HTT';
  return roll < xs + t + h ? 'HT' : 'CHT';
};

const RANGE: Readonly<Record<Overall, readonly [number, number]>> = {
  HTXS: [9, 10],
  HTT: [7, 9],
  HT: [5, 8],
  CHT: [5, 7],
};

const yearMark = (rng: Rng, subject: Subject, aim: Overall, grade: number): PrimaryMark => {
  const tested = subject.tested.includes(grade);
  const [low, high] = RANGE[aim];
  const test = tested ? rng.int(low, high) : null;
  if (aim === 'HTXS' || aim === 'HTT') return { level: 'T', test };
  const good = test === null ? rng.chance(0.5) : test >= 7 && rng.chance(0.7);
  return { level: good ? 'T' : 'H', test };
};

const firstTermMark = (rng: Rng, year: PrimaryMark): PrimaryMark => {
  const test = year.test === null ? null : Math.min(10, Math.max(5, year.test + rng.int(-1, 1)));
  const level = year.level === 'T' && (test ?? 10) >= 7 && rng.chance(0.85) ? 'T' : 'H';
  return { level, test };
};

const subjectResults = (rng: Rng, subjects: readonly Subject[], aim: Overall, grade: number) =>
  subjects.map((subject) => {
    // A pupil who does not complete the class fails in Toán, with its test.
    if (aim === 'CHT' && subject.key === 'toan') {
      const failed: PrimaryMark = { level: 'C', test: rng.int(2, 4) };
      return { key: subject.key, hk1: failed, year: failed };
    }
    const year = yearMark(rng, subject, aim, grade);
    return { key: subject.key, hk1: firstTermMark(rng, year), year };
  });

const levels = (rng: Rng, keys: readonly string[], aim: Overall): Record<string, QualityLevel> => {
  const best = aim === 'HTXS' || aim === 'HTT';
  return Object.fromEntries(keys.map((key) => [key, best || rng.chance(0.6) ? 'T' : 'Đ']));
};

/** Đánh giá kết quả giáo dục by TT 27/2020 Điều 9, from the parts. */
export const overallOf = (marks: readonly PrimaryMark[], qualities: readonly QualityLevel[]): Overall => {
  const tests = marks.flatMap((m) => (m.test === null ? [] : [m.test]));
  const lowest = Math.min(10, ...tests);
  const allT = marks.every((m) => m.level === 'T') && qualities.every((q) => q === 'T');
  if (allT && lowest >= 9) return 'HTXS';
  if (allT && lowest >= 7) return 'HTT';
  const done = marks.every((m) => m.level !== 'C') && qualities.every((q) => q !== 'C');
  return done && lowest >= 5 ? 'HT' : 'CHT';
};

const COMMENTS: Readonly<Record<Overall, string>> = {
  HTXS: 'Hoàn thành xuất sắc các nội dung học tập, mạnh dạn, tự tin.',
  HTT: 'Hoàn thành tốt các môn học, đọc to, rõ ràng.',
  HT: 'Hoàn thành các môn học, cần rèn thêm chữ viết.',
  CHT: 'Cần được kèm thêm phép tính trong hè.',
};

const rewardOf = (rng: Rng, overall: Overall): PrimaryResults['reward'] => {
  if (overall === 'HTXS') return 'xuat-sac';
  return overall === 'HTT' && rng.chance(0.6) ? 'tieu-bieu' : null;
};

/** Results of one pupil by TT 27/2020, made again from the seed at every call. */
export const primaryResults = (
  seed: string,
  plan: SchoolPlan,
  cls: SchoolClass,
  pupil: Pick<Pupil, 'number' | 'edits'>,
): PrimaryResults => {
  const rng = rngOf(`${seed}|${plan.code}|${pupil.number}|results`);
  const aim = aimOf(rng, plan.profile);
  const made = subjectResults(rng, subjectsOf('TH', cls), aim, cls.grade);
  const qualities = levels(rng, QUALITIES, aim);
  const competences = levels(rng, competencesOf(cls.grade), aim);
  const absence = {
    hk1: { withLeave: Math.max(0, rng.int(-3, 4)), withoutLeave: 0 },
    hk2: { withLeave: Math.max(0, rng.int(-3, 4)), withoutLeave: Math.max(0, rng.int(-8, 1)) },
  };
  const subjects = made.map((s) => {
    const edit = pupil.edits[`${s.key}|year|final`];
    if (edit === undefined || s.year.test === null) return s;
    const test = Math.round(edit / 10);
    const level = test < 5 ? 'C' : test >= 7 ? s.year.level : 'H';
    return { ...s, year: { level, test } satisfies PrimaryMark };
  });
  const overall = overallOf(
    subjects.map((s) => s.year),
    [...Object.values(qualities), ...Object.values(competences)],
  );
  return {
    kind: 'primary',
    subjects,
    qualities,
    competences,
    overall,
    reward: rewardOf(rng, overall),
    completed: overall !== 'CHT',
    absence,
    comment: COMMENTS[overall],
  };
};
