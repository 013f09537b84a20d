import type { RuleScope } from '../rule.js';

/** TT 27/2020: tiểu học, in force for every grade since 2024-2025. */
export const underTt27 = ({ level, schoolYear, left, ownPlan }: RuleScope): boolean =>
  level === 'TH' && schoolYear >= '2024-2025' && !left && !ownPlan;
