import type { Issue } from '../domain/issue.js';
import { isBlocking } from '../domain/issue.js';
import type { Fragment, Stream } from '../domain/records.js';
import type { Page, SourceRecord } from '../ports/source.js';
import { checkPage } from './check.js';
import type { MapContext } from './context.js';
import type { FieldRule, GroupRule, MappingDeclaration } from './declaration.js';
import { incompleteGroup, noFacts } from './findings.js';
import type { Path } from './paths.js';
import { parsePath, readPath, removePath } from './paths.js';
import type { Row } from './row.js';
import { readRow, rowContext } from './row.js';
import type { MappingScope } from './scope.js';
import { compileScope, runScope } from './scope.js';
import type { CodeTables } from './tables.js';

export interface MappedRow {
  /** What could be read; null for an ignored row or one that gave nothing. Complete only when no issue is an error. */
  readonly fragment: Fragment | null;
  /** All findings of the row at once, those of the adapter first. */
  readonly issues: readonly Issue[];
}

export interface CompiledMapping {
  readonly id: string;
  readonly version: number;
  readonly stream: Stream;
  readonly declaration: MappingDeclaration;
  /** Findings on the page's columns: missing, unknown, ambiguous. An error quarantines all its rows. */
  check(page: Page, context: MapContext): readonly Issue[];
  /** Pure; never throws, whatever the row holds. */
  map(record: SourceRecord, context: MapContext): MappedRow;
}

const WITH_TERM: ReadonlySet<Stream> = new Set(['results', 'attendance']);
/** Streams whose facts may all be absent. */
const MAY_BE_BARE: ReadonlySet<Stream> = new Set(['results', 'classes']);

/** Streams with a term take it from the page unless a rule says otherwise. */
function withTerm(declaration: MappingDeclaration): readonly FieldRule[] {
  const { fields, stream } = declaration;
  if (!WITH_TERM.has(stream) || fields.some((rule) => rule.to === 'term')) return fields;
  return [{ to: 'term', context: 'term', required: true }, ...fields];
}

interface Group {
  readonly rule: GroupRule;
  readonly path: Path;
  readonly needs: readonly Path[];
}

const compileGroup = (rule: GroupRule): Group => ({
  rule,
  path: parsePath(rule.path),
  needs: rule.needs.map(parsePath),
});

function pruneGroup(group: Group, row: Row, fragment: Record<string, unknown>): void {
  const found = readPath(fragment, group.path);
  if (found === undefined) return;
  const missing = group.rule.needs.filter(
    (_, index) => readPath(found, group.needs[index] as Path) === undefined,
  );
  if (missing.length === 0) return;
  removePath(fragment, group.path);
  // Where a value was refused, that issue already says why the object is incomplete.
  const told = row.issues.some((issue) => issue.path.startsWith(`${group.rule.path}.`));
  if (!told) row.issues.push(incompleteGroup(group.rule.path, missing, row.place));
}

function finish(stream: Stream, row: Row, fragment: Record<string, unknown>): MappedRow {
  const bare = fragment.data === undefined;
  if (bare && MAY_BE_BARE.has(stream)) fragment.data = {};
  else if (bare && !row.issues.some((issue) => issue.severity === 'error'))
    row.issues.push(noFacts(row.place));
  const said = fragment.data !== undefined || fragment.pupil !== undefined;
  // Rows with an error are kept as far as they go, to be shown; only error-free fragments have the full shape.
  return { fragment: said ? (fragment as unknown as Fragment) : null, issues: row.issues };
}

/** The adapter could read nothing of the row and says why: that its fields are missing is no finding of its own. */
const isUnread = ({ values, issues }: SourceRecord): boolean =>
  Object.keys(values).length === 0 && (issues ?? []).some(isBlocking);

function mapRecord(
  scope: MappingScope,
  groups: readonly Group[],
  stream: Stream,
  record: SourceRecord,
  context: MapContext,
): MappedRow {
  if (record.ignored !== undefined || isUnread(record))
    return { fragment: null, issues: record.issues ?? [] };
  const row = readRow(scope.names, {
    raw: record.values,
    context: rowContext(context),
    issues: [...(record.issues ?? [])],
    place: record.place,
    prefix: '',
  });
  const fragment: Record<string, unknown> = { stream };
  runScope(scope, row, fragment);
  for (const group of groups) pruneGroup(group, row, fragment);
  return finish(stream, row, fragment);
}

/**
 * Compiles a declaration once to closures. Throws TypeError when the declaration itself is wrong (unknown table or
 * transform, unsafe path): `loadMappings` turns that into a GatewayError MAPPING_INVALID.
 */
export function compileMapping(declaration: MappingDeclaration, tables: CodeTables): CompiledMapping {
  const scope = compileScope(withTerm(declaration), tables);
  const unused = new Set((declaration.knownUnused ?? []).map((name) => scope.names.declare(name)));
  const groups = (declaration.groups ?? []).map(compileGroup);
  const { stream } = declaration;
  return {
    id: declaration.id,
    version: declaration.version,
    stream,
    declaration,
    check: (page, context) =>
      checkPage(scope, unused, declaration.unknownColumns ?? 'warning', page, context),
    map: (record, context) => mapRecord(scope, groups, stream, record, context),
  };
}
