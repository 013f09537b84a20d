import type { PullScope } from '../../../src/sdk.js';
import { classKeyOf } from '../../../src/sdk.js';
import type { Row, SmasClient } from './client.js';
import { isRow } from './client.js';
import type { SmasConfig } from './config-schema.js';
import { smasError } from './errors.js';

export interface SmasYear {
  readonly id: string;
  readonly code: string;
}

export interface SmasClass {
  readonly id: string;
  readonly name: string;
  readonly grade: number;
  readonly row: Row;
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** The school that the account belongs to. GatewayError SMAS_WRONG_SCHOOL when it is not the configured one. */
export async function readSchool(client: SmasClient, config: SmasConfig, signal: AbortSignal): Promise<Row> {
  const row = await client.object({ endpoint: 'school', signal });
  if (row === null) throw smasError('SMAS_SHAPE', { endpoint: 'school' });
  if (text(row.code) !== config.schoolCode) throw smasError('SMAS_WRONG_SCHOOL');
  return row;
}

/**
 * The year that was asked for, by its code: after the vendor has switched years the current one is another.
 * GatewayError SMAS_YEAR_NOT_FOUND.
 */
export async function findYear(
  client: SmasClient,
  schoolYear: string,
  signal: AbortSignal,
): Promise<SmasYear> {
  const rows = await client.rows({ endpoint: 'years', signal });
  const row = rows.find((year) => text(year.code).replace(/\s/gu, '') === schoolYear);
  if (row === undefined) throw smasError('SMAS_YEAR_NOT_FOUND', { schoolYear });
  const id = text(row.schoolYearId) || text(row.id);
  if (id === '') throw smasError('SMAS_SHAPE', { endpoint: 'years' });
  return { id, code: text(row.code) };
}

const LEVEL_CODES: ReadonlySet<string> = new Set(['01', '02', '03']);

/** Level codes of the school, padded as the path wants them. */
function levelsOf(school: Row): readonly string[] {
  const listed = Array.isArray(school.schoolLevels) ? school.schoolLevels : [school.schoolLevelCode];
  const levels = listed
    .map((level) => text(level).padStart(2, '0'))
    .filter((level) => LEVEL_CODES.has(level));
  return levels.length > 0 ? [...new Set(levels)].sort() : [...LEVEL_CODES];
}

function classOf(row: Row, gradeKey: string): SmasClass {
  const grade = Number(text(row.gradeLevelCode) || gradeKey);
  const id = text(row.id);
  const name = text(row.className);
  const usable = id !== '' && name !== '' && Number.isInteger(grade) && grade >= 1 && grade <= 12;
  if (!usable) throw smasError('SMAS_SHAPE', { endpoint: 'classes' });
  return { id, name, grade, row };
}

/** The answer is an object keyed by grade: {"06": [classes]}. */
function classesIn(answer: Row): readonly SmasClass[] {
  return Object.entries(answer).flatMap(([grade, list]) => {
    if (!Array.isArray(list) || !list.every(isRow)) throw smasError('SMAS_SHAPE', { endpoint: 'classes' });
    return list.map((row) => classOf(row, grade));
  });
}

const byGradeAndName = (a: SmasClass, b: SmasClass): number =>
  a.grade - b.grade || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** All classes of the year, in an order that depends on nothing but their grade and name. */
export async function readClasses(
  client: SmasClient,
  school: Row,
  year: SmasYear,
  signal: AbortSignal,
): Promise<readonly SmasClass[]> {
  const classes: SmasClass[] = [];
  for (const level of levelsOf(school)) {
    const params = { level, year: year.code };
    const answer = await client.object({ endpoint: 'classes', params, yearCode: year.code, signal });
    if (answer !== null) classes.push(...classesIn(answer));
  }
  return classes.sort(byGradeAndName);
}

export const inScope = (scope: PullScope, cls: SmasClass): boolean =>
  scope.className === undefined || classKeyOf(cls.name) === classKeyOf(scope.className);
