import { join } from 'node:path';
import { rosterRow, termRow } from '../world/rows.js';
import { regularCount, subjectsOf } from '../world/subjects.js';
import type { Pupil, School, SchoolClass, StaffMember } from '../world/types.js';
import type { World } from '../world/world.js';
import { type CellValue, dayText, writeXls, writeXlsx } from './workbook.js';

/** The 25 columns of the class list, in their order. */
export const CLASS_LIST_COLUMNS = [
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
] as const;

const statusText = (label: string, date: string | null): string =>
  date === null ? label : `${label} (${dayText(date)})`;

const classListRow = (school: School, cls: SchoolClass, pupil: Pupil, index: number): CellValue[] => {
  const row = rosterRow(pupil);
  return [
    index + 1,
    pupil.sectorCode,
    row.name,
    dayText(row.birth),
    pupil.sex === 'male' ? 'Nam' : 'Nữ',
    row.ethnicName,
    statusText(row.statusLabel, row.statusDate),
    '',
    pupil.birthPlace,
    '',
    school.place.provinceName,
    school.place.wardName,
    pupil.address,
    '',
    '',
    '',
    pupil.father ?? '',
    '',
    '',
    pupil.mother ?? '',
    '',
    '',
    cls.name,
    `Khối ${cls.grade}`,
    row.identity,
  ];
};

const writeClassList = async (school: School, cls: SchoolClass, dir: string): Promise<void> => {
  const pupils = school.pupils.filter((p) => p.classId === cls.id);
  const path = join(dir, 'danh-sach', `danh_sach_hoc_sinh_lop_${cls.name.toLowerCase()}.xlsx`);
  await writeXlsx(path, [
    {
      name: cls.name,
      rows: [
        [school.name],
        [`DANH SÁCH HỌC SINH LỚP ${cls.name}`],
        ['NĂM HỌC 2025 - 2026'],
        CLASS_LIST_COLUMNS,
        ...pupils.map((pupil, index) => classListRow(school, cls, pupil, index)),
        [],
        [null, null, 'Người lập'],
      ],
    },
  ]);
};

export const POSITIONS: Readonly<Record<StaffMember['role'], string>> = {
  principal: 'Hiệu trưởng',
  'vice-principal': 'Phó hiệu trưởng',
  teacher: 'Giáo viên',
  other: 'Nhân viên',
};

/** One line of a staff sheet; VnEdu and MISA name the columns differently but keep this order. */
export const staffCells = (member: StaffMember, index: number): CellValue[] => [
  index + 1,
  member.code,
  member.name,
  dayText(member.birthDate),
  member.sex === 'male' ? 'Nam' : 'Nữ',
  member.identityNumber,
  POSITIONS[member.role],
  member.teaches ? 'x' : '',
  member.homeroomClass ?? '',
  member.certificate?.serial ?? '',
  member.certificate === null ? '' : dayText(member.certificate.validTo),
];

const STAFF_COLUMNS = [
  'STT',
  'Mã cán bộ',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Số định danh cá nhân',
  'Chức vụ',
  'Giảng dạy',
  'Chủ nhiệm lớp',
  'Số sê-ri chứng thư số',
  'Hạn chứng thư số',
] as const;

/** Lines of the assignment sheet: STT, class, subject, staff code, staff name. */
export const assignmentCells = (school: School): CellValue[][] => {
  const staff = new Map(school.staff.map((s) => [s.code, s.name]));
  return school.assignments.map((a, index) => {
    const cls = school.classes.find((c) => c.id === a.classId);
    const subject = cls && subjectsOf(school.level, cls).find((s) => s.key === a.subject);
    return [index + 1, cls?.name ?? '', subject?.name ?? '', a.staffCode, staff.get(a.staffCode) ?? ''];
  });
};

const REGULAR_COLUMNS = 5;
const comma = (text: string): string => text.replace('.', ',');
const padded = (cells: readonly string[], width: number): string[] =>
  Array.from({ length: width }, (_, i) => cells[i] ?? '');

/** Toán of one class, term 1: header rows 7-8 and two hidden columns with internal codes. */
const writeGradebook = async (world: World, school: School, cls: SchoolClass, dir: string): Promise<void> => {
  const subject = subjectsOf(school.level, cls)[0];
  if (subject === undefined || regularCount(subject) > REGULAR_COLUMNS) return;
  const pupils = school.pupils.filter((p) => p.classId === cls.id);
  const rows = pupils.flatMap((pupil): CellValue[][] => {
    const mark = termRow(world, school, pupil, 'hk1')?.subjects.find((s) => s.key === subject.key);
    if (mark === undefined) return [];
    const tests = [...padded(mark.regular, REGULAR_COLUMNS), mark.midterm, mark.final, mark.score].map(comma);
    const { name, birth } = rosterRow(pupil);
    return [[0, pupil.sectorCode, name, dayText(birth), ...tests, `hs-${pupil.ordinal}`, `lop-${cls.name}`]];
  });
  for (const [index, row] of rows.entries()) row[0] = index + 1;
  const path = join(dir, 'so-diem-mon', `so_diem_mon_toan_lop_${cls.name.toLowerCase()}_hk1.xls`);
  const blank: CellValue[] = [];
  await writeXls(path, [
    {
      name: 'Toán',
      rows: [
        [school.name],
        [`SỔ ĐIỂM MÔN ${subject.name.toUpperCase()} - LỚP ${cls.name}`],
        ['HỌC KỲ 1, NĂM HỌC 2025 - 2026'],
        blank,
        blank,
        blank,
        [
          'STT',
          'Mã định danh Bộ GD&ĐT',
          'Họ và tên',
          'Ngày sinh',
          'ĐĐGtx',
          '',
          '',
          '',
          '',
          'ĐĐGgk',
          'ĐĐGck',
          'ĐTBmhkI',
          'ma_hs',
          'ma_lop',
        ],
        ['', '', '', '', '1', '2', '3', '4', '5', '', '', '', '', ''],
        ...rows,
      ],
      merges: [[6, 4, 6, 8]],
      hiddenColumns: [12, 13],
    },
  ]);
};

/** Class lists, staff, assignments and the gradebook of the first class. */
export const writeVnEduLists = async (world: World, school: School, dir: string): Promise<void> => {
  for (const cls of school.classes) await writeClassList(school, cls, dir);
  await writeXlsx(join(dir, 'can-bo', 'danh_sach_can_bo.xlsx'), [
    {
      name: 'Cán bộ',
      rows: [
        [school.name],
        ['DANH SÁCH CÁN BỘ, GIÁO VIÊN, NHÂN VIÊN'],
        ['NĂM HỌC 2025 - 2026'],
        STAFF_COLUMNS,
        ...school.staff.map(staffCells),
      ],
    },
  ]);
  await writeXlsx(join(dir, 'phan-cong', 'phan_cong_giang_day.xlsx'), [
    {
      name: 'Phân công',
      rows: [
        [school.name],
        ['PHÂN CÔNG GIẢNG DẠY'],
        ['NĂM HỌC 2025 - 2026'],
        ['STT', 'Lớp', 'Môn học', 'Mã cán bộ', 'Họ và tên giáo viên', 'Ghi chú'],
        ...assignmentCells(school).map((row) => [...row, '']),
      ],
    },
  ]);
  const first = school.classes[0];
  if (first !== undefined) await writeGradebook(world, school, first, dir);
};
