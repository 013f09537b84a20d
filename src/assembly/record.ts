import type { Issue } from '../domain/issue.js';
import { isBlocking } from '../domain/issue.js';
import type { Alias, CanonicalRecord, Level, ProvenanceEntry } from '../domain/records.js';
import { isPrimary, LEFT_STATUSES } from '../domain/records.js';
import { foldText } from '../domain/text.js';
import type { ClassId, KnownRecord, SourcedFragment } from '../ports/store.js';
import { type AliasOwners, baseAliases, claimAliases } from './aliases.js';
import type { ClassKnowledge } from './class-facts.js';
import type { LandedStreams } from './completeness.js';
import { missingOfPupil } from './completeness.js';
import { goneIssue, issuesOfUnplacedRows } from './departures.js';
import { INCOMPLETE_RULES } from './issues.js';
import type { Decider } from './join.js';
import { joinViews } from './join.js';
import type { Candidate } from './match.js';
import { nameFoldKey, nameSortKey } from './names.js';
import { completePupil } from './pupil-facts.js';
import { aliasKey, isOfficial } from './pupil-rows.js';
import { shapeRecord } from './shape.js';
import { placePupil, takeOverFirstTerm } from './transfer.js';
import type { AssembledRecord, AssemblyInput, Disposition, ElsewhereRecord } from './types.js';
import type { PupilFacts } from './views.js';
import { viewsOf } from './views.js';
import { yearIssues } from './year.js';

/** What holds for the whole class. */
export interface ClassSetting {
  readonly input: AssemblyInput;
  readonly knowledge: ClassKnowledge;
  readonly level: Level;
  readonly landed: LandedStreams;
  readonly schoolFragments: readonly SourcedFragment[];
  readonly decide: Decider;
  readonly programme: 'GDPT' | 'GDTX';
  readonly subjectRank: ReadonlyMap<string, number>;
  readonly classIssues: readonly Issue[];
  readonly missing: readonly Issue[];
  /** Sources whose roster has a status column. */
  readonly statusSources: ReadonlySet<string>;
}

export interface Surroundings {
  readonly index: ReadonlyMap<string, ElsewhereRecord[]>;
  /** Aliases that several pupils claim. */
  readonly shared: ReadonlySet<string>;
  /** Records of other classes already taken by a pupil of this one. */
  readonly claimed: Set<string>;
  readonly owners: AliasOwners;
}

function rowAliases(candidate: Candidate, shared: ReadonlySet<string>): Alias[] {
  const found = new Map<string, Alias>();
  for (const { row } of candidate.rows)
    for (const [index, key] of row.idKeys.entries())
      if (!shared.has(key) && !found.has(key)) found.set(key, row.ids[index] as Alias);
  return [...found.values()];
}

/** What a system now says replaces what it said before; ids of systems that are silent now are kept. */
function withKept(
  own: readonly Alias[],
  before: readonly KnownRecord[],
  shared: ReadonlySet<string>,
): Alias[] {
  const schemes = new Set(own.map((alias) => alias.scheme));
  const kept = before.flatMap((record) =>
    baseAliases(record).filter((alias) => !schemes.has(alias.scheme) && !shared.has(aliasKey(alias))),
  );
  const all = new Map([...own, ...kept].map((alias) => [aliasKey(alias), alias]));
  return [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, alias]) => alias);
}

const stranger = (name: string | undefined, birthDate: string | undefined, other: CanonicalRecord): boolean =>
  name !== undefined &&
  birthDate !== undefined &&
  other.pupil.birthDate !== birthDate &&
  foldText(other.pupil.name ?? '') !== foldText(name);

/** Records of the same pupil elsewhere: by official numbers anywhere, by the vendor's id inside the school. */
function recordsElsewhere(
  aliases: readonly Alias[],
  around: Surroundings,
  here: ClassId,
  facts: PupilFacts | null,
): ElsewhereRecord[] {
  const found = new Map<string, ElsewhereRecord>();
  for (const alias of aliases)
    for (const item of around.index.get(aliasKey(alias)) ?? []) {
      const { record } = item;
      if (!isOfficial(alias) && record.id.school !== here.school) continue;
      if (stranger(facts?.pupil?.name, facts?.pupil?.birthDate, record.canonical)) continue;
      if (!around.claimed.has(record.recordId)) found.set(record.recordId, item);
    }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function dispositionOf(issues: readonly Issue[]): Disposition {
  const errors = issues.filter(isBlocking);
  if (errors.length === 0) return 'complete';
  return errors.every((issue) => INCOMPLETE_RULES.has(issue.rule)) ? 'incomplete' : 'refused';
}

/** Linked records agree on the smallest pupil id, so that it does not matter which was assembled first. */
function pupilIdOf(linked: readonly KnownRecord[], newId: () => string): string {
  const ids = linked.map((record) => record.pupilId).sort();
  return ids[0] ?? newId();
}

function goneRecord(
  setting: ClassSetting,
  candidate: Candidate,
  around: Surroundings,
): AssembledRecord | null {
  const { known } = candidate;
  if (known === null) return null;
  const unplaced = [...issuesOfUnplacedRows(setting.schoolFragments, known), ...candidate.issues];
  const refused = unplaced.some(isBlocking);
  if (!refused && (known.state === 'left' || known.state === 'withdrawn')) return null;
  // Wherever else the pupil is listed, this departure may lift a conflict.
  const others = recordsElsewhere(baseAliases(known), around, known.id, null);
  return {
    recordId: known.recordId,
    pupilId: known.pupilId,
    disposition: refused ? 'refused' : 'gone',
    canonical: known.canonical,
    issues: refused ? unplaced : [goneIssue()],
    aliases: known.aliases,
    sortKey: nameSortKey(known.canonical.pupil.name ?? ''),
    foldKey: nameFoldKey(known.canonical.pupil.name ?? ''),
    known,
    touch: refused ? [] : others.map((item) => item.record.id),
  };
}

interface Draft {
  readonly facts: PupilFacts;
  readonly issues: Issue[];
  readonly provenance: ProvenanceEntry[];
  readonly hasRoster: boolean;
}

function draftOf(setting: ClassSetting, candidate: Candidate): Draft {
  const { views, issues } = viewsOf(candidate.rows);
  const joined = joinViews(views, setting.level, setting.decide);
  const facts: PupilFacts = {
    ...(joined.pupil === undefined ? {} : { pupil: joined.pupil }),
    ...(joined.enrolment === undefined ? {} : { enrolment: joined.enrolment }),
    results: { ...joined.results },
    attendance: { ...joined.attendance },
  };
  const completed = completePupil(facts, candidate, views, setting.statusSources);
  return {
    facts,
    issues: [
      ...candidate.issues,
      ...candidate.rows.flatMap(({ row }) => row.issues),
      ...issues,
      ...joined.issues,
      ...completed.issues,
    ],
    provenance: [...joined.provenance, ...completed.provenance],
    hasRoster: joined.pupil !== undefined,
  };
}

function shape(setting: ClassSetting, draft: Draft, aliases: readonly Alias[]): CanonicalRecord {
  const { id } = setting.input.material;
  return shapeRecord(draft.facts, {
    level: setting.level,
    schoolYear: id.schoolYear,
    schoolCode: id.school,
    classKey: id.classKey,
    knowledge: setting.knowledge,
    programme: setting.programme,
    subjectRank: setting.subjectRank,
    aliases: aliases.filter((alias) => !alias.scheme.startsWith('target:')).slice(0, 30),
    provenance: draft.provenance.slice(0, 60),
  });
}

/** Where the pupil's other records put this one. */
interface Situation {
  readonly departed: boolean;
  readonly linked: readonly KnownRecord[];
  readonly own: KnownRecord | null;
  readonly touch: readonly ClassId[];
}

function situate(
  setting: ClassSetting,
  candidate: Candidate,
  draft: Draft,
  elsewhere: readonly ElsewhereRecord[],
  around: Surroundings,
): Situation & { readonly giving: readonly KnownRecord[] } {
  const { id } = setting.input.material;
  const departed = LEFT_STATUSES.has(draft.facts.enrolment?.status ?? '');
  const linked = elsewhere.map((item) => item.record);
  const otherSchools = linked.filter((record) => record.id.school !== id.school).map((record) => record.id);
  if (departed) return { departed, linked, own: candidate.known, touch: otherSchools, giving: [] };
  const placement = placePupil(id, elsewhere);
  draft.issues.push(...placement.issues);
  const own = candidate.known ?? placement.moved;
  if (own !== null && own === placement.moved) around.claimed.add(own.recordId);
  const giving = new Set(placement.giving);
  const touch = elsewhere
    .filter((item) => item.listed || (item.record.id.school !== id.school && !giving.has(item.record)))
    .map((item) => item.record.id);
  return { departed, linked, own, touch, giving: placement.giving };
}

function takeOver(draft: Draft, canonical: CanonicalRecord, giving: readonly KnownRecord[]): boolean {
  let taken = false;
  for (const record of giving) {
    const result = takeOverFirstTerm(draft.facts, canonical, record);
    draft.provenance.push(...result.provenance);
    draft.issues.push(...result.issues);
    taken ||= result.provenance.length > 0;
  }
  return taken;
}

/** Findings on what is there and what is not; may complete the year in place (compute-and-hold). */
function judge(setting: ClassSetting, draft: Draft, canonical: CanonicalRecord): Issue[] {
  const lacking = missingOfPupil(draft.facts, canonical, setting.landed, draft.hasRoster);
  const yearTold = setting.missing.some((issue) => issue.path === 'results.year' || issue.path === 'results');
  const bare = Object.keys(draft.facts.results).length === 0;
  const unit = isPrimary(canonical) ? canonical.primary : canonical.secondary;
  const year = yearTold || bare ? [] : yearIssues(canonical.level, unit, setting.input.policy.missingYear);
  return [...setting.classIssues, ...draft.issues, ...setting.missing, ...lacking, ...year];
}

/** One pupil of the class as a record; null when nothing is left to say (departed before and unchanged). */
export function assembleRecord(
  setting: ClassSetting,
  candidate: Candidate,
  around: Surroundings,
): AssembledRecord | null {
  if (candidate.rows.length === 0) return goneRecord(setting, candidate, around);
  const { material, newId } = setting.input;
  const draft = draftOf(setting, candidate);
  const ids = rowAliases(candidate, around.shared);
  const elsewhere = recordsElsewhere(ids, around, material.id, draft.facts);
  const place = situate(setting, candidate, draft, elsewhere, around);
  const aliases = withKept(ids, place.own === null ? [] : [place.own], around.shared);
  let canonical = shape(setting, draft, aliases);
  if (takeOver(draft, canonical, place.giving)) canonical = shape(setting, draft, aliases);
  const issues = place.departed ? draft.issues : judge(setting, draft, canonical);
  const name = canonical.pupil.name ?? '';
  const recordId = place.own?.recordId ?? newId();
  return {
    recordId,
    pupilId: pupilIdOf(place.own === null ? place.linked : [place.own, ...place.linked], newId),
    disposition: place.departed ? 'departed' : dispositionOf(issues),
    canonical,
    issues,
    aliases: claimAliases(aliases, recordId, material.id.school, around.owners),
    sortKey: nameSortKey(name),
    foldKey: nameFoldKey(name),
    known: place.own,
    touch: place.touch,
  };
}
