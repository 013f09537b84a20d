import type { Issue } from '../domain/issue.js';
import type { DataKind } from '../domain/policy.js';
import type { ClassFragment, ClassRef, School, Staff, StaffReference, Term } from '../domain/records.js';
import { classKeyOf } from '../domain/records.js';
import { foldText } from '../domain/text.js';
import type { SourcedFragment } from '../ports/store.js';
import type { Said } from './issues.js';
import { assemblyIssue, conflictIssue, differenceIssue } from './issues.js';

/** What the class-level streams say. */
export interface ClassKnowledge {
  readonly school: School | null;
  readonly className: string;
  /** null: no source says it. */
  readonly grade: number | null;
  readonly programme: 'GDPT' | 'GDTX' | null;
  readonly homeroomTeacher: StaffReference | null;
  readonly teachers: ReadonlyMap<string, StaffReference>;
  readonly staff: readonly Staff[];
  /** Findings that hold for every record of the class. */
  readonly issues: readonly Issue[];
}

type ClassFacts = ClassFragment['data'];
type ClassDecider = (kind: DataKind, term: Term | null) => string | null;

interface Statement<T> {
  readonly source: string;
  readonly value: T;
}

interface LooseClass {
  readonly class?: Partial<ClassRef>;
  readonly data?: Readonly<Record<string, unknown>>;
}

const loose = (item: SourcedFragment): LooseClass => item.fragment as unknown as LooseClass;
const sound = (item: SourcedFragment): boolean => item.issues.every((issue) => issue.severity !== 'error');

/** The statement that stands; another source's different one becomes an issue. */
function settle<T>(
  statements: readonly Statement<T>[],
  options: { readonly path: string; readonly decider: string | null; readonly text: (value: T) => string },
  issues: Issue[],
): T | null {
  const stands = statements.find((one) => one.source === options.decider) ?? statements[0];
  if (stands === undefined) return null;
  const reported = new Set<string>();
  for (const other of statements) {
    const said = options.text(other.value);
    if (foldText(said) === foldText(options.text(stands.value)) || reported.has(said)) continue;
    reported.add(said);
    const a: Said = { source: stands.source, value: options.text(stands.value) };
    const b: Said = { source: other.source, value: said };
    const decided = stands.source === options.decider && other.source !== stands.source;
    issues.push(decided ? differenceIssue(options.path, a, b) : conflictIssue(options.path, a, b));
  }
  return stands.value;
}

function homeroom(
  fragments: readonly SourcedFragment[],
  staff: readonly SourcedFragment[],
  classKey: string,
): Statement<StaffReference>[] {
  const said: Statement<StaffReference>[] = [];
  for (const item of fragments) {
    if (item.stream !== 'classes' || !sound(item)) continue;
    const teacher = (loose(item).data as ClassFacts | undefined)?.homeroomTeacher;
    if (teacher !== undefined) said.push({ source: item.source, value: teacher });
  }
  if (said.length > 0) return said;
  for (const item of staff) {
    const person = loose(item).data as unknown as Staff;
    if (person.homeroomClass === undefined || classKeyOf(person.homeroomClass) !== classKey) continue;
    said.push({ source: item.source, value: { code: person.code, name: person.name } });
  }
  return said;
}

function secondTeacher(subject: string, stands: StaffReference, other: StaffReference): Issue {
  return assemblyIssue({
    rule: 'ASM-TWO-TEACHERS',
    severity: 'info',
    path: `subjects[${subject}].teacher`,
    value: `${stands.name} | ${other.name}`,
    expected: { vi: 'Một giáo viên bộ môn ký cho mỗi môn', en: 'One subject teacher to sign each subject' },
    message: {
      vi: `Môn ${subject} được phân công nhiều giáo viên; ghi tên ${stands.name}.`,
      en: `Subject ${subject} is assigned to several teachers; ${stands.name} is written.`,
    },
    fix: {
      vi: 'Nếu người ký là giáo viên khác, sửa phân công giảng dạy trong phần mềm của trường.',
      en: 'If somebody else signs, correct the assignment in the school software.',
    },
  });
}

const teacherOrder = (a: StaffReference, b: StaffReference): number => {
  const left = `${a.code ?? ''}\u0000${a.name}`;
  const right = `${b.code ?? ''}\u0000${b.name}`;
  return left < right ? -1 : left > right ? 1 : 0;
};

/**
 * Teacher per subject. Integrated subjects (KHTN, LS&ĐL) often have several: the lowest staff code stands, with a note. The
 * deciding source's assignments come first.
 */
function teachersOf(
  fragments: readonly SourcedFragment[],
  decider: string | null,
  issues: Issue[],
): Map<string, StaffReference> {
  const bySubject = new Map<string, Statement<StaffReference>[]>();
  for (const item of fragments) {
    if (item.stream !== 'assignments' || !sound(item)) continue;
    const { subject, teacher } = loose(item).data as unknown as { subject: string; teacher: StaffReference };
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), { source: item.source, value: teacher }]);
  }
  const teachers = new Map<string, StaffReference>();
  for (const [subject, said] of bySubject) {
    const preferred = said.filter((one) => one.source === decider);
    const among = (preferred.length > 0 ? preferred : said).map((one) => one.value).sort(teacherOrder);
    const stands = among[0] as StaffReference;
    const other = among.find((one) => foldText(one.name) !== foldText(stands.name));
    if (other !== undefined) issues.push(secondTeacher(subject, stands, other));
    teachers.set(subject, stands);
  }
  return teachers;
}

const STREAM_ORDER = ['classes', 'roster', 'results', 'attendance', 'subjects', 'assignments'];

function classStatements<K extends keyof ClassRef>(
  fragments: readonly SourcedFragment[],
  key: K,
): Statement<NonNullable<ClassRef[K]>>[] {
  const found = new Map<string, { rank: number; statement: Statement<NonNullable<ClassRef[K]>> }>();
  for (const item of fragments) {
    const value = loose(item).class?.[key];
    if (value === undefined || value === null) continue;
    const rank = STREAM_ORDER.indexOf(item.stream);
    const id = `${item.source}\u0000${String(value)}`;
    const known = found.get(id);
    if (known === undefined || rank < known.rank)
      found.set(id, { rank, statement: { source: item.source, value } });
  }
  return [...found.entries()]
    .sort(([a, x], [b, y]) => x.rank - y.rank || (a < b ? -1 : 1))
    .map(([, { statement }]) => statement);
}

function staffOf(schoolFragments: readonly SourcedFragment[]): SourcedFragment[] {
  return schoolFragments.filter((item) => item.stream === 'staff' && sound(item));
}

function distinctStaff(items: readonly SourcedFragment[], decider: string | null): Staff[] {
  const byCode = new Map<string, Staff>();
  const preferred = [...items].sort((a, b) => Number(b.source === decider) - Number(a.source === decider));
  for (const item of preferred) {
    const person = loose(item).data as unknown as Staff;
    if (!byCode.has(person.code)) byCode.set(person.code, person);
  }
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Reads the class-level streams; `fragments` and `schoolFragments` in the order of `inOrder`. */
export function classKnowledge(
  fragments: readonly SourcedFragment[],
  schoolFragments: readonly SourcedFragment[],
  options: { readonly classKey: string; readonly school: School | null; readonly decide: ClassDecider },
): ClassKnowledge {
  const issues: Issue[] = [];
  const decider = options.decide('class', null);
  const staffDecider = options.decide('staff', null);
  const staff = staffOf(schoolFragments);
  const schools = schoolFragments.filter((item) => item.stream === 'school' && sound(item));
  const named = classStatements(fragments, 'name');
  const programmes = fragments.flatMap((item) => {
    const programme =
      item.stream === 'classes' ? (loose(item).data as ClassFacts | undefined)?.programme : undefined;
    return programme === undefined ? [] : [{ source: item.source, value: programme }];
  });
  const text = (value: unknown) => String(value);
  return {
    school:
      (schools.length > 0 ? (loose(schools[0] as SourcedFragment).data as unknown as School) : null) ??
      options.school,
    className: named[0]?.value ?? options.classKey,
    grade: settle(classStatements(fragments, 'grade'), { path: 'class.grade', decider, text }, issues),
    programme: settle(programmes, { path: 'programme', decider, text }, issues),
    homeroomTeacher: settle(
      homeroom(fragments, staff, options.classKey),
      { path: 'class.homeroomTeacher', decider, text: (teacher) => teacher.name },
      issues,
    ),
    teachers: teachersOf(fragments, staffDecider, issues),
    staff: distinctStaff(staff, staffDecider),
    issues,
  };
}
