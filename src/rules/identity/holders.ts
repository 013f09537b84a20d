import type { CanonicalRecord } from '../../domain/records.js';
import { LEFT_STATUSES } from '../../domain/records.js';
import { foldText } from '../../domain/text.js';
import type { NumberHolder } from '../rule.js';
import { citizenNumber } from './number.js';

/** A record as a holder of its number. */
export const holderOf = ({ school, class: { key }, pupil, enrolment }: CanonicalRecord): NumberHolder => ({
  school: school.code,
  classKey: key,
  name: pupil.name,
  birthDate: pupil.birthDate,
  status: enrolment.status,
  ...(enrolment.date === undefined ? {} : { date: enrolment.date }),
});

/** Who carries each identity number among records. */
export function holdersOf(records: Iterable<CanonicalRecord>): ReadonlyMap<string, readonly NumberHolder[]> {
  const holders = new Map<string, NumberHolder[]>();
  for (const record of records) {
    const number = citizenNumber(record);
    if (number === null) continue;
    const list = holders.get(number);
    if (list === undefined) holders.set(number, [holderOf(record)]);
    else list.push(holderOf(record));
  }
  return holders;
}

/** A made-up number may stand for thousands of pupils, who are all compared with each other. */
const folded = new WeakMap<NumberHolder, string>();

function foldedName(holder: NumberHolder): string {
  const known = folded.get(holder);
  if (known !== undefined) return known;
  const name = foldText(holder.name);
  folded.set(holder, name);
  return name;
}

export const isSameEntry = (a: NumberHolder, b: NumberHolder): boolean =>
  a.school === b.school &&
  a.classKey === b.classKey &&
  a.name === b.name &&
  a.birthDate === b.birthDate &&
  a.status === b.status &&
  a.date === b.date;

/**
 * How two entries under one number contradict each other. two-persons: neither name nor birth date agrees. two-places: one
 * person (name or birth date agrees) learns in both at once. unlike: one person, told in two ways, who left one of the two.
 */
export type Clash = 'two-persons' | 'two-places' | 'unlike';

/** The gravest first. */
export const CLASHES: readonly Clash[] = ['two-persons', 'two-places', 'unlike'];

const isPresent = ({ status }: NumberHolder): boolean => !LEFT_STATUSES.has(status);

/**
 * Null where two entries under one number belong together: somebody who left one place (status "chuyển đi", "thôi học") and
 * learns in another, or has left both. Half agreement counts as one person, as everywhere in the gateway: a corrected name or
 * birth date on a transfer is usual, two strangers with one birth date and one number are not.
 */
export function clashOf(a: NumberHolder, b: NumberHolder): Clash | null {
  const sameDate = a.birthDate === b.birthDate;
  const sameName = foldedName(a) === foldedName(b);
  if (!sameDate && !sameName) return 'two-persons';
  if (isPresent(a) && isPresent(b)) return 'two-places';
  return sameDate && sameName ? null : 'unlike';
}

/** Statuses of somebody who came from another school; the summer's has no place in the order of the terms. */
const ARRIVED: Readonly<Partial<Record<NumberHolder['status'], number | null>>> = {
  'chuyen-den-hk1': 1,
  'chuyen-den-hk2': 2,
  'chuyen-den-he': null,
};

export const hasArrived = ({ status }: NumberHolder): boolean => status in ARRIVED;

/** The earlier of two arrivals, by their days where both are told, else by their terms; null: not told. */
function earlierOf(a: NumberHolder, b: NumberHolder): NumberHolder | null {
  const dated = a.date !== undefined && b.date !== undefined;
  const [first, second] = dated ? [a.date, b.date] : [ARRIVED[a.status], ARRIVED[b.status]];
  if (first == null || second == null || first === second) return null;
  return first < second ? a : b;
}

/** Of two places where a pupil is listed at once, the one where the pupil was first and must have left; null: not told. */
export function formerOf(a: NumberHolder, b: NumberHolder): NumberHolder | null {
  if (hasArrived(a) !== hasArrived(b)) return hasArrived(a) ? b : a;
  return hasArrived(a) ? earlierOf(a, b) : null;
}
