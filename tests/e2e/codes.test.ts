import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CodesRequest, codeTablesIn, importCodes } from '../../src/composition/codes.js';
import { xlsxBytes } from '../../src/infra/spreadsheet/index.js';
import { CODE_LISTS, type CodeList } from '../../src/mapping/code-lists/lists.js';
import { SECONDARY, withPupil } from '../../src/rules/samples.js';
import { hocba } from '../support/cli.js';

interface ImportAnswer {
  readonly counts: Readonly<Record<string, number>> | null;
  readonly written: string | null;
}

let dir = '';
const file = (name: string): string => join(dir, name);
const codes = (...args: readonly string[]) => hocba(['codes', ...args, '--data-dir', dir, '--json']);

/** The same without a process of its own. */
const imported = (
  name: string,
  validFrom: string,
  more: Partial<CodesRequest> = {},
  folder = file('codes'),
) =>
  importCodes(folder, {
    list: CODE_LISTS.find(({ table }) => table === 'communes') as CodeList,
    file: file(name),
    validFrom,
    columns: {},
    partial: false,
    confirmEnding: false,
    dryRun: false,
    signal: AbortSignal.timeout(60_000),
    ...more,
  });

/** As Excel in Viet Nam saves a list: a mark at the beginning, semicolons, CRLF. */
const CSV = [
  '\uFEFFMã xã;Tên xã;Mã tỉnh',
  '90001;xã  Mẫu;66',
  '90002;Phường Hòa Mẫu;66',
  '90003;Xã Ea H’Mẫu;51',
].join('\r\n');

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hocba-codes-'));
  await writeFile(file('xa.csv'), CSV);
  await writeFile(
    file('xa-2026.xlsx'),
    await xlsxBytes({
      sheets: [
        {
          name: 'Xã',
          preamble: [['DANH MỤC XÃ, PHƯỜNG']],
          columns: ['Tên đầy đủ', 'Tỉnh', 'Mã'],
          rows: [
            ['Phường Mẫu', 'Đắk Lắk', '90001'],
            ['Phường Hoà Mẫu', 'Đắk Lắk', '90002'],
            ["Xã Ea H'Mẫu", 'Quảng Ngãi', '90003'],
          ],
        },
      ],
    }),
  );
  await writeFile(file('sai.csv'), 'Mã xã;Tên xã;Mã tỉnh\n90001;Xã Mẫu;66\n2;Xã Khác;66\n');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('hocba codes', () => {
  it('shows what an import would change and writes nothing on a dry run', async () => {
    const { rows, diff, written } = await imported('xa.csv', '2025-07-01', { dryRun: true });
    expect([rows, diff?.added.length, diff?.unchanged, written]).toEqual([3, 3, 0, null]);
    expect(await readdir(dir)).not.toContain('codes');
  });

  it('writes nothing of a file with a fault, and says where it is', async () => {
    const { issues, diff, written } = await imported('sai.csv', '2025-07-01');
    expect(issues.map(({ rule, place }) => [rule, place?.file, place?.row, place?.column])).toEqual([
      ['CODES-BAD-CODE', 'sai.csv', 3, 'A'],
    ]);
    expect([diff, written]).toEqual([null, null]);
    expect(await readdir(dir)).not.toContain('codes');
  });

  it('imports a .csv and, from a later day, an .xlsx; shows each day as it was', async () => {
    const first = await codes('import', 'communes', file('xa.csv'), '--valid-from', '2025-07-01');
    expect(first.json<ImportAnswer>().written).toBe(join(dir, 'codes', 'communes.json'));
    const second = await codes('import', 'communes', file('xa-2026.xlsx'), '--valid-from', '2026-04-30');
    expect(second.json<ImportAnswer>().counts).toEqual({
      added: 0,
      renamed: 1,
      changed: 0,
      ended: 0,
      unchanged: 2,
    });
    const before = await hocba(['codes', 'show', 'communes', '--at', '2026-04-29', '--data-dir', dir]);
    const after = await hocba(['codes', 'show', 'communes', '--at', '2026-04-30', '--data-dir', dir]);
    expect(before.stdout).toContain('Xã Mẫu');
    expect(after.stdout).toContain('Phường Mẫu');
    expect(after.stdout).not.toContain('Xã Mẫu');
    expect(await readdir(join(dir, 'codes'))).toEqual(['communes.json']);
  });

  it('gives the rules of hocba check the imported list', async () => {
    const record = withPupil(SECONDARY, {
      addresses: [{ kind: 'current', catalogue: 'vn-34', provinceCode: '51', communeCode: '90001' }],
    });
    await writeFile(file('hoc-ba.json'), JSON.stringify(record));
    const result = await hocba(['check', file('hoc-ba.json'), '--format', 'json', '--data-dir', dir]);
    const { findings } = JSON.parse(result.stdout) as {
      findings: readonly { rule: string; value: string }[];
    };
    expect(
      findings.filter(({ rule }) => rule.startsWith('COMP-')).map(({ rule, value }) => [rule, value]),
    ).toEqual(expect.arrayContaining([['COMP-UNIT-ABOVE', '51']]));
  });

  it('keeps away from a table written by hand, and names a damaged one', async () => {
    const other = file('khac');
    await mkdir(other);
    const table = await readFile(join(dir, 'codes', 'communes.json'), 'utf8');
    await writeFile(join(other, 'tay.json'), table);
    await expect(imported('xa.csv', '2027-01-01', {}, other)).rejects.toThrow(/CODES_OTHER_FILE/u);
    await writeFile(join(other, 'tay.json'), table.slice(0, 400));
    await expect(codeTablesIn(other)).rejects.toThrow(/MAPPING_INVALID.*tay\.json/u);
  });

  it('answers what it does not know with the names it does', async () => {
    const list = await codes('import', 'xa', file('xa.csv'), '--valid-from', '2025-07-01');
    const day = await codes('import', 'communes', file('xa.csv'), '--valid-from', '01/07/2025');
    const unread = await codes('show', 'communes-63');
    for (const result of [list, day, unread]) {
      expect(result.code).toBe(2);
      expect(result.json<{ error: { code: string } }>().error.code).toBe('USAGE');
    }
    expect(list.stderr).toContain('communes-63');
    expect(day.stderr).toContain('2025-07-01 là ngày 1 tháng 7');
    expect(unread.stderr).toContain('hocba codes import communes-63');
  });
});
