import { type Bilingual, GatewayError } from '../domain/errors.js';
import type { Owner, Severity } from '../domain/issue.js';
import type { Clock } from '../ports/clock.js';
import type { ClassMaterial, Scope, Store } from '../ports/store.js';
import { completenessPack } from '../rules/completeness/index.js';
import { runPopulationRules } from '../rules/pack.js';
import type {
  ClassRoster,
  ExpectedSchool,
  Member,
  Population,
  PopulationIssue,
} from '../rules/population.js';
import { isPresent } from '../rules/population.js';
import { heldIn, membersOf, rostersOf } from './class-lists.js';

export interface CompletenessCounts {
  /** N: pupils that the class lists promise; where no list says a number, the records. */
  readonly promised: number;
  /** n: records of pupils who are there. */
  readonly records: number;
  /** Of the records, those with any result. */
  readonly withResults: number;
  /** Of the records, those refused or incomplete. */
  readonly held: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface CompletenessClass extends CompletenessCounts {
  readonly class: string;
  /** null when no source gives a size or a list of names. */
  readonly size: number | null;
  readonly homeroom: boolean;
}

/** A finding of the completeness pack; equal ones stand once, with how often. */
export interface CompletenessFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** null for the school as a whole. */
  readonly class: string | null;
  readonly record: string | null;
  /** `33/35`, or a pupil's name when the report was asked for names. */
  readonly value: string | null;
  readonly count: number;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  readonly owner: Owner;
}

export interface CompletenessSum extends CompletenessCounts {
  readonly classes: number;
  /** Of the classes, those with a homeroom teacher. */
  readonly withHomeroom: number;
}

export interface CompletenessSchool extends CompletenessSum {
  readonly code: string;
  readonly name: string;
  /** Ids of the sources that serve it; none: the school is on paper. */
  readonly sources: readonly string[];
  readonly list: readonly CompletenessClass[];
  readonly findings: readonly CompletenessFinding[];
}

/** What is missing, by school and class, against the class lists of the sources and the schools of the configuration. */
export interface CompletenessReport {
  readonly asOf: string;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  /** Of the rules that judged. */
  readonly pack: { readonly id: string; readonly version: string };
  readonly schools: readonly CompletenessSchool[];
  readonly total: CompletenessSum & { readonly schools: number };
}

export interface CompletenessJob {
  readonly store: Pick<Store, 'records'>;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  readonly schools: readonly ExpectedSchool[];
  /** Also the names of pupils without a record: for the school that has to act, not for a report that travels. */
  readonly names: boolean;
  readonly signal: AbortSignal;
}

interface ClassSides {
  readonly key: string;
  readonly members: readonly Member[];
  readonly rosters: readonly ClassRoster[];
  readonly held: number;
}

const sidesOf = (material: ClassMaterial): ClassSides => ({
  key: material.id.classKey,
  members: membersOf(material),
  rosters: rostersOf(material),
  held: heldIn(material),
});

/** Several lists of a class may promise different numbers, which is a finding; the largest is the N to reach. */
function sizeOf({ rosters }: ClassSides): number | null {
  const sizes = rosters.flatMap(({ size, pupils }) => size ?? pupils?.length ?? []);
  return sizes.length === 0 ? null : Math.max(...sizes);
}

const countOf = (issues: readonly PopulationIssue[], severity: Severity): number =>
  issues.filter((issue) => issue.severity === severity).length;

function classOf(sides: ClassSides, issues: readonly PopulationIssue[]): CompletenessClass {
  const present = sides.members.filter(isPresent);
  const size = sizeOf(sides);
  return {
    class: sides.key,
    size,
    promised: size ?? present.length,
    records: present.length,
    withResults: present.filter(({ results }) => results).length,
    homeroom: [...present, ...sides.rosters].some(({ homeroom }) => homeroom === true),
    held: sides.held,
    errors: countOf(issues, 'error'),
    warnings: countOf(issues, 'warning'),
  };
}

const isAboutPupil = ({ path }: PopulationIssue): boolean => path === 'class.pupils' || path === 'pupil.name';

function findingOf(issue: PopulationIssue, names: boolean): CompletenessFinding {
  const { rule, severity, classKey, record, value, message, fix, owner } = issue;
  const shown = names || !isAboutPupil(issue) ? value : null;
  return { rule, severity, class: classKey ?? null, record, value: shown, count: 1, message, fix, owner };
}

/** Without names, pupils of one class who lack the same thing read alike. */
function grouped(findings: readonly CompletenessFinding[]): readonly CompletenessFinding[] {
  const groups = new Map<string, CompletenessFinding>();
  for (const finding of findings) {
    const { rule, record, value, message } = finding;
    const key = JSON.stringify([rule, finding.class, record, value, message.vi]);
    groups.set(key, { ...finding, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}

const COUNTS = ['promised', 'records', 'withResults', 'held', 'errors', 'warnings'] as const;

const addCounts = (parts: readonly CompletenessCounts[]): CompletenessCounts =>
  Object.fromEntries(
    COUNTS.map((key) => [key, parts.reduce((sum, part) => sum + part[key], 0)]),
  ) as unknown as CompletenessCounts;

const stopped = (): GatewayError =>
  new GatewayError({
    kind: 'cancelled',
    code: 'REPORT_CANCELLED',
    message: { vi: 'Đã dừng lập báo cáo giữa chừng.', en: 'The report was stopped.' },
    hint: { vi: 'Chạy lại lệnh để lập báo cáo.', en: 'Run the command again.' },
  });

async function schoolOf(job: CompletenessJob, school: ExpectedSchool): Promise<CompletenessSchool> {
  const { store, scope, schoolYear } = job;
  const classes: ClassSides[] = [];
  for (const id of await store.records.classes(scope, { schoolYear, school: school.code })) {
    if (job.signal.aborted) throw stopped();
    classes.push(sidesOf(await store.records.material(scope, id)));
  }
  const population: Population = {
    members: classes.flatMap(({ members }) => members),
    rosters: classes.flatMap(({ rosters }) => rosters),
    schools: [school],
  };
  const issues = runPopulationRules([completenessPack], population);
  const list = classes.map((sides) =>
    classOf(
      sides,
      issues.filter(({ classKey }) => classKey === sides.key),
    ),
  );
  return {
    code: school.code,
    name: school.name,
    sources: school.sources,
    ...addCounts(list),
    errors: countOf(issues, 'error'),
    warnings: countOf(issues, 'warning'),
    classes: list.length,
    withHomeroom: list.filter(({ homeroom }) => homeroom).length,
    list,
    findings: grouped(issues.map((issue) => findingOf(issue, job.names))),
  };
}

/**
 * Holds the records of every configured school against its class lists, one school at a time. Reads the store only.
 * GatewayError REPORT_CANCELLED when the signal aborts.
 */
export async function completenessReport(job: CompletenessJob): Promise<CompletenessReport> {
  const asOf = job.clock.now().toISOString();
  const schools: CompletenessSchool[] = [];
  for (const school of job.schools) schools.push(await schoolOf(job, school));
  const sum = (key: 'classes' | 'withHomeroom'): number =>
    schools.reduce((total, school) => total + school[key], 0);
  return {
    asOf,
    schoolYear: job.schoolYear,
    environment: job.environment,
    pack: { id: completenessPack.id, version: completenessPack.version },
    schools,
    total: {
      ...addCounts(schools),
      schools: schools.length,
      classes: sum('classes'),
      withHomeroom: sum('withHomeroom'),
    },
  };
}
