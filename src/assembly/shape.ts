import type {
  Alias,
  CanonicalRecord,
  Level,
  PrimaryRecord,
  PrimarySubject,
  ProvenanceEntry,
  Pupil,
  ResultsFacts,
  SecondaryRecord,
  SecondarySubject,
  StaffReference,
  SubjectMark,
  SubjectResult,
  Term,
} from '../domain/records.js';
import type { ClassKnowledge } from './class-facts.js';
import type { PupilFacts } from './views.js';

type Attendance = NonNullable<CanonicalRecord['attendance']>;
type Award = NonNullable<CanonicalRecord['awards']>[number];

/** Who and where a record is, beside the facts. */
export interface RecordFrame {
  readonly level: Level;
  readonly schoolYear: string;
  readonly schoolCode: string;
  readonly classKey: string;
  readonly knowledge: ClassKnowledge;
  readonly programme: 'GDPT' | 'GDTX';
  readonly subjectRank: ReadonlyMap<string, number>;
  readonly aliases: readonly Alias[];
  readonly provenance: readonly ProvenanceEntry[];
}

const TERMS: readonly Term[] = ['hk1', 'hk2', 'year', 'reassessment'];

/** Drops absent values, so that equal content has one shape. */
function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) result[key] = item;
  return result as T;
}

function subjectRows(results: PupilFacts['results']): Map<string, Partial<Record<Term, SubjectResult>>> {
  const rows = new Map<string, Partial<Record<Term, SubjectResult>>>();
  for (const term of TERMS)
    for (const item of results[term]?.subjects ?? []) {
      const row = rows.get(item.subject);
      if (row === undefined) rows.set(item.subject, { [term]: item });
      else row[term] = item;
    }
  return rows;
}

function inSubjectOrder<T extends { subject: string }>(
  subjects: T[],
  rank: ReadonlyMap<string, number>,
): T[] {
  const last = rank.size;
  return subjects.sort(
    (a, b) =>
      (rank.get(a.subject) ?? last) - (rank.get(b.subject) ?? last) || (a.subject < b.subject ? -1 : 1),
  );
}

function secondaryMark(result: SubjectResult | undefined): SubjectMark | undefined {
  if (result === undefined) return undefined;
  if (result.exempt === true) return { exempt: true };
  if (result.score !== undefined) return { score: result.score };
  return result.rating === undefined ? undefined : { rating: result.rating };
}

/** The comment of the year; sources that comment by term give the second term's. */
const commentOf = (row: Partial<Record<Term, { comment?: string }>>): string | undefined =>
  row.year?.comment ?? row.hk2?.comment;

function annotated<T extends { teacher?: StaffReference; comment?: string }>(
  result: T,
  row: Partial<Record<Term, { comment?: string }>>,
  teacher: StaffReference | undefined,
): T {
  const comment = commentOf(row);
  if (teacher !== undefined) result.teacher = teacher;
  if (comment !== undefined) result.comment = comment;
  return result;
}

function secondarySubject(
  subject: string,
  row: Partial<Record<Term, SubjectResult>>,
  teacher: StaffReference | undefined,
): SecondarySubject {
  const result: SecondarySubject = { subject };
  for (const term of TERMS) {
    const mark = secondaryMark(row[term]);
    if (mark !== undefined) result[term] = mark;
  }
  for (const term of ['hk1', 'hk2'] as const) {
    const tests = row[term]?.tests;
    if (tests !== undefined) result.tests = { ...result.tests, [term]: tests };
  }
  return annotated(result, row, teacher);
}

function primaryMark(result: SubjectResult | undefined): PrimarySubject['year'] {
  if (result === undefined || (result.level === undefined && result.test === undefined)) return undefined;
  return compact<NonNullable<PrimarySubject['year']>>({ level: result.level, test: result.test });
}

function primarySubject(
  subject: string,
  row: Partial<Record<Term, SubjectResult>>,
  teacher: StaffReference | undefined,
): PrimarySubject {
  const result: PrimarySubject = { subject };
  for (const term of TERMS) {
    const mark = primaryMark(row[term]);
    if (mark !== undefined) result[term] = mark;
  }
  return annotated(result, row, teacher);
}

function secondaryOf(facts: PupilFacts, frame: RecordFrame): SecondaryRecord['secondary'] {
  const { results } = facts;
  const levels = (key: 'hocTap' | 'renLuyen') =>
    compact<SecondaryRecord['secondary']['hocTap']>({
      hk1: results.hk1?.[key],
      hk2: results.hk2?.[key],
      year: results.year?.[key],
      reassessment: results.reassessment?.[key],
    });
  const subjects = [...subjectRows(results)].map(([subject, row]) =>
    secondarySubject(subject, row, frame.knowledge.teachers.get(subject)),
  );
  return compact<SecondaryRecord['secondary']>({
    subjects: inSubjectOrder(subjects, frame.subjectRank),
    hocTap: levels('hocTap'),
    renLuyen: levels('renLuyen'),
    title: results.year?.title,
    // The decision after re-assessment replaces the one at the end of the year (TT 22/2021 Điều 12, 14).
    promotion: results.reassessment?.promotion ?? results.year?.promotion,
  });
}

function primaryOf(facts: PupilFacts, frame: RecordFrame): PrimaryRecord['primary'] {
  const { results } = facts;
  const after = results.reassessment;
  const year = results.year;
  const subjects = [...subjectRows(results)].map(([subject, row]) =>
    primarySubject(subject, row, frame.knowledge.teachers.get(subject)),
  );
  return compact<PrimaryRecord['primary']>({
    subjects: inSubjectOrder(subjects, frame.subjectRank),
    qualities: year?.qualities ?? {},
    competences: year?.competences ?? {},
    overall: after?.overall ?? year?.overall,
    reward: year?.reward,
    completed: after?.completed ?? year?.completed,
    promoted: after?.promoted ?? year?.promoted,
  });
}

function awardsOf(results: PupilFacts['results']): Award[] | undefined {
  const awards = new Map<string, Award>();
  for (const term of TERMS)
    for (const award of results[term]?.awards ?? []) awards.set(`${award.kind}\u0000${award.text}`, award);
  return awards.size === 0 ? undefined : [...awards.values()];
}

function attendanceOf(attendance: PupilFacts['attendance']): Attendance | undefined {
  const { hk1, hk2, year } = attendance;
  const result = compact<Attendance>({ hk1, hk2, year });
  return Object.keys(result).length === 0 ? undefined : result;
}

/** Parts the sources did not give stay absent: the schema check names them. */
function pupilOf(facts: PupilFacts): Pupil {
  const { history: _history, ...pupil } = facts.pupil ?? {};
  return pupil as unknown as Pupil;
}

const yearComment = (results: PupilFacts['results']): string | undefined =>
  commentOf(results as Partial<Record<Term, Pick<ResultsFacts, 'comment'>>>);

/** The canonical record of one pupil: TT 27/2020 at tiểu học, TT 22/2021 above. */
export function shapeRecord(facts: PupilFacts, frame: RecordFrame): CanonicalRecord {
  const { knowledge } = frame;
  const head = {
    schema: 'canonical-record/1' as const,
    programme: frame.programme,
    schoolYear: frame.schoolYear,
    school: { code: frame.schoolCode, name: knowledge.school?.name ?? frame.schoolCode },
    class: compact<CanonicalRecord['class']>({
      key: frame.classKey,
      name: knowledge.className,
      grade: knowledge.grade ?? 0,
      homeroomTeacher: knowledge.homeroomTeacher ?? undefined,
    }),
    pupil: pupilOf(facts),
    enrolment: facts.enrolment ?? { status: 'dang-hoc' as const },
    attendance: attendanceOf(facts.attendance),
    history: facts.pupil?.history,
    awards: awardsOf(facts.results),
    comment: yearComment(facts.results),
    aliases: [...frame.aliases],
    provenance: [...frame.provenance],
  };
  return frame.level === 'TH'
    ? compact<PrimaryRecord>({ ...head, level: 'TH', primary: primaryOf(facts, frame) })
    : compact<SecondaryRecord>({ ...head, level: frame.level, secondary: secondaryOf(facts, frame) });
}
