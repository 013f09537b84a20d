import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, utils, write } from '@e965/xlsx';
import { describe, expect, it } from '@jest/globals';
import type { VneduConfig } from '../../adapters/sources/vnedu/config-schema.js';
import { adapter } from '../../adapters/sources/vnedu/index.js';
import { writeXls } from '../../src/infra/spreadsheet/index.js';
import { mapPage } from '../../src/mapping/account.js';
import { compileMappings } from '../../src/mapping/load.js';
import type { Page } from '../../src/ports/source.js';
import { makeZip } from '../infra/zip-maker.js';
import { projectTexts } from '../mapping/fixture.js';
import {
  closeReaderAfterwards,
  countBy,
  dataRows,
  pagesOf,
  rulesOf,
  temporaryFolder,
  YEAR,
} from './support.js';
import {
  FIRST,
  GRADE_FILE,
  pupilCode,
  type Rows,
  SCHOOL_NAME,
  save,
  saveXls,
  summary,
} from './vnedu-maker.js';

closeReaderAfterwards();
const root = temporaryFolder();
let made = 0;
const fresh = (): string => join(root, String(++made));
const mappings = compileMappings(projectTexts());

const results = (dir: string, more: Partial<VneduConfig> = {}): Promise<Page[]> =>
  pagesOf(adapter, { dir, year: YEAR, ...more }, 'results');

async function single(options: Parameters<typeof summary>[0], path = GRADE_FILE): Promise<Page> {
  const dir = fresh();
  saveXls(dir, path, summary(options));
  const [page] = await results(dir);
  if (page === undefined) throw new Error('no page');
  return page;
}

const setCell =
  (row: number, column: number, value: string) =>
  (rows: Rows): void => {
    (rows[row] as unknown[])[column] = value;
  };

const edited = (edit: (rows: Rows) => void): Promise<Page> => single({ edit });
const kindsOf = (page: Page) => countBy(page.records, (row) => row.ignored ?? 'data');
const errorsOf = (page: Page) => [
  ...new Set(
    mapPage(mappings.get(page.mapping), page, 'vnedu')
      .issues.filter((i) => i.severity === 'error')
      .map((i) => i.rule),
  ),
];

describe('the term of a VnEdu sheet', () => {
  it('is read from the title in Arabic or Roman numbers, whatever the file is called', async () => {
    const page = await single({
      term: 'hk2',
      edit: (rows) => {
        rows[0] = [SCHOOL_NAME, 'BẢNG TỔNG HỢP KẾT QUẢ HỌC KỲ II, NĂM HỌC 2025 - 2026'];
        rows[1] = ['Lớp 6A - (Học kỳ II)'];
      },
    });
    expect(page).toMatchObject({ term: 'hk2', className: '6A', grade: 6, issues: [] });
  });

  it('that disagrees with folder, file name, --term or its own sub-headers is an error, not a guess', async () => {
    expect(errorsOf(await single({ term: 'hk2' }, `ca-nam/${GRADE_FILE}`))).toEqual(['SHEET-TERM-CONFLICT']);
    expect(errorsOf(await single({ term: 'hk2' }, 'diem_hk1.xls'))).toEqual(['SHEET-TERM-CONFLICT']);
    const inside = await single({
      term: 'year',
      edit: setCell(6, 13, '(Học kỳ 2)'),
    });
    expect(errorsOf(inside)).toEqual(['SHEET-TERM-CONFLICT']);
    const path = saveXls(fresh(), 'x.xls', summary({ term: 'hk1' }));
    const [given] = await pagesOf(adapter, { files: [{ path, term: 'hk2' }], year: YEAR }, 'results');
    expect(errorsOf(given as Page)).toEqual(['SHEET-TERM-CONFLICT']);
  });

  it('is not taken from a folder or file name alone, but from a person', async () => {
    const untitled = (rows: Rows): void => {
      rows[0] = [SCHOOL_NAME];
      rows[1] = ['Lớp 6A'];
      rows[6] = (rows[6] as Rows[number]).map((cell) => (String(cell).startsWith('(Học') ? null : cell));
    };
    expect(errorsOf(await single({ edit: untitled }, 'hk1/diem_hk1.xls'))).toContain('SHEET-TERM-UNKNOWN');
    const path = saveXls(fresh(), 'x.xls', summary({ edit: untitled }));
    const [page] = await pagesOf(adapter, { files: [{ path, term: 'hk2' }], year: YEAR }, 'results');
    expect(page).toMatchObject({ term: 'hk2', issues: [] });
  });

  it('comes from the sheet names of the per-class variant', async () => {
    const dir = fresh();
    const named = (name: string, term: 'hk1' | 'hk2' | 'year') => ({
      ...summary({ term, className: '7A' }),
      name,
    });
    saveXls(
      dir,
      'so_diem_tong_ket_lop_7a.xlsx',
      named('Hoc ki 1', 'hk1'),
      named('Hoc ki 2', 'hk2'),
      named('Ca nam', 'year'),
    );
    const pages = await results(dir);
    expect(pages.map((page) => [page.term, page.className, rulesOf(page)])).toEqual([
      ['hk1', '7A', []],
      ['hk2', '7A', []],
      ['year', '7A', []],
    ]);
  });
});

describe('the rows of a VnEdu sheet', () => {
  it('are all accounted for: titles, headers repeated, column numbers, numbered blanks, footers, signatures', async () => {
    const page = await edited((rows) => {
      rows.splice(FIRST + 2, 0, rows[5] as Rows[number], rows[6] as Rows[number]);
      rows.push(
        [5],
        [null, null, null, 'Sĩ số: 4'],
        [],
        [null, null, null, null, 'Ngọk Tụ, ngày 20 tháng 5 năm 2026'],
      );
      rows.push(
        [null, null, null, 'Người lập', null, null, 'HIỆU TRƯỞNG'],
        [null, null, null, 'Lê Mai', null, null, 'A Thu'],
      );
      rows.splice(
        FIRST,
        0,
        Array.from({ length: 18 }, (_, n) => n + 1),
      );
    });
    expect(kindsOf(page)).toEqual({
      title: 2,
      blank: 5,
      header: 2,
      data: 4,
      'repeated-header': 3,
      footer: 4,
    });
    expect(page.records).toHaveLength(20);
    expect(mapPage(mappings.get(page.mapping), page, 'vnedu').account).toMatchObject({
      landed: 20,
      used: 4,
      quarantined: 0,
    });
  });

  it('that are neither pupil nor footer are quarantined, not dropped', async () => {
    const page = await edited((rows) => void rows.push([null, null, null, null, null, 'xem lại', 'ô này']));
    expect(rulesOf(page)).toEqual(['SHEET-UNRECOGNISED-ROW']);
  });

  it('with one code twice keep the first and quarantine the second, naming the row', async () => {
    const page = await edited((rows) => void rows.push([5, pupilCode(1), null, 'Y Mai', '05/09/2014']));
    const second = page.records.at(-1);
    expect(second).toMatchObject({ key: 'row:12', issues: [{ rule: 'SHEET-DUPLICATE-CODE' }] });
    expect(second?.issues?.[0]?.message.vi).toContain('dòng 8');
  });

  it('lose no zero: a number shorter than the codes of its column, and 11 digits of identity, are refused', async () => {
    const page = await edited((rows) => {
      (rows[FIRST] as unknown[])[1] = 100600001 - 99_000_000;
      (rows[FIRST + 1] as unknown[])[2] = 62314000002;
    });
    const rows = mapPage(mappings.get(page.mapping), page, 'vnedu').rows.filter(
      (row) => row.outcome === 'quarantined',
    );
    expect(rows.map((row) => row.issues.map((issue) => issue.rule))).toEqual([
      ['SHEET-LOST-ZERO'],
      ['MAP-IDENTITY-LOST-ZERO'],
    ]);
    expect(rows[1]?.issues[0]?.fix.vi).toContain('không tự thêm số 0');
  });

  it('turn day serials into dates and refuse days that never were', async () => {
    const page = await edited((rows) => {
      (rows[FIRST] as unknown[])[4] = 41708;
      (rows[FIRST + 1] as unknown[])[4] = '31/02/2014';
      (rows[FIRST + 2] as unknown[])[4] = 60;
    });
    expect(dataRows(page)[0]?.values['Ngày sinh']).toBe('2014-03-10');
    const mapped = mapPage(mappings.get(page.mapping), page, 'vnedu').rows.filter(
      (row) => row.reason === undefined,
    );
    expect(mapped.map((row) => row.outcome)).toEqual(['used', 'quarantined', 'quarantined', 'used']);
  });

  it('find their columns by text: NFD, line breaks, other order', async () => {
    const page = await edited((rows) => {
      for (const row of rows.slice(5)) row.splice(3, 2, ...row.slice(3, 5).reverse());
      rows[5] = (rows[5] as Rows[number]).map((cell) =>
        typeof cell === 'string' ? cell.normalize('NFD').replace(' ', '\n') : cell,
      );
    });
    expect(errorsOf(page)).toEqual([]);
    expect(mapPage(mappings.get(page.mapping), page, 'vnedu').account.used).toBe(4);
  });
});

describe('a VnEdu sheet with something hidden or computed', () => {
  it('is read and the hidden columns, rows, sheet and formulas are reported', async () => {
    const dir = fresh();
    const book = read(writeXls([summary(), summary({ className: '6B', firstCode: 50 })]), {
      cellStyles: true,
    });
    const sheet = book.Sheets['6a'];
    if (sheet === undefined) throw new Error('no sheet');
    sheet['!cols'] = [{}, {}, { hidden: true }];
    sheet['!rows'] = Array.from({ length: 9 }, (_, n) => (n === 8 ? { hidden: true } : {}));
    sheet.F8 = { t: 'n', v: 8.5, f: 'AVERAGE(G8:H8)' };
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
    save(dir, 'x.xlsx', write(book, { type: 'buffer', bookType: 'xlsx', cellStyles: true }) as Buffer);
    const [first, second] = await results(dir);
    expect(first?.issues.map((issue) => [issue.rule, issue.value])).toEqual([
      ['SHEET-HIDDEN', 'C (Số định danh cá nhân)'],
      ['SHEET-HIDDEN', '9'],
      ['SHEET-FORMULA', 'Toán'],
    ]);
    expect(second?.issues.map((issue) => [issue.rule, issue.value])).toEqual([['SHEET-HIDDEN', '6b']]);
    expect(utils.encode_col(2)).toBe('C');
  });
});

describe('several VnEdu files together', () => {
  it('given twice are counted once and the copy is named', async () => {
    const dir = fresh();
    saveXls(dir, `hk1/${GRADE_FILE}`, summary());
    saveXls(dir, 'hk1/so_diem (1).xls', summary());
    const [copy, original] = await results(dir);
    const [used, ignored] = [copy, original].map(
      (page) => mapPage(mappings.get('vnedu/results'), page as Page, 'v').account,
    );
    expect([used?.used, ignored?.used].sort()).toEqual([0, 4]);
    expect(rulesOf(original as Page)).toEqual(['SHEET-SAME-FILE']);
    expect(kindsOf(original as Page)).toMatchObject({ 'same-file': 4 });
    expect(copy?.key).not.toBe(original?.key);
  });

  it('of one class and term with different content are both held back', async () => {
    const dir = fresh();
    saveXls(dir, 'cu.xls', summary());
    saveXls(dir, 'moi.xls', summary({ pupils: 5 }));
    expect((await results(dir)).map(errorsOf)).toEqual([['SHEET-TWO-VERSIONS'], ['SHEET-TWO-VERSIONS']]);
  });

  it('of two schools: the name of most files rules, the other is refused; without a majority all are', async () => {
    const dir = fresh();
    saveXls(dir, 'a.xls', summary({ className: '6A' }));
    saveXls(dir, 'b.xls', summary({ className: '6B', firstCode: 20 }));
    saveXls(dir, 'c.xls', summary({ className: '6C', firstCode: 40, school: 'Trường THCS Khác' }));
    expect((await results(dir)).map(errorsOf)).toEqual([[], [], ['SHEET-SCHOOL-CONFLICT']]);
    expect((await results(dir, { schoolName: 'Trường THCS Khác' })).map(errorsOf)).toEqual([
      ['SHEET-SCHOOL-CONFLICT'],
      ['SHEET-SCHOOL-CONFLICT'],
      [],
    ]);
    const split = fresh();
    saveXls(split, 'a.xls', summary());
    saveXls(split, 'c.xls', summary({ className: '6C', firstCode: 40, school: 'THCS Khác' }));
    expect((await results(split)).map(errorsOf)).toEqual([
      ['SHEET-SCHOOL-CONFLICT'],
      ['SHEET-SCHOOL-CONFLICT'],
    ]);
  });

  it('of one class whose terms share no pupil are held back', async () => {
    const dir = fresh();
    saveXls(dir, 'hk1/a.xls', summary({ term: 'hk1' }));
    saveXls(dir, 'hk2/a.xls', summary({ term: 'hk2', firstCode: 90 }));
    expect((await results(dir)).map(errorsOf)).toEqual([['SHEET-OTHER-PUPILS'], ['SHEET-OTHER-PUPILS']]);
  });

  it('with term 2 stored as the year are held back, but not when both terms are really equal', async () => {
    const dir = fresh();
    saveXls(dir, 'hk1/a.xls', summary({ term: 'hk1' }));
    saveXls(dir, 'hk2/a.xls', summary({ term: 'hk2' }));
    saveXls(dir, 'ca-nam/a.xls', summary({ term: 'year', marksOf: 'hk2' }));
    const pages = await results(dir);
    expect(pages.map((page) => [page.term, errorsOf(page)])).toEqual([
      ['year', ['SHEET-YEAR-EQUALS-TERM2']],
      ['hk1', []],
      ['hk2', []],
    ]);
    const equal = fresh();
    for (const term of ['hk1', 'hk2', 'year'] as const)
      saveXls(equal, `${term}.xls`, summary({ term, marksOf: 'hk1' }));
    expect((await results(equal)).flatMap(errorsOf)).toEqual([]);
  });

  it('in one .zip are read like a folder', async () => {
    const file = (term: 'hk1' | 'hk2') => writeXls([summary({ term })]);
    const zip = makeZip([
      { name: `hk1/${GRADE_FILE}`, content: file('hk1') },
      { name: `hk2/${GRADE_FILE}`, content: file('hk2') },
    ]);
    const path = save(fresh(), 'nop.zip', zip);
    const pages = await pagesOf(adapter, { files: [{ path }], year: YEAR }, 'results');
    expect(pages.map((page) => [page.term, rulesOf(page)])).toEqual([
      ['hk1', []],
      ['hk2', []],
    ]);
  });
});

describe('a bad VnEdu file', () => {
  it('gives one clear error in both languages and leaves the others alone', async () => {
    const dir = fresh();
    saveXls(dir, 'a-good.xls', summary());
    save(dir, 'b-pdf.xlsx', '%PDF-1.7');
    save(
      dir,
      'c-cut.xls',
      readFileSync('tests/fixtures/vnedu/given/hk1/so_diem_tong_ket_khoi_khoi_6.xls').subarray(0, 9000),
    );
    save(dir, 'd-bomb.xlsx', makeZip([{ name: 'xl/workbook.xml', content: Buffer.alloc(32 * 1024 * 1024) }]));
    saveXls(dir, 'e-notes.xls', { name: 'Sheet1', rows: [['Lịch họp phụ huynh'], ['Thứ bảy']] });
    saveXls(
      dir,
      'f-column.xls',
      summary({
        className: '6B',
        firstCode: 20,
        edit: setCell(5, 14, 'Hạnh kiểm lớp'),
      }),
    );
    saveXls(dir, 'g-year.xls', summary({ className: '6C', firstCode: 40, year: '2024 - 2025' }));
    save(dir, 'h.zip', 'PK\u0003\u0004 cut');
    const pages = await results(dir);
    expect(pages.map((page) => [page.key.split('/')[0], errorsOf(page)])).toEqual([
      ['a-good', []],
      ['b-pdf', ['SHEET_NOT_A_WORKBOOK']],
      ['c-cut', ['SHEET_DAMAGED']],
      ['d-bomb', ['SHEET_TOO_LARGE']],
      ['e-notes', ['SHEET-UNKNOWN-LAYOUT']],
      ['f-column', ['SHEET-MISSING-COLUMN']],
      ['g-year', ['SHEET-YEAR-CONFLICT']],
      ['h', ['SHEET_DAMAGED']],
    ]);
    for (const issue of pages.flatMap((page) => page.issues)) {
      expect(
        [issue.message.vi, issue.message.en, issue.fix.vi, issue.fix.en].every((text) => text.length > 10),
      ).toBe(true);
      expect(issue.place?.file).toBeDefined();
    }
  });

  it('whose sheet and title name different classes is held back', async () => {
    const dir = fresh();
    saveXls(dir, 'x.xls', { ...summary(), name: '6b' });
    expect((await results(dir)).map(errorsOf)).toEqual([['SHEET-CLASS-CONFLICT']]);
  });

  it('with Học lực and Hạnh kiểm is refused by name of the circular', async () => {
    const old = await single({
      className: '10A1',
      edit: (rows) => {
        rows[5] = (rows[5] as Rows[number]).map((cell) =>
          cell === 'Kết quả học tập'
            ? 'Học lực'
            : cell === 'Kết quả rèn luyện'
              ? 'Hạnh kiểm'
              : cell === 'LS&ĐL'
                ? 'Lí'
                : cell === 'KHTN'
                  ? 'Hóa'
                  : cell,
        );
      },
    });
    expect(errorsOf(old)).toContain('VNEDU-OLD-COLUMNS');
    expect(old.issues[0]?.message.vi).toContain('TT 22/2021');
  });
});
