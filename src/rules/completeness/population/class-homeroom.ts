import type { PopulationRule } from '../../population.js';
import { ENTER_AT_SOURCE } from '../../words.js';
import type { ClassView } from './classes.js';
import { classesOf } from './classes.js';
import { COMPLETE, MEMBERS, NAMES, pupil, ROSTER, withMembers } from './examples.js';

/** A class of which nobody is known has other troubles. */
const lacksTeacher = ({ present, rosters }: ClassView): boolean =>
  (present.length > 0 || rosters.some(({ homeroom }) => homeroom === false)) &&
  !present.some(({ homeroom }) => homeroom) &&
  !rosters.some(({ homeroom }) => homeroom === true);

/** The homeroom teacher signs every học bạ of the class: said once for the class. */
export const classHomeroom = {
  id: 'COMP-CLASS-HOMEROOM',
  title: { vi: 'Lớp có giáo viên chủ nhiệm', en: 'The class has a homeroom teacher' },
  severity: 'warning',
  certainty: 'found',
  requirements: ['R1', 'R2', 'R16'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025; TT 22/2021/TT-BGDĐT, Điều 19',
  owner: 'school',
  check: (population) =>
    classesOf(population)
      .filter(lacksTeacher)
      .map(({ school, classKey, present }) => ({
        record: null,
        school,
        classKey,
        path: 'class.homeroomTeacher',
        value: null,
        expected: { vi: 'Giáo viên chủ nhiệm của lớp', en: 'A homeroom teacher' },
        message: {
          vi: `Lớp ${classKey} chưa có giáo viên chủ nhiệm: ${present.length} học bạ chưa có người ký.`,
          en: `Class ${classKey} has no homeroom teacher: nobody to sign its ${present.length} records.`,
        },
        fix: ENTER_AT_SOURCE,
      })),
  examples: {
    good: [
      { note: 'records name one', population: COMPLETE },
      {
        note: 'only the class list names one',
        population: withMembers(pupil(1, { homeroom: false }), pupil(2, { homeroom: false })),
      },
      { note: 'some records name one', population: withMembers(pupil(1, { homeroom: false }), pupil(2)) },
    ],
    bad: [
      {
        note: 'nobody names one',
        population: {
          ...COMPLETE,
          members: MEMBERS.map((member) => ({ ...member, homeroom: false })),
          rosters: [NAMES],
        },
      },
      {
        note: 'a class list without one, no record yet',
        population: { ...COMPLETE, members: [], rosters: [{ ...ROSTER, homeroom: false }] },
      },
    ],
  },
} satisfies PopulationRule;
