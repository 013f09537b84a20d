import type { Issue } from '../../domain/issue.js';
import type { CanonicalRecord } from '../../domain/records.js';
import type { ClassId, RecordRow, RecordState, Scope } from '../../ports/store.js';
import { cancelled } from '../cancelled.js';
import { computeClass, loadClass } from '../class-work.js';
import { fieldChanges, newIssues } from './changes.js';
import { mapSchool, type SchoolPages, type Sides } from './school.js';
import { type SupposedPipeline, supposedPipeline } from './supposed.js';
import type { Impact, RecordImpact } from './types.js';

export type { FieldChange, Impact, RecordImpact } from './types.js';

export interface ImpactRequest {
  readonly scope: Scope;
  readonly schoolYear: string;
  readonly schools: readonly string[];
  /** Mappings whose pages are mapped again with both sides. */
  readonly affects: (mapping: string) => boolean;
  /** Code tables are new: rules look into them too, so every class is judged again. */
  readonly everyClass: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (event: { readonly kind: 'page' | 'class' }) => void;
}

/** One record as one side would have it. */
interface View {
  readonly state: RecordState;
  readonly canonical: CanonicalRecord;
  readonly issues: readonly Issue[];
  readonly id: ClassId;
  readonly packet: boolean;
}

type Views = Map<string, View>;

const GONE: ReadonlySet<RecordState> = new Set(['withdrawn', 'left']);

/** A pupil who changes class is gone in the one and present in the other: the present counts. */
function note(views: Views, record: string, view: View): void {
  const known = views.get(record);
  if (known === undefined || GONE.has(known.state)) views.set(record, view);
}

async function viewClass(
  { deps, restartIds }: SupposedPipeline,
  scope: Scope,
  id: ClassId,
  views: Views,
): Promise<void> {
  restartIds();
  const { commit } = await computeClass(deps, { runId: '', scope }, await loadClass(deps, scope, id));
  for (const { recordId, state, canonical, issues, version } of commit.records) {
    const name = recordId.startsWith('new-') ? `${id.classKey}/${recordId}` : recordId;
    note(views, name, { state, canonical, issues, id, packet: version !== null });
  }
}

const asStored = ({ state, canonical, issues, id }: RecordRow): View => ({
  state,
  canonical,
  issues,
  id,
  packet: false,
});

async function storedViews(sides: Sides, request: ImpactRequest, school: string): Promise<Views> {
  const views: Views = new Map();
  const filter = { schoolYear: request.schoolYear, school };
  for await (const rows of sides.old.store.records.list(request.scope, filter))
    for (const row of rows) views.set(row.recordId, asStored(row));
  return views;
}

function impactOfRecord(record: string, before: View | null, after: View | null): RecordImpact | null {
  const place = after ?? before;
  if (place === null) return null;
  const fields = fieldChanges(before?.canonical ?? null, after?.canonical ?? null);
  const issues = {
    new: newIssues(before?.issues ?? [], after?.issues ?? []),
    gone: newIssues(after?.issues ?? [], before?.issues ?? []),
  };
  const state = { old: before?.state ?? null, new: after?.state ?? null };
  const same =
    fields.length === 0 &&
    issues.new.length === 0 &&
    issues.gone.length === 0 &&
    state.old === state.new &&
    before?.id.classKey === after?.id.classKey;
  if (same) return null;
  const { school, classKey } = place.id;
  return { record, school, classKey, state, fields, issues, packet: after?.packet === true };
}

interface SchoolImpact {
  readonly pages: SchoolPages;
  readonly classes: number;
  readonly records: readonly RecordImpact[];
  readonly packets: number;
  readonly packetsAnyway: number;
}

const packetsIn = (views: Views): number => [...views.values()].filter(({ packet }) => packet).length;

function compareViews(stored: Views, old: Views, now: Views): readonly RecordImpact[] {
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((record) => {
    const before = old.get(record) ?? stored.get(record) ?? null;
    const after = now.get(record) ?? stored.get(record) ?? null;
    return impactOfRecord(record, before, after) ?? [];
  });
}

/** Classes to be assembled with both sides: those whose rows differ, or all of the school. */
function classesOf(pages: SchoolPages, stored: Views): readonly string[] {
  const keys = new Set(pages.classes);
  if (pages.schoolRows) for (const { id } of stored.values()) keys.add(id.classKey);
  return [...keys].sort();
}

async function impactOfSchool(sides: Sides, request: ImpactRequest, school: string): Promise<SchoolImpact> {
  const { scope, schoolYear, affects, everyClass, progress, signal } = request;
  const pages = await mapSchool(sides, {
    scope,
    id: { school, schoolYear },
    affects,
    everyClass,
    onPage: () => {
      if (signal?.aborted === true) throw cancelled();
      progress?.({ kind: 'page' });
    },
  });
  const stored = await storedViews(sides, request, school);
  const classes = classesOf(pages, stored);
  const pipelines = {
    old: supposedPipeline(sides.old, pages.old),
    new: supposedPipeline(sides.new, pages.new),
  };
  const [old, now]: [Views, Views] = [new Map(), new Map()];
  for (const classKey of classes) {
    if (signal?.aborted === true) throw cancelled();
    const id = { school, schoolYear, classKey };
    await viewClass(pipelines.old, scope, id, old);
    await viewClass(pipelines.new, scope, id, now);
    progress?.({ kind: 'class' });
  }
  return {
    pages,
    classes: classes.length,
    records: compareViews(stored, old, now),
    packets: packetsIn(now),
    packetsAnyway: packetsIn(old),
  };
}

/**
 * Maps what landed with both sides, assembles, checks and packs both in memory and tells what would differ. Reads the store
 * only: nothing is stored or sent. A pupil who would change class is assembled once in each class, as a first pass of
 * processing would; a second pass is not supposed. Throws GatewayError kind `cancelled`.
 */
export async function mappingImpact(sides: Sides, request: ImpactRequest): Promise<Impact> {
  const schools: SchoolImpact[] = [];
  for (const school of request.schools) schools.push(await impactOfSchool(sides, request, school));
  const sum = (of: (school: SchoolImpact) => number): number =>
    schools.reduce((total, school) => total + of(school), 0);
  return {
    pages: sum(({ pages }) => pages.pages),
    pagesLeft: schools.flatMap(({ pages }) => pages.pagesLeft),
    rows: sum(({ pages }) => pages.rows),
    classes: sum(({ classes }) => classes),
    records: schools.flatMap(({ records }) => records),
    packets: sum(({ packets }) => packets),
    packetsAnyway: sum(({ packetsAnyway }) => packetsAnyway),
  };
}
