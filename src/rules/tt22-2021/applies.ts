import type { RuleScope } from '../rule.js';

/** TT 22/2021: THCS and THPT of the general programme, in force for every grade since 2024-2025. Never GDTX. */
export const underTt22 = ({ level, programme, schoolYear, left, ownPlan }: RuleScope): boolean =>
  level !== 'TH' && programme === 'GDPT' && schoolYear >= '2024-2025' && !left && !ownPlan;

export const TERMS = ['hk1', 'hk2', 'year', 'reassessment'] as const;

export const TERM_NAMES: Readonly<Record<(typeof TERMS)[number], { vi: string; en: string }>> = {
  hk1: { vi: 'học kỳ I', en: 'term I' },
  hk2: { vi: 'học kỳ II', en: 'term II' },
  year: { vi: 'cả năm', en: 'the year' },
  reassessment: { vi: 'đánh giá lại', en: 're-assessment' },
};
