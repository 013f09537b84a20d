import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeMisaFiles } from '../../src/sandbox/exports/misa.js';
import { writeVnEduFiles } from '../../src/sandbox/exports/vnedu.js';
import { CLASS_LIST_COLUMNS } from '../../src/sandbox/exports/vnedu-lists.js';
import { DINH_NUP, TAN_THANH_DONG_3 } from '../../src/sandbox/world/demo-schools.js';
import { hasLeft } from '../../src/sandbox/world/types.js';
import { buildWorld } from '../../src/sandbox/world/world.js';

const world = buildWorld({ seed: '7', dirt: 0, schoolYear: '2025-2026' });
let dir = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sandbox-exports-'));
  await writeVnEduFiles(world, world.school(DINH_NUP), join(dir, 'vnedu'));
  await writeMisaFiles(world, world.school(TAN_THANH_DONG_3), join(dir, 'misa'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

type Grid = (string | number | null)[][];
const grid = async (path: string, sheet?: string): Promise<Grid> => {
  const book = XLSX.read(await readFile(path), { cellDates: false });
  const found = book.Sheets[sheet ?? book.SheetNames[0] ?? ''];
  if (found === undefined) throw new Error(`no sheet in ${path}`);
  return XLSX.utils.sheet_to_json(found, { header: 1, defval: null, raw: true, blankrows: true });
};
const tree = async (root: string): Promise<string> => {
  const hash = createHash('sha256');
  for (const name of (await readdir(root, { recursive: true })).sort()) {
    if (/\.\w+$/u.test(name)) hash.update(name).update(await readFile(join(root, name)));
  }
  return hash.digest('hex');
};

const SUBJECT_HEADERS = [
  'Toán',
  'LS&ĐL',
  'KHTN',
  'Tin',
  'Văn',
  'Ng.ngữ',
  'GDCD',
  'C.nghệ',
  'GDTC',
  'Nghệ thuật',
  'NDGDCĐP',
  'HĐTN&HN',
];

describe('the VnEdu files', () => {
  it('have the layout of so_diem_tong_ket: titles, two header rows, data from row 8, footers', async () => {
    const rows = await grid(join(dir, 'vnedu/ca-nam/so_diem_tong_ket_khoi_khoi_6.xls'), '6a');
    expect(rows[0]?.[0]).toBe('PTDTBT THCS Đinh Núp');
    expect(rows[0]?.[7]).toBe('BẢNG TỔNG HỢP KẾT QUẢ GIÁO DỤC CẢ NĂM, NĂM HỌC 2025 - 2026');
    expect(rows[1]?.[7]).toBe('Khối 6 - Lớp 6A - (Cả năm)');
    expect(rows[5]).toEqual([
      ...['STT', 'Mã học sinh', 'Số định danh cá nhân', 'Họ và tên', 'Ngày sinh'],
      ...SUBJECT_HEADERS,
      ...['Kết quả học tập', 'Kết quả rèn luyện', 'Buổi nghỉ', '', '', '', 'Danh hiệu', 'Ghi chú'],
    ]);
    expect(rows[6]?.slice(5, 24)).toEqual([
      ...Array.from({ length: 8 }, () => '(HS 1)'),
      ...Array.from({ length: 4 }, () => '(N.xét)'),
      ...['(Cả năm)', '(Cả năm)', 'P', 'K', 'Tổng', '', ''],
    ]);
    expect(rows[7]?.[0]).toBe(1);
    expect(rows[22]?.[0]).toBe('STT');
    expect(rows.at(-1)?.[3]).toBe('Người lập');
    expect(rows.at(-1)?.[14]).toBe('HIỆU TRƯỞNG');
  });

  it('are real BIFF8 with the usual dirt in the cells', async () => {
    const path = join(dir, 'vnedu/hk1/so_diem_tong_ket_khoi_khoi_6.xls');
    expect((await readFile(path)).subarray(0, 4).toString('hex')).toBe('d0cf11e0');
    const rows = await grid(path, '6a');
    expect(typeof rows[9]?.[1]).toBe('number');
    expect(typeof rows[12]?.[4]).toBe('number');
    expect(rows.slice(7, 20).some((row) => /^\d+,\d$/u.test(String(row[5])))).toBe(true);
    expect((await grid(path, '6b'))[5]?.[1]).toBe('Mã học sinh'.normalize('NFD'));
  });

  it('carry the marks of the world for every pupil studying', async () => {
    const school = world.school(DINH_NUP);
    let found = 0;
    for (const cls of school.classes) {
      const rows = await grid(
        join(dir, `vnedu/ca-nam/so_diem_tong_ket_khoi_khoi_${cls.grade}.xls`),
        cls.name.toLowerCase(),
      );
      for (const pupil of school.pupils.filter((p) => p.classId === cls.id && !hasLeft(p.status))) {
        const row = rows.find((r) => String(r[1]) === pupil.vendorId);
        const results = world.results(school, pupil);
        if (results.kind !== 'secondary' || row === undefined) throw new Error('pupil not in his sheet');
        expect(row.slice(5, 13)).toEqual(results.scored.map((s) => s.year / 10));
        found += 1;
      }
    }
    expect(found).toBe(298);
  });

  it('list the class in 25 columns with header in row 4, those who left with status and date', async () => {
    const school = world.school(DINH_NUP);
    let rows = 0;
    let left = 0;
    for (const cls of school.classes) {
      const list = await grid(
        join(dir, `vnedu/danh-sach/danh_sach_hoc_sinh_lop_${cls.name.toLowerCase()}.xlsx`),
      );
      expect(list[3]).toEqual([...CLASS_LIST_COLUMNS]);
      const pupils = list.slice(4).filter((row) => typeof row[0] === 'number');
      rows += pupils.length;
      left += pupils.filter((row) =>
        /^(Chuyển đi|Thôi học) kỳ [12] \(\d\d\/\d\d\/\d{4}\)$/u.test(String(row[6])),
      ).length;
    }
    expect(rows).toBe(298 + school.left);
    expect(left).toBe(school.left);
  });

  it('hide the internal columns of the subject gradebook', async () => {
    const path = join(dir, 'vnedu/so-diem-mon/so_diem_mon_toan_lop_6a_hk1.xls');
    const book = XLSX.read(await readFile(path), { cellStyles: true });
    const columns = book.Sheets['Toán']?.['!cols'] ?? [];
    expect([12, 13].map((i) => columns[i]?.hidden === true)).toEqual([true, true]);
    const rows = await grid(path);
    expect(rows[6]?.slice(0, 5)).toEqual(['STT', 'Mã định danh Bộ GD&ĐT', 'Họ và tên', 'Ngày sinh', 'ĐĐGtx']);
    expect(rows[8]?.[1]).toMatch(/^\d{10}$/u);
  });
});

describe('the MISA files', () => {
  it('hold one sheet per class of tiểu học with levels, tests, qualities and overall', async () => {
    const path = join(dir, 'misa/ket_qua_ca_nam.xlsx');
    const book = XLSX.read(await readFile(path));
    expect(book.SheetNames).toEqual(['1-1', '1-2', '1-3']);
    const rows = await grid(path, '1-1');
    expect(rows[4]).toContain('Toán - Điểm KTĐK');
    expect(rows[4]).toContain('Phẩm chất - Yêu nước');
    expect(rows[4]).not.toContain('Năng lực - Tin học');
    const overall = rows[4]?.indexOf('Đánh giá kết quả giáo dục') ?? -1;
    const data = rows.slice(5);
    expect(data).toHaveLength(35);
    for (const row of data) expect(['HTXS', 'HTT', 'HT', 'CHT']).toContain(row[overall]);
  });

  it('are written as CSV with BOM and as one sheet where the school works so', async () => {
    const big = buildWorld({ seed: '7', students: 3000, dirt: 0, schoolYear: '2025-2026' });
    const plan =
      big.plans.find((p) => p.vendor === 'misa' && p.level === 'THCS') ??
      big.plans.find((p) => p.vendor === 'misa');
    if (plan === undefined) throw new Error('no MISA school');
    const school = { ...big.school(plan.code), format: 'csv', layout: 'one-sheet' } as const;
    await writeMisaFiles(big, school, join(dir, 'csv'));
    const text = await readFile(join(dir, 'csv/danh_sach_hoc_sinh.csv'), 'utf8');
    expect(text.startsWith('\uFEFFMã trường,Năm học,STT,Mã học sinh')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(school.pupils.length + 1);
    await writeMisaFiles(big, { ...school, format: 'xlsx' }, join(dir, 'one'));
    const book = XLSX.read(await readFile(join(dir, 'one/ket_qua_ca_nam.xlsx')));
    expect(book.SheetNames).toEqual(['Toàn trường']);
  });
});

describe('the bytes of all files', () => {
  it('are the same for the same world', async () => {
    await writeVnEduFiles(world, world.school(DINH_NUP), join(dir, 'again/vnedu'));
    await writeMisaFiles(world, world.school(TAN_THANH_DONG_3), join(dir, 'again/misa'));
    expect(await tree(join(dir, 'again/vnedu'))).toBe(await tree(join(dir, 'vnedu')));
    expect(await tree(join(dir, 'again/misa'))).toBe(await tree(join(dir, 'misa')));
  });
});
