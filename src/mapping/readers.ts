import type { CompiledColumns } from './columns.js';
import { compileCondition, type Holds, holdsOnPage } from './conditions.js';
import type { Condition, EachRule, FieldRule, ItemRule } from './declaration.js';
import { labelKey } from './label-key.js';
import type { NameIndex } from './names.js';
import type { Row } from './row.js';
import { isBlank, readRow } from './row.js';
import { compileScope } from './scope.js';
import type { CodeTables } from './tables.js';

/** What became of one value of a row: read by a rule, left aside on purpose (knownUnused), or read by nothing. */
export type ValueUse = 'read' | 'aside' | 'unread';

/** `named`: some rule names the field, though it is not in effect for this row. */
export type SeeValue = (field: string, use: ValueUse, named: boolean) => void;

interface Reader {
  readonly holds: Holds;
  /** Numbers of the names that are read. */
  readonly ids: readonly number[];
  /** Dotted paths that are read. */
  readonly paths: readonly string[];
}

interface ColumnsReader {
  readonly holds: Holds;
  readonly columns: CompiledColumns;
  readonly items: readonly { readonly holds: Holds; readonly parts: readonly string[] }[];
}

interface EachReader {
  readonly holds: Holds;
  readonly path: string;
  readonly scope: Readers;
}

/** What the rules of one level read, without reading it. */
export interface Readers {
  readonly names: NameIndex;
  readonly plain: readonly Reader[];
  readonly columns: readonly ColumnsReader[];
  readonly each: readonly EachReader[];
  readonly aside: ReadonlySet<number>;
}

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

function namesOf(rule: FieldRule): readonly string[] {
  if ('from' in rule) return listOf(rule.from);
  if ('join' in rule) return rule.join;
  if ('list' in rule) return rule.list;
  if ('ticks' in rule) return Object.values(rule.ticks).flatMap(listOf);
  return [];
}

/** Columns that are looked at beside the rule's own: siblings of a default, the cross-check. */
const besides = (rule: FieldRule): readonly string[] => [
  ...('defaultWith' in rule ? (rule.defaultWith ?? []) : []),
  ...('agrees' in rule && rule.agrees !== undefined ? [rule.agrees.with] : []),
];

const conditionNames = (condition: Condition | undefined): readonly string[] => [
  ...(condition?.present ?? []),
  ...(condition?.absent ?? []),
  ...Object.keys(condition?.values ?? {}),
];

function readersOf(rule: FieldRule | ItemRule, names: NameIndex): readonly Reader[] {
  const ids = (list: readonly string[]) => list.map((name) => names.declare(name));
  const field = rule as FieldRule;
  return [
    {
      holds: compileCondition(rule.when, names),
      ids: ids([...namesOf(field), ...besides(field)]),
      paths: 'at' in field ? [field.at] : [],
    },
    // What a condition looks at is read wherever the page lets the rule count at all.
    {
      holds: (row) => holdsOnPage(rule.when, row.context),
      ids: ids(conditionNames(rule.when)),
      paths: [],
    },
  ];
}

const eachReader = (rule: EachRule, names: NameIndex, tables: CodeTables): EachReader => ({
  holds: compileCondition(rule.when, names),
  path: rule.each,
  scope: compileReaders(rule.fields, [], tables),
});

/** Compiled once for the rules of one level. Throws TypeError as `compileMapping` does. */
export function compileReaders(
  rules: readonly FieldRule[],
  knownUnused: readonly string[],
  tables: CodeTables,
): Readers {
  const { names, columns } = compileScope(rules, tables);
  const aside = new Set(knownUnused.map((name) => names.declare(name)));
  const items = columns.flatMap(({ rule }) => rule.item);
  return {
    names,
    aside,
    plain: [...rules, ...items].flatMap((rule) => readersOf(rule, names)),
    columns: columns.map((compiled) => ({
      holds: compileCondition(compiled.rule.when, names),
      columns: compiled,
      items: compiled.rule.item.map(({ when, parts }) => ({
        holds: compileCondition(when, names),
        parts: parts === undefined ? [''] : parts.map(labelKey),
      })),
    })),
    each: rules.flatMap((rule) => ('each' in rule ? [eachReader(rule, names, tables)] : [])),
  };
}

type Entry = Readonly<Record<string, unknown>>;
const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isEmpty = (value: unknown): boolean =>
  isBlank(value) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** The rules in effect for one row. */
interface Visit {
  readonly readers: Readers;
  readonly row: Row;
  readonly ids: ReadonlySet<number>;
  readonly paths: ReadonlySet<string>;
  readonly each: ReadonlyMap<string, Readers>;
  readonly see: SeeValue;
  /** What stands before the names of this level: 'subjects[].'. */
  readonly prefix: string;
}

interface At {
  readonly path: string;
  readonly depth: number;
  readonly use: ValueUse;
  readonly named: boolean;
}

/** A hostile source may nest without end: what lies deeper is told as one value. */
const MAX_DEPTH = 6;

/** The parts of a value with their paths: entries of a list, properties of an object. None for what is told as a whole. */
function partsOf(value: unknown, { path, depth }: At): readonly (readonly [string, unknown])[] {
  if (depth >= MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.some(isEntry) ? value.map((entry) => [`${path}[]`, entry]) : [];
  return isEntry(value) ? Object.entries(value).map(([key, inner]) => [`${path}.${key}`, inner]) : [];
}

/** A value inside a field: what nothing reads is told by its own path. */
function visitInside(visit: Visit, value: unknown, at: At): void {
  if (isEmpty(value)) return;
  const { paths, each, prefix, see, row } = visit;
  const nested = each.get(at.path);
  if (paths.has(at.path)) see(prefix + at.path, 'read', true);
  else if (nested !== undefined && Array.isArray(value))
    for (const entry of value.filter(isEntry)) visitEntry(nested, row, entry, `${prefix}${at.path}[].`, see);
  else {
    const parts = partsOf(value, at);
    for (const [path, part] of parts) visitInside(visit, part, { ...at, path, depth: at.depth + 1 });
    if (parts.length === 0) see(prefix + at.path, at.use, at.named);
  }
}

/** Whether a columns rule reads the header; `named` when its table knows the header but not here. */
function columnUse({ readers, row }: Visit, header: string): { read: boolean; named: boolean } {
  let named = false;
  for (const { holds, columns, items } of readers.columns) {
    const hit = columns.classify(header, row.context);
    if (hit.status === 'foreign') continue;
    named = true;
    if (hit.status !== 'found' || !holds(row)) continue;
    if (items.some((item) => item.parts.includes(hit.part) && item.holds(row))) return { read: true, named };
  }
  return { read: false, named };
}

function visitField(visit: Visit, header: string): void {
  const { readers, row, ids, see, prefix } = visit;
  const value = row.raw[header];
  if (isEmpty(value)) return;
  const hit = readers.names.resolve(header);
  const id = hit !== undefined && row.headers[hit.id] === header ? hit.id : undefined;
  const column = id === undefined ? columnUse(visit, header) : { read: ids.has(id), named: true };
  const use = id !== undefined && readers.aside.has(id) ? 'aside' : 'unread';
  if (column.read) see(prefix + header, 'read', true);
  else visitInside(visit, value, { path: header, depth: 0, use, named: hit !== undefined || column.named });
}

function visitRow(readers: Readers, row: Row, prefix: string, see: SeeValue): void {
  const plain = readers.plain.filter(({ holds }) => holds(row));
  const visit: Visit = {
    readers,
    row,
    prefix,
    see,
    ids: new Set(plain.flatMap(({ ids }) => ids)),
    paths: new Set(plain.flatMap(({ paths }) => paths)),
    each: new Map(
      readers.each.filter(({ holds }) => holds(row)).map(({ path, scope }) => [path, scope] as const),
    ),
  };
  for (const header of Object.keys(row.raw)) visitField(visit, header);
}

function visitEntry(readers: Readers, outer: Row, entry: Entry, prefix: string, see: SeeValue): void {
  const { context, place } = outer;
  visitRow(
    readers,
    readRow(readers.names, { raw: entry, context, place, issues: [], prefix: '' }),
    prefix,
    see,
  );
}

/** Tells of every value of a row, blank ones apart, whether a rule reads it. Entries of lists are told by 'list[].name'. */
export function visitValues(
  readers: Readers,
  base: Omit<Row, 'values' | 'headers' | 'loose'>,
  see: SeeValue,
) {
  visitRow(readers, readRow(readers.names, base), '', see);
}
