import type { RulePack } from '../pack.js';
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
  version: '2026.1',
  title: { vi: 'Đầy đủ', en: 'Completeness' },
  validity: [],
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
