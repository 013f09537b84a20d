import type { RulePack } from '../rule.js';
import { commentYear } from './comment-year.js';
import { renLuyenYear } from './ren-luyen-year.js';
import { scoreForm } from './score-form.js';
import { subjectAverage } from './subject-average.js';
import { subjectKind } from './subject-kind.js';

/** Assessment of THCS and THPT. */
export const tt22Pack = {
  id: 'tt22-2021',
  title: { vi: 'Thông tư 22/2021/TT-BGDĐT', en: 'Circular 22/2021 (THCS, THPT)' },
  rules: [scoreForm, subjectKind, subjectAverage, commentYear, renLuyenYear],
} satisfies RulePack;
