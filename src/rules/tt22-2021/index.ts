import type { RulePack } from '../pack.js';
import { commentTests } from './comment-tests.js';
import { commentYear } from './comment-year.js';
import { electives } from './electives.js';
import { finalGrade } from './final-grade.js';
import { gradeSubjects } from './grade-subjects.js';
import { hocTap } from './hoc-tap.js';
import { knownSubjects } from './known-subjects.js';
import { periodicTests } from './periodic-tests.js';
import { promotion } from './promotion.js';
import { reassessment } from './reassessment.js';
import { regularTests } from './regular-tests.js';
import { renLuyenYear } from './ren-luyen-year.js';
import { scoreForm } from './score-form.js';
import { subjectAverage } from './subject-average.js';
import { subjectKind } from './subject-kind.js';
import { termAverageRule } from './term-average.js';
import { title } from './title.js';

/** Assessment of THCS and THPT. The years in which the grades changed to it are from memory. */
export const tt22Pack = {
  id: 'tt22-2021',
  version: '2026.4',
  title: { vi: 'Thông tư 22/2021/TT-BGDĐT', en: 'Circular 22/2021 (THCS, THPT)' },
  validity: [
    { from: '2021-2022', grades: [6] },
    { from: '2022-2023', grades: [7, 10] },
    { from: '2023-2024', grades: [8, 11] },
    { from: '2024-2025', grades: [9, 12] },
  ],
  rules: [
    scoreForm,
    subjectKind,
    knownSubjects,
    gradeSubjects,
    electives,
    commentTests,
    regularTests,
    periodicTests,
    termAverageRule,
    subjectAverage,
    commentYear,
    hocTap,
    renLuyenYear,
    reassessment,
    promotion,
    finalGrade,
    title,
  ],
} satisfies RulePack;
