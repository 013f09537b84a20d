import {
  type Absence,
  type CommentSubject,
  type DirtKind,
  type FourLevel,
  hasLeft,
  leftInFirstTerm,
  type PrimaryResults,
  type Pupil,
  type School,
  type ScoredSubject,
  type SecondaryResults,
  STATUS_CODES,
  STATUS_LABELS,
} from './types.js';
import type { World } from './world.js';

export type Term = 'hk1' | 'hk2' | 'year' | 'reassessment';

/** What a school's clerk typed for one pupil, defects included; every vendor writes it in its own way. */
export interface RosterRow {
  readonly pupil: Pupil;
  readonly name: string;
  /** YYYY-MM-DD, perhaps an impossible day. */
  readonly birth: string;
  readonly identity: string;
  readonly ethnicName: string;
  readonly ethnicCode: string;
  readonly ethnicCode1979: string;
  readonly statusLabel: string;
  readonly statusCode: string;
  readonly statusDate: string | null;
}

/** One subject in one term, as text: scores "8.5", ratings Đ/CĐ, levels T/H/C; '' = nothing there. */
export interface SubjectRow {
  readonly key: string;
  readonly kind: 'score' | 'comment' | 'level';
  readonly regular: readonly string[];
  readonly midterm: string;
  readonly final: string;
  /** Average or year mark of a scored subject. */
  readonly score: string;
  /** Đ/CĐ, or T/H/C at tiểu học. */
  readonly rating: string;
  /** Periodic test at tiểu học, whole number. */
  readonly test: string;
  readonly exempt: boolean;
}

export interface TermRow {
  readonly pupil: Pupil;
  readonly subjects: readonly SubjectRow[];
  /** Full label, '' where there is none. */
  readonly hocTap: string;
  readonly renLuyen: string;
  readonly absence: Absence;
}

export const FOUR_LABELS: Readonly<Record<FourLevel, string>> = {
  T: 'Tốt',
  K: 'Khá',
  Đ: 'Đạt',
  CĐ: 'Chưa đạt',
};
export const PROMOTION_LABELS: Readonly<Record<SecondaryResults['promotion'], string>> = {
  'len-lop': 'Được lên lớp',
  'len-lop-sau-danh-gia-lai': 'Được lên lớp sau khi đánh giá lại',
  'khong-len-lop': 'Không được lên lớp',
  'hoan-thanh-cap-hoc': 'Hoàn thành chương trình cấp học',
};
export const TITLE_LABELS = { 'xuat-sac': 'Học sinh Xuất sắc', gioi: 'Học sinh Giỏi' } as const;
export const REWARD_LABELS = {
  'xuat-sac': 'Học sinh Xuất sắc',
  'tieu-bieu': 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện',
} as const;

/** Tenths as text with at most one decimal: 85 -> "8.5", 100 -> "10". */
export const tenthsText = (tenths: number): string =>
  tenths % 10 === 0 ? String(tenths / 10) : `${Math.floor(tenths / 10)}.${tenths % 10}`;

const spoilRoster: Partial<Record<DirtKind, (row: RosterRow) => RosterRow>> = {
  'birth-date-impossible': (row) => ({ ...row, birth: `${row.birth.slice(0, 4)}-02-31` }),
  'birth-date-future': (row) => ({ ...row, birth: '2031-08-15' }),
  'identity-eleven-digits': (row) => ({ ...row, identity: row.identity.slice(0, 11) }),
  'identity-letters': (row) => ({ ...row, identity: `${row.identity.slice(0, 10)}XZ` }),
  'name-with-digit': (row) => ({ ...row, name: `${row.name.slice(0, -1)}7${row.name.slice(-1)}` }),
  'ethnic-unknown': (row) => ({ ...row, ethnicName: 'Dân tộc Q', ethnicCode: '98', ethnicCode1979: '98' }),
  'status-unknown': (row) => ({ ...row, statusLabel: 'Đi trại sáng tác', statusCode: '77' }),
};

export const rosterRow = (pupil: Pupil): RosterRow => {
  const row: RosterRow = {
    pupil,
    name: pupil.name,
    birth: pupil.birthDate,
    identity: pupil.identityNumber ?? '',
    ethnicName: pupil.ethnic.name,
    ethnicCode: pupil.ethnic.code,
    ethnicCode1979: pupil.ethnic.code1979,
    statusLabel: STATUS_LABELS[pupil.status],
    statusCode: STATUS_CODES[pupil.status],
    statusDate: pupil.statusDate,
  };
  const spoil = pupil.dirt === null ? undefined : spoilRoster[pupil.dirt];
  return spoil === undefined ? row : spoil(row);
};

/** One literal for every row: spreading defaults costs more than all the arithmetic of a world. */
const subjectRow = (
  key: string,
  kind: SubjectRow['kind'],
  score: string,
  rating: string,
  test: string,
  exempt: boolean,
): SubjectRow => ({ key, kind, regular: [], midterm: '', final: '', score, rating, test, exempt });

const scoredRow = (s: ScoredSubject, term: 'hk1' | 'hk2' | 'year'): SubjectRow => {
  if (term === 'year') return subjectRow(s.key, 'score', tenthsText(s.year), '', '', false);
  const { regular, midterm, final, average } = s[term];
  return {
    key: s.key,
    kind: 'score',
    regular: regular.map(tenthsText),
    midterm: tenthsText(midterm),
    final: tenthsText(final),
    score: tenthsText(average),
    rating: '',
    test: '',
    exempt: false,
  };
};

const commentedRow = (s: CommentSubject, term: 'hk1' | 'hk2' | 'year'): SubjectRow => {
  if (s.exempt) return subjectRow(s.key, 'comment', '', '', '', true);
  if (term === 'year') return subjectRow(s.key, 'comment', '', s.year, '', false);
  const { regular, midterm, final, rating } = s[term];
  return { key: s.key, kind: 'comment', regular, midterm, final, score: '', rating, test: '', exempt: false };
};

const secondarySubjects = (results: SecondaryResults, term: Term): SubjectRow[] => {
  if (term !== 'reassessment') {
    return [
      ...results.scored.map((s) => scoredRow(s, term)),
      ...results.commented.map((s) => commentedRow(s, term)),
    ];
  }
  return results.scored.flatMap((s) =>
    s.reassessed === null ? [] : [subjectRow(s.key, 'score', tenthsText(s.reassessed), '', '', false)],
  );
};

const secondaryTerm = (pupil: Pupil, results: SecondaryResults, term: Term): TermRow | null => {
  const label = (level: FourLevel | null | undefined): string => (level == null ? '' : FOUR_LABELS[level]);
  const { hk1, hk2 } = results.absence;
  if (term === 'reassessment') {
    if (results.reassessed === null) return null;
    return {
      pupil,
      subjects: secondarySubjects(results, term),
      hocTap: label(results.reassessed.hocTap),
      renLuyen: label(results.reassessed.renLuyen),
      absence: { withLeave: 0, withoutLeave: 0 },
    };
  }
  return {
    pupil,
    subjects: secondarySubjects(results, term),
    hocTap: label(results.hocTap[term]),
    renLuyen: label(results.renLuyen[term]),
    absence: term === 'year' ? sum(hk1, hk2) : results.absence[term],
  };
};

const sum = (a: Absence, b: Absence): Absence => ({
  withLeave: a.withLeave + b.withLeave,
  withoutLeave: a.withoutLeave + b.withoutLeave,
});

const primaryTerm = (pupil: Pupil, results: PrimaryResults, term: Term): TermRow | null => {
  if (term === 'hk2' || term === 'reassessment') return null;
  const subjects = results.subjects.map((s) => {
    const { level, test } = s[term];
    return subjectRow(s.key, 'level', '', level, test === null ? '' : String(test), false);
  });
  const { hk1, hk2 } = results.absence;
  return { pupil, subjects, hocTap: '', renLuyen: '', absence: term === 'year' ? sum(hk1, hk2) : hk1 };
};

const changeFirst = (
  row: TermRow,
  of: (s: SubjectRow) => boolean,
  change: (s: SubjectRow) => SubjectRow,
): TermRow => {
  const at = row.subjects.findIndex(of);
  return { ...row, subjects: row.subjects.map((s, i) => (i === at ? change(s) : s)) };
};
const marked = (s: SubjectRow): boolean => s.score !== '' || s.test !== '';
const withMark =
  (text: string) =>
  (s: SubjectRow): SubjectRow =>
    s.kind === 'level' ? { ...s, test: text } : { ...s, score: text };

/** Defects of the year's page. Kinds of the roster leave it alone. */
const spoilYear: Partial<Record<DirtKind, (row: TermRow) => TermRow>> = {
  'mark-above-ten': (row) => changeFirst(row, marked, (s) => withMark(s.kind === 'level' ? '15' : '10.5')(s)),
  'mark-garbage': (row) => changeFirst(row, marked, withMark('tám rưỡi')),
  'mark-negative': (row) => changeFirst(row, marked, withMark('-2')),
  'year-result-missing': (row) =>
    changeFirst(row, marked, (s) => ({ ...s, score: '', rating: '', test: '' })),
  'subject-rating-unknown': (row) =>
    changeFirst(
      row,
      (s) => s.rating !== '',
      (s) => ({ ...s, rating: 'Z' }),
    ),
  'rating-unknown': (row) => (row.hocTap === '' ? row : { ...row, hocTap: 'Xuất chúng' }),
  'conduct-missing': (row) => ({ ...row, renLuyen: '' }),
};

/** The pupil's line in a term's page, or null where he has none: left, not yet there, nothing judged again. */
export const termRow = (world: World, school: School, pupil: Pupil, term: Term): TermRow | null => {
  if (pupil.dirt === 'results-missing' || leftInFirstTerm(pupil.status)) return null;
  if (hasLeft(pupil.status) && term !== 'hk1') return null;
  const results = world.results(school, pupil);
  const row =
    results.kind === 'primary' ? primaryTerm(pupil, results, term) : secondaryTerm(pupil, results, term);
  const spoil = pupil.dirt === null || term !== 'year' ? undefined : spoilYear[pupil.dirt];
  return row === null || spoil === undefined ? row : spoil(row);
};

/** Overall evaluation of a primary pupil as typed: two defects of ratings show here. */
export const overallText = (pupil: Pupil, results: PrimaryResults): string => {
  if (pupil.dirt === 'rating-unknown') return 'Xuất chúng';
  return pupil.dirt === 'conduct-missing' ? '' : results.overall;
};

/** Whether the pupil has a year result page at all. */
export const hasYear = (pupil: Pupil): boolean => pupil.dirt !== 'results-missing' && !hasLeft(pupil.status);
