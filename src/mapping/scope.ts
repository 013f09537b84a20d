import type { CompiledColumns } from './columns.js';
import { compileColumns } from './columns.js';
import { compileCondition } from './conditions.js';
import type { EachRule, FieldRule } from './declaration.js';
import type { Compiling } from './fields.js';
import {
  compileAt,
  compileConst,
  compileContext,
  compileFrom,
  compileJoin,
  compileList,
  compileTicks,
} from './fields.js';
import { duplicateItem, refusalIssue } from './findings.js';
import type { NameIndex } from './names.js';
import { createNames } from './names.js';
import type { Path } from './paths.js';
import { parsePath, readPath, writePath } from './paths.js';
import type { Refusal } from './refusal.js';
import { refuse } from './refusal.js';
import type { Row, Writer } from './row.js';
import { readRow } from './row.js';
import type { CodeTables } from './tables.js';

/** The rules of one level: the row itself, or the entries of one list in it. */
export interface MappingScope {
  readonly names: NameIndex;
  readonly columns: readonly CompiledColumns[];
  readonly writers: readonly Writer[];
  readonly rules: readonly FieldRule[];
}

const NOT_A_LIST: Refusal = refuse({
  rule: 'MAP-NOT-A-LIST',
  expected: { vi: 'một danh sách', en: 'a list' },
  message: { vi: 'Nguồn không gửi danh sách ở chỗ này.', en: 'The source did not send a list here.' },
  fix: { vi: 'Báo nhà cung cấp phần mềm.', en: 'Tell the vendor.' },
  owner: 'vendor',
});

const MAX_ENTRIES = 400;

export function compileScope(rules: readonly FieldRule[], tables: CodeTables): MappingScope {
  const names = createNames();
  const compiling: Compiling = { names, tables };
  const columns: CompiledColumns[] = [];
  const late: Writer[] = [];
  const writers = rules.flatMap((rule): Writer[] => {
    if ('columns' in rule) {
      const compiled = compileColumns(rule, compiling);
      columns.push(compiled);
      // After the other rules: a row may say its grade, which decides what a header means.
      late.push(compiled.write);
      return [];
    }
    return [compileRule(rule, compiling)];
  });
  return { names, columns, writers: [...writers, ...late], rules };
}

function compileRule(rule: Exclude<FieldRule, { columns: unknown }>, compiling: Compiling): Writer {
  if ('from' in rule) return compileFrom(rule, compiling);
  if ('at' in rule) return compileAt(rule, compiling);
  if ('context' in rule) return compileContext(rule, compiling);
  if ('join' in rule) return compileJoin(rule, compiling);
  if ('list' in rule) return compileList(rule, compiling);
  if ('ticks' in rule) return compileTicks(rule, compiling);
  if ('each' in rule) return compileEach(rule, compiling);
  return compileConst(rule, compiling);
}

export function runScope(scope: MappingScope, row: Row, out: Record<string, unknown>): void {
  for (const write of scope.writers) write(row, out);
}

interface EachPlan {
  readonly rule: EachRule;
  readonly scope: MappingScope;
  readonly path: Path;
  readonly unique: Path | undefined;
  readonly keep: readonly Path[] | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Kept when it says more than its key. */
function isKept(plan: EachPlan, item: Record<string, unknown>): boolean {
  if (plan.keep !== undefined) return plan.keep.some((path) => readPath(item, path) !== undefined);
  const own = plan.unique?.[0];
  for (const key in item) if (key !== own) return true;
  return false;
}

function readEntry(
  plan: EachPlan,
  row: Row,
  entry: Record<string, unknown>,
  index: number,
): Record<string, unknown> {
  const inner = readRow(plan.scope.names, {
    raw: entry,
    context: row.context,
    issues: row.issues,
    place: row.place,
    prefix: `${row.prefix}${plan.rule.to}[${index}].`,
  });
  const item: Record<string, unknown> = {};
  const { subject } = row.context;
  row.context.subject = undefined;
  runScope(plan.scope, inner, item);
  row.context.subject = subject;
  return item;
}

function readEntries(plan: EachPlan, row: Row, entries: readonly unknown[]): unknown[] {
  const seen = new Set<unknown>();
  const items: unknown[] = [];
  for (const [index, entry] of entries.slice(0, MAX_ENTRIES).entries()) {
    if (!isRecord(entry)) {
      refuseList(plan, row, entry);
      continue;
    }
    const item = readEntry(plan, row, entry, index);
    if (!isKept(plan, item)) continue;
    const key = plan.unique === undefined ? undefined : readPath(item, plan.unique);
    if (key !== undefined && seen.has(key)) {
      row.issues.push(duplicateItem(`${row.prefix}${plan.rule.to}[${index}]`, String(key), row.place));
      continue;
    }
    seen.add(key);
    items.push(item);
  }
  if (entries.length > MAX_ENTRIES) refuseList(plan, row, entries.length);
  return items;
}

function refuseList(plan: EachPlan, row: Row, value: unknown): void {
  const label = { vi: plan.rule.each, en: plan.rule.each };
  row.issues.push(
    refusalIssue(NOT_A_LIST, { path: row.prefix + plan.rule.to, value, label, place: row.place }),
  );
}

function compileEach(rule: EachRule, compiling: Compiling): Writer {
  const from = parsePath(rule.each);
  compiling.names.declare(String(from[0]));
  const plan: EachPlan = {
    rule,
    scope: compileScope(rule.fields, compiling.tables),
    path: parsePath(rule.to),
    unique: rule.uniqueBy === undefined ? undefined : parsePath(rule.uniqueBy),
    keep: rule.keepIf?.map(parsePath),
  };
  const holds = compileCondition(rule.when, compiling.names);
  return (row, out) => {
    if (!holds(row)) return;
    const entries = readPath(row.raw, from);
    if (entries === undefined || entries === null) return;
    if (!Array.isArray(entries)) return refuseList(plan, row, entries);
    const items = readEntries(plan, row, entries);
    if (items.length > 0) writePath(out, plan.path, items);
  };
}
