import type { Member, Population, PopulationFinding, PopulationRule } from '../../population.js';
import { isPresent } from '../../population.js';
import type { ClassView } from './classes.js';
import { COMPLETE, MEMBERS, NAMES, pupil, withMembers, withRoster } from './examples.js';
import { type ListedPupil, matchingsOf, personKey } from './matching.js';

/** Where else in the school each pupil has a record. */
type Elsewhere = ReadonlyMap<string, Member>;

const schoolKey = (school: string, key: string): string => `${school}\n${key}`;

function elsewhereOf({ members }: Population): Elsewhere {
  const found = new Map<string, Member>();
  for (const member of members.filter(isPresent)) {
    const { school, number, name, birthDate, classKey } = member;
    for (const key of [number, personKey(name, birthDate)]) {
      if (key === null) continue;
      const held = found.get(schoolKey(school, key));
      // The first class by name, so that the order of records does not matter.
      if (held === undefined || classKey < held.classKey) found.set(schoolKey(school, key), member);
    }
  }
  return found;
}

function findingOf(view: ClassView, listed: ListedPupil, elsewhere: Elsewhere): PopulationFinding {
  const { school, classKey } = view;
  const keys = [listed.number ?? '', personKey(listed.name, listed.birthDate ?? '')];
  const other = keys
    .map((key) => elsewhere.get(schoolKey(school, key)))
    .find((one) => one !== undefined && one.classKey !== classKey);
  return {
    record: null,
    school,
    classKey,
    path: 'class.pupils',
    value: listed.name,
    ...(other === undefined ? {} : { severity: 'warning' as const }),
    expected: {
      vi: 'Một học bạ cho mỗi học sinh trong danh sách',
      en: 'A record for each pupil of the list',
    },
    message:
      other === undefined
        ? {
            vi: `Học sinh có trong danh sách lớp ${classKey} nhưng chưa có học bạ.`,
            en: `The pupil is on the list of class ${classKey} but has no record.`,
          }
        : {
            vi: `Học sinh có trong danh sách lớp ${classKey} nhưng học bạ ở lớp ${other.classKey}.`,
            en: `The pupil is on the list of class ${classKey} but the record is in class ${other.classKey}.`,
          },
    fix:
      other === undefined
        ? {
            vi: 'Nhập kết quả của học sinh trên phần mềm quản lý trường học rồi đồng bộ lại; nếu em không còn học thì cập nhật trạng thái.',
            en: 'Enter the pupil’s results in the school management software and sync again; if the pupil has left, update the status.',
          }
        : {
            vi: 'Xếp học sinh vào một lớp đúng trên phần mềm quản lý trường học rồi đồng bộ lại.',
            en: 'Put the pupil into the right class in the school management software and sync again.',
          },
  };
}

/** Everybody on a class list has a record: completeness against a list that does not come from the records. */
export const listedPupil = {
  id: 'COMP-LISTED-PUPIL',
  title: { vi: 'Học sinh trong danh sách lớp có học bạ', en: 'A pupil of the class list has a record' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2', 'R16', 'R23'],
  basis: 'NĐ 88/2026/NĐ-CP, Điều 15: chủ dữ liệu chịu trách nhiệm về tính đầy đủ, chính xác trước khi gửi',
  owner: 'school',
  check: (population) => {
    const lacking = [...matchingsOf(population)].filter(([, { withoutRecord }]) => withoutRecord.length > 0);
    if (lacking.length === 0) return [];
    const elsewhere = elsewhereOf(population);
    return lacking.flatMap(([view, { withoutRecord }]) =>
      withoutRecord.map((listed) => findingOf(view, listed, elsewhere)),
    );
  },
  examples: {
    good: [
      { note: 'everybody has one', population: COMPLETE },
      {
        note: 'names in capitals, without birth dates',
        population: withRoster({
          ...NAMES,
          pupils: MEMBERS.map(({ name }) => ({ name: name.toUpperCase() })),
        }),
      },
      {
        note: 'the record of a pupil who left is a record',
        population: withMembers(pupil(1), pupil(2), pupil(3, { status: 'chuyen-di-hk2' })),
      },
      { note: 'nothing of the class is there: one finding of its size', population: withMembers() },
    ],
    bad: [
      { note: 'one is missing', population: withMembers(pupil(1), pupil(2)) },
      {
        note: 'the record is in another class',
        population: withMembers(pupil(1), pupil(2), pupil(3, { classKey: '6B' })),
      },
      {
        note: 'two of one name and birth date, one record',
        population: withRoster({
          ...NAMES,
          pupils: [...(NAMES.pupils ?? []), { name: 'Y Mẫu 1', birthDate: '2014-03-01' }],
        }),
      },
    ],
  },
} satisfies PopulationRule;
