import { assembleClass } from '../../src/assembly/assemble.js';
import type {
  AssembledClass,
  AssembledRecord,
  AssemblyInput,
  AssemblyPolicy,
} from '../../src/assembly/types.js';
import type { Issue, Place } from '../../src/domain/issue.js';
import type {
  CanonicalRecord,
  Fragment,
  PupilRef,
  ResultsFacts,
  RosterFacts,
  SecondaryRecord,
  Term,
} from '../../src/domain/records.js';
import type { StreamCapability } from '../../src/ports/source.js';
import type { KnownRecord, RecordState, SourcedFragment } from '../../src/ports/store.js';

export const SCHOOL = '66000101';
export const YEAR = '2025-2026';
export const POLICY: AssemblyPolicy = { systemOfRecord: [], missingYear: 'quarantine', programme: 'GDPT' };

const FIX = { vi: 'Đồng bộ lại.', en: 'Sync again.' };
const capability = (terms: readonly Term[] = []): StreamCapability => ({
  need: 'required',
  terms,
  completeness: 'full',
  unverified: [],
  fix: FIX,
});

/** A source that must give roster and results of both terms. */
export const expectation = (source: string) => ({
  source,
  streams: { roster: capability(), results: capability(['hk1', 'hk2', 'year', 'reassessment']) },
});

export interface RowOptions {
  readonly source?: string;
  readonly className?: string;
  readonly grade?: number;
  readonly page?: string;
  readonly place?: Place;
  readonly issues?: readonly Issue[];
}

const classOf = ({ className = '6A', grade = 6 }: RowOptions) => ({ name: className, grade });

function sourced(
  fragment: Fragment,
  term: Term | null,
  rowKey: string,
  options: RowOptions,
): SourcedFragment {
  const { source = 'smas', className = '6A', page = `${fragment.stream}-${term ?? ''}` } = options;
  return {
    source,
    stream: fragment.stream,
    term,
    pageKey: page,
    rowKey,
    classKey: className.toUpperCase(),
    fragment,
    issues: options.issues ?? [],
    place: options.place ?? { source, file: `${page}.xls`, row: 8 },
  };
}

/** Synthetic pupil n: no real person. */
export const refOf = (n: number): PupilRef => ({
  vendorId: `V${n}`,
  sectorCode: `62006${String(n).padStart(5, '0')}`,
  identityNumber: `0662140${String(n).padStart(5, '0')}`,
});

export const nameOf = (n: number): string =>
  `Nguyễn Thử ${String.fromCharCode(65 + (n % 26))}${Math.floor(n / 26)}`;

export const factsOf = (n: number): RosterFacts => ({
  name: nameOf(n),
  birthDate: `2014-03-${String((n % 27) + 1).padStart(2, '0')}`,
  sex: n % 2 === 0 ? 'male' : 'female',
  ethnicGroup: 'kinh',
  nationality: 'VN',
  identity: { kind: 'citizen', number: refOf(n).identityNumber as string },
  enrolment: { status: 'dang-hoc' },
});

export function roster(pupil: PupilRef, facts: RosterFacts, options: RowOptions = {}): SourcedFragment {
  return sourced(
    { stream: 'roster', pupil, class: classOf(options), data: facts },
    null,
    rowKeyOf(pupil, facts),
    options,
  );
}

const rowKeyOf = (pupil: PupilRef, facts?: RosterFacts): string =>
  pupil.vendorId ??
  pupil.identityNumber ??
  pupil.sectorCode ??
  `${pupil.name ?? facts?.name}-${pupil.birthDate ?? ''}`;

export function results(
  pupil: PupilRef,
  term: Term,
  facts: ResultsFacts,
  options: RowOptions = {},
): SourcedFragment {
  return sourced(
    { stream: 'results', term, pupil, class: classOf(options), data: facts },
    term,
    rowKeyOf(pupil),
    options,
  );
}

export const termFacts = (toan: string, van: string): ResultsFacts => ({
  subjects: [
    { subject: 'toan', score: toan },
    { subject: 'ngu-van', score: van },
    { subject: 'gdtc', rating: 'Đ' },
  ],
  hocTap: 'K',
  renLuyen: 'T',
});

/** A pupil with roster and all three terms. */
export function wholePupil(n: number, options: RowOptions = {}): SourcedFragment[] {
  const ref = refOf(n);
  return [
    roster(ref, factsOf(n), options),
    results(ref, 'hk1', termFacts('6.5', '7.0'), options),
    results(ref, 'hk2', termFacts('7.5', '8.0'), options),
    results(ref, 'year', termFacts('7.2', '7.7'), options),
  ];
}

export interface Scene extends Partial<Omit<AssemblyInput, 'material'>> {
  readonly fragments: readonly SourcedFragment[];
  readonly schoolFragments?: readonly SourcedFragment[];
  readonly records?: readonly KnownRecord[];
  readonly classKey?: string;
  readonly schoolCode?: string;
}

let minted = 0;

export function assemble(scene: Scene): AssembledClass {
  const { fragments, schoolFragments = [], records = [], classKey = '6A', schoolCode = SCHOOL } = scene;
  return assembleClass({
    material: {
      id: { school: schoolCode, schoolYear: YEAR, classKey },
      sequence: 1,
      fragments,
      schoolFragments,
      records,
    },
    elsewhere: scene.elsewhere ?? [],
    expected: scene.expected ?? [expectation('smas')],
    school: scene.school ?? { code: schoolCode, name: 'THCS Thử Nghiệm', levels: ['THCS'] },
    policy: scene.policy ?? POLICY,
    today: scene.today ?? '2026-06-01',
    newId: scene.newId ?? (() => `id-${++minted}`),
  });
}

export function only(result: AssembledClass): AssembledRecord {
  if (result.records.length !== 1) throw new Error(`expected one record, got ${result.records.length}`);
  return result.records[0] as AssembledRecord;
}

export const rulesOf = (record: AssembledRecord): string[] => record.issues.map((issue) => issue.rule).sort();

export const secondary = (record: { readonly canonical: CanonicalRecord }): SecondaryRecord['secondary'] =>
  (record.canonical as SecondaryRecord).secondary;

/** What the store would give back for an assembled record. */
export function known(
  record: AssembledRecord,
  state: RecordState,
  options: { readonly version?: boolean; readonly classKey?: string } = {},
): KnownRecord {
  const { canonical } = record;
  return {
    recordId: record.recordId,
    pupilId: record.pupilId,
    id: {
      school: canonical.school.code,
      schoolYear: YEAR,
      classKey: options.classKey ?? canonical.class.key,
    },
    state,
    stateHash: 'hash',
    canonical,
    aliases: record.aliases,
    version: options.version === true ? { number: 1, canonicalHash: 'c', sha256: 's' } : null,
    lookupCode: options.version === true ? 'a'.repeat(32) : null,
  };
}
