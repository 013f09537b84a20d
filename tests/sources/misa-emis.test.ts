import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { MisaConfig } from '../../adapters/sources/misa-emis/config-schema.js';
import { adapter } from '../../adapters/sources/misa-emis/index.js';
import type { Stream } from '../../src/domain/records.js';
import { xlsxBytes } from '../../src/infra/spreadsheet/index.js';
import { mapPage } from '../../src/mapping/account.js';
import { compileMappings } from '../../src/mapping/load.js';
import { projectTexts } from '../mapping/fixture.js';
import { closeReaderAfterwards, pagesOf, temporaryFolder, YEAR } from './support.js';
import { type Rows, save, saveXlsx } from './vnedu-maker.js';

closeReaderAfterwards();
const root = temporaryFolder();
let made = 0;
const fresh = (): string => join(root, String(++made));
const mappings = compileMappings(projectTexts());

async function mapped(dir: string, stream: Stream, more: Partial<MisaConfig> = {}) {
  const pages = await pagesOf(adapter, { dir, year: YEAR, ...more }, stream);
  return pages.map((page) => ({ page, result: mapPage(mappings.get(page.mapping), page, 'misa-emis') }));
}
type Mapped = Awaited<ReturnType<typeof mapped>>;
const used = (pages: Mapped) =>
  pages.flatMap(({ result }) =>
    result.rows.filter((row) => row.outcome === 'used').map((row) => row.fragment),
  );
const findings = (pages: Mapped) =>
  pages.flatMap(({ result }) => [...result.issues, ...result.rows.flatMap((row) => row.issues)]);

const PUPIL_COLUMNS = [
  'STT',
  'Mã học sinh',
  'Mã thống kê',
  'Mã học sinh CSDL ngành',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Dân tộc',
  'Quốc tịch',
  'Số định danh cá nhân',
  'Lý do chưa có số định danh',
  'Nơi sinh',
  'Địa chỉ thường trú',
  'Lớp',
  'Khối',
  'Trạng thái',
  'Ngày chuyển trạng thái',
];
const pupil = (n: number, className: string, identity: string | null = `07931800000${n}`): Rows[number] => [
  n,
  `HS${n}`,
  null,
  `790000000${n}`,
  'Nguyễn Văn An',
  '05/09/2018',
  'Nam',
  'Kinh',
  'Việt Nam',
  identity,
  identity === null ? 'Chưa đăng ký khai sinh' : null,
  'TP.HCM',
  'Ấp 1',
  className,
  className.slice(0, 1),
  'Đang học',
  null,
];
const title = (text: string): Rows => [
  ['Trường: TH A'],
  ['Mã trường: 62000001'],
  [`${text}, NĂM HỌC 2025 - 2026`],
  [],
];
const PRIMARY = [
  'STT',
  'Mã học sinh',
  'Họ và tên',
  'Ngày sinh',
  'Lớp',
  'Toán - Mức đạt được',
  'Toán - Điểm KTĐK',
  'Tiếng Việt - Mức đạt được',
  'Phẩm chất - Yêu nước',
  'Năng lực - Ngôn ngữ',
  'Đánh giá kết quả giáo dục',
  'Hoàn thành chương trình lớp học',
  'Lên lớp',
  'Nghỉ có phép',
  'Nghỉ không phép',
];
const primary = (n: number, className: string): Rows[number] => [
  n,
  `HS${n}`,
  'Nguyễn Văn An',
  '05/09/2018',
  className,
  'T',
  9,
  'H',
  'T',
  'Đ',
  'HT',
  'x',
  'x',
  1,
  0,
];

/** A workbook of several sheets, each with its own header. */
async function saveSheets(dir: string, path: string, sheets: Readonly<Record<string, Rows>>): Promise<void> {
  const list = Object.entries(sheets).map(([name, rows]) => ({
    name,
    columns: (rows[0] ?? []).map(String),
    rows: rows.slice(1),
  }));
  save(dir, path, await xlsxBytes({ sheets: list }));
}

describe('MISA EMIS files of profile emis-assumed-1', () => {
  it('give the same pupils from one sheet a class and from one sheet for the school', async () => {
    const perClass = fresh();
    const head = [...title('DANH SÁCH HỌC SINH'), PUPIL_COLUMNS];
    await saveSheets(perClass, 'ds.xlsx', {
      '1A': [...head, pupil(1, '1A'), pupil(2, '1A')],
      '1-2': [...head, pupil(3, '1/2', null)],
    });
    const oneSheet = fresh();
    await saveXlsx(oneSheet, 'ds.xlsx', 'Toàn trường', [
      ...head,
      pupil(1, '1A'),
      pupil(3, '1/2', null),
      pupil(2, '1A'),
    ]);
    const [a, b] = [await mapped(perClass, 'roster'), await mapped(oneSheet, 'roster')];
    expect(a.map(({ page }) => page.className).sort()).toEqual(['1/2', '1A']);
    expect(findings([...a, ...b])).toEqual([]);
    const byCode = (pages: Mapped) =>
      used(pages).sort((x, y) => JSON.stringify(x).localeCompare(JSON.stringify(y)));
    expect(byCode(a)).toEqual(byCode(b));
    expect(used(a).map((item) => item?.data)).toContainEqual(
      expect.objectContaining({ identity: { kind: 'none', reason: 'Chưa đăng ký khai sinh' } }),
    );
  });

  it('give primary results with level, test, qualities, competences and overall', async () => {
    const dir = fresh();
    await saveXlsx(dir, 'ket_qua_ca_nam.xlsx', '1A', [
      ...title('KẾT QUẢ HỌC TẬP CẢ NĂM'),
      PRIMARY,
      primary(1, '1A'),
    ]);
    const pages = await mapped(dir, 'results');
    expect(findings(pages)).toEqual([]);
    expect(used(pages)).toMatchObject([
      {
        term: 'year',
        data: {
          subjects: [
            { subject: 'toan', level: 'T', test: '9.0' },
            { subject: 'tieng-viet', level: 'H' },
          ],
          qualities: { 'yeu-nuoc': 'T' },
          competences: { 'ngon-ngu': 'Đ' },
          overall: 'HT',
          completed: true,
          promoted: true,
        },
      },
    ]);
  });

  it('give secondary results from a .csv that says school, year and term in its rows', async () => {
    const dir = fresh();
    const header =
      'Mã trường,Năm học,Kỳ,STT,Mã học sinh,Họ và tên,Ngày sinh,Lớp,Toán,Giáo dục thể chất,Kết quả học tập,Kết quả rèn luyện,Nghỉ có phép,Nghỉ không phép';
    const line = (n: number, className: string) =>
      `62000001,2025 - 2026,Học kỳ 1,${n},HS${n},Lê Bé,05/09/2014,${className},"8,5",Đạt,Khá,Tốt,1,0`;
    save(dir, 'ket_qua_hk1.csv', `\ufeff${[header, line(1, '6A'), line(2, '6B')].join('\r\n')}\r\n`);
    const pages = await mapped(dir, 'results');
    expect(findings(pages)).toEqual([]);
    expect(pages.map(({ page }) => [page.term, page.className, page.grade])).toEqual([
      ['hk1', '6A', 6],
      ['hk1', '6B', 6],
    ]);
    expect(used(pages)[0]).toMatchObject({
      data: {
        subjects: [
          { subject: 'toan', score: '8.5' },
          { subject: 'gdtc', rating: 'Đ' },
        ],
        hocTap: 'K',
      },
    });
  });

  it('of another school or year by their own rows are refused', async () => {
    const dir = fresh();
    const header =
      'Mã trường,Năm học,Kỳ,STT,Mã học sinh,Họ và tên,Lớp,Toán,Kết quả học tập,Kết quả rèn luyện';
    save(dir, 'a.csv', `${header}\n99999999,2024-2025,Cả năm,1,HS1,Lê Bé,6A,8,Khá,Tốt\n`);
    const rules = findings(await mapped(dir, 'results')).map((issue) => issue.rule);
    expect(rules).toEqual(['SHEET-YEAR-CONFLICT', 'SHEET-SCHOOL-CONFLICT']);
  });

  it('name a wrong column with its closest match, and read it once the configuration says what it is', async () => {
    const dir = fresh();
    const columns = PUPIL_COLUMNS.map((name) =>
      name === 'Mã học sinh' ? 'Mã học sinhh' : name === 'Dân tộc' ? 'Thành phần' : name,
    );
    await saveXlsx(dir, 'ds.xlsx', 'Toàn trường', [...title('DANH SÁCH HỌC SINH'), columns, pupil(1, '1A')]);
    const found = findings(await mapped(dir, 'roster'));
    const missing = found.find((issue) => issue.rule === 'MAP-MISSING-COLUMN');
    expect(JSON.stringify(missing)).toContain('Mã học sinhh');
    expect(found.map((issue) => issue.rule)).toContain('SHEET-MISSING-COLUMN');
    const fixed = await mapped(dir, 'roster', {
      columns: { 'Mã học sinhh': 'Mã học sinh', 'Thành phần': 'Dân tộc' },
    });
    expect(findings(fixed)).toEqual([]);
    expect(used(fixed)).toHaveLength(1);
  });
});
