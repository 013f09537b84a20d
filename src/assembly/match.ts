import type { Issue } from '../domain/issue.js';
import type { Alias, ProvenanceEntry } from '../domain/records.js';
import { foldText } from '../domain/text.js';
import type { KnownRecord } from '../ports/store.js';
import { baseAliases } from './aliases.js';
import type { PupilRow } from './pupil-rows.js';
import { aliasKey, isOfficial, nameKeyOf } from './pupil-rows.js';

export type MatchKind = NonNullable<ProvenanceEntry['match']>;

/** How sure a match is: official numbers, the vendor's own id, then name and birth date within one class. */
export const CONFIDENCE: Readonly<Record<MatchKind, number>> = {
  'identity-number': 1,
  'vendor-id': 1,
  'sector-code': 0.98,
  'name-birthdate-class': 0.8,
};

export interface MatchedRow {
  readonly row: PupilRow;
  /** null for the row that the pupil was first seen in. */
  readonly match: MatchKind | null;
}

/** One pupil of the class: the known record, the rows, or both. */
export interface Candidate {
  known: KnownRecord | null;
  readonly rows: MatchedRow[];
  readonly issues: Issue[];
  nameKeys: Set<string>;
  /** Some row could only be told by name and birth date. */
  byName: boolean;
}

export interface Matching {
  readonly candidates: readonly Candidate[];
  /** Rows that fit several pupils equally well. */
  readonly unplaced: readonly { readonly row: PupilRow; readonly among: readonly Candidate[] }[];
}

const kindOf = (alias: Alias): MatchKind =>
  alias.scheme === 'national' ? 'identity-number' : isOfficial(alias) ? 'sector-code' : 'vendor-id';

const differs = (a: readonly Alias[], b: readonly Alias[], counts: (alias: Alias) => boolean): boolean =>
  a.some((x) => counts(x) && b.some((y) => y.scheme === x.scheme && y.value !== x.value));

/** Same official number but another name and another birth date: somebody else under a mistyped number. */
function strangers(row: PupilRow, name: string | null, birthDate: string | null): boolean {
  if (row.name === null || name === null || row.birthDate === null || birthDate === null) return false;
  return row.birthDate !== birthDate && foldText(row.name) !== foldText(name);
}

function fits(candidate: Candidate, row: PupilRow, kind: MatchKind): boolean {
  const pupil = candidate.known?.canonical.pupil;
  if (pupil !== undefined && strangers(row, pupil.name ?? null, pupil.birthDate ?? null)) return false;
  for (const { row: other } of candidate.rows) {
    if (strangers(row, other.name, other.birthDate)) return false;
    // One system never gives two ids to one pupil; two systems may disagree on a number, which is a conflict of values.
    if (other.source === row.source && differs(row.ids, other.ids, () => true)) return false;
    if (kind === 'name-birthdate-class' && differs(row.ids, other.ids, isOfficial)) return false;
  }
  return true;
}

class Matcher {
  readonly candidates: Candidate[] = [];
  readonly unplaced: { row: PupilRow; among: Candidate[] }[] = [];
  private readonly byAlias = new Map<string, Candidate[]>();
  private readonly byName = new Map<string, Candidate[]>();

  seed(known: KnownRecord): void {
    const { name, birthDate } = known.canonical.pupil;
    const nameKey = nameKeyOf(name ?? null, birthDate ?? null);
    const candidate = this.create(known, nameKey);
    this.index(candidate, baseAliases(known).map(aliasKey));
  }

  place(row: PupilRow): void {
    const hit = this.findById(row) ?? this.findByName(row);
    if (hit === 'several') return;
    const candidate = hit?.candidate ?? this.create(null, row.nameKey);
    candidate.rows.push({ row, match: hit?.kind ?? null });
    if (hit?.kind === 'name-birthdate-class') candidate.byName = true;
    this.index(candidate, row.idKeys);
    if (row.nameKey !== null) this.indexName(candidate, row.nameKey);
  }

  private findById(row: PupilRow): { candidate: Candidate; kind: MatchKind } | null {
    for (const [index, alias] of row.ids.entries()) {
      const kind = kindOf(alias);
      const candidate = this.byAlias.get(row.idKeys[index] ?? '')?.find((one) => fits(one, row, kind));
      if (candidate !== undefined) return { candidate, kind };
    }
    return null;
  }

  private findByName(row: PupilRow): { candidate: Candidate; kind: MatchKind } | 'several' | null {
    if (row.nameKey === null) return null;
    const kind: MatchKind = 'name-birthdate-class';
    const among = (this.byName.get(row.nameKey) ?? []).filter((one) => fits(one, row, kind));
    const living = among.filter((one) => one.rows.length > 0);
    const choice = living.length > 0 ? living : among;
    const only = choice[0];
    if (only === undefined) return null;
    if (choice.length === 1) return { candidate: only, kind };
    this.unplaced.push({ row, among: choice });
    return 'several';
  }

  private create(known: KnownRecord | null, nameKey: string | null): Candidate {
    const candidate: Candidate = { known, rows: [], issues: [], nameKeys: new Set(), byName: false };
    this.candidates.push(candidate);
    if (nameKey !== null) this.indexName(candidate, nameKey);
    return candidate;
  }

  private index(candidate: Candidate, keys: readonly string[]): void {
    for (const key of keys) {
      const list = this.byAlias.get(key);
      if (list === undefined) this.byAlias.set(key, [candidate]);
      else if (!list.includes(candidate)) list.push(candidate);
    }
  }

  private indexName(candidate: Candidate, nameKey: string): void {
    if (candidate.nameKeys.has(nameKey)) return;
    candidate.nameKeys.add(nameKey);
    const list = this.byName.get(nameKey);
    if (list === undefined) this.byName.set(nameKey, [candidate]);
    else list.push(candidate);
  }
}

/** Rosters first, then the better known; sort is stable, so equal rows keep the order of the fragments. */
const STREAM_RANK = { roster: 0, results: 1, attendance: 2 } as const;
const byStrength = (a: PupilRow, b: PupilRow): number =>
  a.strength - b.strength || STREAM_RANK[a.stream] - STREAM_RANK[b.stream];

/**
 * Which rows speak of one pupil: by identity number, else sector code, else the vendor's id (same source), else name
 * without accents with birth date. `rows` must come in the order of `inOrder`; known records in the order of their ids.
 */
export function matchPupils(rows: readonly PupilRow[], known: readonly KnownRecord[]): Matching {
  const matcher = new Matcher();
  for (const record of [...known].sort((a, b) => (a.recordId < b.recordId ? -1 : 1))) matcher.seed(record);
  for (const row of [...rows].sort(byStrength)) matcher.place(row);
  return matcher;
}
