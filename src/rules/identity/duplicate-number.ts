import type { CanonicalRecord } from '../../domain/records.js';
import { LEFT_STATUSES } from '../../domain/records.js';
import { foldText } from '../../domain/text.js';
import type { NumberHolder, Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { citizenNumber, IDENTITY_BASIS } from './number.js';

/** A record as a holder of its number. */
export const holderOf = (record: CanonicalRecord): NumberHolder => ({
  school: record.school.code,
  classKey: record.class.key,
  name: record.pupil.name,
  birthDate: record.pupil.birthDate,
  status: record.enrolment.status,
  ...(record.enrolment.date === undefined ? {} : { date: record.enrolment.date }),
});

/** Who carries each identity number among records: context for this rule. */
export function holdersOf(records: readonly CanonicalRecord[]): ReadonlyMap<string, readonly NumberHolder[]> {
  const holders = new Map<string, NumberHolder[]>();
  for (const record of records) {
    const number = citizenNumber(record);
    if (number !== null) holders.set(number, [...(holders.get(number) ?? []), holderOf(record)]);
  }
  return holders;
}

const isPresent = ({ status }: NumberHolder): boolean => !LEFT_STATUSES.has(status);

const isSamePerson = (a: NumberHolder, b: NumberHolder): boolean =>
  a.birthDate === b.birthDate && foldText(a.name) === foldText(b.name);

/** One number, one person, present in one place: a pupil who left one class and came to another is no duplicate. */
export const duplicateNumber = {
  id: 'IDENT-DUPLICATE',
  title: { vi: 'Số định danh không trùng', en: 'No two pupils share an identity number' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R14', 'R18'],
  basis: IDENTITY_BASIS,
  owner: 'school',
  applies: () => true,
  check: (record, { holders }) => {
    const number = citizenNumber(record);
    const known = number === null ? [] : (holders?.get(number) ?? []);
    const own = holderOf(record);
    const others = known.filter((one) => !isSamePerson(one, own));
    const present = known.filter(isPresent);
    const count = others.length > 0 ? known.length : isPresent(own) ? present.length : 0;
    if (count < 2) return [];
    return [
      {
        path: 'pupil.identity.number',
        value: number,
        expected: { vi: 'Mỗi học sinh một số định danh', en: 'One number per pupil' },
        message: {
          vi: `${count} học sinh có cùng số định danh này.`,
          en: `${count} pupils carry this number.`,
        },
        fix: CORRECT_AT_SOURCE,
      },
    ];
  },
  examples: {
    good: [
      {
        note: 'one pupil has it',
        record: SECONDARY,
        context: { holders: holdersOf([SECONDARY]) },
      },
    ],
    bad: [
      {
        note: 'two pupils have it',
        record: SECONDARY,
        context: { holders: holdersOf([SECONDARY, SECONDARY]) },
      },
    ],
  },
} satisfies Rule;
