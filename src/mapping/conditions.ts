import type { RowContext } from './context.js';
import type { Condition } from './declaration.js';
import { exactKey } from './label-key.js';
import type { NameIndex } from './names.js';
import type { Row } from './row.js';
import { isBlank } from './row.js';
import { cleaned } from './transforms/scalar.js';

export type Holds = (row: Row) => boolean;

/** The parts of a condition that the page decides, before any row is read. */
export function holdsOnPage(condition: Condition | undefined, context: RowContext): boolean {
  if (condition === undefined) return true;
  const { terms, levels, grades } = condition;
  if (terms !== undefined && (context.page.term === undefined || !terms.includes(context.page.term)))
    return false;
  if (levels !== undefined && (context.level === undefined || !levels.includes(context.level))) return false;
  return grades === undefined || (context.grade !== undefined && grades.includes(context.grade));
}

const ALWAYS: Holds = () => true;

/** Compiled once; its columns are declared, so that the page check knows them. */
export function compileCondition(condition: Condition | undefined, names: NameIndex): Holds {
  if (condition === undefined) return ALWAYS;
  const present = (condition.present ?? []).map((name) => names.declare(name));
  const absent = (condition.absent ?? []).map((name) => names.declare(name));
  const values = Object.entries(condition.values ?? {}).map(([name, texts]) => ({
    id: names.declare(name),
    keys: new Set(texts.map(exactKey)),
  }));
  return (row) =>
    holdsOnPage(condition, row.context) &&
    present.every((id) => !isBlank(row.values[id])) &&
    absent.every((id) => isBlank(row.values[id])) &&
    values.every(({ id, keys }) => keys.has(cleaned(row.values[id]).toLowerCase()));
}
