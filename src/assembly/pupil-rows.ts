import type { Issue, Place } from '../domain/issue.js';
import type { Alias, Identity, PupilRef, Term } from '../domain/records.js';
import { foldText } from '../domain/text.js';
import type { SourcedFragment } from '../ports/store.js';

export type PupilStream = 'roster' | 'results' | 'attendance';

/** One row about a pupil, with everything by which the pupil may be known. A row with an error may lack any part. */
export interface PupilRow {
  readonly source: string;
  readonly stream: PupilStream;
  readonly term: Term | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly issues: readonly Issue[];
  readonly place: Place;
  /** Strongest first; see SCHEMES. */
  readonly ids: readonly Alias[];
  /** aliasKey of each id, in the same order. */
  readonly idKeys: readonly string[];
  readonly name: string | null;
  readonly birthDate: string | null;
  /** See nameKeyOf; null without a name. */
  readonly nameKey: string | null;
  /** 0 official number, 1 other official code, 2 vendor id, 3 name only. */
  readonly strength: number;
  /** From the facts, else from the reference's identity number. */
  readonly identity: Identity | null;
}

const PUPIL_STREAMS: ReadonlySet<string> = new Set(['roster', 'results', 'attendance']);

export const isPupilFragment = (item: SourcedFragment): boolean => PUPIL_STREAMS.has(item.stream);

/** Official schemes, strongest first. Ministry and SSO codes rank with the sector code. */
export const OFFICIAL_SCHEMES = ['national', 'sector', 'ministry', 'sso'] as const;
const OFFICIAL: ReadonlySet<string> = new Set(OFFICIAL_SCHEMES);
export const isOfficial = (alias: Alias): boolean => OFFICIAL.has(alias.scheme);

export const vendorScheme = (source: string): string => `vendor:${source}`;

/** Key of an alias in an index. */
export const aliasKey = (alias: Alias): string => `${alias.scheme}\u0000${alias.value}`;

function idsOf(ref: PupilRef, national: string | undefined, source: string): Alias[] {
  const ids: Alias[] = [];
  const add = (scheme: string, value: string | undefined) => {
    if (value !== undefined && value !== '') ids.push({ scheme, value });
  };
  add('national', national);
  add('sector', ref.sectorCode);
  add('ministry', ref.ministryCode);
  add('sso', ref.ssoCode);
  add(vendorScheme(source), ref.vendorId);
  return ids;
}

function strengthOf(ids: readonly Alias[]): number {
  const first = ids[0];
  if (first === undefined) return 3;
  if (first.scheme === 'national') return 0;
  return isOfficial(first) ? 1 : 2;
}

/**
 * Folded name and birth date, the key of the weakest match. Without a birth date the key is one of its own: such a row
 * never joins a pupil whose birth date is known, it stays a pupil apart until the school completes it.
 */
export const nameKeyOf = (
  name: string | null,
  birthDate: string | null,
  fold: (text: string) => string = foldText,
): string | null => (name === null ? null : `${fold(name)}\u0000${birthDate ?? ''}`);

/** foldText that remembers: the rows of a class say each name several times. */
export function rememberingFold(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const folded = foldText(text);
    known.set(text, folded);
    return folded;
  };
}

interface LooseFragment {
  readonly term?: Term;
  readonly pupil?: PupilRef;
  readonly data?: Readonly<Record<string, unknown>>;
}

const nationalOf = (identity: Identity | null, ref: PupilRef): string | undefined =>
  identity?.kind === 'citizen' ? identity.number : ref.identityNumber;

/** The aliases that a pupil fragment gives, strongest first. */
export function idsOfFragment(item: SourcedFragment): Alias[] {
  const { pupil, data } = item.fragment as unknown as LooseFragment;
  const identity = (data?.['identity'] as Identity | undefined) ?? null;
  return idsOf(pupil ?? {}, nationalOf(identity, pupil ?? {}), item.source);
}

/** Reads a stored pupil fragment; defensive, because a row with an error is only as whole as it could be mapped. */
export function pupilRow(item: SourcedFragment, fold: (text: string) => string = foldText): PupilRow {
  const fragment = item.fragment as unknown as LooseFragment;
  const ref = fragment.pupil ?? {};
  const data = fragment.data ?? {};
  const identity = (data['identity'] as Identity | undefined) ?? null;
  const national = nationalOf(identity, ref);
  const ids = idsOf(ref, national, item.source);
  const roster = item.stream === 'roster';
  const name = (roster ? (data['name'] as string | undefined) : undefined) ?? ref.name ?? null;
  const birthDate = (roster ? (data['birthDate'] as string | undefined) : undefined) ?? ref.birthDate ?? null;
  return {
    source: item.source,
    stream: item.stream as PupilStream,
    term: fragment.term ?? item.term,
    data,
    issues: item.issues,
    place: item.place,
    ids,
    idKeys: ids.map(aliasKey),
    name,
    birthDate,
    nameKey: nameKeyOf(name, birthDate, fold),
    strength: strengthOf(ids),
    identity: identity ?? (national === undefined ? null : { kind: 'citizen', number: national }),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Order that depends on nothing but the fragments themselves. */
export const inOrder = (fragments: readonly SourcedFragment[]): SourcedFragment[] =>
  [...fragments].sort(
    (a, b) =>
      compare(a.source, b.source) ||
      compare(a.stream, b.stream) ||
      compare(a.term ?? '', b.term ?? '') ||
      compare(a.pageKey, b.pageKey) ||
      compare(a.rowKey, b.rowKey),
  );
