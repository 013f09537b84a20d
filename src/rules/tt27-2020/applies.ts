import type { RuleScope } from '../rule.js';

/** TT 27/2020: tiểu học of the general programme; the pack says since when. Never xóa mù chữ, never an own plan. */
export const underTt27 = ({ level, programme, left, ownPlan }: RuleScope): boolean =>
  level === 'TH' && programme === 'GDPT' && !left && !ownPlan;

/** Periods of a primary subject, as a record holds them. */
export const PERIODS = ['hk1', 'hk2', 'year', 'reassessment'] as const;
export type Period = (typeof PERIODS)[number];

export const PERIOD_NAMES: Readonly<Record<Period, { readonly vi: string; readonly en: string }>> = {
  hk1: { vi: 'cuối học kì I', en: 'the end of term I' },
  hk2: { vi: 'cuối học kì II', en: 'the end of term II' },
  year: { vi: 'cuối năm học', en: 'the end of the year' },
  reassessment: { vi: 'đánh giá bổ sung', en: 'the supplementary assessment' },
};
