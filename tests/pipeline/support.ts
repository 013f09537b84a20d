import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayError } from '../../src/domain/errors.js';
import type { Issue } from '../../src/domain/issue.js';
import { isBlocking } from '../../src/domain/issue.js';
import type { Fragment, Stream, Term } from '../../src/domain/records.js';
import { STREAMS } from '../../src/domain/records.js';
import { openEmbeddedStore } from '../../src/infra/embedded/embedded-store.js';
import { createIds } from '../../src/infra/system/ids.js';
import { canonicalHash } from '../../src/packet/canonical-hash.js';
import { sha256Hex } from '../../src/packet/digest.js';
import type { PipelineDependencies } from '../../src/pipeline/index.js';
import { processMarked, pullSource } from '../../src/pipeline/index.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Logger } from '../../src/ports/logger.js';
import type {
  Page,
  PullRequest,
  SourceRecord,
  SourceSession,
  StreamCapability,
} from '../../src/ports/source.js';
import type { OutboxRow, RecordRow, Scope, SourcedFragment, Store } from '../../src/ports/store.js';

export const YEAR = '2025-2026';
export const SCOPE: Scope = { actor: 'test', schools: 'all' };

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** Starts on 1/6/2026; sleeping only moves it on. */
export class TestClock implements Clock {
  private time = Date.UTC(2026, 5, 1);
  readonly slept: number[] = [];
  now(): Date {
    return new Date(this.time);
  }
  sleep(ms: number): Promise<void> {
    this.slept.push(ms);
    this.time += ms;
    return Promise.resolve();
  }
}

export async function openTestStore(): Promise<{ store: Store; close: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hocba-pipeline-'));
  const clock: Clock = {
    now: () => new Date(Date.now()),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  };
  const store = await openEmbeddedStore({
    dataDir,
    clock,
    ids: createIds(),
    logger: silent,
    closeGraceMs: 0,
  });
  const close = async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { store, close };
}

const capability = (need: 'required' | 'optional', terms: readonly Term[] = []): StreamCapability => ({
  need,
  terms,
  completeness: 'full',
  unverified: [],
  fix: { vi: 'Đồng bộ lại.', en: 'Sync again.' },
});

export const CAPABILITIES = {
  classes: capability('optional'),
  roster: capability('required'),
  results: capability('required', ['hk1', 'hk2', 'year', 'reassessment']),
} as const;

const REFUSED_MARK: Issue = {
  rule: 'TEST-MARK',
  severity: 'error',
  path: 'secondary.subjects[toan].year',
  value: '0.1',
  expected: { vi: 'điểm khác 0,1', en: 'a mark other than 0.1' },
  message: { vi: 'Điểm bị từ chối.', en: 'The mark is refused.' },
  fix: { vi: 'Sửa điểm.', en: 'Correct the mark.' },
  basis: '',
  owner: 'school',
};

/** Rows of the fake source carry their fragment; a row with `bad` is refused by the mapping. */
const mapRow = (record: SourceRecord) => {
  const issues = record.issues ?? [];
  const fragment = (record.values['fragment'] as Fragment | undefined) ?? null;
  const refused = issues.some(isBlocking) || fragment === null;
  const base = { key: record.key, fragment, issues, place: record.place };
  if (record.ignored !== undefined) return { ...base, outcome: 'ignored' as const, reason: record.ignored };
  return { ...base, outcome: refused ? ('quarantined' as const) : ('used' as const) };
};

export function dependencies(
  store: Store,
  change: Partial<PipelineDependencies<Store>> = {},
): PipelineDependencies<Store> {
  const ids = createIds();
  return {
    store,
    clock: new TestClock(),
    ids: { uuid: ids.uuid, random: () => 0.5 },
    logger: silent,
    mapPage: (page) => ({ rows: page.records.map(mapRow), issues: page.issues }),
    mappingVersion: () => 1,
    fragmentIssues: () => [],
    recordIssues: () => [],
    runRules: (record) =>
      record.level !== 'TH' &&
      record.secondary.subjects.some(
        (one) => one.year !== undefined && 'score' in one.year && one.year.score === '0.1',
      )
        ? [REFUSED_MARK]
        : [],
    buildPacket: (record, request) => {
      const octets = Buffer.from(
        JSON.stringify([record.pupil, record.school, request.version, request.lookupCode]),
      );
      return { ok: true, octets, sha256: sha256Hex(octets), profile: 'test-profile', effectiveDate: null };
    },
    canonicalHash,
    newLookupCode: () => ids.uuid().replaceAll('-', ''),
    policies: {
      systemOfRecord: [],
      missingYear: 'quarantine',
      programme: 'GDPT',
      withdrawal: { maxShare: 0.2, minRows: 3 },
      pullRetry: {
        maxAttempts: 3,
        firstDelayMs: 10,
        factor: 2,
        maxDelayMs: 100,
        jitter: 0,
        maxRetryAfterMs: 1_000,
      },
    },
    routes: [
      { target: 'so-gddt', after: null },
      { target: 'moet-csdl', after: { target: 'so-gddt', state: 'accepted' } },
    ],
    sourcesOf: () => [{ source: 'smas', streams: CAPABILITIES }],
    schoolOf: (code) => ({ code, name: `Trường ${code}`, levels: ['THCS'] }),
    environment: 'test',
    signing: 'off',
    ...change,
  };
}

export interface PageInit {
  readonly key: string;
  readonly fragments: readonly SourcedFragment[];
  readonly issues?: readonly Issue[];
  readonly school?: string;
  readonly extra?: readonly SourceRecord[];
  readonly rowIssues?: ReadonlyMap<string, readonly Issue[]>;
}

/** A vendor in memory: pages per school and stream, with faults on demand. */
export class FakeSource implements SourceSession {
  readonly pages = new Map<string, PageInit[]>();
  /** `school stream index` -> errors thrown before that page, one per attempt. */
  readonly faults = new Map<string, GatewayError[]>();
  readonly requests: string[] = [];

  set(school: string, stream: Stream, pages: PageInit[]): void {
    this.pages.set(`${school} ${stream}`, pages);
  }

  /** Sorts fragments of whole classes into one page per stream, class and term. */
  load(school: string, fragments: readonly SourcedFragment[]): void {
    for (const stream of STREAMS) {
      const grouped = new Map<string, SourcedFragment[]>();
      for (const item of fragments)
        if (item.stream === stream) {
          const key = `${item.classKey ?? ''}-${item.term ?? ''}`;
          grouped.set(key, [...(grouped.get(key) ?? []), item]);
        }
      this.set(
        school,
        stream,
        [...grouped].map(([key, list]) => ({ key, fragments: list })),
      );
    }
  }

  health() {
    return Promise.resolve({ ok: true as const, detail: 'fake' });
  }

  async *pull({ stream, scope, cursor }: PullRequest): AsyncIterable<Page> {
    const list = this.pages.get(`${scope.school} ${stream}`) ?? [];
    const start = cursor === undefined ? 0 : Number(cursor);
    this.requests.push(`${scope.school} ${stream} from ${start}`);
    if (Number.isNaN(start)) throw sourceError('contract', 'FAKE_CURSOR');
    for (let index = start; index < list.length; index += 1) {
      const fault = this.faults.get(`${scope.school} ${stream} ${index}`)?.shift();
      if (fault !== undefined) throw fault;
      yield pageOf(list[index] as PageInit, stream, scope.school, index + 1);
    }
  }

  close() {
    return Promise.resolve();
  }
}

function pageOf(init: PageInit, stream: Stream, school: string, next: number): Page {
  const term = init.fragments[0]?.term ?? null;
  return {
    stream,
    school: init.school ?? school,
    schoolYear: YEAR,
    ...(term === null ? {} : { term }),
    mapping: `fake/${stream}`,
    key: init.key,
    records: [
      ...init.fragments.map((item) => ({
        key: item.rowKey,
        values: { fragment: item.fragment },
        place: item.place,
        issues: init.rowIssues?.get(item.rowKey) ?? item.issues,
      })),
      ...(init.extra ?? []),
    ],
    issues: init.issues ?? [],
    cursor: String(next),
  };
}

export const sourceError = (kind: 'transient' | 'auth' | 'data' | 'contract', code: string): GatewayError =>
  new GatewayError({ kind, code, message: { vi: code, en: code }, hint: { vi: '', en: '' } });

export const errorIssue = (rule: string): Issue => ({ ...REFUSED_MARK, rule });

/** One school's way through pull and process. */
export class Pass {
  constructor(
    readonly deps: PipelineDependencies<Store>,
    readonly source: FakeSource,
    readonly schools: readonly string[],
  ) {}

  pull(options: Partial<Parameters<typeof pullSource>[1]> = {}) {
    return pullSource(this.deps, {
      runId: 'run',
      scope: SCOPE,
      session: this.source,
      streams: CAPABILITIES,
      sourceId: 'smas',
      schools: this.schools,
      schoolYear: YEAR,
      ...options,
    });
  }

  process() {
    return processMarked(this.deps, { runId: 'run', scope: SCOPE, schoolYear: YEAR, schools: this.schools });
  }

  async both() {
    const pulled = await this.pull();
    const processed = await this.process();
    return { pulled, processed };
  }

  async records(school = this.schools[0] as string): Promise<RecordRow[]> {
    const rows: RecordRow[] = [];
    for await (const page of this.deps.store.records.list(SCOPE, { schoolYear: YEAR, school }))
      rows.push(...page);
    return rows;
  }

  async items(school = this.schools[0] as string): Promise<OutboxRow[]> {
    const rows: OutboxRow[] = [];
    for await (const page of this.deps.store.outbox.list(SCOPE, { schoolYear: YEAR, school }))
      rows.push(...page);
    return rows;
  }
}

let schools = 0;
/** A school that no other test of the file uses. */
export function freshSchool(): string {
  schools += 1;
  return `6600${String(schools).padStart(4, '0')}`;
}

/** Pupil numbers that no other test of the file uses: official numbers are unique in a year. */
let pupils = 0;
export const freshPupils = (count: number): number[] =>
  Array.from({ length: count }, () => {
    pupils += 1;
    return pupils;
  });
