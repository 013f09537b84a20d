import type { RulePack } from '../pack.js';
import { overall } from './overall.js';
import { qualities } from './qualities.js';
import { wholeMarks } from './whole-marks.js';
import { yearTest } from './year-test.js';

/** Assessment of tiểu học. The years in which the grades changed to it are from memory. */
export const tt27Pack = {
  id: 'tt27-2020',
  version: '2026.1',
  title: { vi: 'Thông tư 27/2020/TT-BGDĐT', en: 'Circular 27/2020 (tiểu học)' },
  validity: [
    { from: '2020-2021', grades: [1] },
    { from: '2021-2022', grades: [2] },
    { from: '2022-2023', grades: [3] },
    { from: '2023-2024', grades: [4] },
    { from: '2024-2025', grades: [5] },
  ],
  rules: [wholeMarks, yearTest, qualities, overall],
} satisfies RulePack;
