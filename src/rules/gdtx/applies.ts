import type { RuleScope } from '../rule.js';

/** Learners of giáo dục thường xuyên who are still there; xóa mù chữ (tiểu học) among them. */
export const inGdtx = ({ programme, left }: RuleScope): boolean => programme === 'GDTX' && !left;
