import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adapterRegistry } from '../../src/cli/registry.js';
import type { LoadedConfig } from '../../src/config/load.js';
import { loadConfig } from '../../src/config/load.js';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { type Gateway, openGateway } from '../../src/gateway.js';
import { silentLogger } from '../../src/infra/logging/logger.js';
import { configValidator } from '../../src/kit.js';
import { replaceMapping } from '../../src/mapping/replace.js';
import type { Impact } from '../../src/pipeline/index.js';
import type { RecordRow } from '../../src/ports/store.js';
import { writeMisaFiles } from '../../src/sandbox/exports/misa.js';
import { TAN_THANH_DONG_3 } from '../../src/sandbox/world/demo-schools.js';
import { buildWorld } from '../../src/sandbox/world/world.js';
import { hocba, REPOSITORY } from '../support/cli.js';

// The MISA school of the demo: 105 pupils of grade 1 in three classes, from .xlsx files to issued packets.
const RESULTS = 'misa-emis/results-primary';
const MAPPING = join(REPOSITORY, 'mappings', `${RESULTS}.yaml`);
const RATINGS = join(REPOSITORY, 'mappings', 'codes', 'ratings.yaml');
const signal = new AbortController().signal;

let dir = '';
let gateway: Gateway;
let stored: readonly RecordRow[] = [];

async function configOf(): Promise<LoadedConfig['config']> {
  const file = join(dir, 'hocba.yaml');
  const target = {
    adapter: 'so-gddt',
    environment: 'test',
    settings: { url: 'http://127.0.0.1:9', apiKey: 'x' },
  };
  const config = {
    environment: 'test',
    schoolYear: '2025-2026',
    signing: 'off',
    store: { kind: 'embedded', dataDir: join(dir, 'store') },
    schools: [{ code: TAN_THANH_DONG_3, name: 'TH Tân Thạnh Đông 3', levels: ['TH'] }],
    sources: [
      {
        id: 'misa',
        adapter: 'misa-emis',
        schools: [TAN_THANH_DONG_3],
        settings: { dir: join(dir, 'misa'), year: '2025-2026' },
      },
    ],
    targets: [{ id: 'so-gddt', ...target }],
  };
  await writeFile(file, JSON.stringify(config));
  const { config: loaded } = await loadConfig({
    configDir: join(REPOSITORY, 'config'),
    file,
    environment: { variables: {} } as Parameters<typeof loadConfig>[0]['environment'],
    secrets: () => null,
    validate: await configValidator(),
  });
  return loaded;
}

async function rowsOf<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const rows: T[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

/** Everything that the store tells of the school, as one hash. */
async function contentHash(): Promise<string> {
  const { store, scope } = gateway;
  const filter = { schoolYear: '2025-2026' };
  const versions = await rowsOf(store.records.versions(scope, filter));
  const landed: unknown[] = [];
  for await (const page of store.landing.pages(scope, filter)) landed.push(page);
  const content = [
    await rowsOf(store.records.list(scope, filter)),
    versions.map(({ octets, ...head }) => [head, Buffer.from(octets).toString('hex')]),
    await rowsOf(store.outbox.list(scope, filter)),
    await store.records.marked(scope, filter),
    await store.landing.rowAccount(scope, '2025-2026'),
    await store.landing.issues(scope, filter),
    landed,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** The impact of a file that is the project's with some text changed. */
async function impactOf(
  id: string,
  file: string,
  ...changes: readonly (readonly [string, string])[]
): Promise<Impact> {
  let text = await readFile(file, 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replaceAll(from, to);
  }
  const { mappings, kind } = replaceMapping(gateway.resources.mappings, id, { path: file, text });
  return gateway.impact(mappings, {
    schools: [TAN_THANH_DONG_3],
    affects: (mapping) => kind === 'tables' || mapping === id,
    everyClass: kind === 'tables',
    signal,
  });
}

const idsOf = (rows: readonly { readonly recordId: string }[]) => rows.map(({ recordId }) => recordId).sort();
const changedIds = (impact: Impact) => impact.records.map(({ record }) => record).sort();
const overallOf = (record: CanonicalRecord) => (record.level === 'TH' ? record.primary.overall : undefined);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hocba-impact-'));
  const world = buildWorld({ seed: '7', dirt: 0, schoolYear: '2025-2026' });
  await writeMisaFiles(world, world.school(TAN_THANH_DONG_3), join(dir, 'misa'));
  gateway = await openGateway({
    config: await configOf(),
    adapters: adapterRegistry,
    logger: silentLogger,
    crashAt: null,
  });
  const runId = await gateway.begin('run');
  const common = { runId, schools: [], signal, progress: () => undefined };
  await gateway.pull({ ...common, sources: [] });
  await gateway.process(common);
  stored = await rowsOf(gateway.store.records.list(gateway.scope, { schoolYear: '2025-2026' }));
});

afterAll(async () => {
  await gateway?.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the impact of a new mapping', () => {
  it('is nothing when the file says the same', async () => {
    expect(stored.filter(({ state }) => state === 'ready')).toHaveLength(105);
    const impact = await impactOf(RESULTS, MAPPING);
    expect(impact).toMatchObject({
      pages: 6,
      rows: 0,
      classes: 0,
      records: [],
      packets: 0,
      packetsAnyway: 0,
    });
  });

  it('is exactly the records whose field it reads otherwise, field by field, and nothing is stored', async () => {
    const before = await contentHash();
    const impact = await impactOf(
      RESULTS,
      MAPPING,
      ['from: Nghỉ có phép', 'from: Nghỉ tạm'],
      ['from: Nghỉ không phép', 'from: Nghỉ có phép'],
      ['from: Nghỉ tạm', 'from: Nghỉ không phép'],
    );
    const uneven = stored.filter(({ canonical }) =>
      Object.values(canonical.attendance ?? {}).some(
        ({ withLeave, withoutLeave }) => withLeave !== withoutLeave,
      ),
    );
    expect(uneven.length).toBeGreaterThan(10);
    expect(changedIds(impact)).toEqual(idsOf(uneven));
    expect(impact.packets).toBe(uneven.filter(({ state }) => state === 'ready').length);
    for (const { record, fields } of impact.records) {
      const { attendance } = stored.find(({ recordId }) => recordId === record)?.canonical ?? {};
      const year = attendance?.year;
      const change = fields.find(({ path }) => path === 'attendance.year.withLeave');
      if (year !== undefined && year.withLeave !== year.withoutLeave)
        expect(change).toMatchObject({ old: `${year.withLeave}`, new: `${year.withoutLeave}` });
      expect(fields.every(({ path }) => path.startsWith('attendance.'))).toBe(true);
    }
    expect(await contentHash()).toBe(before);
  });

  it('says what would no longer be accepted, and sends no packet of it', async () => {
    const impact = await impactOf(
      RESULTS,
      MAPPING,
      ['from: Ngày sinh', 'from: Ngày sinh nhật'],
      [
        'from: [Họ và tên, Họ tên], transforms: [name], required: true',
        'from: [Họ và tên, Họ tên], transforms: [date], required: true',
      ],
    );
    expect(impact.packets).toBe(0);
    expect(impact.records).toHaveLength(105);
    for (const { state, issues } of impact.records) {
      expect(state).toEqual({ old: 'ready', new: 'quarantined' });
      expect(issues.new.map(({ rule }) => rule)).toContain('MAP-BAD-DATE');
    }
  });

  it('leaves a page that would be refused as a whole to the next pull', async () => {
    const impact = await impactOf(RESULTS, MAPPING, ['from: Mã học sinh', 'from: Mã không có']);
    expect(impact.pagesLeft).toHaveLength(6);
    expect(impact.records).toEqual([]);
  });
});

describe('the impact of a new code table', () => {
  it('is exactly the records with a rating that it reads otherwise, with what the rules then say', async () => {
    const before = await contentHash();
    const impact = await impactOf(
      'primary-overall',
      RATINGS,
      ['{ key: HTT, name: Hoàn thành tốt, aliases: [HTT] }', '{ key: HTT, name: Tạm, aliases: [TAM] }'],
      ['{ key: HT, name: Hoàn thành, aliases: [HT] }', '{ key: HT, name: Hoàn thành, aliases: [HT, HTT] }'],
    );
    const good = stored.filter(({ canonical }) => overallOf(canonical) === 'HTT');
    expect(good.length).toBeGreaterThan(5);
    expect(changedIds(impact)).toEqual(idsOf(good));
    for (const { fields, issues } of impact.records) {
      expect(fields).toEqual([{ path: 'primary.overall', old: 'HTT', new: 'HT' }]);
      expect(issues.new.map(({ rule }) => rule)).toContain('TT27-9-OVERALL');
    }
    expect(impact).toMatchObject({ classes: 3, packets: good.length });
    expect(await contentHash()).toBe(before);
  });

  it('holds back the records whose code it no longer has', async () => {
    const impact = await impactOf('primary-overall', RATINGS, [
      '      - { key: HTXS, name: Hoàn thành xuất sắc, aliases: [HTXS] }\n',
      '',
    ]);
    const best = stored.filter(({ canonical }) => overallOf(canonical) === 'HTXS');
    expect(changedIds(impact)).toEqual(idsOf(best));
    for (const { state, issues } of impact.records) {
      expect(state.new).toBe('quarantined');
      expect(issues.new.map(({ rule }) => rule)).toContain('MAP-UNKNOWN-CODE');
    }
    expect(impact.packets).toBe(0);
  });
});

describe('a file that cannot stand in its place', () => {
  const replace = (id: string, text: string) => () =>
    replaceMapping(gateway.resources.mappings, id, { path: 'moi.yaml', text }, (schema, value) =>
      gateway.resources.validation.problems(schema, value),
    );

  it('is refused when it holds another mapping or other tables', async () => {
    expect(replace('vnedu/results', await readFile(MAPPING, 'utf8'))).toThrow(
      expect.objectContaining({ code: 'MAPPING_OTHER' }),
    );
    expect(replace('subjects', await readFile(RATINGS, 'utf8'))).toThrow(
      expect.objectContaining({ code: 'MAPPING_OTHER' }),
    );
  });

  it('is refused when it is no YAML, no mapping, or names a table that there is not', async () => {
    const good = await readFile(MAPPING, 'utf8');
    for (const text of ['a: [', 'a: 1', good.replaceAll('primary-rewards', 'khong-co')])
      expect(replace(RESULTS, text)).toThrow(
        expect.objectContaining({ code: 'MAPPING_INVALID', kind: 'config' }),
      );
  });
});

describe('hocba mapping impact', () => {
  const impact = (...args: readonly string[]) =>
    hocba(['mapping', 'impact', RESULTS, '--config', join(dir, 'hocba.yaml'), ...args]);

  it('masks old and new values unless asked, and gives the sums with the records', async () => {
    const file = join(dir, 'moi.yaml');
    await writeFile(
      file,
      (await readFile(MAPPING, 'utf8')).replaceAll('from: Khen thưởng', 'from: Khen tặng'),
    );
    const masked = await impact('--with', file, '--json');
    expect(masked.code).toBe(0);
    const answer = masked.json<{ changed: number; fields: unknown; records: { fields: unknown }[] }>();
    expect(answer.records).toHaveLength(answer.changed);
    expect(answer.fields).toEqual([{ field: 'primary.reward', records: answer.changed }]);
    expect(answer.records[0]?.fields).toEqual([{ path: 'primary.reward', old: '•••', new: null }]);
    const shown = await impact('--with', file, '--show-values', '--limit', '1');
    expect(shown.stdout).toMatch(/primary\.reward: (?:xuat-sac|tieu-bieu) → \(không có\)/u);
    expect(shown.stderr).toContain('tăng version');
  });

  it('ends with exit code 2 and one clear sentence for a bad file', async () => {
    const file = join(dir, 'sai.yaml');
    await writeFile(file, 'id: misa-emis/results-primary\nfields: 5\n');
    const bad = await impact('--with', file);
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('MAPPING_INVALID') });
    expect(bad.stderr).not.toMatch(/\n\s+at /u);
  });
});
