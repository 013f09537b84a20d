import type { RulePack } from '../pack.js';
import { competenceGrade } from './competence-grade.js';
import { completed } from './completed.js';
import { firstTermTest } from './first-term-test.js';
import { overall } from './overall.js';
import { periodLevel } from './period-level.js';
import { promoted } from './promoted.js';
import { qualities } from './qualities.js';
import { reward } from './reward.js';
import { subjectGrade } from './subject-grade.js';
import { testKind } from './test-kind.js';
import { wholeMarks } from './whole-marks.js';
import { yearResults } from './year-results.js';
import { yearTest } from './year-test.js';

/**
 * Assessment of tiểu học. The years in which the grades changed to it are from memory. A test mark is not held against the
 * level of its subject: the level is the teacher's judgement of the whole, and nothing known ties it to a mark.
 */
export const tt27Pack = {
  id: 'tt27-2020',
  version: '2026.2',
  title: { vi: 'Thông tư 27/2020/TT-BGDĐT', en: 'Circular 27/2020 (tiểu học)' },
  validity: [
    { from: '2020-2021', grades: [1] },
    { from: '2021-2022', grades: [2] },
    { from: '2022-2023', grades: [3] },
    { from: '2023-2024', grades: [4] },
    { from: '2024-2025', grades: [5] },
  ],
  rules: [
    subjectGrade,
    wholeMarks,
    testKind,
    periodLevel,
    firstTermTest,
    yearTest,
    qualities,
    competenceGrade,
    yearResults,
    overall,
    completed,
    promoted,
    reward,
  ],
} satisfies RulePack;
