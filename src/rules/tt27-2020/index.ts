import type { RulePack } from '../rule.js';
import { overall } from './overall.js';
import { qualities } from './qualities.js';
import { wholeMarks } from './whole-marks.js';
import { yearTest } from './year-test.js';

/** Assessment of tiểu học. */
export const tt27Pack = {
  id: 'tt27-2020',
  title: { vi: 'Thông tư 27/2020/TT-BGDĐT', en: 'Circular 27/2020 (tiểu học)' },
  rules: [wholeMarks, yearTest, qualities, overall],
} satisfies RulePack;
