import { join } from 'node:path';
import {
  PROMOTION_LABELS,
  rosterRow,
  type SubjectRow,
  type TermRow,
  TITLE_LABELS,
  termRow,
} from '../world/rows.js';
import { subjectsOf } from '../world/subjects.js';
import { hasLeft, leftInFirstTerm, type Pupil, type School, type SchoolClass } from '../world/types.js';
import type { World } from '../world/world.js';
import { writeVnEduLists } from './vnedu-lists.js';
import { type CellValue, dayText, type SheetPlan, serialDay, writeXls } from './workbook.js';

type Term = 'hk1' | 'hk2' | 'year';

const TERMS: readonly {
  readonly term: Term;
  readonly folder: string;
  readonly title: string;
  readonly short: string;
}[] = [
  { term: 'hk1', folder: 'hk1', title: 'HỌC KỲ 1', short: 'Học kỳ 1' },
  { term: 'hk2', folder: 'hk2', title: 'HỌC KỲ 2', short: 'Học kỳ 2' },
  { term: 'year', folder: 'ca-nam', title: 'CẢ NĂM', short: 'Cả năm' },
];
type TermPlan = (typeof TERMS)[number];

const YEAR_TEXT = '2025 - 2026';
const REPEAT_HEADER_AFTER = 15;

const headers = (school: School, cls: SchoolClass, plan: TermPlan): readonly [string[], string[]] => {
  const subjects = subjectsOf(school.level, cls);
  const year = plan.term === 'year';
  const first = [
    ...['STT', 'Mã học sinh', 'Số định danh cá nhân', 'Họ và tên', 'Ngày sinh'],
    ...subjects.map((s) => s.short),
    ...['Kết quả học tập', 'Kết quả rèn luyện', 'Buổi nghỉ', '', ''],
    ...(year ? ['', 'Danh hiệu', 'Ghi chú'] : []),
  ];
  const second = [
    ...['', '', '', '', ''],
    ...subjects.map((s) => (s.assess === 'score' ? '(HS 1)' : '(N.xét)')),
    ...[`(${plan.short})`, `(${plan.short})`, 'P', 'K', 'Tổng'],
    ...(year ? ['', '', ''] : []),
  ];
  return [first, second];
};

/** Term sheets carry text with a decimal comma, the year sheet numbers; what is no number stays as typed. */
const markCell = (row: SubjectRow, plan: TermPlan, spelled: boolean): CellValue => {
  if (row.exempt) return 'Miễn';
  if (row.kind === 'comment') {
    if (!spelled) return row.rating;
    return row.rating === 'Đ' ? 'Đạt' : row.rating === 'CĐ' ? 'Chưa đạt' : row.rating;
  }
  if (!/^-?\d+(\.\d)?$/u.test(row.score)) return row.score;
  return plan.term === 'year' ? Number(row.score) : row.score.replace('.', ',');
};

const codeCell = (pupil: Pupil, index: number): CellValue =>
  index === 2 && !pupil.vendorId.startsWith('0') ? Number(pupil.vendorId) : pupil.vendorId;

const headCells = (pupil: Pupil, index: number): CellValue[] => {
  const row = rosterRow(pupil);
  const birth = index === 5 ? (serialDay(row.birth) ?? dayText(row.birth)) : dayText(row.birth);
  return [index + 1, codeCell(pupil, index), row.identity, row.name, birth];
};

/** A pupil who left in term 2 stands there with a dash in every column. */
const leftRow = (pupil: Pupil, index: number, width: number): CellValue[] => [
  ...headCells(pupil, index),
  ...Array.from({ length: width - 5 }, () => '-'),
];

const tailCells = (
  world: World,
  school: School,
  row: TermRow,
  index: number,
  plan: TermPlan,
): CellValue[] => {
  const { withLeave, withoutLeave } = row.absence;
  const total = index % 7 === 3 ? '' : withLeave + withoutLeave;
  const cells: CellValue[] = [row.hocTap, row.renLuyen, withLeave, withoutLeave, total];
  if (plan.term !== 'year') return cells;
  const results = world.results(school, row.pupil);
  if (results.kind !== 'secondary') return cells;
  const title = results.title === null ? '' : TITLE_LABELS[results.title];
  return [...cells, '', title, PROMOTION_LABELS[results.promotion]];
};

const listed = (school: School, cls: SchoolClass): readonly Pupil[] =>
  school.pupils.filter(
    (p) => p.classId === cls.id && !leftInFirstTerm(p.status) && p.dirt !== 'results-missing',
  );

const dataRows = (
  world: World,
  school: School,
  cls: SchoolClass,
  plan: TermPlan,
  header: readonly [string[], string[]],
) => {
  const rows: CellValue[][] = [];
  for (const [index, pupil] of listed(school, cls).entries()) {
    if (index === REPEAT_HEADER_AFTER) rows.push([...header[0]], [...header[1]]);
    const row =
      hasLeft(pupil.status) && plan.term !== 'hk1' ? null : termRow(world, school, pupil, plan.term);
    if (row === null) {
      rows.push(leftRow(pupil, index, header[0].length));
      continue;
    }
    const spelled = index % 9 === 4;
    const marks = row.subjects.map((s) => markCell(s, plan, spelled));
    rows.push([...headCells(pupil, index), ...marks, ...tailCells(world, school, row, index, plan)]);
  }
  return rows;
};

const sheetOf = (
  world: World,
  school: School,
  cls: SchoolClass,
  plan: TermPlan,
  decomposed: boolean,
): SheetPlan => {
  const [first, second] = headers(school, cls, plan);
  const head = decomposed ? first.map((text) => text.normalize('NFD')) : first;
  const at = (column: number, text: string): CellValue[] => [
    ...Array.from({ length: column }, () => null),
    text,
  ];
  const absence = first.indexOf('Buổi nghỉ');
  const footer: CellValue[] = [...at(3, 'Người lập'), ...at(10, 'HIỆU TRƯỞNG')];
  return {
    name: cls.name.toLowerCase(),
    rows: [
      [school.name, ...at(6, `BẢNG TỔNG HỢP KẾT QUẢ GIÁO DỤC ${plan.title}, NĂM HỌC ${YEAR_TEXT}`)],
      at(7, `Khối ${cls.grade} - Lớp ${cls.name} - (${plan.short})`),
      [],
      [],
      [],
      head,
      second,
      ...dataRows(world, school, cls, plan, [first, second]),
      [],
      footer,
    ],
    merges: [
      [0, 7, 0, 18],
      [5, absence, 5, absence + 2],
    ],
  };
};

/** One .xls per grade and term, one sheet per class; then lists, staff, assignments and one subject's gradebook. */
export const writeVnEduFiles = async (world: World, school: School, dir: string): Promise<void> => {
  const grades = [...new Set(school.classes.map((c) => c.grade))];
  for (const plan of TERMS) {
    for (const grade of grades) {
      const classes = school.classes.filter((c) => c.grade === grade);
      const sheets = classes.map((cls, i) => sheetOf(world, school, cls, plan, i === 1));
      await writeXls(join(dir, plan.folder, `so_diem_tong_ket_khoi_khoi_${grade}.xls`), sheets);
    }
  }
  await writeVnEduLists(world, school, dir);
};
