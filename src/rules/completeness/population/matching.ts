import { foldText } from '../../../domain/text.js';
import type { ClassRoster, Member, Population } from '../../population.js';
import type { ClassView } from './classes.js';
import { byText, classesOf } from './classes.js';

export type ListedPupil = NonNullable<ClassRoster['pupils']>[number];

/** How the names of a class's lists and its records fit together. */
export interface Matching {
  /** On a list, without a record in the class; each once, by name. */
  readonly withoutRecord: readonly ListedPupil[];
  /** Present, but on none of the lists that name pupils; empty when no list does. By record. */
  readonly unlisted: readonly Member[];
}

const NOTHING: Matching = { withoutRecord: [], unlisted: [] };

/** Takes one thing out of a set of equal ones. */
class Pool<T> {
  private readonly held = new Map<string, T[]>();

  put(key: string, item: T): void {
    const list = this.held.get(key);
    if (list === undefined) this.held.set(key, [item]);
    else list.push(item);
  }

  take(key: string, isFree: (item: T) => boolean): T | undefined {
    const list = this.held.get(key);
    while (list !== undefined && list.length > 0) {
      const item = list.pop() as T;
      if (isFree(item)) return item;
    }
    return undefined;
  }
}

export const personKey = (name: string, birthDate: string): string => `${foldText(name)}\n${birthDate}`;

/** Surest first: the number, then name and birth date, then the name alone where the list has no birth date. */
const KEYS: readonly {
  readonly ofPupil: (pupil: ListedPupil) => string | undefined;
  readonly ofMember: (member: Member) => string | undefined;
}[] = [
  { ofPupil: ({ number }) => number, ofMember: ({ number }) => number ?? undefined },
  {
    ofPupil: ({ name, birthDate }) => (birthDate === undefined ? undefined : personKey(name, birthDate)),
    ofMember: ({ name, birthDate }) => personKey(name, birthDate),
  },
  {
    ofPupil: ({ name, birthDate }) => (birthDate === undefined ? foldText(name) : undefined),
    ofMember: ({ name }) => foldText(name),
  },
];

/** Pairs a list with records one to one; gives the pupils left over, and takes the records found out of `unlisted`. */
function pair(
  pupils: readonly ListedPupil[],
  members: readonly Member[],
  unlisted: Set<Member>,
): readonly ListedPupil[] {
  const free = new Set(members);
  let left = pupils;
  for (const { ofPupil, ofMember } of KEYS) {
    const pool = new Pool<Member>();
    for (const member of free) {
      const key = ofMember(member);
      if (key !== undefined) pool.put(key, member);
    }
    left = left.filter((pupil) => {
      const key = ofPupil(pupil);
      const member = key === undefined ? undefined : pool.take(key, (one) => free.has(one));
      if (member === undefined) return true;
      free.delete(member);
      unlisted.delete(member);
      return false;
    });
  }
  return left;
}

const byPupil = (a: ListedPupil, b: ListedPupil): number =>
  byText(a.name, b.name) ||
  byText(a.birthDate ?? '', b.birthDate ?? '') ||
  byText(a.number ?? '', b.number ?? '');

/** Each pupil once, as first told. */
function sameOnce(pupils: readonly ListedPupil[]): readonly ListedPupil[] {
  const once = new Map<string, ListedPupil>();
  for (const pupil of pupils) {
    const key = `${pupil.number ?? ''}\n${personKey(pupil.name, pupil.birthDate ?? '')}`;
    if (!once.has(key)) once.set(key, pupil);
  }
  return [...once.values()];
}

function match({ members, present, rosters }: ClassView): Matching {
  const lists = rosters.flatMap(({ pupils }) => (pupils === undefined ? [] : [pupils]));
  // A class of which nothing is there is one finding of the class, not one per pupil.
  if (lists.length === 0 || members.length === 0) return NOTHING;
  const unlisted = new Set(present);
  const inOrder = [...members].sort((a, b) => byText(a.record, b.record));
  const left = lists.flatMap((pupils) => pair([...pupils].sort(byPupil), inOrder, unlisted));
  return {
    // In order first, so that which of two spellings is kept does not depend on the order of the lists.
    withoutRecord: sameOnce([...left].sort(byPupil)),
    unlisted: [...unlisted].sort((a, b) => byText(a.record, b.record)),
  };
}

const known = new WeakMap<Population, ReadonlyMap<ClassView, Matching>>();

/** The matching of every class; made once per population. */
export function matchingsOf(population: Population): ReadonlyMap<ClassView, Matching> {
  const held =
    known.get(population) ?? new Map(classesOf(population).map((view) => [view, match(view)] as const));
  known.set(population, held);
  return held;
}
