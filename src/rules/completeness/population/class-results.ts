import type { PopulationFinding, PopulationRule } from '../../population.js';
import { ENTER_AT_SOURCE } from '../../words.js';
import type { ClassView } from './classes.js';
import { classesOf } from './classes.js';
import { COMPLETE, MEMBERS, pupil, withMembers } from './examples.js';

function findingsOf({ school, classKey, present }: ClassView): readonly PopulationFinding[] {
  const count = present.filter(({ results }) => results).length;
  const all = present.length;
  if (count === all) return [];
  return [
    {
      record: null,
      school,
      classKey,
      path: 'results',
      value: `${count}/${all}`,
      // Pupils who are not assessed are not told apart here: their records say whether a result is due.
      severity: count === 0 ? 'error' : 'warning',
      expected: { vi: `${all}/${all} học sinh có kết quả`, en: `Results of ${all}/${all} pupils` },
      message:
        count === 0
          ? {
              vi: `Lớp ${classKey} chưa có kết quả của học sinh nào (0/${all}).`,
              en: `Class ${classKey} has no results at all (0/${all}).`,
            }
          : {
              vi: `Lớp ${classKey} có kết quả của ${count}/${all} học sinh: còn thiếu ${all - count}.`,
              en: `Class ${classKey} has results of ${count}/${all} pupils: ${all - count} are missing.`,
            },
      fix: ENTER_AT_SOURCE,
    },
  ];
}

/** How many pupils of a class have results. */
export const classResults = {
  id: 'COMP-CLASS-RESULTS',
  title: { vi: 'Học sinh của lớp có kết quả (n/N)', en: 'The pupils of a class have results (n/N)' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2', 'R16', 'R23'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 16; TT 27/2020/TT-BGDĐT, Điều 12',
  owner: 'school',
  check: (population) => classesOf(population).flatMap(findingsOf),
  examples: {
    good: [
      { note: '3/3', population: COMPLETE },
      {
        note: 'nothing is due of a pupil who left',
        population: withMembers(...MEMBERS, pupil(9, { results: false, status: 'thoi-hoc-hk1' })),
      },
    ],
    bad: [
      { note: '2/3', population: withMembers(pupil(1), pupil(2), pupil(3, { results: false })) },
      { note: '0/1', population: withMembers(pupil(1, { results: false })) },
    ],
  },
} satisfies PopulationRule;
