import type { Member, PopulationExample, PopulationFinding } from '../population.js';

/** Two pupils for sure: a name or a birth date alone may have been corrected, a number may have come later. */
export const isSomebodyElse = (a: Member, b: Member): boolean =>
  (a.number !== null && b.number !== null && a.number !== b.number) ||
  (a.birthDate !== b.birthDate && a.name.normalize('NFC') !== b.name.normalize('NFC'));

/** Members by a key, in an order that does not depend on theirs; those without a key are left out. */
export function groupsBy(
  members: readonly Member[],
  keyOf: (member: Member) => string | undefined,
): readonly (readonly Member[])[] {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = keyOf(member);
    if (key === undefined) continue;
    const held = groups.get(key);
    if (held === undefined) groups.set(key, [member]);
    else held.push(member);
  }
  return [...groups]
    .filter(([, group]) => group.length > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group.sort((a, b) => (a.record < b.record ? -1 : 1)));
}

export interface Versioned extends Member {
  readonly version: number;
}

const hasVersion = (member: Member): member is Versioned => member.version !== undefined;

/** The versions of each học bạ of a school year, ascending. Case of letters in a code is not held to matter. */
export const chainsOf = (members: readonly Member[]): readonly (readonly Versioned[])[] =>
  groupsBy(members.filter(hasVersion), ({ lookupCode, schoolYear }) =>
    lookupCode === undefined ? undefined : `${lookupCode.toLowerCase()}|${schoolYear}`,
  ).map((group) => group.filter(hasVersion).sort((a, b) => a.version - b.version));

export const about = (
  { record, school, classKey }: Member,
  finding: Omit<PopulationFinding, 'record' | 'school' | 'classKey'>,
): PopulationFinding => ({ record, school, classKey, ...finding });

/** An invented packet of an invented pupil. */
export const packetMember = (record: string, more: Partial<Member> = {}): Member => ({
  record,
  school: '66164501',
  schoolYear: '2025-2026',
  classKey: '6A',
  grade: 6,
  name: 'Y Mẫu Niê',
  birthDate: '2014-03-20',
  number: '066214000001',
  status: 'dang-hoc',
  results: true,
  homeroom: true,
  lookupCode: '0123456789abcdef0123456789abcdef',
  version: 1,
  content: 'a'.repeat(64),
  ...more,
});

export const packets = (note: string, ...members: readonly Member[]): PopulationExample => ({
  note,
  population: { members, rosters: [], schools: [] },
});
