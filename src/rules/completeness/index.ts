import type { RulePack } from '../rule.js';
import { compulsorySubjects } from './compulsory-subjects.js';
import { homeroomTeacher } from './homeroom-teacher.js';
import { noResults } from './no-results.js';
import { requiredStreams } from './required-streams.js';
import { subjectTeachers } from './subject-teachers.js';
import { subjectYear } from './subject-year.js';
import { yearResults } from './year-results.js';

/** Is everything there that a học bạ must hold? */
export const completenessPack = {
  id: 'completeness',
  title: { vi: 'Đầy đủ', en: 'Completeness' },
  rules: [
    requiredStreams,
    noResults,
    subjectYear,
    yearResults,
    compulsorySubjects,
    homeroomTeacher,
    subjectTeachers,
  ],
} satisfies RulePack;
