import type { Issue } from '../domain/issue.js';
import type { DataKind } from '../domain/policy.js';
import type { Level, ProvenanceEntry, Term } from '../domain/records.js';
import { mergeFacts } from './facts.js';
import { conflictIssue, differenceIssue } from './issues.js';
import { canonicalPath } from './paths.js';
import type { PupilFacts, SourceView } from './views.js';
import { emptyFacts } from './views.js';

/** The deciding source of a kind of data in a term (null: undated data). */
export type Decider = (kind: DataKind, term: Term | null) => string | null;

export interface JoinedFacts extends PupilFacts {
  readonly provenance: readonly ProvenanceEntry[];
  readonly issues: readonly Issue[];
}

interface Said<T> {
  readonly source: string;
  readonly value: T;
}

/** A deciding source speaks for a whole term of results or absences; other kinds are completed from the others. */
const WHOLE: ReadonlySet<DataKind> = new Set(['results', 'attendance']);

interface Group {
  readonly path: string;
  readonly level: Level;
  readonly kind: DataKind;
  readonly decider: string | null;
}

function joinGroup<T>(group: Group, said: readonly Said<T>[], issues: Issue[]): T | undefined {
  const first = said.find((one) => one.source === group.decider) ?? said[0];
  if (first === undefined) return undefined;
  if (said.length === 1) return first.value;
  const decided = first.source === group.decider;
  let result = first.value;
  // Who said the value that stands: needed only to name the right source in a conflict of three.
  for (const other of said) {
    if (other === first) continue;
    const merged = mergeFacts(result, other.value, group.path, (path, kept, value) => {
      const at = canonicalPath(group.level, path);
      const a = { source: first.source, value: kept };
      const b = { source: other.source, value };
      issues.push(decided ? differenceIssue(at, a, b) : conflictIssue(at, a, b));
    }) as T;
    if (!decided || !WHOLE.has(group.kind)) result = merged;
  }
  return result;
}

const TERMS: readonly Term[] = ['hk1', 'hk2', 'year', 'reassessment'];

const pick = <T>(views: readonly SourceView[], read: (view: SourceView) => T | undefined): Said<T>[] =>
  views.flatMap((view) => {
    const value = read(view);
    return value === undefined ? [] : [{ source: view.source, value }];
  });

function joinSeveral(views: readonly SourceView[], level: Level, decide: Decider): JoinedFacts {
  const issues: Issue[] = [];
  const facts = emptyFacts();
  const group = (path: string, kind: DataKind, term: Term | null): Group => ({
    path,
    level,
    kind,
    decider: decide(kind, term),
  });
  const pupil = joinGroup(
    group('pupil', 'pupil', null),
    pick(views, (view) => view.pupil),
    issues,
  );
  const enrolment = joinGroup(
    group('enrolment', 'enrolment', null),
    pick(views, (view) => view.enrolment),
    issues,
  );
  if (pupil !== undefined) facts.pupil = pupil;
  if (enrolment !== undefined) facts.enrolment = enrolment;
  for (const term of TERMS) {
    const results = pick(views, (view) => view.results[term]);
    const joined = joinGroup(group(`results.${term}`, 'results', term), results, issues);
    if (joined !== undefined) facts.results[term] = joined;
    const absences = pick(views, (view) => view.attendance[term]);
    const absent = joinGroup(group(`attendance.${term}`, 'attendance', term), absences, issues);
    if (absent !== undefined) facts.attendance[term] = absent;
  }
  return { ...facts, provenance: views.flatMap((view) => view.provenance), issues };
}

/**
 * What the sources together say of one pupil. The system of record decides where it has a rule (a difference is then a
 * warning); elsewhere values that differ are a conflict. What only one source says is taken from it, except that the
 * deciding source alone speaks for a term's results and absences when it has any.
 */
export function joinViews(views: readonly SourceView[], level: Level, decide: Decider): JoinedFacts {
  const only = views[0];
  if (only === undefined) return { ...emptyFacts(), provenance: [], issues: [] };
  if (views.length > 1) return joinSeveral(views, level, decide);
  return { ...only, issues: [] };
}
