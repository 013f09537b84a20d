import type { PopulationRule } from '../../population.js';
import { COMPLETE, MEMBERS, NAMES, pupil, withMembers, withRoster } from './examples.js';
import { matchingsOf } from './matching.js';

/** A record whose pupil no list of the class names: a wrong class, a pupil who left, or a list that is behind. */
export const unlistedRecord = {
  id: 'COMP-UNLISTED-RECORD',
  title: { vi: 'Học bạ có tên trong danh sách lớp', en: 'The pupil of a record is on the class list' },
  severity: 'warning',
  certainty: 'found',
  requirements: ['R2', 'R16', 'R23'],
  basis: 'NĐ 88/2026/NĐ-CP, Điều 15: chủ dữ liệu chịu trách nhiệm về tính đầy đủ, chính xác trước khi gửi',
  owner: 'school',
  check: (population) =>
    [...matchingsOf(population)].flatMap(([{ school, classKey }, { unlisted }]) =>
      unlisted.map(({ record, name }) => ({
        record,
        school,
        classKey,
        path: 'pupil.name',
        value: name,
        expected: { vi: `Có tên trong danh sách lớp ${classKey}`, en: `On the list of class ${classKey}` },
        message: {
          vi: `Học sinh có học bạ nhưng không có tên trong danh sách lớp ${classKey}.`,
          en: `The pupil has a record but is not on the list of class ${classKey}.`,
        },
        fix: {
          vi: 'Bổ sung học sinh vào danh sách lớp, hoặc sửa lớp, trạng thái của học sinh cho đúng rồi đồng bộ lại.',
          en: 'Add the pupil to the class list, or correct the pupil’s class or status, then sync again.',
        },
      })),
    ),
  examples: {
    good: [
      { note: 'everybody is listed', population: COMPLETE },
      {
        note: 'a list of sizes names nobody',
        population: withRoster({ school: '66164501', schoolYear: '2025-2026', classKey: '6A', size: 3 }),
      },
      {
        note: 'a pupil who left need not be listed',
        population: withMembers(...MEMBERS, pupil(9, { status: 'chuyen-di-hk1' })),
      },
    ],
    bad: [
      { note: 'somebody nobody lists', population: withMembers(...MEMBERS, pupil(9)) },
      {
        note: 'another birth date is another person',
        population: withMembers(pupil(1), pupil(2), pupil(3, { birthDate: '2013-03-03' })),
      },
      {
        note: 'two records for one name of the list',
        population: { ...withRoster(NAMES), members: [...MEMBERS, pupil(1, { record: 'r9' })] },
      },
    ],
  },
} satisfies PopulationRule;
