import type { RulePack } from '../pack.js';
import { ADDRESS_RULES } from './address/index.js';
import { compulsorySubjects } from './compulsory-subjects.js';
import { history } from './history.js';
import { homeroomTeacher } from './homeroom-teacher.js';
import { noResults } from './no-results.js';
import { POPULATION_RULES } from './population/index.js';
import { pupilCode } from './pupil-code.js';
import { requiredStreams } from './required-streams.js';
import { schoolCode } from './school-code.js';
import { schoolYear } from './school-year.js';
import { statusDate } from './status-date.js';
import { subjectOnce } from './subject-once.js';
import { subjectTeachers } from './subject-teachers.js';
import { subjectYear } from './subject-year.js';
import { textLength } from './text-length.js';
import { yearResults } from './year-results.js';

/** Is everything there that a học bạ must hold? */
export const completenessPack = {
  id: 'completeness',
  version: '2026.4',
  title: { vi: 'Đầy đủ', en: 'Completeness' },
  validity: [],
  rules: [
    requiredStreams,
    noResults,
    subjectOnce,
    subjectYear,
    yearResults,
    compulsorySubjects,
    homeroomTeacher,
    subjectTeachers,
    pupilCode,
    textLength,
    schoolCode,
    schoolYear,
    statusDate,
    history,
    ...ADDRESS_RULES,
  ],
  populationRules: POPULATION_RULES,
} satisfies RulePack;
