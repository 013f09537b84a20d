import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { adapter } from '../../adapters/sources/vnedu/index.js';
import type { Stream } from '../../src/domain/records.js';
import { mapPage } from '../../src/mapping/account.js';
import { compileMappings } from '../../src/mapping/load.js';
import { projectTexts } from '../mapping/fixture.js';
import { closeReaderAfterwards, dataRows, pagesOf, rulesOf, temporaryFolder, YEAR } from './support.js';
import { pupilCode, type Rows, save, saveXls, saveXlsx } from './vnedu-maker.js';

closeReaderAfterwards();
const root = temporaryFolder();
let made = 0;
const fresh = (): string => join(root, String(++made));
const mappings = compileMappings(projectTexts());

async function mapped(dir: string, stream: Stream) {
  const pages = await pagesOf(adapter, { dir, year: YEAR }, stream);
  return pages.map((page) => ({ page, result: mapPage(mappings.get(page.mapping), page, 'vnedu') }));
}

const fragmentsOf = async (dir: string, stream: Stream) =>
  (await mapped(dir, stream)).flatMap(({ result }) =>
    result.rows.filter((row) => row.outcome === 'used').map((row) => row.fragment),
  );

describe('other writers than the reader’s library', () => {
  it('give the same records as the given .xls: .xlsx, .xls, HTML and SpreadsheetML', async () => {
    const [given] = [await fragmentsOf('tests/fixtures/vnedu/given/hk1', 'results')];
    for (const name of ['hk1.xlsx', 'hk1.xls', 'hk1-html.xls', 'hk1-spreadsheetml.xls']) {
      const dir = fresh();
      save(dir, 'so_diem_tong_ket_khoi_khoi_6.xls', readFileSync(`tests/fixtures/vnedu/libreoffice/${name}`));
      const found = await fragmentsOf(dir, 'results');
      expect(found).toHaveLength(61);
      expect(found).toEqual(given);
    }
  });
});

describe('the subject gradebook', () => {
  it('gives regular tests, midterm, final and average of its subject, class and term', async () => {
    const dir = fresh();
    saveXls(dir, 'so_diem_mon_toan_lop_6a_hk1.xls', {
      name: 'Toán',
      rows: [
        ['THCS A'],
        ['SỔ ĐIỂM MÔN TOÁN - LỚP 6A'],
        ['HỌC KỲ 1, NĂM HỌC 2025 - 2026'],
        [],
        [],
        [],
        [
          'STT',
          'Mã định danh Bộ GD&ĐT',
          'Họ và tên',
          'Ngày sinh',
          'ĐĐGtx',
          null,
          null,
          null,
          null,
          'ĐĐGgk',
          'ĐĐGck',
          'ĐTBmhkI',
        ],
        [null, null, null, null, '1', '2', '3', '4', '5'],
        [1, '0100600001', 'Y Mai', '05/09/2014', '8', '7,5', '', '', '', '8,5', '9', '8,4'],
      ],
      merges: [{ top: 6, left: 4, bottom: 6, right: 8 }],
    });
    const [only] = await mapped(dir, 'results');
    expect(only?.page).toMatchObject({
      term: 'hk1',
      className: '6A',
      grade: 6,
      subject: 'TOÁN',
      mapping: 'vnedu/gradebook',
    });
    expect(only?.result.rows.at(-1)?.fragment).toMatchObject({
      pupil: { vendorId: '0100600001' },
      data: {
        subjects: [
          { subject: 'toan', score: '8.4', tests: { regular: ['8.0', '7.5'], midterm: '8.5', final: '9.0' } },
        ],
      },
    });
  });
});

const CLASS_LIST = [
  'STT',
  'Mã định danh Bộ GD&ĐT',
  'Họ tên',
  'Ngày sinh',
  'Giới tính',
  'Dân tộc',
  'Trạng thái',
  'SĐT liên hệ',
  'Nơi sinh chi tiết',
  'Tổ/thôn Hộ khẩu thường trú',
  'Tỉnh thành quê quán',
  'Phường Xã quê quán',
  'Chỗ ở hiện nay',
  'Số CMND',
  'Ngày cấp',
  'Nơi cấp',
  'Tên cha',
  'Nghề nghiệp cha',
  'Năm sinh cha',
  'Tên mẹ',
  'Nghề nghiệp mẹ',
  'Năm sinh mẹ',
  'Lớp học',
  'Khối học',
  'Số định danh cá nhân',
];

function listed(
  code: string,
  name: string,
  status: string,
  className: string,
  identity: string | null,
): Rows[number] {
  const row: Rows[number] = new Array(25).fill(null);
  [row[1], row[2], row[3], row[4], row[5], row[6]] = [code, name, '05/09/2014', 'Nữ', 'Xơ Đăng', status];
  [row[22], row[23], row[24]] = [className, '6', identity];
  return row;
}

describe('the 25-column class list', () => {
  it('gives pupils by class with status, its day and the three states of identity', async () => {
    const dir = fresh();
    const rows: Rows = [
      ['THCS A'],
      ['DANH SÁCH HỌC SINH KHỐI 6'],
      ['NĂM HỌC 2025 - 2026'],
      CLASS_LIST,
      listed(pupilCode(1), 'Y Mai', 'Đang học', '6A', '062314000001'),
      listed(pupilCode(2), 'Y Lan', 'Chuyển đi kỳ 2 (02/03/2026)', '6B', '062314000002'),
      listed(pupilCode(3), 'Y Thu', 'Đang học', '6A', null),
      [null, null, 'Người lập'],
    ];
    await saveXlsx(dir, 'danh_sach.xlsx', 'DS', rows);
    const pages = await mapped(dir, 'roster');
    expect(pages.map(({ page }) => [page.className, dataRows(page).length, rulesOf(page)])).toEqual([
      ['6A', 2, []],
      ['6B', 1, []],
    ]);
    const facts = pages.flatMap(({ result }) =>
      result.rows.filter((row) => row.outcome === 'used').map((row) => row.fragment?.data),
    );
    expect(facts).toMatchObject([
      {
        name: 'Y Mai',
        identity: { kind: 'citizen', number: '062314000001' },
        enrolment: { status: 'dang-hoc' },
      },
      { name: 'Y Thu', identity: { kind: 'none' } },
      { name: 'Y Lan', enrolment: { status: 'chuyen-di-hk2', date: '2026-03-02' } },
    ]);
    expect(pages.flatMap(({ page }) => page.records)).toHaveLength(8);
  });

  it('without the column of identity numbers is refused: an empty column is not the same as none', async () => {
    const dir = fresh();
    const rows: Rows = [
      CLASS_LIST.slice(0, 24),
      listed(pupilCode(1), 'Y Mai', 'Đang học', '6A', null).slice(0, 24),
    ];
    await saveXlsx(dir, 'danh_sach.xlsx', 'DS', rows);
    const [only] = await mapped(dir, 'roster');
    expect(only?.page.issues.map((issue) => issue.rule)).toEqual(['SHEET-MISSING-COLUMN']);
  });
});

describe('staff and assignment sheets', () => {
  it('give staff with certificates and one assignment for each class and subject', async () => {
    const dir = fresh();
    await saveXlsx(dir, 'can-bo/cb.xlsx', 'Cán bộ', [
      [
        'STT',
        'Mã cán bộ',
        'Họ và tên',
        'Chức vụ',
        'Giảng dạy',
        'Chủ nhiệm lớp',
        'Số sê-ri chứng thư số',
        'Hạn chứng thư số',
      ],
      [1, 'GV1', 'Lê Mai', 'Giáo viên', 'x', '6A', '54A1B2', '31/12/2027'],
      [2, 'HT1', 'A Thu', 'Hiệu trưởng', null, null, null, null],
    ]);
    await saveXlsx(dir, 'phan-cong/pc.xlsx', 'Phân công', [
      ['STT', 'Lớp', 'Môn học', 'Mã cán bộ', 'Họ và tên giáo viên', 'Ghi chú'],
      [1, '6A', 'Toán', 'GV1', 'Lê Mai', null],
      [2, '6A', 'Ngữ văn', 'GV1', 'Lê Mai', null],
      [3, '7B', 'Toán', 'GV1', 'Lê Mai', null],
    ]);
    expect((await fragmentsOf(dir, 'staff')).map((item) => item?.data)).toMatchObject([
      {
        code: 'GV1',
        role: 'teacher',
        teaches: true,
        homeroomClass: '6A',
        certificate: { state: 'valid', serial: '54A1B2', validTo: '2027-12-31' },
      },
      { code: 'HT1', role: 'principal', certificate: { state: 'none' } },
    ]);
    const assignments = await mapped(dir, 'assignments');
    expect(
      assignments.map(({ page }) => [page.className, page.issues.length, dataRows(page).length]),
    ).toEqual([
      ['6A', 0, 2],
      ['7B', 0, 1],
    ]);
    expect(await fragmentsOf(dir, 'assignments')).toHaveLength(3);
  });
});

describe('the primary summary', () => {
  it('reads every tick glyph as one overall result, and refuses two ticks', async () => {
    const dir = fresh();
    const glyphs = ['\uF0FC', '✓', '✔', 'ü', 'þ', 'x', 'X', '1'];
    const pupils = glyphs.map((glyph, n): Rows[number] => {
      const ticks = [0, 1, 2, 3].map((place) => (place === n % 4 ? glyph : null));
      return [n + 1, pupilCode(n), 'Y Mai', 'T', 9, 'H', ...ticks];
    });
    const rows: Rows = [
      ['TH A'],
      ['TỔNG HỢP KẾT QUẢ GIÁO DỤC CẢ NĂM, NĂM HỌC 2025 - 2026'],
      ['Lớp 2A'],
      ['STT', 'Mã học sinh', 'Họ và tên', 'Toán', null, 'Đạo đức', 'Đánh giá KQGD', null, null, null],
      [null, null, null, 'Mức đạt được', 'Điểm KTĐK', 'Mức đạt được', 'HTXS', 'HTT', 'HT', 'CHT'],
      ...pupils,
      [9, pupilCode(20), 'Y Lan', 'T', 9, 'T', 'x', 'x', null, null],
    ];
    saveXls(dir, 'tong_hop.xls', {
      name: '2a',
      rows,
      merges: [
        { top: 3, left: 3, bottom: 3, right: 4 },
        { top: 3, left: 6, bottom: 3, right: 9 },
      ],
    });
    const [only] = await mapped(dir, 'results');
    expect(only?.page).toMatchObject({
      mapping: 'vnedu/results-primary',
      term: 'year',
      className: '2A',
      grade: 2,
    });
    const order = ['HTXS', 'HTT', 'HT', 'CHT'];
    const used = only?.result.rows.filter((row) => row.outcome === 'used').map((row) => row.fragment?.data);
    expect(used).toEqual(
      glyphs.map((_, n) => ({
        subjects: [
          { subject: 'toan', level: 'T', test: '9.0' },
          { subject: 'dao-duc', level: 'H' },
        ],
        overall: order[n % 4],
      })),
    );
    expect(only?.result.rows.at(-1)?.issues.map((issue) => issue.rule)).toEqual(['MAP-SEVERAL-TICKS']);
  });
});

describe('the upper secondary summary', () => {
  it('reads Lí, Hóa, Sinh, Sử, Địa as subjects of grade 10', async () => {
    const dir = fresh();
    saveXls(dir, 'so_diem_tong_ket_khoi_khoi_10.xls', {
      name: '10a1',
      rows: [
        ['THPT A', 'BẢNG TỔNG HỢP KẾT QUẢ HỌC KỲ 1, NĂM HỌC 2025 - 2026'],
        ['Khối 10 - Lớp 10A1 - (Học kỳ 1)'],
        [
          'STT',
          'Mã học sinh',
          'Họ và tên',
          'Toán',
          'Lí',
          'Hóa',
          'Sinh',
          'Văn',
          'Sử',
          'Địa',
          'Ng.ngữ',
          'Kết quả học tập',
          'Kết quả rèn luyện',
        ],
        [1, '6200010001', 'Y Mai', '8,0', 7.5, 9, '6', '7', 8, 9, 10, 'Khá', 'Tốt'],
      ],
    });
    const [only] = await fragmentsOf(dir, 'results');
    expect(only?.data).toMatchObject({
      subjects: ['toan', 'vat-li', 'hoa-hoc', 'sinh-hoc', 'ngu-van', 'lich-su', 'dia-li', 'ngoai-ngu-1'].map(
        (subject) => ({ subject }),
      ),
    });
  });
});
