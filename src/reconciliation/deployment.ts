import type { CanonicalRecord, Staff } from '../domain/records.js';
import type { Clock } from '../ports/clock.js';
import type { ClassAccount, ClassId, RecordState, Scope, Store } from '../ports/store.js';

/** One school as the configuration declares it. */
export interface DeploymentSchoolSpec {
  readonly code: string;
  readonly name: string;
  /** Commune or ward; schools of one commune are added up. */
  readonly commune?: string;
  /** The year that the figures state, when they are replayed for another; default: the report's school year. */
  readonly figuresOf?: string;
}

export interface Figures {
  readonly classes: number;
  readonly pupils: number;
  readonly girls: number;
  readonly ethnicMinority: number;
  readonly ethnicMinorityGirls: number;
  /** Pupils with a personal identity number (12 digits). */
  readonly identityNumbers: number;
  readonly staff: number;
  readonly managers: number;
  readonly teachers: number;
  readonly otherStaff: number;
  /** Teachers plus the managers who teach: the N of training and of signatures. */
  readonly teachersCounted: number;
  /** Of the teachers counted, those with a valid signing certificate. */
  readonly certificates: number;
  /** Held back: refused by a rule, incomplete or in conflict. */
  readonly quarantined: number;
}

export interface Delivered {
  readonly target: string;
  readonly delivered: number;
  readonly found: number;
}

export interface DeploymentSchool extends Figures {
  readonly code: string;
  readonly name: string;
  readonly commune: string | null;
  readonly sourceYear: string;
  /** School years differ from the report's: the figures are of another document's year. */
  readonly replayed: boolean;
  readonly delivered: readonly Delivered[];
}

export interface DeploymentSum extends Figures {
  readonly name: string;
  readonly schools: number;
  readonly delivered: readonly Delivered[];
}

/** The report on putting the học bạ số to work (seed 000, 004), as data. */
export interface DeploymentReport {
  readonly asOf: string;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  /** off: packets are not signed and have no legal value; every rendering says so. */
  readonly signing: string;
  readonly targets: readonly string[];
  readonly schools: readonly DeploymentSchool[];
  /** Communes with more than one school. */
  readonly communes: readonly DeploymentSum[];
  readonly total: DeploymentSum;
}

export interface DeploymentJob {
  readonly store: Pick<Store, 'account' | 'records'>;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  readonly signing: string;
  readonly schools: readonly DeploymentSchoolSpec[];
  readonly targets: readonly string[];
}

const PRESENT: readonly RecordState[] = ['ready', 'incomplete', 'quarantined'];
/** Not counted as an ethnic minority: the majority, and foreigners. */
const NOT_MINORITY: ReadonlySet<string> = new Set(['kinh', 'nguoi-nuoc-ngoai']);

const NOTHING: Figures = {
  classes: 0,
  pupils: 0,
  girls: 0,
  ethnicMinority: 0,
  ethnicMinorityGirls: 0,
  identityNumbers: 0,
  staff: 0,
  managers: 0,
  teachers: 0,
  otherStaff: 0,
  teachersCounted: 0,
  certificates: 0,
  quarantined: 0,
};
const FIGURES = Object.keys(NOTHING) as (keyof Figures)[];

const addFigures = (rows: readonly Figures[]): Figures =>
  Object.fromEntries(
    FIGURES.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0)]),
  ) as unknown as Figures;

function addDelivered(
  targets: readonly string[],
  rows: readonly { readonly delivered: readonly Delivered[] }[],
) {
  const all = rows.flatMap(({ delivered }) => delivered);
  return targets.map((target): Delivered => {
    const own = all.filter((entry) => entry.target === target);
    const sum = (key: 'delivered' | 'found') => own.reduce((total, entry) => total + entry[key], 0);
    return { target, delivered: sum('delivered'), found: sum('found') };
  });
}

type Counts = { -readonly [K in keyof Figures]: number };

function countPupil(counts: Counts, { pupil }: CanonicalRecord): void {
  const girl = pupil.sex === 'female';
  const minority = !NOT_MINORITY.has(pupil.ethnicGroup);
  counts.pupils += 1;
  if (girl) counts.girls += 1;
  if (minority) counts.ethnicMinority += 1;
  if (girl && minority) counts.ethnicMinorityGirls += 1;
  if (pupil.identity.kind === 'citizen') counts.identityNumbers += 1;
}

const isManager = ({ role }: Staff): boolean => role === 'principal' || role === 'vice-principal';

function countStaff(counts: Counts, person: Staff): void {
  const manager = isManager(person);
  const counted = person.role === 'teacher' || (manager && person.teaches === true);
  counts.staff += 1;
  if (manager) counts.managers += 1;
  else if (person.role === 'teacher') counts.teachers += 1;
  else counts.otherStaff += 1;
  if (!counted) return;
  counts.teachersCounted += 1;
  if (person.certificate?.state === 'valid') counts.certificates += 1;
}

/** Two sources may name the same person: the richer row stands. */
async function staffOf(job: DeploymentJob, id: ClassId): Promise<readonly Staff[]> {
  const { schoolFragments } = await job.store.records.material(job.scope, id);
  const people = new Map<string, Staff>();
  for (const { fragment } of schoolFragments)
    if (fragment.stream === 'staff') {
      const known = people.get(fragment.data.code);
      people.set(fragment.data.code, { ...known, ...fragment.data });
    }
  return [...people.values()];
}

async function schoolFigures(job: DeploymentJob, school: string): Promise<Figures> {
  const counts: Counts = { ...NOTHING };
  const classes = new Map<string, ClassId>();
  const filter = { schoolYear: job.schoolYear, school, states: PRESENT };
  for await (const page of job.store.records.list(job.scope, filter))
    for (const { canonical, id, state } of page) {
      countPupil(counts, canonical);
      if (state !== 'ready') counts.quarantined += 1;
      classes.set(id.classKey, id);
    }
  counts.classes = classes.size;
  const [anyClass] = classes.values();
  if (anyClass !== undefined) for (const person of await staffOf(job, anyClass)) countStaff(counts, person);
  return counts;
}

function deliveredOf(
  job: DeploymentJob,
  school: string,
  account: readonly ClassAccount[],
): readonly Delivered[] {
  return job.targets.map((target) => {
    const rows = account.filter((row) => row.target === target && row.school === school);
    return {
      target,
      delivered: rows.reduce((sum, { counts }) => sum + counts.delivered, 0),
      found: rows.reduce((sum, { counts }) => sum + counts.found, 0),
    };
  });
}

function sumOf(name: string, job: DeploymentJob, schools: readonly DeploymentSchool[]): DeploymentSum {
  return {
    name,
    schools: schools.length,
    ...addFigures(schools),
    delivered: addDelivered(job.targets, schools),
  };
}

function communesOf(job: DeploymentJob, schools: readonly DeploymentSchool[]): readonly DeploymentSum[] {
  const names = [...new Set(schools.flatMap(({ commune }) => commune ?? []))];
  return names
    .map((name) => ({ name, own: schools.filter(({ commune }) => commune === name) }))
    .filter(({ own }) => own.length > 1)
    .map(({ name, own }) => sumOf(name, job, own));
}

/** Counts schools, classes, pupils and staff as the sector reports them, with n/N of delivery per target. */
export async function deploymentReport(job: DeploymentJob): Promise<DeploymentReport> {
  const { store, scope, schoolYear, targets } = job;
  const asOf = job.clock.now().toISOString();
  const account = await store.account.byClass(scope, { schoolYear, targets });
  const schools: DeploymentSchool[] = [];
  for (const { code, name, commune, figuresOf } of job.schools) {
    const sourceYear = figuresOf ?? schoolYear;
    schools.push({
      code,
      name,
      commune: commune ?? null,
      sourceYear,
      replayed: sourceYear !== schoolYear,
      ...(await schoolFigures(job, code)),
      delivered: deliveredOf(job, code, account),
    });
  }
  return {
    asOf,
    schoolYear,
    environment: job.environment,
    signing: job.signing,
    targets,
    schools,
    communes: communesOf(job, schools),
    total: sumOf('total', job, schools),
  };
}
