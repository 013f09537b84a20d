import { foldText } from '../../domain/text.js';
import type { Member, PopulationRule } from '../population.js';
import { isPresent } from '../population.js';
import { byPlace, newestVersions, populationOf, sampleMember } from './duplicates.js';

/** Two systems of a school may both tell of the pupil: entries are compared within one of them. */
const keyOf = ({ schoolYear, school, source, classKey, name, birthDate }: Member): string =>
  [schoolYear, school, source ?? '', classKey, foldText(name), birthDate].join('\n');

/** With one and the same number they are a duplicate of the number, which has rules of its own. */
const isTold = (member: Member, group: readonly Member[]): boolean =>
  group.some((other) => other !== member && (member.number === null || other.number !== member.number));

export const sameName: PopulationRule = {
  id: 'IDENT-SAME-NAME',
  title: {
    vi: 'Trong lớp không có hai học sinh trùng họ tên và ngày sinh',
    en: 'No two pupils of a class share name and birth date',
  },
  severity: 'warning',
  certainty: 'found',
  requirements: ['R2', 'R14'],
  basis: 'Phụ lục 1, CV 115/BGDĐT-GDTrH: đầy đủ, chính xác thông tin cá nhân',
  owner: 'school',
  check: ({ members }) => {
    const groups = new Map<string, Member[]>();
    for (const member of newestVersions(members).filter(isPresent)) {
      const key = keyOf(member);
      const list = groups.get(key);
      if (list === undefined) groups.set(key, [member]);
      else list.push(member);
    }
    return [...groups.values()]
      .filter((group) => group.length > 1)
      .flatMap((group) => group.filter((member) => isTold(member, group)))
      .map(({ record, school, classKey, name }) => ({
        record,
        school,
        classKey,
        path: 'pupil.name',
        value: name,
        expected: {
          vi: 'Mỗi học sinh một lần, có số định danh hoặc mã học sinh riêng',
          en: 'Each pupil once, with an identity number or pupil code of its own',
        },
        message: {
          vi: 'Trong lớp có học sinh khác trùng họ tên (không dấu) và ngày sinh.',
          en: 'Another pupil of the class has the same name (without accents) and birth date.',
        },
        fix: {
          vi: 'Nếu nhập trùng, xóa một dòng; nếu là hai em, kiểm tra số định danh của từng em.',
          en: 'If entered twice, remove one; if they are two pupils, check the identity number of each.',
        },
      }))
      .sort(byPlace);
  },
  examples: {
    good: [
      {
        note: 'another birth date',
        population: populationOf(
          sampleMember('a'),
          sampleMember('b', { birthDate: '2014-05-04', number: '066214000002' }),
        ),
      },
      {
        note: 'one pupil in two systems of the school, one of which lacks the number',
        population: populationOf(sampleMember('a'), sampleMember('b', { source: 'vnedu', number: null })),
      },
    ],
    bad: [
      {
        note: 'twice, under two numbers',
        population: populationOf(sampleMember('a'), sampleMember('b', { number: '066214000002' })),
      },
      {
        note: 'twice, once without a number',
        population: populationOf(sampleMember('a'), sampleMember('b', { number: null })),
      },
    ],
  },
};
