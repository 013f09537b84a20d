import { createHash } from 'node:crypto';
import type { Issue } from '../../src/domain/issue.js';
import type { CanonicalRecord, Fragment } from '../../src/domain/records.js';
import type {
  ClassCommit,
  ClassId,
  LandedFragment,
  LandedPage,
  PullId,
  RecordCommit,
  RecordState,
  Scope,
  Store,
} from '../../src/ports/store.js';
import type { BatchContext } from '../../src/ports/target.js';

export const ALL: Scope = { actor: 'test', schools: 'all' };
export const YEAR = '2025-2026';
export const T0 = new Date('2026-05-20T01:00:00.000Z');
export const later = (ms: number): Date => new Date(T0.getTime() + ms);

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

export const classOf = (school: string, classKey = '6A'): ClassId => ({ school, schoolYear: YEAR, classKey });

/** Each pupil is named by number only: nothing here is a person. */
export const canonicalOf = (id: ClassId, pupil: string, mark = '8.0'): CanonicalRecord => ({
  schema: 'canonical-record/1',
  programme: 'GDPT',
  level: 'THCS',
  schoolYear: YEAR,
  school: { code: id.school, name: `Trường ${id.school}` },
  class: { key: id.classKey, name: id.classKey, grade: 6 },
  pupil: {
    name: `Học sinh ${pupil}`,
    birthDate: '2014-01-31',
    sex: 'female',
    ethnicGroup: 'kinh',
    nationality: 'VN',
    identity: { kind: 'none', reason: 'dữ liệu thử' },
  },
  enrolment: { status: 'dang-hoc' },
  secondary: { subjects: [{ subject: 'toan', year: { score: mark } }], hocTap: {}, renLuyen: {} },
});

export const contextOf = (id: ClassId): BatchContext => ({
  school: { code: id.school, name: `Trường ${id.school}`, levels: ['THCS'] },
  schoolYear: YEAR,
  classKey: id.classKey,
  className: `Lớp ${id.classKey}`,
  grade: 6,
  staff: [],
});

export const ISSUE: Issue = {
  rule: 'TEST-1',
  severity: 'error',
  path: 'pupil.name',
  value: null,
  expected: { vi: 'có tên', en: 'a name' },
  message: { vi: 'Thiếu tên.', en: 'No name.' },
  fix: { vi: 'Nhập tên.', en: 'Enter the name.' },
  basis: 'test',
  owner: 'school',
};

export interface RecordPlan {
  readonly recordId: string;
  readonly state?: RecordState;
  readonly version?: number | null;
  readonly targets?: readonly (string | { readonly target: string; readonly after: string })[];
  readonly event?: 'NEW' | 'UPDATE' | 'CANCEL';
  readonly aliases?: RecordCommit['aliases'];
  readonly issued?: boolean;
  readonly padding?: number;
}

export const keyOf = (recordId: string, version: number, target: string, event = 'NEW'): string =>
  `${recordId}:${version}:${target}:${event}`;

export const octetsOf = (recordId: string, version: number, padding = 0): Buffer =>
  Buffer.from(
    `<HOC_BA id="${recordId}" n="${version}">Đầy đủ dấu${' x'.repeat(padding / 2)}</HOC_BA>`,
    'utf8',
  );

export function recordOf(id: ClassId, plan: RecordPlan): RecordCommit {
  const version = plan.version === undefined ? 1 : plan.version;
  const event = plan.event ?? (version === null || version === 1 ? 'NEW' : 'UPDATE');
  const octets = octetsOf(plan.recordId, version ?? 0, plan.padding);
  return {
    recordId: plan.recordId,
    pupilId: `pupil-${plan.recordId}`,
    state: plan.state ?? 'ready',
    stateHash: sha256(`${plan.state ?? 'ready'}:${version ?? 'none'}`),
    canonical: canonicalOf(id, plan.recordId, `${(version ?? 0) % 10}.0`),
    issues: plan.state === 'quarantined' ? [ISSUE] : [],
    aliases: plan.aliases ?? [{ scheme: 'sector', value: plan.recordId }],
    sortKey: plan.recordId,
    foldKey: plan.recordId,
    version:
      version === null
        ? null
        : {
            number: version,
            canonicalHash: sha256(`${plan.recordId}:${version}`),
            octets,
            sha256: sha256(octets),
            lookupCode: sha256(plan.recordId).slice(0, 32),
            profile: 'test',
            environment: 'test',
            effectiveDate: null,
            issued: plan.issued ?? true,
          },
    items: (plan.targets ?? []).map((entry) => {
      const target = typeof entry === 'string' ? entry : entry.target;
      return {
        key: keyOf(plan.recordId, version ?? 0, target, event),
        target,
        event,
        after: typeof entry === 'string' ? null : entry.after,
      };
    }),
  };
}

export const commitOf = (
  id: ClassId,
  plans: readonly RecordPlan[],
  more: Partial<ClassCommit> = {},
): ClassCommit => ({
  id,
  sequence: 0,
  runId: 'run',
  at: T0,
  context: contextOf(id),
  records: plans.map((plan) => recordOf(id, plan)),
  touch: [],
  ...more,
});

export const pullOf = (school: string, stream: PullId['stream'] = 'roster', source = 'smas'): PullId => ({
  source,
  school,
  schoolYear: YEAR,
  stream,
});

export const rosterRow = (classKey: string | null, pupil: string): LandedFragment => ({
  rowKey: `row-${pupil}`,
  classKey,
  fragment: {
    stream: 'roster',
    pupil: { vendorId: pupil },
    class: { name: classKey ?? '?' },
    data: { name: `Học sinh ${pupil}` },
  } satisfies Fragment,
  issues: [],
  place: { row: 3 },
});

export const pageOf = (
  pageKey: string,
  fragments: readonly LandedFragment[],
  more: Partial<LandedPage> = {},
): LandedPage => ({
  pageKey,
  term: null,
  mapping: 'smas-roster',
  mappingVersion: 1,
  contentHash: sha256(JSON.stringify(fragments)),
  rows: JSON.stringify({ records: fragments.map((fragment) => fragment.rowKey) }),
  fragments,
  issues: [],
  outcome: { landed: fragments.length, used: fragments.length, ignored: {}, quarantined: 0 },
  ...more,
});

export async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

export const claimFrom = (
  store: Store,
  target: string,
  more: Partial<{ now: Date; limit: number; leaseMs: number }> = {},
) => store.outbox.claim(ALL, { target, worker: 'w', limit: 100, leaseMs: 60_000, now: T0, ...more });
