import type { Issue, Place } from '../domain/issue.js';
import type {
  Absences,
  Enrolment,
  ProvenanceEntry,
  ResultsFacts,
  RosterFacts,
  Term,
} from '../domain/records.js';
import { mergeFacts } from './facts.js';
import { contradictionIssue } from './issues.js';
import type { MatchedRow } from './match.js';
import { CONFIDENCE } from './match.js';
import type { PupilRow } from './pupil-rows.js';

/** Facts of one pupil in groups: the units for which one source decides. */
export interface PupilFacts {
  pupil?: Partial<RosterFacts>;
  enrolment?: Enrolment;
  results: Partial<Record<Term, ResultsFacts>>;
  attendance: Partial<Record<Term, Absences>>;
}

/** What one source says of one pupil. */
export interface SourceView extends PupilFacts {
  readonly source: string;
  readonly provenance: ProvenanceEntry[];
}

export const emptyFacts = (): PupilFacts => ({ results: {}, attendance: {} });

interface Slot {
  value: unknown;
  place: Place;
}

/** Collects the rows of one source; a second row must agree with the first. */
class ViewBuilder {
  private readonly slots = new Map<string, Slot>();
  private readonly groups = new Map<string, MatchedRow['match']>();
  readonly issues: Issue[] = [];

  constructor(readonly source: string) {}

  put(group: string, value: unknown, matched: MatchedRow): void {
    if (value === undefined) return;
    this.note(group, matched.match);
    const { place } = matched.row;
    const slot = this.slots.get(group);
    if (slot === undefined) {
      this.slots.set(group, { value, place });
      return;
    }
    slot.value = mergeFacts(slot.value, value, group, (path, kept, other) => {
      const issue = contradictionIssue(
        path,
        this.source,
        { value: kept, place: slot.place },
        { value: other, place },
      );
      this.issues.push(issue);
    });
  }

  private note(group: string, match: MatchedRow['match']): void {
    const name = group.startsWith('attendance') ? 'attendance' : group;
    const known = this.groups.get(name);
    const weaker =
      known === undefined || (match !== null && (known === null || CONFIDENCE[match] < CONFIDENCE[known]));
    if (weaker) this.groups.set(name, match);
  }

  get<T>(group: string): T | undefined {
    return this.slots.get(group)?.value as T | undefined;
  }

  provenance(): ProvenanceEntry[] {
    return [...this.groups].map(([group, match]) => ({
      group,
      source: this.source,
      ...(match === null ? {} : { match, confidence: CONFIDENCE[match] }),
    }));
  }
}

function putRoster(builder: ViewBuilder, matched: MatchedRow, row: PupilRow): void {
  const { enrolment, ...facts } = row.data as Partial<RosterFacts>;
  const pupil: Partial<RosterFacts> = row.identity === null ? facts : { ...facts, identity: row.identity };
  builder.put('pupil', pupil, matched);
  builder.put('enrolment', enrolment, matched);
}

function putResults(builder: ViewBuilder, matched: MatchedRow, row: PupilRow): void {
  if (row.term === null) return;
  const { absences, ...facts } = row.data as ResultsFacts;
  builder.put(`results.${row.term}`, facts, matched);
  builder.put(`attendance.${row.term}`, absences, matched);
}

const TERMS: readonly Term[] = ['hk1', 'hk2', 'year', 'reassessment'];

function finish(builder: ViewBuilder): SourceView {
  const view: SourceView = { source: builder.source, provenance: builder.provenance(), ...emptyFacts() };
  const pupil = builder.get<Partial<RosterFacts>>('pupil');
  const enrolment = builder.get<Enrolment>('enrolment');
  if (pupil !== undefined) view.pupil = pupil;
  if (enrolment !== undefined) view.enrolment = enrolment;
  for (const term of TERMS) {
    const results = builder.get<ResultsFacts>(`results.${term}`);
    const absences = builder.get<Absences>(`attendance.${term}`);
    if (results !== undefined) view.results[term] = results;
    if (absences !== undefined) view.attendance[term] = absences;
  }
  return view;
}

/**
 * The rows of one pupil as one view per source, in the order of source ids. Rows of one source that repeat each other are
 * merged; where they differ, the first stays and an issue says both places.
 */
export function viewsOf(rows: readonly MatchedRow[]): { views: SourceView[]; issues: Issue[] } {
  const builders = new Map<string, ViewBuilder>();
  for (const matched of rows) {
    const { row } = matched;
    let builder = builders.get(row.source);
    if (builder === undefined) {
      builder = new ViewBuilder(row.source);
      builders.set(row.source, builder);
    }
    if (row.stream === 'roster') putRoster(builder, matched, row);
    else if (row.stream === 'results') putResults(builder, matched, row);
    else if (row.term !== null) builder.put(`attendance.${row.term}`, row.data, matched);
  }
  const sorted = [...builders.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
  return { views: sorted.map(finish), issues: sorted.flatMap((builder) => builder.issues) };
}
