import { type Rng, rngOf } from './prng.js';
import { regularCount, type Subject, subjectsOf } from './subjects.js';
import { hocTapOf, MAX_ABSENCES, renLuyenYear, termAverage, titleOf, yearAverage } from './tt22.js';
import type {
  Absence,
  CommentSubject,
  CommentTerm,
  FourLevel,
  Pass,
  Profile,
  Pupil,
  SchoolClass,
  SchoolPlan,
  ScoredSubject,
  ScoreTerm,
  SecondaryResults,
} from './types.js';

const PROFILES: Readonly<Record<Profile, { readonly mean: number; readonly spread: number }>> = {
  urban: { mean: 7.4, spread: 1.2 },
  rural: { mean: 6.8, spread: 1.3 },
  minority: { mean: 6.0, spread: 1.25 },
};
const OFFSET: Readonly<Record<string, number>> = {
  toan: -0.5,
  'ngoai-ngu-1': -0.6,
  'ngu-van': -0.2,
  'ls-dl': 0.2,
  gdcd: 0.6,
  'cong-nghe': 0.5,
  'tin-hoc': 0.4,
  gdqpan: 0.8,
  'vat-li': -0.1,
  'hoa-hoc': -0.2,
  'sinh-hoc': 0.1,
  'lich-su': 0.2,
  'dia-li': 0.3,
  gdktpl: 0.5,
};
const ATTEMPTS = 60;

interface Tests {
  readonly regular: readonly number[];
  readonly midterm: number;
  readonly final: number;
}
interface Draft {
  readonly scored: readonly { readonly key: string; readonly hk1: Tests; readonly hk2: Tests }[];
  readonly commented: readonly CommentSubject[];
  readonly renLuyen: { readonly hk1: FourLevel; readonly hk2: FourLevel };
  readonly absence: { readonly hk1: Absence; readonly hk2: Absence };
  /** Whether the pupil sits the re-assessment, should it be needed. */
  readonly sitsAgain: boolean;
  readonly retakes: readonly number[];
}

const clamp = (tenths: number): number => Math.min(100, Math.max(10, tenths));

const testsOf = (rng: Rng, subject: Subject, ability: number, profile: Profile): Tests => {
  const { mean, spread } = PROFILES[profile];
  const mark = (step: number): number => {
    const raw = mean + (OFFSET[subject.key] ?? 0) + spread * (0.75 * ability + 0.5 * rng.gauss());
    return clamp(Math.round((raw * 10) / step) * step);
  };
  return {
    regular: Array.from({ length: regularCount(subject) }, () => mark(rng.chance(0.5) ? 10 : 5)),
    midterm: mark(rng.chance(0.5) ? 5 : 1),
    final: mark(rng.chance(0.5) ? 5 : 1),
  };
};

const commentTerm = (rng: Rng, fails: boolean): CommentTerm => {
  const final: Pass = fails ? 'CĐ' : 'Đ';
  const regular: Pass[] = ['Đ', fails && rng.chance(0.3) ? 'CĐ' : 'Đ'];
  return { regular, midterm: 'Đ', final, rating: final };
};

const commentSubject = (rng: Rng, subject: Subject): CommentSubject => {
  const hk1 = commentTerm(rng, rng.chance(0.004));
  const hk2 = commentTerm(rng, rng.chance(0.003));
  const exempt = subject.key === 'gdtc' && rng.chance(0.003);
  return { kind: 'comment', key: subject.key, exempt, hk1, hk2, year: hk2.rating };
};

const conduct = (rng: Rng): FourLevel => {
  const roll = rng.next();
  if (roll < 0.89) return 'T';
  if (roll < 0.98) return 'K';
  return roll < 0.997 ? 'Đ' : 'CĐ';
};

const isFinalGrade = (grade: number): boolean => grade === 9 || grade === 12;

const absences = (rng: Rng, grade: number): Draft['absence'] => {
  const often = !isFinalGrade(grade) && rng.chance(0.003);
  const term = (): Absence => ({
    withLeave: often ? rng.int(14, 22) : Math.max(0, rng.int(-2, 5)),
    withoutLeave: often ? rng.int(10, 14) : Math.max(0, rng.int(-6, 2)),
  });
  return { hk1: term(), hk2: term() };
};

const draftOf = (rng: Rng, plan: SchoolPlan, cls: SchoolClass, lift: number): Draft => {
  const subjects = subjectsOf(plan.level, cls);
  const floor = isFinalGrade(cls.grade) ? -0.8 : -3;
  const ability = Math.max(floor, rng.gauss()) + lift;
  const first = conduct(rng);
  const second = rng.chance(0.8) ? first : conduct(rng);
  const safe = (level: FourLevel): FourLevel => (level === 'CĐ' && isFinalGrade(cls.grade) ? 'Đ' : level);
  return {
    scored: subjects
      .filter((s) => s.assess === 'score')
      .map((s) => ({
        key: s.key,
        hk1: testsOf(rng, s, ability, plan.profile),
        hk2: testsOf(rng, s, ability, plan.profile),
      })),
    commented: subjects.filter((s) => s.assess === 'comment').map((s) => commentSubject(rng, s)),
    renLuyen: { hk1: safe(first), hk2: safe(second) },
    absence: absences(rng, cls.grade),
    sitsAgain: plan.vendor === 'smas' && !isFinalGrade(cls.grade) && rng.chance(0.85),
    retakes: Array.from({ length: 4 }, () => rng.int(50, 65)),
  };
};

const withEdits = (draft: Draft, edits: Pupil['edits']): Draft => ({
  ...draft,
  scored: draft.scored.map((subject) => {
    const term = (name: 'hk1' | 'hk2'): Tests => ({
      ...subject[name],
      midterm: edits[`${subject.key}|${name}|midterm`] ?? subject[name].midterm,
      final: edits[`${subject.key}|${name}|final`] ?? subject[name].final,
    });
    return { key: subject.key, hk1: term('hk1'), hk2: term('hk2') };
  }),
});

const graded = (tests: Tests): ScoreTerm => ({
  ...tests,
  average: termAverage(tests.regular, tests.midterm, tests.final),
});

interface Judged {
  readonly level: FourLevel;
  readonly disputed: boolean;
}
/** What a pupil got at the second assessment of the summer; null where nothing better came of it. */
interface Again {
  readonly marks: ReadonlyMap<string, number>;
  readonly hocTap: Judged | null;
  readonly renLuyen: FourLevel | null;
}
const NOT_AGAIN: Again = { marks: new Map(), hocTap: null, renLuyen: null };

/** Thi lại: the lowest marks first, until the new result reaches Đạt (Điều 14). */
const retake = (scored: readonly ScoredSubject[], ratings: readonly Pass[], draft: Draft): Again => {
  const marks = new Map<string, number>();
  const failing = scored.filter((s) => s.year < 50).sort((a, b) => a.year - b.year);
  for (const [index, mark] of draft.retakes.entries()) {
    const subject = failing[index];
    if (subject === undefined) break;
    marks.set(subject.key, mark);
    const judged = hocTapOf(
      scored.map((s) => marks.get(s.key) ?? s.year),
      ratings,
    );
    if (judged.level !== 'CĐ') return { marks, hocTap: judged, renLuyen: null };
  }
  return NOT_AGAIN;
};

const COMMENTS: Readonly<Record<FourLevel, string>> = {
  T: 'Học tốt, chăm chỉ, tích cực giúp đỡ bạn.',
  K: 'Có tiến bộ, cần phát huy thêm.',
  Đ: 'Đạt yêu cầu, cần cố gắng hơn ở một số môn.',
  CĐ: 'Cần được kèm thêm trong học tập.',
};

const promotionOf = (grade: number, passed: boolean, passedAgain: boolean): SecondaryResults['promotion'] => {
  if (passed) return isFinalGrade(grade) ? 'hoan-thanh-cap-hoc' : 'len-lop';
  return passedAgain ? 'len-lop-sau-danh-gia-lai' : 'khong-len-lop';
};

const judge = (scored: readonly ScoredSubject[], commented: readonly CommentSubject[]) => {
  const rated = commented.filter((c) => !c.exempt);
  const of = (marks: readonly number[], ratings: readonly Pass[]): Judged => hocTapOf(marks, ratings);
  return {
    hk1: of(
      scored.map((s) => s.hk1.average),
      rated.map((c) => c.hk1.rating),
    ),
    hk2: of(
      scored.map((s) => s.hk2.average),
      rated.map((c) => c.hk2.rating),
    ),
    year: of(
      scored.map((s) => s.year),
      rated.map((c) => c.year),
    ),
    ratings: rated.map((c) => c.year),
  };
};

const gradedSubject = ({ key, hk1, hk2 }: Draft['scored'][number]): ScoredSubject => {
  const [first, second] = [graded(hk1), graded(hk2)];
  const year = yearAverage(first.average, second.average);
  return { kind: 'score', key, hk1: first, hk2: second, year, reassessed: null };
};

const wasPresent = ({ absence }: Draft): boolean =>
  Object.values(absence).reduce((days, a) => days + a.withLeave + a.withoutLeave, 0) <= MAX_ABSENCES;

const derive = (
  draft: Draft,
  grade: number,
): { readonly results: SecondaryResults; readonly disputed: boolean } => {
  const plain = draft.scored.map(gradedSubject);
  const judged = judge(plain, draft.commented);
  const renLuyen = { ...draft.renLuyen, year: renLuyenYear(draft.renLuyen.hk1, draft.renLuyen.hk2) };
  const studyFails = judged.year.level === 'CĐ';
  const conductFails = renLuyen.year === 'CĐ';
  const present = wasPresent(draft);
  const assessAgain = (): Again =>
    studyFails ? retake(plain, judged.ratings, draft) : { ...NOT_AGAIN, renLuyen: 'Đ' };
  // Who fails in both stays down, so there is nothing to assess again.
  const again = draft.sitsAgain && present && studyFails !== conductFails ? assessAgain() : NOT_AGAIN;
  const passedAgain = again.hocTap !== null || again.renLuyen !== null;
  const results: SecondaryResults = {
    kind: 'secondary',
    scored: plain.map((s) => ({ ...s, reassessed: again.marks.get(s.key) ?? null })),
    commented: draft.commented,
    hocTap: { hk1: judged.hk1.level, hk2: judged.hk2.level, year: judged.year.level },
    renLuyen,
    reassessed: passedAgain ? { hocTap: again.hocTap?.level ?? null, renLuyen: again.renLuyen } : null,
    absence: draft.absence,
    title: titleOf(
      judged.year.level,
      renLuyen.year,
      plain.map((s) => s.year),
    ),
    promotion: promotionOf(grade, !studyFails && !conductFails && present, passedAgain),
    comment: COMMENTS[judged.year.level],
  };
  const disputed = [judged.hk1, judged.hk2, judged.year, again.hocTap].some((j) => j?.disputed === true);
  return { results, disputed };
};

/** Results of one pupil by TT 22/2021: made again from the seed at every call, so a world of any size stays small. */
export const secondaryResults = (
  seed: string,
  plan: SchoolPlan,
  cls: SchoolClass,
  pupil: Pick<Pupil, 'number' | 'edits'>,
): SecondaryResults => {
  const edited = Object.keys(pupil.edits).length > 0;
  for (let attempt = 0; ; attempt += 1) {
    const rng = rngOf(`${seed}|${plan.code}|${pupil.number}|results|${attempt}`);
    const draft = draftOf(rng, plan, cls, attempt * 0.05);
    const { results, disputed } = derive(draft, cls.grade);
    const unfit = disputed || (isFinalGrade(cls.grade) && results.promotion === 'khong-len-lop');
    if (unfit && attempt < ATTEMPTS) continue;
    return edited ? derive(withEdits(draft, pupil.edits), cls.grade).results : results;
  }
};
