import { join } from 'node:path';
import type { School } from '../world/types.js';
import type { World } from '../world/world.js';
import { type Column, type Line, listColumns, resultColumns } from './misa-columns.js';
import { assignmentCells, staffCells } from './vnedu-lists.js';
import { type CellValue, type SheetPlan, writeCsv, writeXlsx } from './workbook.js';

export type MisaTerm = 'hk1' | 'hk2' | 'year';

const TERM_TEXT: Readonly<Record<MisaTerm, string>> = { hk1: 'Học kỳ 1', hk2: 'Học kỳ 2', year: 'Cả năm' };
const YEAR_TEXT = '2025 - 2026';
const STAFF_COLUMNS = [
  'STT',
  'Số hiệu cán bộ',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Số định danh cá nhân',
  'Vị trí việc làm',
  'Giảng dạy',
  'Chủ nhiệm lớp',
  'Số sê-ri chứng thư số',
  'Ngày hết hạn chứng thư số',
];
const ASSIGNMENT_COLUMNS = ['STT', 'Lớp', 'Môn học', 'Số hiệu cán bộ', 'Họ và tên giáo viên'];

interface Table {
  readonly file: string;
  readonly title: string;
  readonly term: MisaTerm | null;
  /** Sheets by name; CSV puts them one under the other. */
  readonly parts: readonly {
    readonly name: string;
    readonly header: readonly string[];
    readonly rows: readonly CellValue[][];
  }[];
}

const titled = (
  school: School,
  title: string,
  header: readonly string[],
  rows: readonly CellValue[][],
): SheetPlan['rows'] => [
  [`Trường: ${school.name}`],
  [`Mã trường: ${school.code}`],
  [title],
  [],
  header,
  ...rows,
];

const save = async (school: School, dir: string, table: Table): Promise<void> => {
  if (school.format === 'xlsx') {
    const sheets = table.parts.map(({ name, header, rows }) => ({
      name,
      rows: titled(school, table.title, header, rows),
    }));
    await writeXlsx(join(dir, `${table.file}.xlsx`), sheets);
    return;
  }
  const [first] = table.parts;
  const lead = ['Mã trường', 'Năm học', ...(table.term === null ? [] : ['Kỳ'])];
  const values = [school.code, YEAR_TEXT, ...(table.term === null ? [] : [TERM_TEXT[table.term]])];
  const rows = table.parts.flatMap((part) => part.rows.map((row) => [...values, ...row]));
  await writeCsv(join(dir, `${table.file}.csv`), [[...lead, ...(first?.header ?? [])], ...rows]);
};

/** Lines to parts: one sheet per class, or one for the whole school with the columns of all its grades. */
const partsOf = (
  school: School,
  lines: readonly Line[],
  columnsOf: (grades: readonly number[]) => readonly Column[],
) => {
  const byClass = school.layout === 'sheet-per-class' && school.format === 'xlsx';
  const groups = byClass
    ? school.classes.map((cls) => ({
        name: cls.name.replaceAll('/', '-'),
        grades: [cls.grade],
        classes: [cls.id],
      }))
    : [
        {
          name: 'Toàn trường',
          grades: [...new Set(school.classes.map((c) => c.grade))],
          classes: school.classes.map((c) => c.id),
        },
      ];
  return groups.map(({ name, grades, classes }) => {
    const columns = columnsOf(grades);
    const of = lines.filter((line) => classes.includes(line.cls.id));
    const rows = of.map((line, index) => [index + 1, ...columns.map((column) => column.value(line))]);
    return { name, header: ['STT', ...columns.map((column) => column.header)], rows };
  });
};

const linesOf = (school: School): readonly Line[] =>
  school.classes.flatMap((cls) =>
    school.pupils.filter((p) => p.classId === cls.id).map((pupil) => ({ cls, pupil })),
  );

/**
 * All files of a MISA school, in its layout and format. No public sample exists: names of files and columns are ours
 * (README.md beside).
 */
export const writeMisaFiles = async (world: World, school: School, dir: string): Promise<void> => {
  const lines = linesOf(school);
  const style = {
    commas: school.format === 'csv',
    dates: school.layout === 'sheet-per-class' && school.format === 'xlsx',
  };
  const year = `NĂM HỌC ${YEAR_TEXT}`;
  await save(school, dir, {
    file: 'danh_sach_hoc_sinh',
    title: `DANH SÁCH HỌC SINH, ${year}`,
    term: null,
    parts: partsOf(school, lines, () => listColumns(style)),
  });
  const terms: readonly MisaTerm[] = school.level === 'TH' ? ['hk1', 'year'] : ['hk1', 'hk2', 'year'];
  for (const term of terms) {
    const found = resultColumns(world, school, term, style);
    await save(school, dir, {
      file: `ket_qua_${term === 'year' ? 'ca_nam' : term}`,
      title: `KẾT QUẢ HỌC TẬP ${TERM_TEXT[term].toUpperCase()}, ${year}`,
      term,
      parts: partsOf(school, found.lines(lines), found.columns),
    });
  }
  await save(school, dir, {
    file: 'danh_sach_can_bo',
    title: `DANH SÁCH CÁN BỘ, ${year}`,
    term: null,
    parts: [{ name: 'Cán bộ', header: STAFF_COLUMNS, rows: school.staff.map(staffCells) }],
  });
  await save(school, dir, {
    file: 'phan_cong_giang_day',
    title: `PHÂN CÔNG GIẢNG DẠY, ${year}`,
    term: null,
    parts: [{ name: 'Phân công', header: ASSIGNMENT_COLUMNS, rows: assignmentCells(school) }],
  });
};
