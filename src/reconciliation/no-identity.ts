import type { Identity } from '../domain/records.js';
import { cleanText } from '../domain/text.js';
import type { Clock } from '../ports/clock.js';
import type { RecordRow, RecordState, Scope, Store } from '../ports/store.js';
import { hasOfficialCode, temporaryCode } from '../rules/identity/codes-of-pupil.js';
import type { DeploymentSchoolSpec } from './deployment.js';

export interface IdentityCounts {
  /** N: pupils present. */
  readonly pupils: number;
  /** With a personal identity number of 12 digits. */
  readonly withNumber: number;
  /** With a foreign paper instead. */
  readonly foreignPapers: number;
  readonly withoutNumber: number;
  /** Of those without a number: not delivered, whatever for. */
  readonly held: number;
  /** Known by a temporary code (TAM-…), which must be exchanged. */
  readonly temporaryCodes: number;
  /** With no code of the sector at all: the packet carries a temporary one. */
  readonly withoutSectorCode: number;
}

export interface MissingReason {
  readonly reason: string;
  readonly pupils: number;
  /** The earliest day told, YYYY-MM-DD; null where none is. */
  readonly since: string | null;
}

/** A pupil without a number. Name and birth date are only there when the report was asked for names. */
export interface UnnumberedPupil {
  readonly record: string;
  readonly class: string;
  readonly name?: string;
  readonly birthDate?: string;
  readonly reason: string;
  readonly since: string | null;
  readonly temporaryCode: string | null;
  readonly state: RecordState;
}

export interface NoIdentitySchool extends IdentityCounts {
  readonly code: string;
  readonly name: string;
  readonly commune: string | null;
  /** The most frequent first. */
  readonly reasons: readonly MissingReason[];
  readonly list: readonly UnnumberedPupil[];
}

export interface NoIdentitySum extends IdentityCounts {
  readonly name: string;
  readonly schools: number;
  readonly reasons: readonly MissingReason[];
}

/** Pupils without an identity number, by school and commune: what a school reports to the department for a solution. */
export interface NoIdentityReport {
  readonly asOf: string;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  /** Whether such pupils are delivered with a warning or held. */
  readonly policy: 'warn' | 'hold';
  readonly schools: readonly NoIdentitySchool[];
  /** Every commune that a school names. */
  readonly communes: readonly NoIdentitySum[];
  readonly total: NoIdentitySum;
}

export interface NoIdentityJob {
  readonly store: Pick<Store, 'records'>;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly schoolYear: string;
  readonly environment: 'test' | 'production';
  readonly policy: 'warn' | 'hold';
  readonly schools: readonly Pick<DeploymentSchoolSpec, 'code' | 'name' | 'commune'>[];
  /** Also names and birth dates: for the school that has to act, not for a report that travels. */
  readonly names: boolean;
}

const PRESENT: readonly RecordState[] = ['ready', 'incomplete', 'quarantined'];

/** A number was entered but refused (a lost zero, letters): the school has it and must correct it. */
const MISENTERED = 'Số định danh đã nhập nhưng sai, chưa nhận được';
const isMisentered = ({ issues }: RecordRow): boolean =>
  issues.some(({ rule }) => rule.startsWith('MAP-IDENTITY-'));

type Counts = { -readonly [K in keyof IdentityCounts]: number };

const nothing = (): Counts => ({
  pupils: 0,
  withNumber: 0,
  foreignPapers: 0,
  withoutNumber: 0,
  held: 0,
  temporaryCodes: 0,
  withoutSectorCode: 0,
});

function countPupil(counts: Counts, { canonical, state }: RecordRow): void {
  const { kind } = canonical.pupil.identity;
  counts.pupils += 1;
  if (kind === 'citizen') counts.withNumber += 1;
  else if (kind === 'foreign') counts.foreignPapers += 1;
  else {
    counts.withoutNumber += 1;
    if (state !== 'ready') counts.held += 1;
  }
  if (temporaryCode(canonical) !== null) counts.temporaryCodes += 1;
  else if (!hasOfficialCode(canonical.aliases)) counts.withoutSectorCode += 1;
}

type NoIdentity = Extract<Identity, { kind: 'none' }>;

const listed = (row: RecordRow, { reason, since }: NoIdentity, names: boolean): UnnumberedPupil => {
  const { canonical, recordId, id, state } = row;
  const { name, birthDate } = canonical.pupil;
  return {
    record: recordId,
    class: id.classKey,
    ...(names ? { name, birthDate } : {}),
    reason: isMisentered(row) ? MISENTERED : cleanText(reason),
    since: since ?? null,
    temporaryCode: temporaryCode(canonical),
    state,
  };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const earlier = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b;

function reasonsOf(list: readonly Pick<UnnumberedPupil, 'reason' | 'since'>[]): readonly MissingReason[] {
  const reasons = new Map<string, MissingReason>();
  for (const { reason, since } of list) {
    const known = reasons.get(reason);
    reasons.set(reason, {
      reason,
      pupils: (known?.pupils ?? 0) + 1,
      since: earlier(known?.since ?? null, since),
    });
  }
  return [...reasons.values()].sort((a, b) => b.pupils - a.pupils || compare(a.reason, b.reason));
}

async function schoolOf(
  job: NoIdentityJob,
  { code, name, commune }: NoIdentityJob['schools'][number],
): Promise<NoIdentitySchool> {
  const counts = nothing();
  const list: UnnumberedPupil[] = [];
  const filter = { schoolYear: job.schoolYear, school: code, states: PRESENT };
  for await (const page of job.store.records.list(job.scope, filter))
    for (const row of page) {
      countPupil(counts, row);
      const { identity } = row.canonical.pupil;
      if (identity.kind === 'none') list.push(listed(row, identity, job.names));
    }
  list.sort((a, b) => compare(a.class, b.class) || compare(a.record, b.record));
  return { code, name, commune: commune ?? null, ...counts, reasons: reasonsOf(list), list };
}

function sumOf(name: string, schools: readonly NoIdentitySchool[]): NoIdentitySum {
  const counts = nothing();
  for (const school of schools)
    for (const key of Object.keys(counts) as (keyof Counts)[]) counts[key] += school[key];
  return {
    name,
    schools: schools.length,
    ...counts,
    reasons: reasonsOf(schools.flatMap(({ list }) => list)),
  };
}

/** Reads the records of every configured school once. */
export async function noIdentityReport(job: NoIdentityJob): Promise<NoIdentityReport> {
  const { schoolYear, environment, policy } = job;
  const asOf = job.clock.now().toISOString();
  const schools: NoIdentitySchool[] = [];
  for (const school of job.schools) schools.push(await schoolOf(job, school));
  const communes = [...new Set(schools.flatMap(({ commune }) => commune ?? []))];
  return {
    asOf,
    schoolYear,
    environment,
    policy,
    schools,
    communes: communes.map((name) =>
      sumOf(
        name,
        schools.filter(({ commune }) => commune === name),
      ),
    ),
    total: sumOf('total', schools),
  };
}
