import type { AssembledClass, AssembledRecord, ElsewhereRecord } from '../assembly/types.js';
import { isBlocking } from '../domain/issue.js';
import type { CanonicalRecord, SubjectFragment } from '../domain/records.js';
import { LEFT_STATUSES } from '../domain/records.js';
import type { ClassId, SourcedFragment } from '../ports/store.js';
import { clashOf, holderOf, holdersOf } from '../rules/identity/holders.js';
import { citizenNumber } from '../rules/identity/number.js';
import type { ClassSubject, RuleContext } from '../rules/rule.js';

/** What the rules may know of the class around a record. */
export type ClassContext = Pick<RuleContext, 'holders' | 'classSubjects'>;

/**
 * Does the record still say who carries its number? Not when no source lists its pupil any more: the class was left, or the
 * record was withdrawn, without the pupil's own status saying so.
 */
function stands({ record, listed }: ElsewhereRecord, school: string): boolean {
  if (LEFT_STATUSES.has(record.canonical.enrolment.status)) return true;
  return record.id.school === school ? listed : record.state !== 'left' && record.state !== 'withdrawn';
}

/** A record short of a name or birth date says nothing of who its pupil is. */
const isTold = ({ pupil }: CanonicalRecord): boolean =>
  (pupil as Partial<typeof pupil>).name !== undefined &&
  (pupil as Partial<typeof pupil>).birthDate !== undefined;

function* toldHere(
  assembled: AssembledClass,
  elsewhere: readonly ElsewhereRecord[],
): Iterable<CanonicalRecord> {
  const own = new Set<string>();
  for (const { recordId, disposition, canonical } of assembled.records) {
    own.add(recordId);
    if (disposition !== 'gone' && isTold(canonical)) yield canonical;
  }
  for (const other of elsewhere)
    if (
      !own.has(other.record.recordId) &&
      stands(other, assembled.id.school) &&
      isTold(other.record.canonical)
    )
      yield other.record.canonical;
}

/** What all who speak of it say; where they differ nothing is taken, because nobody decides between them. */
function agreed(values: readonly (number | undefined)[]): number | undefined {
  const said = new Set(values.filter((value) => value !== undefined));
  return said.size === 1 ? [...said][0] : undefined;
}

function joined(said: readonly SubjectFragment['data'][]): ClassSubject {
  const periodsPerYear = agreed(said.map((one) => one.periodsPerYear));
  const hk1 = agreed(said.map((one) => one.regularTests?.hk1));
  const hk2 = agreed(said.map((one) => one.regularTests?.hk2));
  const regularTests = { ...(hk1 === undefined ? {} : { hk1 }), ...(hk2 === undefined ? {} : { hk2 }) };
  return {
    ...(periodsPerYear === undefined ? {} : { periodsPerYear }),
    ...(hk1 === undefined && hk2 === undefined ? {} : { regularTests }),
  };
}

/** The subjects that the class is known to study; undefined where no source has the stream. */
function subjectsOf(fragments: readonly SourcedFragment[]): ReadonlyMap<string, ClassSubject> | undefined {
  const said = new Map<string, SubjectFragment['data'][]>();
  for (const { fragment, issues } of fragments) {
    if (fragment.stream !== 'subjects' || issues.some(isBlocking)) continue;
    const list = said.get(fragment.data.subject);
    if (list === undefined) said.set(fragment.data.subject, [fragment.data]);
    else list.push(fragment.data);
  }
  if (said.size === 0) return undefined;
  return new Map([...said].map(([subject, list]) => [subject, joined(list)]));
}

/** Made once per class, from its assembled records and the records of its pupils' numbers elsewhere. */
export function classContextOf(
  assembled: AssembledClass,
  elsewhere: readonly ElsewhereRecord[],
  fragments: readonly SourcedFragment[],
): ClassContext {
  const classSubjects = subjectsOf(fragments);
  return {
    holders: holdersOf(toldHere(assembled, elsewhere)),
    ...(classSubjects === undefined ? {} : { classSubjects }),
  };
}

/**
 * Classes that must be looked at again when the record changes: they hold somebody who contradicts it under its present or its
 * former number. Both sides are held back, because nobody here can tell whose number is wrong.
 */
export function clashingClasses(
  { canonical, known }: AssembledRecord,
  elsewhere: readonly ElsewhereRecord[],
): readonly ClassId[] {
  const versions = [canonical, ...(known === null ? [] : [known.canonical])].filter(isTold);
  const clashes = (other: CanonicalRecord): boolean =>
    versions.some(
      (own) =>
        citizenNumber(own) !== null &&
        citizenNumber(own) === citizenNumber(other) &&
        clashOf(holderOf(own), holderOf(other)) !== null,
    );
  return elsewhere
    .filter(({ record }) => record.recordId !== known?.recordId && isTold(record.canonical))
    .filter(({ record }) => clashes(record.canonical))
    .map(({ record }) => record.id);
}
