import type { CanonicalRecord, Enrolment, SubjectMark, TermTests } from '../../domain/records.js';
import { tenthsOf } from '../../domain/tenths.js';
import type { RuleScope } from '../rule.js';

/** TT 22/2021: THCS and THPT of the general programme; the pack says since when. Never GDTX. */
export const underTt22 = ({ level, programme, left, ownPlan }: RuleScope): boolean =>
  level !== 'TH' && programme === 'GDPT' && !left && !ownPlan;

export const TERMS = ['hk1', 'hk2', 'year', 'reassessment'] as const;
export type Moment = (typeof TERMS)[number];

/** The terms that have tests of their own. */
export const HALVES = ['hk1', 'hk2'] as const;
export type Half = (typeof HALVES)[number];

export const TERM_NAMES: Readonly<Record<Moment, { vi: string; en: string }>> = {
  hk1: { vi: 'học kỳ I', en: 'term I' },
  hk2: { vi: 'học kỳ II', en: 'term II' },
  year: { vi: 'cả năm', en: 'the year' },
  reassessment: { vi: 'đánh giá lại', en: 're-assessment' },
};

/** ĐĐGgk and ĐĐGck. */
export const PERIODIC = ['midterm', 'final'] as const;
export const PERIODIC_NAMES: Readonly<Record<(typeof PERIODIC)[number], { vi: string; en: string }>> = {
  midterm: { vi: 'giữa kỳ', en: 'mid-term' },
  final: { vi: 'cuối kỳ', en: 'final' },
};

/** The score of a mark in tenths; null for a rating, for exempt and for what is no score. */
export const scoreOf = (mark: SubjectMark | undefined): number | null =>
  mark !== undefined && 'score' in mark ? tenthsOf(mark.score) : null;

/** The source gives tests of the term. */
export const hasTests = ({ regular = [], midterm, final }: TermTests): boolean =>
  regular.length > 0 || midterm !== undefined || final !== undefined;

const ELSEWHERE: Readonly<Partial<Record<Enrolment['status'], readonly Half[]>>> = {
  'chuyen-den-hk1': ['hk1'],
  'hoc-lai-hk1': ['hk1'],
  'chuyen-den-hk2': HALVES,
  'hoc-lai-hk2': HALVES,
  'chuyen-den-he': HALVES,
};

/**
 * Whether the pupil may have spent part of the term at another school or at none: the tests of that term are then not all
 * this school's, and how many there must be is not known.
 */
export const maySpanSchools = ({ enrolment }: CanonicalRecord, half: Half): boolean =>
  ELSEWHERE[enrolment.status]?.includes(half) === true;
