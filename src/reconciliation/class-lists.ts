import type { CanonicalRecord, ClassFragment, Pupil, RosterFragment } from '../domain/records.js';
import { LEFT_STATUSES } from '../domain/records.js';
import type { ClassMaterial, KnownRecord, RecordState } from '../ports/store.js';
import type { ClassRoster, Member } from '../rules/population.js';
import { memberOf } from '../rules/population.js';

/** States of pupils who are there. */
const PRESENT: ReadonlySet<RecordState> = new Set(['ready', 'incomplete', 'quarantined']);

const NOBODY: Pick<Pupil, 'name' | 'birthDate' | 'identity'> = {
  name: '',
  birthDate: '',
  identity: { kind: 'none', reason: '' },
};

/** A record that is held may lack what its source did not give. */
function memberIn({ recordId, canonical }: KnownRecord): Member {
  const pupil = { ...NOBODY, ...canonical.pupil };
  return memberOf({ ...canonical, pupil } as CanonicalRecord, { record: recordId });
}

/** The records of a class as rules over many records see them. */
export const membersOf = ({ records }: ClassMaterial): readonly Member[] =>
  records.filter(({ state }) => PRESENT.has(state)).map(memberIn);

export const heldIn = ({ records }: ClassMaterial): number =>
  records.filter(({ state }) => state === 'incomplete' || state === 'quarantined').length;

type Listed = NonNullable<ClassRoster['pupils']>[number];

/** A row with an error may lack any part; without a name it counts in the account of rows alone. */
function listedPupil({ pupil, data }: Partial<RosterFragment>): Listed | null {
  const name = data?.name ?? pupil?.name;
  if (name === undefined || LEFT_STATUSES.has(data?.enrolment?.status ?? '')) return null;
  const birthDate = data?.birthDate ?? pupil?.birthDate;
  const number = data?.identity?.kind === 'citizen' ? data.identity.number : pupil?.identityNumber;
  return {
    name,
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(number === undefined ? {} : { number }),
  };
}

interface Growing {
  size?: number;
  homeroom?: true;
  pupils?: Listed[];
}

function takeClass(list: Growing, { data }: Partial<ClassFragment>): void {
  if (data?.size !== undefined) list.size = data.size;
  if (data?.homeroomTeacher !== undefined) list.homeroom = true;
}

function takePupil(list: Growing, row: RosterFragment): void {
  const listed = listedPupil(row);
  list.pupils ??= [];
  if (listed !== null) list.pupils.push(listed);
}

/**
 * What each source's class list says of a class: its size, its names, a homeroom teacher. A list that names no teacher says
 * nothing of one: the staff may.
 */
export function rostersOf({ id, fragments }: ClassMaterial): readonly ClassRoster[] {
  const lists = new Map<string, Growing>();
  for (const { source, fragment } of fragments) {
    if (fragment.stream !== 'classes' && fragment.stream !== 'roster') continue;
    const list: Growing = lists.get(source) ?? {};
    lists.set(source, list);
    if (fragment.stream === 'roster') takePupil(list, fragment);
    else takeClass(list, fragment);
  }
  return [...lists.values()].map((list) => ({ ...id, ...list }));
}
