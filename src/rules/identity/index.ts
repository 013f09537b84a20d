import type { RulePack } from '../pack.js';
import { ageForGrade } from './age-for-grade.js';
import { birthDate } from './birth-date.js';
import { duplicateNumber } from './duplicate-number.js';
import { nameShape } from './name-shape.js';
import { numberSex } from './number-sex.js';
import { numberShape } from './number-shape.js';
import { numberYear } from './number-year.js';
import { sectorCode } from './sector-code.js';

/** Who is the pupil? The first three digits of a number are never judged: they keep the 63 provinces of their time. */
export const identityPack = {
  id: 'identity',
  version: '2026.1',
  title: { vi: 'Nhân thân', en: 'Identity' },
  validity: [],
  rules: [numberShape, duplicateNumber, numberSex, numberYear, nameShape, birthDate, ageForGrade, sectorCode],
} satisfies RulePack;
