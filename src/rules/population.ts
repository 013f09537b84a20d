import type { Issue } from '../domain/issue.js';
import type { CanonicalRecord, Enrolment } from '../domain/records.js';
import { LEFT_STATUSES } from '../domain/records.js';
import type { Finding, RuleHead } from './rule.js';

/** What a rule over many records keeps of each one: small, so that tens of thousands fit in memory. */
export interface Member {
  /** What the report calls the record: its id, or the file it came in. */
  readonly record: string;
  /** The source that gave it, where known. */
  readonly source?: string;
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
  readonly grade: number;
  readonly name: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  /** Số định danh cá nhân, null when the pupil has none yet or carries a foreign paper. */
  readonly number: string | null;
  readonly status: Enrolment['status'];
  readonly statusDate?: string;
  /** Any subject result at all. */
  readonly results: boolean;
  readonly homeroom: boolean;
  /** Of the packet that it came in. */
  readonly lookupCode?: string;
  readonly version?: number;
  /** ISO 8601 moment, where the packet says when it was issued. */
  readonly issuedAt?: string;
  /** Digest of what the packet says, signatures apart. */
  readonly content?: string;
}

/** What a class list says from outside the records: declared size, names of the list. */
export interface ClassRoster {
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
  /** Sĩ số that the source declares. */
  readonly size?: number;
  /** The pupils of the list, where it names them. */
  readonly pupils?: readonly {
    readonly name: string;
    readonly birthDate?: string;
    readonly number?: string;
  }[];
  readonly homeroom?: boolean;
}

/** A school that is expected to have records, and from which systems. */
export interface ExpectedSchool {
  readonly code: string;
  readonly name: string;
  readonly sources: readonly string[];
}

/** Every record of a check or of a province, with the lists to hold them against; either list may be empty. */
export interface Population {
  readonly members: readonly Member[];
  readonly rosters: readonly ClassRoster[];
  readonly schools: readonly ExpectedSchool[];
}

export interface PopulationFinding extends Finding {
  /** The record concerned; null when a class or school is. */
  readonly record: string | null;
  readonly school: string;
  readonly classKey?: string;
}

export interface PopulationExample {
  readonly note: string;
  readonly population: Population;
}

/** One check over many records. Pure; the order of members, rosters and schools does not change what is found. */
export interface PopulationRule extends RuleHead {
  check(population: Population): readonly PopulationFinding[];
  /** Run by a test: a good example gives nothing, a bad one gives this rule's id. */
  readonly examples: {
    readonly good: readonly PopulationExample[];
    readonly bad: readonly PopulationExample[];
  };
}

/** An issue of a population: of one record, or of a class or school as a whole. */
export interface PopulationIssue extends Issue {
  readonly record: string | null;
  readonly school: string;
  readonly classKey?: string;
}

const hasResults = (record: CanonicalRecord): boolean =>
  record.level === 'TH' ? record.primary.subjects.length > 0 : record.secondary.subjects.length > 0;

/** What population rules keep of a record. */
export const memberOf = (
  record: CanonicalRecord,
  named: {
    readonly record: string;
    readonly source?: string;
    readonly lookupCode?: string;
    readonly version?: number;
    readonly issuedAt?: string;
    readonly content?: string;
  },
): Member => ({
  ...named,
  school: record.school.code,
  schoolYear: record.schoolYear,
  classKey: record.class.key,
  grade: record.class.grade,
  name: record.pupil.name,
  birthDate: record.pupil.birthDate,
  number: record.pupil.identity.kind === 'citizen' ? record.pupil.identity.number : null,
  status: record.enrolment.status,
  ...(record.enrolment.date === undefined ? {} : { statusDate: record.enrolment.date }),
  results: hasResults(record),
  homeroom: record.class.homeroomTeacher !== undefined,
});

/** The pupil learns at the school (has not left it). */
export const isPresent = ({ status }: Member): boolean => !LEFT_STATUSES.has(status);
