import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapter } from '../../adapters/targets/so-gddt/index.js';
import {
  createPollDispatcher,
  type DeliveryContext,
  type DeliveryReport,
  type DeliveryTarget,
} from '../../src/delivery/index.js';
import type { CanonicalRecord, Staff } from '../../src/domain/records.js';
import { openEmbeddedStore } from '../../src/infra/embedded/embedded-store.js';
import { createHttpClient } from '../../src/infra/http/http-client.js';
import { silentLogger } from '../../src/infra/logging/logger.js';
import { createClock } from '../../src/infra/system/clock.js';
import { createIds } from '../../src/infra/system/ids.js';
import type { ClassId, RecordCommit, RecordState, Store } from '../../src/ports/store.js';
import { type RunningSoGddt, startSoGddt } from '../../src/sandbox/targets/so-gddt/start.js';

export const SCOPE = { actor: 'test', schools: 'all' } as const;
export const YEAR = '2025-2026';

const hash = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export const STAFF: readonly Staff[] = [
  { code: 'GV1', name: 'Giáo viên 1', role: 'teacher', certificate: { state: 'valid' } },
  { code: 'GV2', name: 'Giáo viên 2', role: 'teacher', certificate: { state: 'none' } },
  { code: 'QL1', name: 'Quản lý 1', role: 'principal', teaches: true, certificate: { state: 'valid' } },
  { code: 'QL2', name: 'Quản lý 2', role: 'vice-principal', certificate: { state: 'valid' } },
  { code: 'NV1', name: 'Nhân viên 1', role: 'other' },
];

export interface Pupil {
  readonly record: string;
  readonly mark?: string;
  readonly version?: number;
  readonly state?: RecordState;
  readonly sex?: 'male' | 'female';
  readonly ethnicGroup?: string;
  readonly event?: 'NEW' | 'UPDATE' | 'CANCEL';
  readonly octets?: Uint8Array;
}

function canonicalOf(id: ClassId, pupil: Pupil): CanonicalRecord {
  return {
    schema: 'canonical-record/1',
    programme: 'GDPT',
    level: 'THCS',
    schoolYear: YEAR,
    school: { code: id.school, name: `Trường ${id.school}` },
    class: { key: id.classKey, name: id.classKey, grade: 6 },
    pupil: {
      name: `Học sinh ${pupil.record}`,
      birthDate: '2014-01-31',
      sex: pupil.sex ?? 'male',
      ethnicGroup: pupil.ethnicGroup ?? 'kinh',
      nationality: 'VN',
      identity: { kind: 'citizen', number: '001214000001' },
    },
    enrolment: { status: 'dang-hoc' },
    secondary: {
      subjects: [{ subject: 'toan', year: { score: pupil.mark ?? '8.0' } }],
      hocTap: {},
      renLuyen: {},
    },
  };
}

/** Canonical bytes of the smallest packet that the simulated Sở takes. */
export function packetOf(school: string, pupil: Pupil): Uint8Array {
  const parts = [
    '<HOC_BA><DU_LIEU_HOC_BA Id="data">',
    `<MOI_TRUONG>test</MOI_TRUONG><MA_TRUONG>${school}</MA_TRUONG>`,
    `<MA_TRA_CUU>${hash(pupil.record).slice(0, 32)}</MA_TRA_CUU><PHIEN_BAN>${pupil.version ?? 1}</PHIEN_BAN>`,
    `<DIEM_TONG_KET Id="m1"><TEN>Toán &amp; Tin</TEN><DIEM>${pupil.mark ?? '8.0'}</DIEM></DIEM_TONG_KET>`,
    '<DIEM_TONG_KET Id="m2"><TEN>Ngữ văn</TEN><DIEM>7.5</DIEM></DIEM_TONG_KET>',
    '</DU_LIEU_HOC_BA></HOC_BA>',
  ];
  return new TextEncoder().encode(parts.join(''));
}

function recordCommit(
  id: ClassId,
  pupil: Pupil,
  targets: readonly { id: string; after: string | null }[],
): RecordCommit {
  const state = pupil.state ?? 'ready';
  const version = pupil.version ?? 1;
  const octets = pupil.octets ?? packetOf(id.school, pupil);
  const event = pupil.event ?? (version === 1 ? 'NEW' : 'UPDATE');
  const issued = state === 'ready' || event === 'CANCEL';
  return {
    recordId: pupil.record,
    pupilId: `p-${pupil.record}`,
    state,
    stateHash: hash(`${state}:${version}:${pupil.mark ?? ''}`),
    canonical: canonicalOf(id, pupil),
    issues: [],
    aliases: [{ scheme: 'sector', value: pupil.record }],
    sortKey: pupil.record,
    foldKey: pupil.record,
    version:
      state === 'ready'
        ? {
            number: version,
            canonicalHash: hash(`${pupil.record}:${version}:${pupil.mark ?? ''}`),
            octets,
            sha256: hash(octets),
            lookupCode: hash(pupil.record).slice(0, 32),
            profile: 'test',
            environment: 'test',
            effectiveDate: null,
            issued: true,
          }
        : null,
    items: issued
      ? targets.map(({ id: target, after }) => ({
          key: `${target}:${pupil.record}:${version}:${event}`,
          target,
          event,
          after,
        }))
      : [],
  };
}

export interface Wiring {
  readonly store: Store;
  readonly context: DeliveryContext;
  readonly simulators: ReadonlyMap<string, RunningSoGddt>;
  readonly targets: readonly DeliveryTarget[];
  /** Puts pupils of one class into the store, with items for every target. */
  commit(school: string, classKey: string, pupils: readonly Pupil[]): Promise<void>;
  landStaff(school: string, staff: readonly Staff[]): Promise<void>;
  deliver(maxMs?: number): Promise<DeliveryReport>;
  control(target: string, name: 'plant' | 'faults', body: object): Promise<Record<string, unknown>>;
  /** Keys of the packet effects in the target's own ledger. */
  effects(target: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

const IMPATIENT = {
  retry: { firstDelayMs: 20, maxDelayMs: 400, maxAttempts: 60, maxRetryAfterMs: 50 },
  inquiry: { firstDelayMs: 20, maxDelayMs: 200 },
} as const;

const clock = createClock();

async function landStaff(store: Store, school: string, staff: readonly Staff[]): Promise<void> {
  const id = { source: 'smas', school, schoolYear: YEAR, stream: 'staff' as const };
  const open = await store.landing.openPull(SCOPE, id);
  const fragments = staff.map((data) => ({
    rowKey: data.code,
    classKey: null,
    fragment: { stream: 'staff' as const, data },
    issues: [],
    place: {},
  }));
  const page = {
    pageKey: 'staff',
    term: null,
    mapping: 'smas/staff',
    mappingVersion: 1,
    contentHash: hash(school),
    rows: '{}',
    fragments,
    issues: [],
    outcome: { landed: staff.length + 1, used: staff.length, ignored: { footer: 1 }, quarantined: 0 },
  };
  const runId = await store.runs.begin(SCOPE, {
    kind: 'run',
    schoolYear: YEAR,
    environment: 'test',
    startedAt: clock.now(),
  });
  await store.landing.land(SCOPE, runId, id, open.pullNumber, page, 'end');
  await store.landing.closePull(SCOPE, id, open.pullNumber, { retire: true, at: clock.now() });
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`sandbox answered ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}

async function effectsOf(url: string): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/__sandbox/ledger?type=effect`)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => String((JSON.parse(line) as { key: unknown }).key));
}

/** The real store (embedded), the real adapter and the simulated Sở, twice: `so`, and `bo` behind it. */
export async function openWiring(): Promise<Wiring> {
  const dir = mkdtempSync(join(tmpdir(), 'hocba-reconcile-'));
  const ids = createIds();
  const store = await openEmbeddedStore({ dataDir: join(dir, 'store'), clock, ids, logger: silentLogger });
  const http = createHttpClient();
  const simulators = new Map<string, RunningSoGddt>();
  const targets: DeliveryTarget[] = [];
  for (const id of ['so', 'bo']) {
    const simulator = await startSoGddt({ stateDir: join(dir, id), verdictDelayMs: 10 });
    simulators.set(id, simulator);
    const config = { url: simulator.url, apiKey: simulator.apiKey, timeoutMs: 400, pageSize: 25 };
    const session = await adapter.open(config, { targetId: id, http, clock, logger: silentLogger });
    targets.push({ id, session, environment: 'test', maxBatch: adapter.maxBatch, ...IMPATIENT });
  }
  const context: DeliveryContext = {
    outbox: store.outbox,
    scope: SCOPE,
    clock,
    ids,
    logger: silentLogger,
    environment: 'test',
    worker: 'w1',
    leaseMs: 5_000,
  };
  const routes = [
    { id: 'so', after: null },
    { id: 'bo', after: 'so' },
  ];
  const urlOf = (target: string): string => simulators.get(target)?.url ?? '';
  return {
    store,
    context,
    simulators,
    targets,
    async commit(school, classKey, pupils) {
      const id = { school, schoolYear: YEAR, classKey };
      const { sequence } = await store.records.material(SCOPE, id);
      const done = await store.records.commitClass(SCOPE, {
        id,
        sequence,
        runId: 'run',
        at: clock.now(),
        context: {
          school: { code: school, name: `Trường ${school}`, levels: ['THCS'] },
          schoolYear: YEAR,
          classKey,
          className: classKey,
          grade: 6,
          staff: [],
        },
        records: pupils.map((pupil) => recordCommit(id, pupil, routes)),
        touch: [],
      });
      if (!done) throw new Error('commit refused');
    },
    landStaff: (school, staff) => landStaff(store, school, staff),
    deliver: (maxMs = 45_000) =>
      createPollDispatcher(context, targets).drain({ signal: new AbortController().signal, maxMs }),
    control: (target, name, body) => post(`${urlOf(target)}/__sandbox/${name}`, body),
    effects: (target) => effectsOf(urlOf(target)),
    async close() {
      await http.close();
      await store.close();
      for (const simulator of simulators.values()) await simulator.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
