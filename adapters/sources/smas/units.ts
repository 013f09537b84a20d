import type { PullScope, Stream, Term } from '../../../src/sdk.js';
import { levelOfGrade } from '../../../src/sdk.js';
import type { Row, SmasClient } from './client.js';
import type { SmasConfig } from './config-schema.js';
import type { SmasClass, SmasYear } from './directory.js';
import { inScope } from './directory.js';
import type { EndpointName } from './endpoints.js';
import { SEMESTERS } from './endpoints.js';
import { readList } from './paging.js';

/** One page to be: what it is called, and how its rows are read. */
export interface Unit {
  readonly key: string;
  readonly mapping: string;
  readonly className?: string;
  readonly grade?: number;
  readonly term?: Term;
  read(): Promise<readonly Row[]>;
}

export interface Reading {
  readonly client: SmasClient;
  readonly config: SmasConfig;
  readonly scope: PullScope;
  readonly school: Row;
  readonly year: SmasYear;
  readonly classes: readonly SmasClass[];
  readonly signal: AbortSignal;
}

const DEFAULT_PAGE = 500;

const classUnits = (reading: Reading, unit: (cls: SmasClass) => readonly Unit[]): readonly Unit[] =>
  reading.classes.filter((cls) => inScope(reading.scope, cls)).flatMap(unit);

const ofClass = (cls: SmasClass) => ({ className: cls.name, grade: cls.grade });

function classRows(
  reading: Reading,
  endpoint: EndpointName,
  cls: SmasClass,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly Row[]> {
  const { client, year, signal } = reading;
  const params = { classId: cls.id, yearId: year.id, ...more };
  return client.rows({ endpoint, params, yearCode: year.code, signal });
}

const perClass =
  (mapping: string, endpoint: EndpointName) =>
  (reading: Reading): readonly Unit[] =>
    classUnits(reading, (cls) => [
      { key: cls.name, mapping, ...ofClass(cls), read: () => classRows(reading, endpoint, cls) },
    ]);

/** Terms that the vendor keeps for a class: tiểu học has marks at the end of HK1 and of the year only. */
const markTerms = (cls: SmasClass): readonly Term[] =>
  levelOfGrade(cls.grade) === 'TH' ? ['hk1', 'year'] : ['hk1', 'hk2', 'year', 'reassessment'];

const isAsked = (reading: Reading, term: Term): boolean =>
  reading.scope.term === undefined || reading.scope.term === term;

function termUnit(
  reading: Reading,
  cls: SmasClass,
  term: Term,
  what: { readonly mapping: string; readonly endpoint: EndpointName },
): Unit {
  return {
    key: `${cls.name}/${term}`,
    mapping: what.mapping,
    ...ofClass(cls),
    term,
    read: () => classRows(reading, what.endpoint, cls, { semester: SEMESTERS[term] }),
  };
}

const resultUnits = (reading: Reading): readonly Unit[] =>
  classUnits(reading, (cls) => [
    ...markTerms(cls)
      .filter((term) => isAsked(reading, term))
      .map((term) => termUnit(reading, cls, term, { mapping: 'smas/results', endpoint: 'scoreBook' })),
    ...(isAsked(reading, 'year') ? [yearUnit(reading, cls)] : []),
  ]);

const yearUnit = (reading: Reading, cls: SmasClass): Unit => ({
  key: `${cls.name}/year/final`,
  mapping: 'smas/year-results',
  ...ofClass(cls),
  term: 'year',
  read: () => classRows(reading, 'yearResults', cls),
});

const attendanceUnits = (reading: Reading): readonly Unit[] =>
  classUnits(reading, (cls) =>
    (['hk1', 'hk2', 'year'] as const)
      .filter((term) => isAsked(reading, term))
      .map((term) => termUnit(reading, cls, term, { mapping: 'smas/attendance', endpoint: 'attendance' })),
  );

/** Read once per pull and then split by class: a pupil who changes class meanwhile is in exactly one of them. */
function rosterUnits(reading: Reading): readonly Unit[] {
  const { client, config, year, signal } = reading;
  let snapshot: Promise<readonly Row[]> | null = null;
  const pupils = (): Promise<readonly Row[]> => {
    snapshot ??= readList(client, {
      endpoint: 'students',
      filters: [{ propertyName: 'schoolYearId', value: year.id }],
      pageSize: config.pageSize ?? DEFAULT_PAGE,
      yearCode: year.code,
      signal,
    });
    return snapshot;
  };
  const known = new Set(reading.classes.map((cls) => cls.id));
  const mapping = 'smas/roster';
  const perClassUnits = classUnits(reading, (cls) => [
    {
      key: cls.name,
      mapping,
      ...ofClass(cls),
      read: async () => (await pupils()).filter((row) => row.classId === cls.id),
    },
  ]);
  if (reading.scope.className !== undefined) return perClassUnits;
  // A pupil of a class that the class list does not show must not fall through.
  const others: Unit = {
    key: '(other)',
    mapping,
    read: async () => (await pupils()).filter((row) => !known.has(String(row.classId))),
  };
  return [...perClassUnits, others];
}

const staffUnits = ({ client, config, year, signal }: Reading): readonly Unit[] => [
  {
    key: 'staff',
    mapping: 'smas/staff',
    read: () =>
      readList(client, {
        endpoint: 'staff',
        filters: [],
        pageSize: config.pageSize ?? DEFAULT_PAGE,
        yearCode: year.code,
        signal,
      }),
  },
];

const schoolUnits = ({ school }: Reading): readonly Unit[] => [
  { key: 'school', mapping: 'smas/school', read: async () => [school] },
];

const classListUnits = (reading: Reading): readonly Unit[] =>
  classUnits(reading, (cls) => [
    { key: cls.name, mapping: 'smas/classes', ...ofClass(cls), read: async () => [cls.row] },
  ]);

/** The pages of each stream, in resume order. */
export const UNITS: Readonly<Record<Stream, (reading: Reading) => readonly Unit[]>> = {
  school: schoolUnits,
  staff: staffUnits,
  assignments: perClass('smas/assignments', 'assignments'),
  classes: classListUnits,
  subjects: perClass('smas/subjects', 'classSubjects'),
  roster: rosterUnits,
  results: resultUnits,
  attendance: attendanceUnits,
};
