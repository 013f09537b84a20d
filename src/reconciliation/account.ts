import {
  type Account,
  type AccountCounts,
  addCounts,
  closeAccount,
  EMPTY_COUNTS,
} from '../domain/account.js';
import type { ClassAccount } from '../ports/store.js';

export interface ClassRow extends Account {
  readonly classKey: string;
  readonly name: string;
  readonly superseded: number;
}

export interface SchoolRow extends Account {
  readonly code: string;
  readonly superseded: number;
  readonly classes: readonly ClassRow[];
}

/** The closed account of one target, down to the class. Superseded items are shown, never summed. */
export interface TargetAccount extends Account {
  readonly target: string;
  readonly superseded: number;
  readonly schools: readonly SchoolRow[];
}

const sum = (rows: readonly AccountCounts[]): AccountCounts => rows.reduce(addCounts, EMPTY_COUNTS);
const supersededOf = (rows: readonly { readonly superseded: number }[]): number =>
  rows.reduce((total, { superseded }) => total + superseded, 0);

const classRow = ({ classKey, className, counts, superseded }: ClassAccount): ClassRow => ({
  classKey,
  name: className,
  ...closeAccount(counts),
  superseded,
});

function schoolRow(code: string, rows: readonly ClassAccount[]): SchoolRow {
  return {
    code,
    ...closeAccount(sum(rows.map(({ counts }) => counts))),
    superseded: supersededOf(rows),
    classes: rows.map(classRow),
  };
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** Adds up the classes to schools and the target. The sums come from the counts, so an error cannot cancel out. */
export function accountOf(target: string, rows: readonly ClassAccount[]): TargetAccount {
  const own = rows.filter((row) => row.target === target);
  const schools = [...grouped(own, ({ school }) => school)];
  return {
    target,
    ...closeAccount(sum(own.map(({ counts }) => counts))),
    superseded: supersededOf(own),
    schools: schools.map(([code, classes]) => schoolRow(code, classes)),
  };
}
