import type { RulePack } from '../pack.js';
import { ageForGrade } from './age-for-grade.js';
import { birthDate } from './birth-date.js';
import { duplicateInProvince } from './duplicate-in-province.js';
import { duplicateInSchool } from './duplicate-in-school.js';
import { duplicateInSource } from './duplicate-in-source.js';
import { duplicateNumber } from './duplicate-number.js';
import { foreignPaper } from './foreign-paper.js';
import { nameForm } from './name-form.js';
import { nameLookAlike } from './name-look-alike.js';
import { nameShape } from './name-shape.js';
import { nationality } from './nationality.js';
import { noNumber } from './no-number.js';
import { numberPrefix } from './number-prefix.js';
import { numberSex } from './number-sex.js';
import { numberShape } from './number-shape.js';
import { numberYear } from './number-year.js';
import { sameName } from './same-name.js';
import { sectorCode } from './sector-code.js';
import { temporaryCodeRule } from './temporary-code.js';
import { transferDates } from './transfer-dates.js';
import { unknownKey } from './unknown-key.js';

/**
 * Who is the pupil? A number's first three digits are held against the 63 provinces of their time, never against the 34 of
 * today. Whether a row's code and name of an ethnic group agree is seen while it is mapped (MAP-DISAGREES): a record holds one
 * key only.
 */
export const identityPack = {
  id: 'identity',
  version: '2026.2',
  title: { vi: 'Nhân thân', en: 'Identity' },
  validity: [],
  rules: [
    numberShape,
    noNumber,
    duplicateNumber,
    transferDates,
    numberPrefix,
    numberSex,
    numberYear,
    foreignPaper,
    nationality,
    unknownKey,
    nameShape,
    nameLookAlike,
    nameForm,
    birthDate,
    ageForGrade,
    sectorCode,
    temporaryCodeRule,
  ],
  populationRules: [duplicateInSchool, duplicateInSource, duplicateInProvince, sameName],
} satisfies RulePack;
