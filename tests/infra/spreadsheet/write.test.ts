import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  createSpreadsheetReader,
  writeXls,
  writeXlsx,
  xlsxBytes,
} from '../../../src/infra/spreadsheet/index.js';

const reader = createSpreadsheetReader();
const folder = mkdtempSync(join(tmpdir(), 'hocba-write-'));
afterAll(async () => {
  await reader.close();
  rmSync(folder, { recursive: true, force: true });
});

const DANGEROUS = ['=1+1', '+84', '-5', '@SUM(A1)', '＝1', "'x", '\t=1', 'a\u0000b'];

describe('written workbooks', () => {
  it('hold every text as text: no formula, no lost zero', async () => {
    const rows = DANGEROUS.map((text) => [text, '0123']);
    for (const bytes of [
      await xlsxBytes({ sheets: [{ name: 'A/B', columns: ['x', 'y'], rows }] }),
      writeXls([{ name: 'A/B', rows: [['x', 'y'], ...rows] }]),
    ]) {
      const [sheet] = (await reader.read(bytes)).sheets;
      expect(sheet?.name).toBe('A-B');
      const cells = sheet?.rows.slice(1).flatMap((row) => row.cells) ?? [];
      expect(cells.every((cell) => cell.kind === 'text' && cell.formula === undefined)).toBe(true);
      expect(cells.filter((_, index) => index % 2 === 0).map((cell) => cell.text)).toEqual(
        DANGEROUS.map((text) => text.replace('\u0000', '')),
      );
      expect(cells[1]?.text).toBe('0123');
    }
  });

  it('stream to a file with a preamble, numbers and blanks', async () => {
    const path = join(folder, 'out.xlsx');
    async function* rows() {
      for (let n = 0; n < 1000; n++) yield [n, n % 2 === 0 ? null : 8.5];
    }
    const columns = [{ header: 'STT', width: 5 }, { header: 'Điểm' }];
    await writeXlsx(path, { sheets: [{ name: 'Khối 6', columns, preamble: [['Trường A']], rows: rows() }] });
    const [sheet] = (await reader.read(readFileSync(path))).sheets;
    expect(sheet?.rows).toHaveLength(1002);
    expect(sheet?.rows[3]?.cells).toEqual([
      expect.objectContaining({ number: 1 }),
      expect.objectContaining({ number: 8.5 }),
    ]);
  });

  it('keep merges of the official .xls templates', async () => {
    const bytes = writeXls([
      {
        name: 'Sheet1',
        rows: [
          ['a', null],
          ['b', 'c'],
        ],
        merges: [{ top: 0, left: 0, bottom: 0, right: 1 }],
        widths: [5, 9],
      },
    ]);
    expect((await reader.read(bytes)).sheets[0]?.merges).toEqual([{ top: 1, left: 0, bottom: 1, right: 1 }]);
  });
});
