import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hocba, type RunAnswer, withTempDir } from '../support/cli.js';
import { compareWithManifest } from '../support/manifest.js';

const target = (answer: RunAnswer, id: string) => answer.targets.find((entry) => entry.id === id) ?? {};

/** The 4 pupils without a number among the 1,090, as JSON, as a page and as a workbook. */
async function expectNoIdentityReport(dir: string): Promise<void> {
  const report = (...more: readonly string[]) =>
    hocba(['report', 'no-identity', '--data-dir', dir, '--json', ...more]);
  const answer = (await report()).json<{
    total: object;
    schools: { withoutNumber: number; list: { class: string; name?: string }[] }[];
  }>();
  expect(answer.total).toMatchObject({ schools: 4, pupils: 1090, withNumber: 1086, withoutNumber: 4 });
  expect(answer.schools.map((school) => school.withoutNumber)).toEqual([0, 1, 2, 1]);
  expect(answer.schools.flatMap(({ list }) => list.map(({ name }) => name))).toEqual(
    Array(4).fill(undefined),
  );
  const [page, book] = [join(dir, 'page.html'), join(dir, 'book.xlsx')];
  expect((await report('--format', 'html', '--out', page)).code).toBe(0);
  expect(readFileSync(page, 'utf8')).toContain('1.086/1.090');
  expect((await report('--names', '--format', 'xlsx', '--out', book)).code).toBe(0);
  expect(readFileSync(book).subarray(0, 2).toString()).toBe('PK');
}

/** What may be said of a pupil of the simulators without defects; no rule of a circular is among it. */
const MAY_BE_SAID = ['ASM-SAME-NAME', 'IDENT-NO-NUMBER', 'IDENT-NO-SECTOR-CODE', 'SHEET-SERIAL-DATE'];

/** Every rule of production has looked at every record on its way. */
async function expectNothingFound(dir: string): Promise<void> {
  const listed = await hocba(['records', 'list', '--data-dir', dir, '--limit', '2000', '--json']);
  const records = listed.json<{ state: string; issues: { rule: string; severity: string }[] }[]>();
  const issues = records.flatMap((record) => record.issues);
  expect(records.filter(({ state }) => state === 'ready')).toHaveLength(1090);
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(issues.filter(({ rule }) => !MAY_BE_SAID.includes(rule))).toEqual([]);
}

describe('hocba demo', () => {
  it('takes the four schools from their vendors to both targets and closes the account', async () => {
    const result = await hocba(['demo', '--json']);
    expect(result.code).toBe(0);
    const answer = result.json<RunAnswer>();
    expect(answer.schools.map((school) => [school.source, school.classes, school.students]).sort()).toEqual([
      ['misa-emis', 3, 105],
      ['smas', 10, 298],
      ['smas', 11, 389],
      ['vnedu', 10, 298],
    ]);
    for (const id of ['so-gddt', 'moet-csdl'])
      expect(target(answer, id)).toMatchObject({
        found: 1090,
        delivered: 1090,
        difference: 0,
        dead: 0,
        unknown: 0,
      });
    expect(answer.reconciliation).toEqual({ difference: 0, farSide: 'read' });
    const { counts } = answer;
    expect(counts['rowsLanded']).toBe(
      (counts['rowsUsed'] ?? 0) + (counts['rowsIgnored'] ?? 0) + (counts['rowsQuarantined'] ?? 0),
    );
  });

  it('prints a report in Vietnamese whose sums equal the published figures', async () => {
    const result = await hocba(['demo']);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('THCS Ngô Mây');
    expect(result.stdout).toContain('1.090');
    expect(result.stdout).toMatch(/Ngọk Tụ.*596/su);
    expect(result.stdout).toContain('45/46');
    expect(result.stdout).toContain('2023-2024');
    expect(result.stdout).toMatch(/chưa ký số/iu);
  });

  it('brings every mark of the simulators to the ledger of the Sở, pulls again and sends nothing that did not change', async () => {
    await withTempDir(async (dir) => {
      expect((await hocba(['demo', '--json', '--data-dir', dir])).code).toBe(0);
      const compared = await compareWithManifest(dir);
      expect(compared.differences).toEqual([]);
      expect(compared.pupils).toBe(1086);
      expect(compared.marks).toBeGreaterThan(12_000);
      await expectNothingFound(dir);
      const again = await hocba(['demo', '--json', '--data-dir', dir]);
      expect(again.code).toBe(0);
      const answer = again.json<RunAnswer>();
      expect(answer.counts['packets']).toBe(0);
      expect(answer.counts['unchanged']).toBe(1090);
      for (const id of ['so-gddt', 'moet-csdl'])
        expect(target(answer, id)).toMatchObject({
          found: 1090,
          delivered: 1090,
          attempts: 0,
          difference: 0,
        });
      await expectNoIdentityReport(dir);
    });
  });

  it('holds back exactly the 25 pupils that must be refused, each with rule, place and fix', async () => {
    await withTempDir(async (dir) => {
      const result = await hocba(['demo', '--json', '--dirt', '25', '--data-dir', dir]);
      expect(result.code).toBe(1);
      const answer = result.json<RunAnswer>();
      expect(answer.schools.reduce((sum, school) => sum + school.quarantined, 0)).toBe(25);
      expect(target(answer, 'so-gddt')).toMatchObject({ quarantined: 25, difference: 0 });
      const listed = await hocba(['records', 'list', '--json', '--state', 'quarantined', '--data-dir', dir]);
      const incomplete = await hocba([
        'records',
        'list',
        '--json',
        '--state',
        'incomplete',
        '--data-dir',
        dir,
      ]);
      const held = [...listed.json<{ record: string }[]>(), ...incomplete.json<{ record: string }[]>()];
      expect(held).toHaveLength(25);
      for (const { record } of held.slice(0, 5)) {
        const shown = (await hocba(['records', 'show', record, '--json', '--data-dir', dir])).json<{
          issues: {
            rule: string;
            severity: string;
            place?: object;
            fix: { vi: string };
            message: { vi: string };
          }[];
        }>();
        const blocking = shown.issues.filter((issue) => issue.severity === 'error');
        expect(blocking.length).toBeGreaterThan(0);
        for (const issue of blocking) {
          expect(issue.fix.vi.length).toBeGreaterThan(10);
          expect(issue.message.vi.length).toBeGreaterThan(10);
        }
      }
    });
  });
});
