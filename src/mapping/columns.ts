import type { Holds } from './conditions.js';
import { compileCondition } from './conditions.js';
import type { RowContext } from './context.js';
import type { ColumnsRule, ItemRule } from './declaration.js';
import type { Chain, Compiling } from './fields.js';
import { makeChain } from './fields.js';
import { duplicateItem } from './findings.js';
import { labelKey } from './label-key.js';
import type { Path } from './paths.js';
import { parsePath, writePath } from './paths.js';
import { isRefusal } from './refusal.js';
import type { Row, Writer } from './row.js';
import { isBlank, report } from './row.js';
import type { CodeTable, Lookup } from './tables.js';
import { tableOf } from './transforms/lookup.js';

/** What a header means for one columns rule. */
export type ColumnHit =
  | { readonly status: 'found'; readonly key: string; readonly part: string; readonly label: string }
  | {
      readonly status: 'refused';
      readonly lookup: Exclude<Lookup, { status: 'found' }>;
      readonly label: string;
    }
  | { readonly status: 'foreign' };

export interface CompiledColumns {
  readonly rule: ColumnsRule;
  readonly table: CodeTable;
  /** Whether this rule reads the header, at the grade and level of the row. */
  classify(header: string, context: RowContext): ColumnHit;
  readonly write: Writer;
}

const FOREIGN: ColumnHit = { status: 'foreign' };
const MAX_CACHED = 4096;

/** The label's place among the header's parts: after the group headers that may stand before it. */
function splitHeader(header: string, under: ReadonlySet<string>): { label: string; part: string } {
  const parts = header.split(' / ');
  let start = 0;
  while (start < parts.length - 1 && under.has(labelKey(parts[start] as string))) start += 1;
  return { label: parts[start] as string, part: labelKey(parts.slice(start + 1).join(' / ')) };
}

function classifier(rule: ColumnsRule, table: CodeTable, items: readonly CompiledItem[]) {
  const bare = new Set((rule.columns.bare ?? []).map(labelKey));
  const under = new Set((rule.columns.under ?? []).map(labelKey));
  const keys = rule.columns.keys === undefined ? undefined : new Set(rule.columns.keys);
  const parts = new Set(items.flatMap((item) => item.parts));
  return (header: string, context: RowContext): ColumnHit => {
    const { label, part: rawPart } = splitHeader(header, under);
    const part = bare.has(rawPart) ? '' : rawPart;
    if (!parts.has(part)) return FOREIGN;
    const lookup = table.lookup(label, {
      asOf: context.asOf,
      ...(context.grade === undefined ? {} : { grade: context.grade }),
      ...(context.level === undefined ? {} : { level: context.level }),
    });
    if (lookup.status === 'found') {
      const { key } = lookup.entry;
      return keys !== undefined && !keys.has(key) ? FOREIGN : { status: 'found', key, part, label };
    }
    const known = lookup.status === 'ambiguous' || lookup.reason === 'not-here';
    return known ? { status: 'refused', lookup, label } : FOREIGN;
  };
}

type Classify = (header: string, context: RowContext) => ColumnHit;

/** Headers repeat in every row: one answer per header and grade. */
function cached(classify: Classify): (context: RowContext) => Classify {
  const byGrade = new Map<string, Map<string, ColumnHit>>();
  return (context) => {
    const where = `${context.grade ?? context.level ?? ''}@${context.asOf}`;
    const hits = byGrade.get(where) ?? new Map<string, ColumnHit>();
    if (byGrade.size < 64) byGrade.set(where, hits);
    return (header) => {
      const known = hits.get(header);
      if (known !== undefined) return known;
      const hit = classify(header, context);
      if (hits.size < MAX_CACHED) hits.set(header, hit);
      return hit;
    };
  };
}

interface CompiledItem {
  readonly rule: ItemRule;
  readonly parts: readonly string[];
  readonly path: Path;
  readonly chain: Chain;
  readonly holds: Holds;
}

const compileItem = (rule: ItemRule, compiling: Compiling): CompiledItem => ({
  rule,
  parts: rule.parts === undefined ? [''] : rule.parts.map(labelKey),
  path: rule.to === '*' ? [] : parsePath(rule.to),
  chain: makeChain(rule.transforms, compiling.tables),
  holds: compileCondition(rule.when, compiling.names),
});

type Found = Extract<ColumnHit, { status: 'found' }>;

/** Items of one row by key, in the order of the columns. */
type Items = Map<string, { values: Record<string, unknown>; parts: string[]; said: boolean }>;

function writeItem(
  item: CompiledItem,
  entry: Record<string, unknown>,
  value: unknown,
  asObject: boolean,
): void {
  if (item.rule.to !== '*') writePath(entry, item.path, value);
  else if (asObject) entry['*'] = value;
  else if (typeof value === 'object' && value !== null) Object.assign(entry, value);
}

function readCell(
  rule: ColumnsRule,
  items: readonly CompiledItem[],
  row: Row,
  found: Items,
  header: string,
  hit: Found,
): void {
  const cell = row.raw[header];
  const path = `${rule.to}[${hit.key}]`;
  let entry = found.get(hit.key);
  if (entry === undefined) {
    const values = rule.shape === 'object' ? {} : { [rule.keyTo ?? 'subject']: hit.key };
    entry = { values, parts: [], said: false };
    found.set(hit.key, entry);
  } else if (entry.parts.includes(hit.part)) {
    row.issues.push(duplicateItem(row.prefix + path, hit.label, { ...row.place, column: header }));
    return;
  }
  entry.parts.push(hit.part);
  row.context.subject = hit.key;
  for (const item of items) {
    if (!item.parts.includes(hit.part) || !item.holds(row)) continue;
    const value = item.chain(cell, row.context);
    const to = item.rule.to === '*' ? path : `${path}.${item.rule.to}`;
    if (isRefusal(value))
      report(row, value, { path: to, value: cell, label: { vi: header, en: header }, header });
    else if (value !== undefined) {
      writeItem(item, entry.values, value, rule.shape === 'object');
      entry.said = true;
    }
  }
}

function writeItems(rule: ColumnsRule, path: Path, found: Items, out: Record<string, unknown>): void {
  if (rule.shape === 'object') {
    for (const [key, entry] of found)
      if ('*' in entry.values) writePath(out, [...path, key], entry.values['*']);
    return;
  }
  const list: unknown[] = [];
  for (const entry of found.values()) if (entry.said) list.push(entry.values);
  if (list.length > 0) writePath(out, path, list);
}

export function compileColumns(rule: ColumnsRule, compiling: Compiling): CompiledColumns {
  const table = tableOf(compiling.tables, rule.columns.table);
  const items = rule.item.map((item) => compileItem(item, compiling));
  const classifyIn = cached(classifier(rule, table, items));
  const path = parsePath(rule.to);
  const holds = compileCondition(rule.when, compiling.names);
  const write: Writer = (row, out) => {
    if (!holds(row)) return;
    const found: Items = new Map();
    const classify = classifyIn(row.context);
    for (const header of row.loose) {
      if (isBlank(row.raw[header])) continue;
      const hit = classify(header, row.context);
      if (hit.status === 'found') readCell(rule, items, row, found, header, hit);
    }
    row.context.subject = undefined;
    writeItems(rule, path, found, out);
  };
  return { rule, table, classify: (header, context) => classifyIn(context)(header, context), write };
}
