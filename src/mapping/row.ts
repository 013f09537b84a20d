import type { Bilingual } from '../domain/errors.js';
import type { Issue, Place } from '../domain/issue.js';
import { levelOfGrade } from '../domain/records.js';
import type { MapContext, RowContext } from './context.js';
import { asOfYear } from './context.js';
import { refusalIssue, twoColumns } from './findings.js';
import type { NameIndex } from './names.js';
import type { Refusal } from './refusal.js';

/** One row (or one entry of a list in it) while it is being mapped. */
export interface Row {
  readonly raw: Readonly<Record<string, unknown>>;
  /** By number of the declared name. */
  readonly values: unknown[];
  readonly headers: readonly (string | undefined)[];
  /** Headers that no declared name takes: columns rules look at them. */
  readonly loose: readonly string[];
  readonly context: RowContext;
  readonly issues: Issue[];
  readonly place: Place;
  /** Path of the item in the fragment, with its trailing dot; '' at the top. */
  readonly prefix: string;
}

export type Writer = (row: Row, target: Record<string, unknown>) => void;

export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

export function rowContext(page: MapContext): RowContext {
  const context: RowContext = { page, asOf: asOfYear(page.schoolYear) };
  if (page.grade !== undefined) setGrade(context, page.grade);
  return context;
}

export function setGrade(context: RowContext, grade: number): void {
  context.grade = grade;
  context.level = levelOfGrade(grade);
}

const sameText = (a: unknown, b: unknown): boolean =>
  a === b || (!isObject(a) && !isObject(b) && String(a).trim() === String(b).trim());
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

interface Contest {
  readonly row: Row & { readonly headers: (string | undefined)[]; readonly loose: string[] };
  readonly strengths: number[];
}

/** Two columns for one name: the better match wins; equal matches must agree or one of them be blank. */
function collide({ row, strengths }: Contest, id: number, header: string, strength: number): void {
  const value = row.raw[header];
  const better = strength > (strengths[id] as number);
  const equal = strength === strengths[id];
  if (better || (equal && isBlank(row.values[id]))) {
    if (better) row.loose.push(row.headers[id] as string);
    row.values[id] = value;
    row.headers[id] = header;
    strengths[id] = strength;
    return;
  }
  if (!equal) row.loose.push(header);
  else if (!isBlank(value) && !sameText(value, row.values[id]))
    row.issues.push(
      twoColumns(row.prefix, [row.headers[id] as string, header], { ...row.place, column: header }),
    );
}

type RowBase = Omit<Row, 'values' | 'headers' | 'loose'>;

function settle(names: NameIndex, headers: readonly string[], base: RowBase): Row {
  const size = names.names.length;
  const row = {
    ...base,
    values: new Array(size),
    headers: new Array<string | undefined>(size),
    loose: [] as string[],
  };
  const contest: Contest = { row, strengths: [] };
  for (const header of headers) {
    const hit = names.resolve(header);
    if (hit === undefined) row.loose.push(header);
    else if (row.headers[hit.id] === undefined) {
      row.values[hit.id] = base.raw[header];
      row.headers[hit.id] = header;
      contest.strengths[hit.id] = hit.strength;
    } else collide(contest, hit.id, header, hit.strength);
  }
  return row;
}

/** Spreads the row's columns over the declared names. */
export function readRow(names: NameIndex, base: RowBase): Row {
  const headers = Object.keys(base.raw);
  const layout = names.layout(headers);
  if (layout.contested) return settle(names, headers, base);
  const values: unknown[] = new Array(names.names.length).fill(undefined);
  const { ids } = layout;
  for (let index = 0; index < headers.length; index += 1) {
    const id = ids[index] as number;
    if (id >= 0) values[id] = base.raw[headers[index] as string];
  }
  const { raw, context, issues, place, prefix } = base;
  return { raw, context, issues, place, prefix, values, headers: layout.headers, loose: layout.loose };
}

export function report(
  row: Row,
  refusal: Refusal,
  at: { readonly path: string; readonly value: unknown; readonly label: Bilingual; readonly header?: string },
): void {
  const place = at.header === undefined ? row.place : { ...row.place, column: at.header };
  row.issues.push(
    refusalIssue(refusal, { path: row.prefix + at.path, value: at.value, label: at.label, place }),
  );
}
