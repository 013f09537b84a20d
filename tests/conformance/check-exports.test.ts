import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadFor } from '../../src/cli/commands/with-gateway.js';
import { importFiles } from '../../src/cli/intake/import-files.js';
import { adapterRegistry } from '../../src/cli/registry.js';
import type { CheckFinding, CheckResult } from '../../src/conformance/check/types.js';
import type { Issue } from '../../src/domain/issue.js';
import { type Gateway, openGateway } from '../../src/gateway.js';
import { createFiles } from '../../src/infra/files/files.js';
import { silentLogger } from '../../src/infra/logging/silent.js';
import type { RulePack } from '../../src/rules/pack.js';
import { ALL_PACKS } from '../../src/rules/packs.js';
import { writeMisaFiles } from '../../src/sandbox/exports/misa.js';
import { writeVnEduFiles } from '../../src/sandbox/exports/vnedu.js';
import { DINH_NUP, TAN_THANH_DONG_3 } from '../../src/sandbox/world/demo-schools.js';
import { buildWorld } from '../../src/sandbox/world/world.js';
import { pdfNamedXlsx, truncatedCopy } from '../support/bad-files.js';
import { type Checked, check, rulesOf, writeFiles } from './check-support.js';

const SCHOOLS = [
  { source: 'vnedu', code: DINH_NUP, pupils: 298 },
  { source: 'misa-emis', code: TAN_THANH_DONG_3, pupils: 105 },
] as const;

const world = buildWorld({ seed: '7', dirt: 30, schoolYear: '2025-2026' });
let dir: string;
const folder = (source: string, code: string): string => join(dir, source, code);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hocba-exports-'));
  for (const { source, code } of SCHOOLS) mkdirSync(folder(source, code), { recursive: true });
  await writeVnEduFiles(world, world.school(DINH_NUP), folder('vnedu', DINH_NUP));
  await writeMisaFiles(world, world.school(TAN_THANH_DONG_3), folder('misa-emis', TAN_THANH_DONG_3));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What an issue says, and of whom. */
const said = (whom: string, { rule, severity, path, value, message }: Issue): string =>
  [whom, rule, severity, path, value ?? '', message.vi].join(' | ');

/** What an import does not tell: notes of the check itself, and the rules over many records. */
const OVER_MANY = new Set(
  ALL_PACKS.flatMap(({ populationRules = [] }: RulePack) => populationRules.map(({ id }) => id)),
);
const isOfImport = (rule: string): boolean => !rule.startsWith('CHECK-') && !OVER_MANY.has(rule);

const ofCheck = (results: readonly CheckResult[]): string[] =>
  results
    .flatMap(({ findings }) => findings)
    .filter(({ rule }) => isOfImport(rule))
    .map((finding: CheckFinding) => said(`${finding.classKey ?? ''} ${finding.pupil ?? ''}`, finding))
    .sort();

async function everyIssue(gateway: Gateway, school: string): Promise<string[]> {
  const { store, scope, config } = gateway;
  const filter = { schoolYear: config.schoolYear, school };
  const pages = await store.landing.issues(scope, filter);
  const found = pages.map(({ issue }) => said(' ', issue));
  for await (const rows of store.records.list(scope, filter))
    for (const { canonical, issues, state } of rows)
      if (state !== 'left')
        found.push(
          ...issues.map((issue) => said(`${canonical.class.key} ${canonical.pupil.name ?? ''}`, issue)),
        );
  return found.sort();
}

/** The same files through a real import into a real store. */
async function imported(): Promise<ReadonlyMap<string, readonly string[]>> {
  const schools = SCHOOLS.map(({ code }) => ({
    code,
    name: world.school(code).name,
    levels: ['TH', 'THCS'],
  }));
  const sources = SCHOOLS.map(({ source, code }) => ({
    id: source,
    adapter: source,
    schools: [code],
    settings: { year: '2025-2026' },
  }));
  const store = { kind: 'embedded', dataDir: join(dir, 'store') };
  const { config } = await loadFor({}, { schoolYear: '2025-2026', schools, sources, store });
  const gateway = await openGateway({
    config,
    adapters: adapterRegistry,
    logger: silentLogger,
    crashAt: null,
  });
  try {
    const found = new Map<string, readonly string[]>();
    for (const { source, code } of SCHOOLS) {
      const files = (await createFiles().list(folder(source, code))).map(({ absolute }) => absolute);
      const { signal } = new AbortController();
      await importFiles(gateway, { files, source, school: code, signal });
      found.set(source, await everyIssue(gateway, code));
    }
    return found;
  } finally {
    await gateway.close();
  }
}

describe('exports of a school', () => {
  let checks: ReadonlyMap<string, Checked>;

  beforeAll(async () => {
    const found = new Map<string, Checked>();
    for (const { source } of SCHOOLS) found.set(source, await check([join(dir, source)]));
    checks = found;
  });

  it('are told to be of their vendor, and have the same findings as an import of them has', async () => {
    const imports = await imported();
    for (const { source, pupils } of SCHOOLS) {
      const { results, summary } = checks.get(source) as Checked;
      expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set([source]));
      expect(summary.records).toBeGreaterThanOrEqual(pupils);
      const found = ofCheck(results);
      expect(found.filter((line) => line.includes('| error |')).length).toBeGreaterThan(5);
      expect(found).toEqual(imports.get(source));
    }
  });

  it('say file, sheet and row of every finding on a pupil', () => {
    const { results } = checks.get('vnedu') as Checked;
    const findings = results.flatMap(({ file, findings: own }) => own.map((finding) => ({ file, finding })));
    const ofPupils = findings.filter(({ finding }) => finding.record !== null);
    expect(ofPupils.length).toBeGreaterThan(10);
    for (const { file, finding } of ofPupils)
      expect(finding.place).toMatchObject({ file, sheet: expect.any(String), row: expect.any(Number) });
  });

  it('take school code and year from folder and title, or say what they assumed', async () => {
    expect(checks.get('vnedu')?.text).not.toContain('CHECK-');
    writeFiles(dir, {
      'loose/roster.csv': `STT,Họ và tên,Mã học sinh,Số định danh cá nhân,Ngày sinh,Giới tính,Dân tộc,Trạng thái,Lớp
1,Y Mẫu Niê,6600000001,066214000001,20/03/2014,Nam,Ê-đê,Đang học,6A
`,
    });
    const loose = await check([join(dir, 'loose')]);
    expect(loose.results.flatMap((result) => rulesOf(result))).toEqual(
      expect.arrayContaining(['CHECK-YEAR-ASSUMED', 'CHECK-SCHOOL-ASSUMED']),
    );
    const told = await check([join(dir, 'loose')], {
      exports: { school: '66164501', schoolYear: '2025-2026' },
    });
    expect(told.text).not.toContain('ASSUMED');
  });

  it('are read by the adapter that a person names', async () => {
    const file = join(folder('misa-emis', TAN_THANH_DONG_3), 'ket_qua_hk1.xlsx');
    const { results } = await check([file], { as: 'vnedu' });
    expect(results).toMatchObject([{ kind: 'vnedu' }]);
  });

  it('that are damaged or no workbook are unreadable, and the others are judged', async () => {
    const bad = join(dir, 'bad');
    mkdirSync(bad);
    const whole = join(folder('vnedu', DINH_NUP), 'hk1', 'so_diem_tong_ket_khoi_khoi_6.xls');
    await truncatedCopy(whole, join(bad, 'cut.xls'));
    await pdfNamedXlsx(join(bad, 'pdf.xlsx'));
    const { results } = await check([bad, whole]);
    expect(results.map(({ verdict, findings }) => [verdict, findings[0]?.rule])).toMatchObject([
      ['unreadable', 'SHEET_DAMAGED'],
      ['unreadable', 'CHECK-UNKNOWN-KIND'],
      ['nonconformant', expect.stringMatching(/^(?:ASM|SHEET|MAP)-/u)],
    ]);
  });
});

describe('canonical fragments', () => {
  const ROSTER = {
    stream: 'roster',
    class: { name: '6A', grade: 6 },
    pupil: { sectorCode: '6600000001' },
    data: { name: 'Y Mẫu Niê' },
  };

  it.each([
    ['lines.ndjson', JSON.stringify(ROSTER)],
    ['one.json', JSON.stringify(ROSTER, null, 2)],
    ['list.json', JSON.stringify([ROSTER])],
  ])('are read by the general adapter: %s', async (name, content) => {
    writeFiles(dir, { [`fragments/${name}`]: content });
    const { results } = await check([join(dir, 'fragments', name)]);
    expect(results).toMatchObject([{ kind: 'generic', verdict: 'nonconformant' }]);
    expect(results[0]?.findings).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        place: expect.objectContaining({ file: join(dir, 'fragments', name) }),
      }),
    );
  });
});
