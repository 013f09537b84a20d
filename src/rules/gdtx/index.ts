import type { RulePack } from '../pack.js';
import { age } from './age.js';
import { gradeCode } from './grade-code.js';
import { notJudged } from './not-judged.js';

/** Learners of giáo dục thường xuyên: what is not known about them yet. It never holds a record back. */
export const gdtxPack = {
  id: 'gdtx',
  version: '2026.1',
  title: { vi: 'Giáo dục thường xuyên', en: 'Continuing education (GDTX)' },
  validity: [],
  rules: [notJudged, age, gradeCode],
} satisfies RulePack;
