import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pdfNamedXlsx, rewrittenCopy, truncatedCopy, zipBomb } from '../support/bad-files.js';
import { hocba, withTempDir } from '../support/cli.js';

const SCHOOL = '62612507';
let dir: string;
let exported: string;

interface ImportAnswer {
  readonly rows: { readonly landed: number; readonly used: number; readonly quarantined: number };
  readonly records: { readonly total: number; readonly ready: number };
  readonly problems: readonly {
    readonly code: string;
    readonly message: { vi: string; en: string };
    readonly fix: { vi: string; en: string };
  }[];
  readonly errors: readonly string[];
}

const importing = (file: string, ...more: string[]) =>
  hocba([
    'import',
    file,
    '--source',
    'vnedu',
    '--school',
    SCHOOL,
    '--year',
    '2025-2026',
    '--data-dir',
    dir,
    ...more,
  ]);

/** One clear error in both languages, exit 1, and everything delivered before still stands. */
async function expectRefused(file: string, code: string): Promise<void> {
  const result = await importing(file, '--json');
  expect(result.code).toBe(1);
  const answer = result.json<ImportAnswer>();
  const codes = [...answer.problems.map((problem) => problem.code), ...answer.errors];
  expect([...new Set(codes)]).toEqual([code]);
  for (const problem of answer.problems)
    for (const text of [problem.message.vi, problem.message.en, problem.fix.vi, problem.fix.en])
      expect(text.length).toBeGreaterThan(15);
  expect(answer.records).toMatchObject({ total: 298, ready: 298 });
  expect(result.stderr).not.toMatch(/\n\s+at /u);
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hocba-bad-'));
  const made = await hocba(['demo', '--quiet', '--data-dir', dir]);
  expect(made.code).toBe(0);
  exported = join(dir, 'sandbox', 'vendors', 'vnedu', SCHOOL, 'hk1', 'so_diem_tong_ket_khoi_khoi_6.xls');
  await access(exported);
}, 180_000);

afterAll(() => rm(dir, { recursive: true, force: true }));

describe('a bad file', () => {
  it('that was cut off is called damaged', async () => {
    const file = join(dir, 'cat-dut.xls');
    await truncatedCopy(exported, file);
    await expectRefused(file, 'SHEET_DAMAGED');
  });

  it('that is a PDF under another name is called no workbook', async () => {
    const file = join(dir, 'bang-diem.xlsx');
    await pdfNamedXlsx(file);
    await expectRefused(file, 'SHEET_NOT_A_WORKBOOK');
  });

  it('that unpacks to a gigabyte is refused for its size', async () => {
    const file = join(dir, 'bom.xlsx');
    await zipBomb(file);
    await expectRefused(file, 'SHEET_TOO_LARGE');
  });

  it('of another school is refused whole', async () => {
    const file = join(dir, 'truong-khac.xls');
    await rewrittenCopy(exported, file, (text) => text.includes('Đinh Núp'), 'THCS Nguyễn Du');
    await expectRefused(file, 'SHEET-SCHOOL-CONFLICT');
  });

  it('with a missing column names the column', async () => {
    const file = join(dir, 'thieu-cot.xls');
    await rewrittenCopy(exported, file, (text) => text === 'Kết quả rèn luyện', 'Cột lạ');
    const result = await importing(file);
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('Kết quả rèn luyện');
    expect(result.stdout).toContain('298');
  });
});

describe('a drop folder', () => {
  it('archives what it imported and sets aside what it could not read, with the reason beside it', async () => {
    await withTempDir(async (drop) => {
      await truncatedCopy(exported, join(drop, 'cat-dut.xls'));
      await rewrittenCopy(exported, join(drop, 'hk1.xls'), () => false, '');
      const result = await hocba([
        'watch',
        drop,
        '--once',
        '--interval',
        '100',
        '--source',
        'vnedu',
        '--school',
        SCHOOL,
        '--year',
        '2025-2026',
        '--data-dir',
        dir,
      ]);
      expect(result.code).toBe(1);
      const [archived] = await readdir(join(drop, '.archive'));
      expect(await readdir(join(drop, '.archive', archived ?? ''))).toEqual(['hk1.xls']);
      const [aside] = await readdir(join(drop, '.quarantine'));
      const files = (await readdir(join(drop, '.quarantine', aside ?? ''))).sort();
      expect(files).toEqual(['cat-dut.xls', 'cat-dut.xls.ly-do.txt']);
      const reason = await readFile(join(drop, '.quarantine', aside ?? '', 'cat-dut.xls.ly-do.txt'), 'utf8');
      expect(reason).toContain('SHEET_DAMAGED');
      expect(reason).toContain('Cách sửa');
    });
  });

  it('tries a file without storing anything when asked for a dry run', async () => {
    const result = await importing(exported, '--dry-run');
    expect(result.stdout).toContain('không lưu gì');
  });
});
