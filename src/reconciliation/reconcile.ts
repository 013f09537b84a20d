import type { ClassAccount } from '../ports/store.js';
import { accountOf, type SchoolRow } from './account.js';
import { compareFarSide, type FarSide, type ReconcileContext } from './far-side.js';
import { checkSources } from './source-check.js';
import type {
  DifferingFinding,
  Finding,
  ReconcileClass,
  ReconcileRequest,
  ReconcileSchool,
  ReconcileTargetReport,
  Reconciliation,
} from './types.js';
import { tellDiffering, tellExtra, tellMissing } from './wording.js';

interface TargetFindings {
  readonly missing: readonly Finding[];
  readonly extra: readonly Finding[];
  readonly differing: readonly DifferingFinding[];
}

function findingsOf(target: string, far: FarSide): TargetFindings {
  return {
    missing: far.missing.map(({ ours, accepted }) => ({
      record: ours.recordId,
      target,
      school: ours.id.school,
      class: ours.id.classKey,
      ...tellMissing(target, accepted.version),
    })),
    extra: far.extra.map(({ far: held, kind, ours }) => ({
      record: held.recordId,
      target,
      school: ours?.id.school ?? held.school,
      class: ours?.id.classKey ?? held.classKey,
      ...tellExtra(kind, target),
    })),
    differing: far.differing.map(({ ours, fields }) => ({
      record: ours.recordId,
      target,
      school: ours.id.school,
      class: ours.id.classKey,
      fields,
      ...tellDiffering(target, fields),
    })),
  };
}

const EMPTY_ROW = {
  found: 0,
  delivered: 0,
  rejected: 0,
  quarantined: 0,
  withdrawn: 0,
  inFlight: 0,
  unknown: 0,
  dead: 0,
  difference: 0,
};

const plus = (remainder: number, findings: number): number => Math.abs(remainder) + findings;

/** Classes that only the far side knows get a row of their own, so that the differences below always add up. */
function classesOf(school: SchoolRow | undefined, findings: readonly Finding[]): ReconcileClass[] {
  const known = (school?.classes ?? []).map(({ classKey, superseded, ...row }) => ({
    ...row,
    key: classKey,
  }));
  const keys = new Set(known.map(({ key }) => key));
  const foreign = [...new Set(findings.map((finding) => finding.class))].filter((key) => !keys.has(key));
  const rows = [...known, ...foreign.map((key) => ({ ...EMPTY_ROW, key, name: key }))];
  return rows.map((row) => ({
    ...row,
    difference: plus(row.difference, findings.filter((finding) => finding.class === row.key).length),
  }));
}

function schoolsOf(
  rows: readonly SchoolRow[],
  findings: readonly Finding[],
  names: ReadonlyMap<string, string>,
): ReconcileSchool[] {
  const codes = new Set([...rows.map(({ code }) => code), ...findings.map(({ school }) => school)]);
  return [...codes].map((code) => {
    const row = rows.find((candidate) => candidate.code === code);
    const own = findings.filter(({ school }) => school === code);
    const {
      classes: _classes,
      superseded: _superseded,
      ...account
    } = row ?? { ...EMPTY_ROW, code, classes: [], superseded: 0 };
    return {
      ...account,
      name: names.get(code) ?? code,
      difference: plus(account.difference, own.length),
      classes: classesOf(row, own),
    };
  });
}

function targetReport(
  id: string,
  rows: readonly ClassAccount[],
  far: FarSide,
  found: TargetFindings,
  names: ReadonlyMap<string, string>,
): ReconcileTargetReport {
  const { target: _target, schools, ...account } = accountOf(id, rows);
  const findings: readonly Finding[] = [...found.missing, ...found.extra, ...found.differing];
  const { error } = far;
  return {
    id,
    farSide: far.farSide,
    ...account,
    difference: plus(account.difference, findings.length),
    schools: schoolsOf(schools, findings, names),
    ...(error === null ? {} : { unread: { code: error.code, message: error.text, hint: error.hint } }),
  };
}

async function rowsOf(
  { store, scope }: ReconcileContext,
  request: ReconcileRequest,
): Promise<Reconciliation['rows']> {
  const sums = { landed: 0, used: 0, ignored: 0, quarantined: 0 };
  for (const row of await store.landing.rowAccount(scope, request.schoolYear)) {
    if (request.schools !== undefined && !request.schools.includes(row.school)) continue;
    sums.landed += row.landed;
    sums.used += row.used;
    sums.ignored += row.ignored;
    sums.quarantined += row.quarantined;
  }
  return { ...sums, difference: sums.landed - sums.used - sums.ignored - sums.quarantined };
}

function classIds(rows: readonly ClassAccount[], schoolYear: string) {
  const ids = new Map(
    rows.map(({ school, classKey }) => [`${school} ${classKey}`, { school, schoolYear, classKey }]),
  );
  return [...ids.values()];
}

/**
 * Source, gateway and targets against each other, to the record and, where a target shows its content, to the field. The
 * account comes from one snapshot of the store; the far side is read, not assumed. Throws GatewayError: kind cancelled
 * when the signal aborts, otherwise only from the store; a target that cannot be read is reported, not thrown.
 */
export async function reconcile(job: ReconcileContext & ReconcileRequest): Promise<Reconciliation> {
  const { store, scope, clock, schoolYear, targets } = job;
  const asOf = clock.now().toISOString();
  const narrowed = job.schools === undefined ? {} : { schools: job.schools };
  const filter = { schoolYear, targets: targets.map(({ id }) => id), ...narrowed };
  const known = await store.account.schools(scope, schoolYear);
  const codes = known.map(({ code }) => code).filter((code) => job.schools?.includes(code) ?? true);
  const names = new Map(known.map(({ code, name }) => [code, name]));
  const rows = await store.account.byClass(scope, filter);
  const sides = await Promise.all(targets.map((target) => compareFarSide(job, job, target, codes)));
  const found = sides.map((far, index) => findingsOf(targets[index]?.id ?? '', far));
  const reports = targets.map(({ id }, index) =>
    targetReport(id, rows, sides[index] as FarSide, found[index] as TargetFindings, names),
  );
  const rowAccount = await rowsOf(job, job);
  return {
    asOf,
    schoolYear,
    difference:
      reports.reduce((sum, { difference }) => sum + difference, 0) + Math.abs(rowAccount.difference),
    rows: rowAccount,
    targets: reports,
    missing: found.flatMap(({ missing }) => missing),
    extra: found.flatMap(({ extra }) => extra),
    differing: found.flatMap(({ differing }) => differing),
    sources: job.sources === true ? await checkSources(job, classIds(rows, schoolYear)) : [],
  };
}
