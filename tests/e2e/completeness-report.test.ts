import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createSpreadsheetReader } from '../../src/infra/spreadsheet/index.js';
import { hocba, withTempDir } from '../support/cli.js';

/** A school whose software is named but from which nothing ever came, and one on paper. */
const config = (folder: string): string =>
  JSON.stringify({
    environment: 'test',
    schools: [
      { code: '66164501', name: 'THCS Im Lặng', levels: ['THCS'] },
      { code: '66164502', name: 'TH Giấy', levels: ['TH'] },
    ],
    sources: [
      {
        id: 'vnedu-1',
        adapter: 'vnedu',
        schools: ['66164501'],
        settings: { dir: folder, year: '2025-2026' },
      },
    ],
  });

describe('hocba report completeness', () => {
  it('ends with exit code 1 when something is missing, and writes an Excel file of what to do', async () => {
    await withTempDir(async (dir) => {
      await mkdir(join(dir, 'vnedu'));
      await writeFile(join(dir, 'hocba.yaml'), config(join(dir, 'vnedu')));
      const out = join(dir, 'thieu.xlsx');
      const args = ['report', 'completeness', '--data-dir', dir, '--format', 'xlsx', '--out', out, '--json'];
      const result = await hocba(args);
      expect(result.code).toBe(1);
      expect(result.json()).toMatchObject({
        total: { schools: 2, errors: 1 },
        schools: [
          { findings: [{ rule: 'COMP-SCHOOL-NO-DATA', owner: 'school' }] },
          { sources: [], findings: [] },
        ],
      });
      const reader = createSpreadsheetReader();
      const { sheets } = await reader.read(await readFile(out));
      await reader.close();
      expect(sheets.map(({ name }) => name)).toEqual(['Đầy đủ dữ liệu học bạ số', 'Việc phải làm']);
      const texts = sheets[1]?.rows.flatMap(({ cells }) => cells.map(({ text }) => text));
      expect(texts).toContain('THCS Im Lặng đã khai báo nguồn vnedu-1 nhưng chưa có học bạ nào.');
    });
  });
});
