import type { RuleScope } from '../rule.js';

/** TT 22/2021: THCS and THPT of the general programme; the pack says since when. Never GDTX. */
export const underTt22 = ({ level, programme, left, ownPlan }: RuleScope): boolean =>
  level !== 'TH' && programme === 'GDPT' && !left && !ownPlan;

export const TERMS = ['hk1', 'hk2', 'year', 'reassessment'] as const;

export const TERM_NAMES: Readonly<Record<(typeof TERMS)[number], { vi: string; en: string }>> = {
  hk1: { vi: 'học kỳ I', en: 'term I' },
  hk2: { vi: 'học kỳ II', en: 'term II' },
  year: { vi: 'cả năm', en: 'the year' },
  reassessment: { vi: 'đánh giá lại', en: 're-assessment' },
};
