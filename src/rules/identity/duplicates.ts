import type { Bilingual } from '../../domain/errors.js';
import { foldText } from '../../domain/text.js';
import type { Member, Population, PopulationFinding, PopulationRule } from '../population.js';
import { memberOf } from '../population.js';
import type { NumberHolder } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { duplicateFinding } from './duplicate-number.js';
import { clashOf } from './holders.js';
import { ONE_LEARNER_BASIS } from './number.js';

/** How far apart two entries under one number stand: in one school; in two schools of one source; in two sources. */
export type DuplicateScope = 'school' | 'source' | 'province';

interface Entry {
  readonly member: Member;
  readonly holder: NumberHolder;
}

const holderOf = ({ school, classKey, name, birthDate, status, statusDate }: Member): NumberHolder => ({
  school,
  classKey,
  name,
  birthDate,
  status,
  ...(statusDate === undefined ? {} : { date: statusDate }),
});

/** Of several versions of one học bạ the newest stands. Two pupils under one look-up code are not versions of one. */
export function newestVersions(members: readonly Member[]): readonly Member[] {
  const newest = new Map<string, Member[]>();
  const single: Member[] = [];
  for (const member of members) {
    if (member.lookupCode === undefined) {
      single.push(member);
      continue;
    }
    const key = `${member.schoolYear}\n${member.lookupCode}`;
    const kept = newest.get(key) ?? [];
    newest.set(key, kept);
    const place = kept.findIndex((other) => isOnePerson(member, other));
    if (place === -1) kept.push(member);
    else if (isNewer(member, kept[place] as Member)) kept[place] = member;
  }
  return [...single, ...[...newest.values()].flat()];
}

const isOnePerson = (a: Member, b: Member): boolean =>
  a.birthDate === b.birthDate || foldText(a.name) === foldText(b.name);

const isNewer = (a: Member, b: Member): boolean => {
  const [first, second] = [a.version ?? 0, b.version ?? 0];
  return first === second ? a.record < b.record : first > second;
};

const groupsOf = <T>(items: Iterable<T>, keyOf: (item: T) => string | null): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [item]);
    else list.push(item);
  }
  return groups;
};

/** Two systems of one school tell of one pupil in one class: the usual case, no duplicate. */
const isTwoSystems = (a: Entry, b: Entry): boolean =>
  a.member.source !== b.member.source &&
  a.member.school === b.member.school &&
  a.member.classKey === b.member.classKey &&
  clashOf(a.holder, b.holder) !== 'two-persons';

interface Neighbours {
  readonly bySchool: ReadonlyMap<string, readonly Entry[]>;
  readonly bySource: ReadonlyMap<string, readonly Entry[]>;
}

const sourceKey = ({ member }: Entry): string => member.source ?? '';

const SCOPES: Readonly<Record<DuplicateScope, (own: Entry, among: Neighbours) => Iterable<Entry>>> = {
  *school(own, { bySchool }) {
    for (const other of bySchool.get(own.member.school) ?? [])
      if (other !== own && !isTwoSystems(own, other)) yield other;
  },
  *source(own, { bySource }) {
    if (own.member.source === undefined) return;
    for (const other of bySource.get(own.member.source) ?? [])
      if (other.member.school !== own.member.school) yield other;
  },
  *province(own, { bySource }) {
    for (const [source, entries] of bySource) {
      if (source === own.member.source) continue;
      for (const other of entries) if (other.member.school !== own.member.school) yield other;
    }
  },
};

function* holdersOf(entries: Iterable<Entry>): Iterable<NumberHolder> {
  for (const { holder } of entries) yield holder;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order in which findings are told, whatever the order of what was read. */
export const byPlace = (a: PopulationFinding, b: PopulationFinding): number =>
  compare(a.school, b.school) ||
  compare(a.classKey ?? '', b.classKey ?? '') ||
  compare(a.record ?? '', b.record ?? '');

/** Every record whose number clashes with another of the same school year within the scope. */
export function duplicatesIn(scope: DuplicateScope, { members }: Population): readonly PopulationFinding[] {
  const numbered = groupsOf(newestVersions(members), ({ number, schoolYear }) =>
    number === null ? null : `${schoolYear}\n${number}`,
  );
  const findings: PopulationFinding[] = [];
  for (const group of numbered.values()) {
    if (group.length < 2) continue;
    const entries = group.map((member) => ({ member, holder: holderOf(member) }));
    const among = {
      bySchool: groupsOf(entries, ({ member }) => member.school),
      bySource: groupsOf(entries, sourceKey),
    };
    for (const own of entries) {
      const { record, school, classKey, number } = own.member;
      const finding = duplicateFinding(number ?? '', own.holder, holdersOf(SCOPES[scope](own, among)));
      if (finding !== null) findings.push({ ...finding, record, school, classKey });
    }
  }
  return findings.sort(byPlace);
}

/** What the three rules have in common. */
export const duplicateRule = (
  id: string,
  scope: DuplicateScope,
  title: Bilingual,
  examples: PopulationRule['examples'],
): PopulationRule => ({
  id,
  title,
  severity: 'error',
  certainty: 'found',
  requirements: ['R14', 'R18'],
  basis: ONE_LEARNER_BASIS,
  owner: 'school',
  check: (population) => duplicatesIn(scope, population),
  examples,
});

/** For examples: the sample pupil as a member, with changes. */
export const sampleMember = (record: string, change: Partial<Member> = {}): Member => ({
  ...memberOf(SECONDARY, { record, source: 'smas' }),
  ...change,
});

export const populationOf = (...members: readonly Member[]): Population => ({
  members,
  rosters: [],
  schools: [],
});
