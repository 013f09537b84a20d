import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { GenericConfig } from '../../adapters/sources/generic/config-schema.js';
import { adapter } from '../../adapters/sources/generic/index.js';
import type { Stream } from '../../src/domain/records.js';
import { mapPage } from '../../src/mapping/account.js';
import { compileMappings } from '../../src/mapping/load.js';
import { projectTexts } from '../mapping/fixture.js';
import { closeReaderAfterwards, pagesOf, temporaryFolder, YEAR } from './support.js';
import { save, saveXlsx } from './vnedu-maker.js';

closeReaderAfterwards();
const root = temporaryFolder();
let made = 0;
const fresh = (): string => join(root, String(++made));
const mappings = compileMappings(projectTexts());

async function mapped(dir: string, stream: Stream, more: Partial<GenericConfig> = {}) {
  const pages = await pagesOf(adapter, { dir, year: YEAR, ...more }, stream);
  return pages.map((page) => ({ page, result: mapPage(mappings.get(page.mapping), page, 'generic') }));
}

const fragment = (id: string, className = '6A') => ({
  stream: 'results',
  term: 'hk1',
  pupil: { vendorId: id, name: 'Lê Bé' },
  class: { name: className, grade: 6 },
  data: { subjects: [{ subject: 'toan', score: '8.5' }], hocTap: 'K' },
});
const lines = (...items: readonly unknown[]): string =>
  items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n');

describe('canonical NDJSON', () => {
  it('comes out as it went in, by stream, class and term', async () => {
    const dir = fresh();
    const staff = { stream: 'staff', data: { code: 'GV1', name: 'Lê Mai', role: 'teacher' } };
    save(
      dir,
      'a.ndjson',
      `\ufeff${lines(fragment('P1'), staff, fragment('P2', '6B'), '', fragment('P3'))}\n`,
    );
    const results = await mapped(dir, 'results');
    expect(results.map(({ page }) => [page.className, page.term, page.records.length])).toEqual([
      ['6A', 'hk1', 2],
      ['6B', 'hk1', 1],
    ]);
    expect(results.flatMap(({ result }) => result.rows.map((row) => row.fragment))).toEqual([
      fragment('P1'),
      fragment('P3'),
      fragment('P2', '6B'),
    ]);
    const [people] = await mapped(dir, 'staff');
    expect(people?.result.rows[0]?.fragment).toEqual(staff);
  });

  it('refuses and counts a cut last line, doubled keys, unknown keys, no stream, and a second line of one pupil', async () => {
    const dir = fresh();
    const doubled = JSON.stringify(fragment('P4')).replace('"hocTap":"K"', '"hocTap":"T","hocTap":"K"');
    const unsafe = JSON.stringify(fragment('P5')).replace('"hocTap"', '"__proto__"');
    const whole = lines(
      fragment('P1'),
      doubled,
      unsafe,
      { ...fragment('P6'), extra: 1 },
      { pupil: {} },
      { ...fragment('P7'), term: undefined },
      fragment('P1'),
      [1],
      fragment('P9'),
    );
    save(dir, 'a.ndjson', whole.slice(0, -20));
    const pages = await mapped(dir, 'results');
    const rows = pages.flatMap(({ result }) => result.rows);
    expect(rows).toHaveLength(9);
    expect(rows.filter((row) => row.outcome === 'used').map((row) => row.key)).toEqual(['vendorId:P1']);
    const refused = rows.flatMap((row) => row.issues.map((issue) => issue.rule));
    // The true reason alone: no finding on the fields of a line that could not be read.
    expect(refused.sort()).toEqual([
      'NDJSON-BROKEN',
      'NDJSON-DUPLICATE',
      'NDJSON-DUPLICATE-KEY',
      'NDJSON-NO-OBJECT',
      'NDJSON-NO-STREAM',
      'NDJSON-NO-TERM',
      'NDJSON-UNKNOWN-KEY',
      'NDJSON-UNSAFE-KEY',
    ]);
    expect(
      pages
        .flatMap(({ page }) => page.records.flatMap((row) => row.issues ?? []))
        .every((issue) => issue.place?.row !== undefined),
    ).toBe(true);
  });

  it('that is not UTF-8 is refused as a file', async () => {
    const dir = fresh();
    save(dir, 'a.ndjson', Buffer.from([0x7b, 0xe3, 0x7d]));
    const [only] = await mapped(dir, 'results');
    expect(only?.page.issues.map((issue) => issue.rule)).toEqual(['NDJSON_NOT_UTF8']);
  });
});

describe('sheets of a fourth vendor', () => {
  it('are read by the built-in template', async () => {
    const dir = fresh();
    await saveXlsx(dir, 'kq.xlsx', '6A', [
      ['KẾT QUẢ HỌC KỲ 1, NĂM HỌC 2025 - 2026'],
      ['STT', 'Mã học sinh', 'Họ và tên', 'Lớp', 'Toán', 'Kết quả học tập', 'Kết quả rèn luyện'],
      [1, 'A1', 'Lê Bé', '6A', 8.5, 'Khá', 'Tốt'],
    ]);
    const [only] = await mapped(dir, 'results');
    expect(only?.result.issues).toEqual([]);
    expect(only?.result.rows.at(-1)?.fragment).toMatchObject({
      term: 'hk1',
      data: { subjects: [{ subject: 'toan', score: '8.5' }] },
    });
  });

  it('are read by a profile and column names of the configuration', async () => {
    const dir = fresh();
    await saveXlsx(dir, 'x.xlsx', 'Lop 6A', [
      ['BẢNG KẾT QUẢ CẢ NĂM - Lớp 6A'],
      ['TT', 'Mã HBDT', 'Tên HS', 'Toán', 'HT', 'RL'],
      [1, 'A1', 'Lê Bé', '8,5', 'Khá', 'Tốt'],
    ]);
    const config: Partial<GenericConfig> = {
      columns: {
        'Mã HBDT': 'Mã học sinh',
        'Tên HS': 'Họ và tên',
        HT: 'Kết quả học tập',
        RL: 'Kết quả rèn luyện',
      },
      sheets: [
        {
          id: 'hbdt',
          stream: 'results',
          mapping: 'generic/sheet-results',
          order: ['TT'],
          name: ['Họ và tên'],
          codes: [['Mã học sinh']],
          signature: [['Kết quả học tập'], ['Kết quả rèn luyện']],
          term: 'title',
          class: 'sheet',
        },
      ],
    };
    const [only] = await mapped(dir, 'results', config);
    expect(only?.page).toMatchObject({ term: 'year', className: '6A', mapping: 'generic/sheet-results' });
    expect(only?.result.rows.at(-1)?.outcome).toBe('used');
  });
});
