import type {
  AdapterContext,
  Cursor,
  Health,
  Page,
  PullRequest,
  SourceRecord,
  SourceSession,
} from '../../../src/sdk.js';
import { unhealthy } from '../../../src/sdk.js';
import type { Row, SmasClient } from './client.js';
import { createClient, isRow } from './client.js';
import type { SmasConfig } from './config-schema.js';
import { findYear, readClasses, readSchool } from './directory.js';
import { smasError } from './errors.js';
import type { Unit } from './units.js';
import { UNITS } from './units.js';

const CODES = ['studentCode', 'employeeCode', 'subjectCode', 'subjectName', 'code', 'id'] as const;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The row's own code; an assignment is told by teacher and subject. */
function codeOf(row: Row): string {
  const first = CODES.map((name) => textOf(row[name])).find((code) => code !== '') ?? 'row';
  const subject = textOf(row.subjectCode) || textOf(row.subjectName);
  return row.employeeCode !== undefined && subject !== '' ? `${first}/${subject}` : first;
}

const isDisabled = (row: Row): boolean => row.isDisabled === true;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted by code, then content: the vendor's order changes from call to call and says nothing. */
function recordsOf(unit: Unit, rows: readonly Row[], sourceId: string): readonly SourceRecord[] {
  const coded = rows.map((row) => ({ row, code: codeOf(row), text: JSON.stringify(row) }));
  coded.sort((a, b) => compare(a.code, b.code) || compare(a.text, b.text));
  const copies = new Map<string, number>();
  return coded.map(({ row, code }): SourceRecord => {
    const copy = (copies.get(code) ?? 0) + 1;
    copies.set(code, copy);
    const key = copy === 1 ? code : `${code}#${copy}`;
    return {
      key,
      values: row,
      place: { source: sourceId, path: `${unit.key}: ${key}` },
      ...(isDisabled(row) ? { ignored: 'subject-disabled' } : {}),
    };
  });
}

const cursorOf = (unit: Unit): Cursor => JSON.stringify({ after: unit.key });

/** The units that follow the resume point. GatewayError SMAS_BAD_CURSOR when that page no longer exists. */
function remaining(units: readonly Unit[], cursor: Cursor | undefined): readonly Unit[] {
  if (cursor === undefined) return units;
  const after = parseCursor(cursor);
  const index = units.findIndex((unit) => unit.key === after);
  if (after === null || index < 0) throw smasError('SMAS_BAD_CURSOR');
  return units.slice(index + 1);
}

function parseCursor(cursor: Cursor): string | null {
  try {
    const value: unknown = JSON.parse(cursor);
    return isRow(value) && typeof value.after === 'string' ? value.after : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function pageOf(
  config: SmasConfig,
  request: PullRequest,
  unit: Unit,
  records: readonly SourceRecord[],
): Page {
  return {
    stream: request.stream,
    school: request.scope.school,
    schoolYear: request.scope.schoolYear,
    ...(unit.term === undefined ? {} : { term: unit.term }),
    ...(unit.className === undefined ? {} : { className: unit.className }),
    ...(unit.grade === undefined ? {} : { grade: unit.grade }),
    codeSets: { 'ethnic-groups': config.ethnicCodes },
    mapping: unit.mapping,
    key: unit.key,
    records,
    issues: [],
    cursor: cursorOf(unit),
  };
}

async function unitsOf(
  client: SmasClient,
  config: SmasConfig,
  request: PullRequest,
): Promise<readonly Unit[]> {
  const { scope, signal } = request;
  const units = UNITS[request.stream];
  if (units === undefined) throw smasError('SMAS_UNKNOWN_STREAM');
  if (scope.school !== config.schoolCode) throw smasError('SMAS_WRONG_SCHOOL');
  const school = await readSchool(client, config, signal);
  const year = await findYear(client, scope.schoolYear, signal);
  const classes = await readClasses(client, school, year, signal);
  return units({ client, config, scope, school, year, classes, signal });
}

/** Pages without a row are left out: what is not shown any more is retired by the pipeline, under its guard. */
async function* pull(
  client: SmasClient,
  config: SmasConfig,
  context: AdapterContext,
  request: PullRequest,
): AsyncGenerator<Page> {
  const units = await unitsOf(client, config, request);
  for (const unit of remaining(units, request.cursor)) {
    if (request.signal.aborted) throw smasError('SMAS_CANCELLED');
    const records = recordsOf(unit, await unit.read(), context.sourceId);
    if (records.length > 0) yield pageOf(config, request, unit, records);
  }
}

async function health(client: SmasClient, config: SmasConfig, signal: AbortSignal): Promise<Health> {
  try {
    await readSchool(client, config, signal);
    return { ok: true, detail: config.url };
  } catch (error) {
    return unhealthy(error);
  }
}

/** Connects on the first call, not here: opening must not fail because the vendor is down. */
export function openSession(config: SmasConfig, context: AdapterContext): SourceSession {
  const client = createClient(config, context);
  return {
    health: (signal) => health(client, config, signal),
    pull: (request) => pull(client, config, context, request),
    async close() {
      client.close();
    },
  };
}
