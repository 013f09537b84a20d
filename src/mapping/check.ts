import { closestLabels } from '../domain/closest.js';
import type { Issue, Place } from '../domain/issue.js';
import type { Page } from '../ports/source.js';
import { holdsOnPage } from './conditions.js';
import type { MapContext, RowContext } from './context.js';
import type { FieldRule, FromRule } from './declaration.js';
import { columnIssue, refusalIssue } from './findings.js';
import { labelKey } from './label-key.js';
import { isRefusal } from './refusal.js';
import { isBlank, rowContext } from './row.js';
import type { MappingScope } from './scope.js';
import { findEntry } from './transforms/lookup.js';

interface Seen {
  /** Header -> whether any row has a value under it. */
  readonly headers: ReadonlyMap<string, boolean>;
  readonly place: Place;
}

/** Rows of an API page may lack some fields: the union of all counts. */
function headersOf(page: Page): Seen | null {
  const headers = new Map<string, boolean>();
  let place: Place | undefined;
  for (const record of page.records) {
    if (record.ignored !== undefined) continue;
    place ??= record.place;
    for (const header of Object.keys(record.values)) {
      if (headers.get(header) !== true) headers.set(header, !isBlank(record.values[header]));
    }
  }
  if (place === undefined) return null;
  const { row: _row, column: _column, path: _path, ...where } = place;
  return { headers, place: where };
}

/** Names taken by headers, and the headers that no name took. A weaker match loses to a stronger one. */
function assign(scope: MappingScope, headers: Iterable<string>): { taken: Set<number>; loose: string[] } {
  const best = new Map<number, { header: string; strength: number }[]>();
  const loose: string[] = [];
  for (const header of headers) {
    const hit = scope.names.resolve(header);
    if (hit === undefined) loose.push(header);
    else best.set(hit.id, [...(best.get(hit.id) ?? []), { header, strength: hit.strength }]);
  }
  for (const list of best.values()) {
    const top = Math.max(...list.map((item) => item.strength));
    loose.push(...list.filter((item) => item.strength < top).map((item) => item.header));
  }
  return { taken: new Set(best.keys()), loose };
}

/** undefined: some columns rule reads the header; null: none does; an issue: it names something that cannot be here. */
function columnFinding(
  scope: MappingScope,
  context: RowContext,
  header: string,
  place: Place,
): Issue | null | undefined {
  let refused: Issue | null = null;
  for (const columns of scope.columns) {
    const hit = columns.classify(header, context);
    if (hit.status === 'found') return undefined;
    if (hit.status === 'foreign') continue;
    const refusal = findEntry(columns.table, hit.label, {
      asOf: context.asOf,
      ...(context.grade === undefined ? {} : { grade: context.grade }),
      ...(context.level === undefined ? {} : { level: context.level }),
    });
    if (isRefusal(refusal))
      refused = refusalIssue(refusal, {
        path: columns.rule.to,
        value: header,
        label: { vi: header, en: header },
        place: { ...place, column: header },
      });
  }
  return refused;
}

const isRequired = (rule: FieldRule): rule is FromRule =>
  'from' in rule && rule.required === true && rule.default === undefined;

function missingColumns(
  scope: MappingScope,
  context: RowContext,
  taken: ReadonlySet<number>,
  strangers: readonly string[],
  place: Place,
): Issue[] {
  return scope.rules.filter(isRequired).flatMap((rule) => {
    const names = typeof rule.from === 'string' ? [rule.from] : rule.from;
    const here = names.some((name) => taken.has(scope.names.declare(name)));
    if (here || !holdsOnPage(rule.when, context) || rule.when?.present !== undefined) return [];
    const closest = closestLabels(names[0] ?? '', strangers, labelKey);
    return [columnIssue('MAP-MISSING-COLUMN', 'error', names[0] ?? rule.to, closest, place)];
  });
}

/** What can be said about the page's columns before any row is mapped. */
export function checkPage(
  scope: MappingScope,
  unused: ReadonlySet<number>,
  policy: 'error' | 'warning' | 'ignore',
  page: Page,
  mapContext: MapContext,
): readonly Issue[] {
  const seen = headersOf(page);
  if (seen === null) return [];
  const context = rowContext(mapContext);
  const { taken, loose } = assign(scope, seen.headers.keys());
  const issues: Issue[] = [];
  const strangers: string[] = [];
  const free = scope.names.names.filter((_, id) => !taken.has(id) && !unused.has(id));
  for (const header of loose) {
    const finding = columnFinding(scope, context, header, seen.place);
    // An empty column loses nothing.
    if (finding === undefined || seen.headers.get(header) !== true) continue;
    strangers.push(header);
    if (finding !== null) issues.push(finding);
    else if (policy !== 'ignore')
      issues.push(
        columnIssue('MAP-UNKNOWN-COLUMN', policy, header, closestLabels(header, free, labelKey), {
          ...seen.place,
          column: header,
        }),
      );
  }
  return [...missingColumns(scope, context, taken, strangers, seen.place), ...issues];
}
