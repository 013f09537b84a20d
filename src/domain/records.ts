import type { CanonicalRecord, Fragment } from '../../schemas/types/canonical.js';

export type {
  Absences,
  Address,
  Alias,
  AssignmentFragment,
  AttendanceFragment,
  CanonicalRecord,
  ClassFragment,
  ClassRef,
  Enrolment,
  FourLevel,
  Fragment,
  Identity,
  Level,
  PassRating,
  PrimaryRecord,
  PrimarySubject,
  ProvenanceEntry,
  Pupil,
  PupilRef,
  ResultsFacts,
  ResultsFragment,
  RosterFacts,
  RosterFragment,
  School,
  SchoolFragment,
  SecondaryRecord,
  SecondarySubject,
  Staff,
  StaffFragment,
  StaffReference,
  SubjectFragment,
  SubjectMark,
  SubjectResult,
  Term,
  TermTests,
} from '../../schemas/types/canonical.js';

/** The kinds of rows a source can give (architecture section 5). */
export const STREAMS = [
  'school',
  'staff',
  'assignments',
  'classes',
  'subjects',
  'roster',
  'results',
  'attendance',
] as const;
export type Stream = (typeof STREAMS)[number];

/** Class name folded to a key: NFC, no blanks around or doubled, upper case. "6a " and "6A" are one class. */
export const classKeyOf = (name: string): string =>
  name.normalize('NFC').trim().replace(/\s+/gu, ' ').toUpperCase();

export const isPrimary = (record: CanonicalRecord): record is Extract<CanonicalRecord, { level: 'TH' }> =>
  record.level === 'TH';

export const levelOfGrade = (grade: number): 'TH' | 'THCS' | 'THPT' =>
  grade <= 5 ? 'TH' : grade <= 9 ? 'THCS' : 'THPT';

/** Statuses that take a pupil out of the school's denominator: left or moved away. */
export const LEFT_STATUSES: ReadonlySet<string> = new Set([
  'chuyen-di-hk1',
  'thoi-hoc-hk1',
  'chuyen-di-hk2',
  'thoi-hoc-hk2',
  'chuyen-di-he',
  'thoi-hoc-he',
]);

/** The class of a fragment, if its stream has one. */
export const fragmentClassKey = (fragment: Fragment): string | null =>
  'class' in fragment ? classKeyOf(fragment.class.name) : null;
