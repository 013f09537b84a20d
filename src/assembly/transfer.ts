import type { Issue } from '../domain/issue.js';
import type {
  Absences,
  CanonicalRecord,
  ProvenanceEntry,
  ResultsFacts,
  SubjectResult,
} from '../domain/records.js';
import { isPrimary, LEFT_STATUSES } from '../domain/records.js';
import type { KnownRecord } from '../ports/store.js';
import { sameFacts } from './facts.js';
import { assemblyIssue, conflictIssue } from './issues.js';
import { canonicalPath } from './paths.js';
import type { ElsewhereRecord } from './types.js';
import type { PupilFacts } from './views.js';

/** The record's school says, or its state shows, that the pupil is no longer there. */
export const hasDeparted = (record: KnownRecord): boolean =>
  record.state === 'left' ||
  record.state === 'withdrawn' ||
  LEFT_STATUSES.has(record.canonical.enrolment.status);

function subjectResults(record: CanonicalRecord): SubjectResult[] {
  if (isPrimary(record))
    return record.primary.subjects.flatMap((item) =>
      item.hk1 === undefined ? [] : [{ subject: item.subject, ...item.hk1 }],
    );
  return record.secondary.subjects.flatMap((item) =>
    item.hk1 === undefined
      ? []
      : [
          {
            subject: item.subject,
            ...item.hk1,
            ...(item.tests?.hk1 === undefined ? {} : { tests: item.tests.hk1 }),
          },
        ],
  );
}

/** The first term as the giving school's record has it; null when it has none. */
export function firstTermOf(record: CanonicalRecord): { results: ResultsFacts; absences?: Absences } | null {
  const subjects = subjectResults(record);
  if (subjects.length === 0) return null;
  const results: ResultsFacts = { subjects };
  if (!isPrimary(record)) {
    const { hocTap, renLuyen } = record.secondary;
    if (hocTap.hk1 !== undefined) results.hocTap = hocTap.hk1;
    if (renLuyen.hk1 !== undefined) results.renLuyen = renLuyen.hk1;
  }
  const absences = record.attendance?.hk1;
  return absences === undefined ? { results } : { results, absences };
}

export interface TakenOver {
  readonly provenance: readonly ProvenanceEntry[];
  readonly issues: readonly Issue[];
}

/** Marks of the first term that both schools give and that differ. */
function differences(record: CanonicalRecord, own: ResultsFacts, given: ResultsFacts, from: string): Issue[] {
  const bySubject = new Map((given.subjects ?? []).map((item) => [item.subject, item]));
  return (own.subjects ?? []).flatMap((item) => {
    const other = bySubject.get(item.subject);
    if (other === undefined) return [];
    const mark = ({ score, rating, exempt, level }: SubjectResult) => ({ score, rating, exempt, level });
    if (sameFacts(mark(item), mark(other))) return [];
    const path = canonicalPath(record.level, `results.hk1.subjects[${item.subject}]`);
    const text = (one: SubjectResult) => one.score ?? one.rating ?? one.level ?? 'M';
    return [
      conflictIssue(
        path,
        { source: `trường ${record.school.code}`, value: text(item) },
        { source: `trường ${from}`, value: text(other) },
      ),
    ];
  });
}

/**
 * The receiving school's record takes over the first term of the giving school's, with its provenance; where the receiving
 * school has the term itself, the two must agree. `facts` is changed in place.
 */
export function takeOverFirstTerm(facts: PupilFacts, own: CanonicalRecord, giving: KnownRecord): TakenOver {
  const given = firstTermOf(giving.canonical);
  if (given === null || giving.canonical.level !== own.level) return { provenance: [], issues: [] };
  const from = giving.id.school;
  const present = facts.results.hk1;
  if (present !== undefined && (present.subjects ?? []).length > 0)
    return { provenance: [], issues: differences(own, present, given.results, from) };
  facts.results.hk1 = { ...given.results, ...present, subjects: given.results.subjects ?? [] };
  if (facts.attendance.hk1 === undefined && given.absences !== undefined)
    facts.attendance.hk1 = given.absences;
  const origin = giving.canonical.provenance?.find((entry) => entry.group === 'results.hk1');
  return {
    provenance: [{ group: 'results.hk1', source: origin?.source ?? 'gateway', school: from }],
    issues: [],
  };
}

function twoPlaces(rule: 'ASM-TWO-CLASSES' | 'ASM-TWO-SCHOOLS', here: string, there: string): Issue {
  const school = rule === 'ASM-TWO-SCHOOLS';
  return assemblyIssue({
    rule,
    path: 'enrolment.status',
    value: `${here} | ${there}`,
    expected: {
      vi: 'Mỗi học sinh đang học ở một lớp của một trường',
      en: 'One class of one school per pupil',
    },
    message: {
      vi: `Học sinh đang có tên ở hai ${school ? 'trường' : 'lớp'}: ${here} và ${there}.`,
      en: `The pupil is listed in two ${school ? 'schools' : 'classes'}: ${here} and ${there}.`,
    },
    fix: school
      ? {
          vi: 'Trường cũ cập nhật trạng thái chuyển đi (kèm ngày) trong phần mềm của trường.',
          en: 'The former school sets the status to moved away (with the date).',
        }
      : { vi: 'Xóa học sinh khỏi lớp sai.', en: 'Remove the pupil from the wrong class.' },
  });
}

export interface Placement {
  /** The record of the same school that moves to this class. */
  readonly moved: KnownRecord | null;
  readonly giving: readonly KnownRecord[];
  readonly issues: readonly Issue[];
}

/** What the pupil's records in other classes and schools mean for an active pupil of this class. */
export function placePupil(
  here: { readonly school: string; readonly classKey: string },
  elsewhere: readonly ElsewhereRecord[],
): Placement {
  const issues: Issue[] = [];
  const giving: KnownRecord[] = [];
  let moved: KnownRecord | null = null;
  for (const { record, listed } of elsewhere) {
    const sameSchool = record.id.school === here.school;
    if (sameSchool && listed) issues.push(twoPlaces('ASM-TWO-CLASSES', here.classKey, record.id.classKey));
    else if (sameSchool) moved ??= record;
    else if (hasDeparted(record)) giving.push(record);
    else issues.push(twoPlaces('ASM-TWO-SCHOOLS', here.school, record.id.school));
  }
  return { moved, giving, issues };
}
