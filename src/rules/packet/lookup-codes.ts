import type { Member, PopulationFinding, PopulationRule } from '../population.js';

const member = (record: string, name: string, lookupCode: string, version = 1): Member => ({
  record,
  school: '66000001',
  schoolYear: '2025-2026',
  classKey: '6A',
  grade: 6,
  name,
  birthDate: '2014-03-20',
  number: null,
  status: 'dang-hoc',
  results: true,
  homeroom: true,
  lookupCode,
  version,
});

const population = (...members: readonly Member[]) => ({ members, rosters: [], schools: [] });

/** Records by look-up code, those with several alone; the case of the code does not count. */
export function byLookupCode(members: readonly Member[]): readonly (readonly Member[])[] {
  const groups = new Map<string, Member[]>();
  for (const one of members) {
    if (one.lookupCode === undefined) continue;
    const key = one.lookupCode.toLowerCase();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const shared = [...groups].filter(([, group]) => group.length > 1);
  return shared
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group.sort((a, b) => (a.record < b.record ? -1 : 1)));
}

export const placeOf = ({ record, school, classKey }: Member) => ({ record, school, classKey });

const isSomebodyElse = (a: Member, b: Member): boolean =>
  (a.name !== b.name && a.birthDate !== b.birthDate) ||
  a.schoolYear !== b.schoolYear ||
  (a.number !== null && b.number !== null && a.number !== b.number);

const found = (one: Member): PopulationFinding => ({
  ...placeOf(one),
  path: 'meta.lookupCode',
  value: one.lookupCode ?? null,
  expected: { vi: 'Mỗi học bạ một mã tra cứu', en: 'A look-up code of its own for each record' },
  message: {
    vi: 'Mã tra cứu này còn nằm trên học bạ của học sinh khác hoặc năm học khác.',
    en: 'This look-up code is also on the record of another pupil or year.',
  },
  fix: {
    vi: 'Nhà cung cấp cấp lại mã tra cứu: mỗi học sinh, mỗi năm học một mã 32 ký tự.',
    en: 'The vendor mints codes anew: 32 characters for each pupil and school year.',
  },
});

/** One học bạ, one look-up code (R4); several versions of one record share theirs. */
export const lookupCodes = {
  id: 'PACKET-LOOKUP-SHARED',
  title: { vi: 'Mã tra cứu không dùng chung', en: 'Look-up codes are not shared' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R4'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1: mã số tra cứu học bạ',
  owner: 'vendor',
  check: ({ members }) =>
    byLookupCode(members).flatMap((group) =>
      group.filter((one) => group.some((other) => isSomebodyElse(one, other))).map(found),
    ),
  examples: {
    good: [
      {
        note: 'two versions of one record',
        population: population(member('a', 'An', '0a'.repeat(16)), member('b', 'An', '0A'.repeat(16), 2)),
      },
    ],
    bad: [
      {
        note: 'two pupils',
        population: population(member('a', 'An', '0a'.repeat(16)), {
          ...member('b', 'Bình', '0a'.repeat(16)),
          birthDate: '2014-05-06',
        }),
      },
    ],
  },
} satisfies PopulationRule;
