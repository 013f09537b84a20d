import type { ClassRoster, PopulationFinding, PopulationRule } from '../../population.js';
import type { ClassView } from './classes.js';
import { classesOf } from './classes.js';
import { COMPLETE, MEMBERS, NAMES, pupil, ROSTER, withMembers, withRoster } from './examples.js';

/** Pupils that a list promises: the declared size, else the names on it. */
const promisedBy = ({ size, pupils }: ClassRoster): number | undefined => size ?? pupils?.length;

/** Two lists of one class that promise the same are one statement. */
const promises = ({ rosters }: ClassView): readonly number[] =>
  [...new Set(rosters.flatMap((roster) => promisedBy(roster) ?? []))].sort((a, b) => a - b);

function findingOf({ school, classKey, present }: ClassView, promised: number): PopulationFinding {
  const count = present.length;
  const lacking = promised - count;
  return {
    record: null,
    school,
    classKey,
    path: 'class.size',
    value: `${count}/${promised}`,
    severity: lacking > 0 ? 'error' : 'warning',
    expected: {
      vi: `${promised} học bạ, bằng sĩ số của lớp`,
      en: `${promised} records, as many as the class has pupils`,
    },
    message:
      lacking > 0
        ? {
            vi: `Lớp ${classKey} có ${count}/${promised} học bạ: còn thiếu ${lacking} so với sĩ số.`,
            en: `Class ${classKey} has ${count}/${promised} records: ${lacking} short of its size.`,
          }
        : {
            vi: `Lớp ${classKey} có ${count} học bạ nhưng sĩ số chỉ ${promised}: thừa ${-lacking}.`,
            en: `Class ${classKey} has ${count} records for a size of ${promised}: ${-lacking} too many.`,
          },
    fix:
      lacking > 0
        ? {
            vi: 'Bổ sung học sinh còn thiếu trên phần mềm quản lý trường học rồi đồng bộ lại; nếu sĩ số sai thì sửa sĩ số.',
            en: 'Add the missing pupils in the school management software and sync again; if the size is wrong, correct it.',
          }
        : {
            vi: 'Cập nhật sĩ số lớp, hoặc cập nhật trạng thái của học sinh đã chuyển đi, thôi học.',
            en: 'Correct the class size, or the status of pupils who have left.',
          },
  };
}

/** As many records as the class has pupils, both ways: what a vendor never exported is missing nowhere else. */
export const classSize = {
  id: 'COMP-CLASS-SIZE',
  title: { vi: 'Số học bạ bằng sĩ số lớp (n/N)', en: 'As many records as the class has pupils (n/N)' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2', 'R16', 'R23'],
  basis: 'NĐ 88/2026/NĐ-CP, Điều 15: chủ dữ liệu chịu trách nhiệm về tính đầy đủ, chính xác trước khi gửi',
  owner: 'school',
  check: (population) =>
    classesOf(population).flatMap((view) =>
      promises(view)
        .filter((promised) => promised !== view.present.length)
        .map((promised) => findingOf(view, promised)),
    ),
  examples: {
    good: [
      { note: '3/3', population: COMPLETE },
      { note: 'no list to hold against', population: { ...COMPLETE, rosters: [] } },
      {
        note: 'a pupil who left counts no more',
        population: withMembers(...MEMBERS, pupil(9, { status: 'chuyen-di-hk1' })),
      },
    ],
    bad: [
      { note: 'one record short', population: withMembers(...MEMBERS.slice(1)) },
      { note: 'one record too many', population: withRoster({ ...ROSTER, size: 2 }) },
      { note: 'nothing of a listed class', population: withMembers() },
      {
        note: 'a list of names without a size',
        population: { ...withRoster(NAMES), members: MEMBERS.slice(2) },
      },
    ],
  },
} satisfies PopulationRule;
