import type { Bilingual } from '../domain/errors.js';
import { isBlocking } from '../domain/issue.js';
import { compileCondition } from './conditions.js';
import type { RowContext } from './context.js';
import type {
  AtRule,
  ConstRule,
  ContextRule,
  FromRule,
  JoinRule,
  ListRule,
  TicksRule,
  TransformRef,
} from './declaration.js';
import { disagreement, missingValue, severalTicks } from './findings.js';
import type { NameIndex } from './names.js';
import type { Path } from './paths.js';
import { copyOf, parsePath, readPath, writePath } from './paths.js';
import { isRefusal } from './refusal.js';
import type { Row, Writer } from './row.js';
import { isBlank, report, setGrade } from './row.js';
import type { CodeTables } from './tables.js';
import { cleaned } from './transforms/scalar.js';
import { readTick } from './transforms/tick.js';
import type { Step } from './transforms/transform.js';
import { makeStep } from './transforms/vocabulary.js';

export interface Compiling {
  readonly names: NameIndex;
  readonly tables: CodeTables;
}

/** A raw value with the header it stands under, if any. */
interface Found {
  readonly value: unknown;
  readonly header?: string;
}

export type Chain = (value: unknown, context: RowContext) => unknown;

/** Steps run left to right until one has no value or refuses. */
export function makeChain(references: readonly TransformRef[] | undefined, tables: CodeTables): Chain {
  const steps: readonly Step[] = (references ?? ['text']).map((reference) => makeStep(reference, tables));
  return (value, context) => {
    let current: unknown = value;
    for (const step of steps) {
      if (current === undefined || current === null) return undefined;
      current = step(current, context);
      if (isRefusal(current)) return current;
    }
    return current;
  };
}

/** What follows from some values for the rest of the row. */
function learn(to: string, value: unknown, context: RowContext): void {
  if (to === 'class.grade' && typeof value === 'number') setGrade(context, value);
  else if ((to === 'subject' || to.endsWith('.subject')) && typeof value === 'string')
    context.subject = value;
}

const labelOf = (given: Bilingual | undefined, name: string): Bilingual => given ?? { vi: name, en: name };

type ValueRule = FromRule | AtRule | ContextRule | JoinRule | ListRule;

interface Target {
  readonly to: string;
  readonly path: Path;
  readonly chain: Chain;
  readonly label: Bilingual;
  readonly second?: { readonly id: number; readonly name: string; readonly chain: Chain };
}

/** The second column must say the same; what it cannot say clearly is not held against the first. */
function crossCheck(target: Target, row: Row, found: Found, value: unknown): void {
  const { second } = target;
  if (second === undefined || isBlank(row.values[second.id])) return;
  const other = second.chain(row.values[second.id], row.context);
  if (other === undefined || isRefusal(other) || other === value) return;
  const headers = [found.header ?? target.label.vi, row.headers[second.id] ?? second.name] as const;
  const values = [found.value, row.values[second.id]] as const;
  row.issues.push(
    disagreement(row.prefix + target.to, values, headers, { ...row.place, column: headers[0] }),
  );
}

function writeValue(
  target: Target,
  rule: ValueRule,
  row: Row,
  out: Record<string, unknown>,
  found: Found,
): void {
  const value = target.chain(found.value, row.context);
  if (isRefusal(value)) {
    report(row, value, {
      path: target.to,
      value: found.value,
      label: target.label,
      ...(found.header === undefined ? {} : { header: found.header }),
    });
  } else if (value !== undefined) {
    crossCheck(target, row, found, value);
    if (target.to === '*') Object.assign(out, value);
    else writePath(out, target.path, value);
    learn(target.to, value, row.context);
  } else if (rule.required === true && rule.default === undefined) missing(target, row, found.header);
}

/** The adapter may have said already what is wrong at that place. */
function missing(target: Target, row: Row, header: string | undefined): void {
  const path = row.prefix + target.to;
  if (row.issues.some((issue) => issue.path === path && isBlocking(issue))) return;
  const place = header === undefined ? row.place : { ...row.place, column: header };
  row.issues.push(missingValue(path, target.label, place));
}

/** Writes the declared default when the row gave nothing; with `defaultWith` only if a sibling column has a value. */
function writeDefault(
  rule: ValueRule,
  path: Path,
  siblings: readonly number[],
  row: Row,
  out: Record<string, unknown>,
): void {
  if (rule.default === undefined) return;
  if (rule.defaultWith !== undefined && siblings.every((id) => isBlank(row.values[id]))) return;
  if (readPath(out, path) === undefined) writePath(out, path, copyOf(rule.default));
}

const secondColumn = (agrees: NonNullable<ValueRule['agrees']>, compiling: Compiling) => ({
  id: compiling.names.declare(agrees.with),
  name: agrees.with,
  chain: makeChain(agrees.transforms, compiling.tables),
});

function compileValue(
  rule: ValueRule,
  compiling: Compiling,
  name: string,
  read: (row: Row) => Found,
): Writer {
  const target: Target = {
    to: rule.to,
    path: parsePath(rule.to),
    chain: makeChain(rule.transforms, compiling.tables),
    label: labelOf(rule.label, name),
    ...(rule.agrees === undefined ? {} : { second: secondColumn(rule.agrees, compiling) }),
  };
  const siblings = (rule.defaultWith ?? []).map((sibling) => compiling.names.declare(sibling));
  const holds = compileCondition(rule.when, compiling.names);
  return (row, out) => {
    if (!holds(row)) return;
    const before = row.issues.length;
    writeValue(target, rule, row, out, read(row));
    // A refused value must not be replaced by a default.
    if (row.issues.length === before) writeDefault(rule, target.path, siblings, row, out);
  };
}

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

export function compileFrom(rule: FromRule, compiling: Compiling): Writer {
  const from = listOf(rule.from);
  const ids = from.map((name) => compiling.names.declare(name));
  return compileValue(rule, compiling, from[0] ?? rule.to, (row) => {
    let header: string | undefined;
    for (const id of ids) {
      if (!isBlank(row.values[id])) return { value: row.values[id], header: row.headers[id] as string };
      header ??= row.headers[id];
    }
    return header === undefined ? { value: undefined } : { value: undefined, header };
  });
}

export function compileAt(rule: AtRule, compiling: Compiling): Writer {
  const path = parsePath(rule.at);
  compiling.names.declare(String(path[0]));
  return compileValue(rule, compiling, rule.at, (row) => ({
    value: readPath(row.raw, path),
    header: rule.at,
  }));
}

export function compileContext(rule: ContextRule, compiling: Compiling): Writer {
  const labels: Readonly<Record<ContextRule['context'], Bilingual>> = {
    className: { vi: 'Lớp', en: 'Class' },
    grade: { vi: 'Khối', en: 'Grade' },
    term: { vi: 'Học kỳ', en: 'Term' },
    school: { vi: 'Mã trường', en: 'School code' },
    schoolYear: { vi: 'Năm học', en: 'School year' },
    subject: { vi: 'Môn học', en: 'Subject' },
  };
  const labelled: ContextRule = { ...rule, label: rule.label ?? labels[rule.context] };
  const plain = rule.transforms === undefined;
  const chained: ContextRule = plain ? { ...labelled, transforms: [] } : labelled;
  return compileValue(chained, compiling, rule.context, (row) => ({ value: row.context.page[rule.context] }));
}

export function compileConst(rule: ConstRule, compiling: Compiling): Writer {
  const path = parsePath(rule.to);
  const holds = compileCondition(rule.when, compiling.names);
  return (row, out) => {
    if (!holds(row)) return;
    writePath(out, path, copyOf(rule.const));
    learn(rule.to, rule.const, row.context);
  };
}

export function compileJoin(rule: JoinRule, compiling: Compiling): Writer {
  const ids = rule.join.map((name) => compiling.names.declare(name));
  const separator = rule.separator ?? ' ';
  return compileValue(rule, compiling, rule.join.join(separator), (row) => {
    const parts = ids.map((id) => cleaned(row.values[id])).filter((part) => part !== '');
    const header = row.headers[ids[0] as number];
    const value = parts.length === 0 ? undefined : parts.join(separator);
    return header === undefined ? { value } : { value, header };
  });
}

const elementsOf = (cell: unknown): readonly unknown[] => (Array.isArray(cell) ? cell.slice(0, 40) : [cell]);

/** Each value on its own, so that one bad cell does not hide the others. */
export function compileList(rule: ListRule, compiling: Compiling): Writer {
  const path = parsePath(rule.to);
  const chain = makeChain(rule.transforms, compiling.tables);
  const columns = rule.list.map((name) => ({ name, id: compiling.names.declare(name) }));
  const holds = compileCondition(rule.when, compiling.names);
  return (row, out) => {
    if (!holds(row)) return;
    const list: unknown[] = [];
    const before = row.issues.length;
    for (const { id, name } of columns) {
      const header = row.headers[id] ?? name;
      for (const element of elementsOf(row.values[id])) {
        const value = chain(element, row.context);
        if (isRefusal(value))
          report(row, value, { path: rule.to, value: element, label: labelOf(rule.label, name), header });
        else if (value !== undefined) list.push(value);
      }
    }
    if (list.length > 0) writePath(out, path, list);
    else if (rule.required === true && row.issues.length === before)
      row.issues.push(
        missingValue(row.prefix + rule.to, labelOf(rule.label, rule.list[0] ?? rule.to), row.place),
      );
  };
}

function tickedColumns(
  row: Row,
  rule: TicksRule,
  choices: readonly Choice[],
): { value: string; header: string }[] {
  const ticked: { value: string; header: string }[] = [];
  for (const { value, id, name } of choices) {
    const cell = row.values[id];
    const tick = isBlank(cell) ? undefined : readTick(cell);
    const header = row.headers[id] ?? name;
    if (isRefusal(tick))
      report(row, tick, { path: rule.to, value: cell, label: labelOf(undefined, name), header });
    else if (tick === true) ticked.push({ value, header });
  }
  return ticked;
}

interface Choice {
  readonly value: string;
  readonly id: number;
  readonly name: string;
}

export function compileTicks(rule: TicksRule, compiling: Compiling): Writer {
  const path = parsePath(rule.to);
  const choices: readonly Choice[] = Object.entries(rule.ticks).flatMap(([value, columns]) =>
    listOf(columns).map((name) => ({ value, name, id: compiling.names.declare(name) })),
  );
  const holds = compileCondition(rule.when, compiling.names);
  return (row, out) => {
    if (!holds(row)) return;
    const ticked = tickedColumns(row, rule, choices);
    const values = new Set(ticked.map((item) => item.value));
    if (values.size > 1) {
      row.issues.push(
        severalTicks(
          row.prefix + rule.to,
          ticked.map((item) => item.header),
          row.place,
        ),
      );
    } else if (ticked[0] !== undefined) {
      writePath(out, path, ticked[0].value);
    } else if (rule.required === true) {
      const label = Object.keys(rule.ticks).join(' / ');
      row.issues.push(missingValue(row.prefix + rule.to, { vi: label, en: label }, row.place));
    }
  };
}
