import type { CanonicalRecord } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { citizenNumber, IDENTITY_BASIS } from './number.js';

/** How often each identity number occurs among the records of a class: context for this rule. */
export function identityCounts(records: readonly CanonicalRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const record of records) {
    const number = citizenNumber(record);
    if (number !== null) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return counts;
}

/** One number, one person. */
export const duplicateNumber = {
  id: 'IDENT-DUPLICATE',
  title: {
    vi: 'Số định danh không trùng trong lớp',
    en: 'No two pupils of a class share an identity number',
  },
  severity: 'error',
  basis: IDENTITY_BASIS,
  owner: 'school',
  applies: () => true,
  check: (record, { identityCounts: counts }) => {
    const number = citizenNumber(record);
    const count = number === null ? 0 : (counts?.get(number) ?? 0);
    if (count < 2) return [];
    return [
      {
        path: 'pupil.identity.number',
        value: number,
        expected: { vi: 'Mỗi học sinh một số định danh', en: 'One number per pupil' },
        message: {
          vi: `${count} học sinh trong lớp có cùng số định danh này.`,
          en: `${count} pupils of the class carry this number.`,
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
        context: { identityCounts: new Map([['066214000001', 1]]) },
      },
    ],
    bad: [
      {
        note: 'two pupils have it',
        record: SECONDARY,
        context: { identityCounts: new Map([['066214000001', 2]]) },
      },
    ],
  },
} satisfies Rule;
