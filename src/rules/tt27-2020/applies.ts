import type { RuleScope } from '../rule.js';

/** TT 27/2020: tiểu học; the pack says since when. */
export const underTt27 = ({ level, left, ownPlan }: RuleScope): boolean =>
  level === 'TH' && !left && !ownPlan;
