import type { ClassRoster, Member, Population } from '../../population.js';

// Invented pupils of one class for the examples of rules over many records.

const SCHOOL = '66164501';
const FRAME = { school: SCHOOL, schoolYear: '2025-2026', classKey: '6A' } as const;

/** One of nine pupils of the class. */
export const pupil = (index: number, change: Partial<Member> = {}): Member => ({
  ...FRAME,
  record: `r${index}`,
  grade: 6,
  name: `Y Mẫu ${index}`,
  birthDate: `2014-03-0${index}`,
  number: `06621400000${index}`,
  status: 'dang-hoc',
  results: true,
  homeroom: true,
  ...change,
});

export const MEMBERS: readonly Member[] = [pupil(1), pupil(2), pupil(3)];

/** The class list that fits MEMBERS, by names alone. */
export const NAMES: ClassRoster = {
  ...FRAME,
  pupils: MEMBERS.map(({ name, birthDate }) => ({ name, birthDate })),
};

/** The same with its size and a homeroom teacher. */
export const ROSTER: ClassRoster = { ...NAMES, size: MEMBERS.length, homeroom: true };

/** Nothing is missing. */
export const COMPLETE: Population = {
  members: MEMBERS,
  rosters: [ROSTER],
  schools: [{ code: SCHOOL, name: 'THCS Mẫu', sources: ['smas'] }],
};

export const withMembers = (...members: readonly Member[]): Population => ({ ...COMPLETE, members });

export const withRoster = (roster: ClassRoster): Population => ({ ...COMPLETE, rosters: [roster] });
