import {
  overallText,
  PROMOTION_LABELS,
  REWARD_LABELS,
  rosterRow,
  type SubjectRow,
  type TermRow,
  TITLE_LABELS,
  termRow,
} from '../world/rows.js';
import { competencesOf, QUALITIES, type Subject, subjectsOf } from '../world/subjects.js';
import type {
  PrimaryResults,
  Pupil,
  Results,
  School,
  SchoolClass,
  SecondaryResults,
} from '../world/types.js';
import type { World } from '../world/world.js';
import { type CellValue, dayText, serialDay } from './workbook.js';

export interface Line {
  readonly pupil: Pupil;
  readonly cls: SchoolClass;
}
export interface Column {
  readonly header: string;
  readonly value: (line: Line) => CellValue;
}
export interface Style {
  /** Marks as text with a decimal comma. */
  readonly commas: boolean;
  /** Birth dates as real date cells. */
  readonly dates: boolean;
}

const dateCell = (iso: string, style: Style): CellValue =>
  style.dates && serialDay(iso) !== null ? new Date(`${iso}T00:00:00Z`) : dayText(iso);

const column = (header: string, value: Column['value']): Column => ({ header, value });

/** Columns of the pupil list. */
export const listColumns = (style: Style): readonly Column[] => [
  column('Mã học sinh', ({ pupil }) => pupil.vendorId),
  column('Mã thống kê', () => ''),
  column('Mã học sinh CSDL ngành', ({ pupil }) => pupil.sectorCode),
  column('Họ và tên', ({ pupil }) => rosterRow(pupil).name),
  column('Ngày sinh', ({ pupil }) => dateCell(rosterRow(pupil).birth, style)),
  column('Giới tính', ({ pupil }) => (pupil.sex === 'male' ? 'Nam' : 'Nữ')),
  column('Dân tộc', ({ pupil }) => rosterRow(pupil).ethnicName),
  column('Quốc tịch', ({ pupil }) => (pupil.foreign === null ? 'Việt Nam' : 'Lào')),
  column('Số định danh cá nhân', ({ pupil }) => rosterRow(pupil).identity),
  column('Lý do chưa có số định danh', ({ pupil }) => pupil.noNumberReason ?? ''),
  column('Nơi sinh', ({ pupil }) => pupil.birthPlace),
  column('Địa chỉ thường trú', ({ pupil }) => pupil.address),
  column('Lớp', ({ cls }) => cls.name),
  column('Khối', ({ cls }) => String(cls.grade)),
  column('Trạng thái', ({ pupil }) => rosterRow(pupil).statusLabel),
  column('Ngày chuyển trạng thái', ({ pupil }) =>
    pupil.statusDate === null ? '' : dayText(pupil.statusDate),
  ),
];

const QUALITY_NAMES: Readonly<Record<string, string>> = {
  'yeu-nuoc': 'Yêu nước',
  'nhan-ai': 'Nhân ái',
  'cham-chi': 'Chăm chỉ',
  'trung-thuc': 'Trung thực',
  'trach-nhiem': 'Trách nhiệm',
  'tu-chu-tu-hoc': 'Tự chủ và tự học',
  'giao-tiep-hop-tac': 'Giao tiếp và hợp tác',
  'gqvd-sang-tao': 'Giải quyết vấn đề và sáng tạo',
  'ngon-ngu': 'Ngôn ngữ',
  'tinh-toan': 'Tính toán',
  'khoa-hoc': 'Khoa học',
  'cong-nghe': 'Công nghệ',
  'tin-hoc': 'Tin học',
  'tham-mi': 'Thẩm mĩ',
  'the-chat': 'Thể chất',
};

interface Reading {
  row(line: Line): TermRow;
  primary(line: Line): PrimaryResults;
  secondary(line: Line): SecondaryResults;
  subject(line: Line, key: string): SubjectRow | undefined;
}

const numberCell = (text: string, style: Style): CellValue => {
  if (!/^-?\d+(\.\d)?$/u.test(text)) return text;
  return style.commas ? text.replace('.', ',') : Number(text);
};

const primarySubject = (subject: Subject, tested: boolean, of: Reading, style: Style): readonly Column[] => [
  column(`${subject.name} - Mức đạt được`, (line) => of.subject(line, subject.key)?.rating ?? ''),
  ...(tested
    ? [
        column(`${subject.name} - Điểm KTĐK`, (line) =>
          numberCell(of.subject(line, subject.key)?.test ?? '', style),
        ),
      ]
    : []),
];

const primaryYear = (grades: readonly number[], of: Reading): readonly Column[] => {
  const competences = competencesOf(Math.max(...grades));
  const named = (prefix: string, key: string): string => `${prefix} - ${QUALITY_NAMES[key] ?? key}`;
  return [
    ...QUALITIES.map((key) =>
      column(named('Phẩm chất', key), (line) => of.primary(line).qualities[key] ?? ''),
    ),
    ...competences.map((key) =>
      column(named('Năng lực', key), (line) => of.primary(line).competences[key] ?? ''),
    ),
    column('Đánh giá kết quả giáo dục', (line) => overallText(line.pupil, of.primary(line))),
    column('Khen thưởng', (line) => {
      const { reward } = of.primary(line);
      return reward === null ? '' : REWARD_LABELS[reward];
    }),
    column('Hoàn thành chương trình lớp học', (line) => (of.primary(line).completed ? 'x' : '')),
    column('Lên lớp', (line) => (of.primary(line).completed ? 'x' : '')),
  ];
};

const secondaryCell = (row: SubjectRow | undefined, style: Style): CellValue => {
  if (row === undefined) return '';
  if (row.exempt) return 'Miễn';
  if (row.kind === 'score') return numberCell(row.score, style);
  return row.rating === 'Đ' ? 'Đạt' : row.rating === 'CĐ' ? 'Chưa đạt' : row.rating;
};

const secondaryYear = (of: Reading): readonly Column[] => [
  column('Danh hiệu', (line) => {
    const { title } = of.secondary(line);
    return title === null ? '' : TITLE_LABELS[title];
  }),
  column('Kết quả cuối năm', (line) => PROMOTION_LABELS[of.secondary(line).promotion]),
];

const headColumns = (style: Style): readonly Column[] => [
  column('Mã học sinh', ({ pupil }) => pupil.vendorId),
  column('Họ và tên', ({ pupil }) => rosterRow(pupil).name),
  column('Ngày sinh', ({ pupil }) => dateCell(rosterRow(pupil).birth, style)),
  column('Lớp', ({ cls }) => cls.name),
];

/** Subjects of several grades, each once, in the order of the first grade that has it. */
const subjectsAcross = (school: School, grades: readonly number[]): readonly Subject[] => {
  const seen = new Map<string, Subject>();
  for (const grade of grades) {
    for (const s of subjectsOf(school.level, { grade, electives: [] }))
      if (!seen.has(s.key)) seen.set(s.key, s);
  }
  return [...seen.values()];
};

const reading = (world: World, school: School, term: 'hk1' | 'hk2' | 'year'): Reading => {
  let last: { readonly pupil: Pupil; readonly row: TermRow; readonly results: Results } | null = null;
  // Columns are read line by line: keeping one line's results spares making them again for every cell.
  const at = ({ pupil }: Line) => {
    if (last?.pupil === pupil) return last;
    const row = termRow(world, school, pupil, term);
    if (row === null) throw new Error('a line without results');
    last = { pupil, row, results: world.results(school, pupil) };
    return last;
  };
  return {
    row: (line) => at(line).row,
    primary: (line) => at(line).results as PrimaryResults,
    secondary: (line) => at(line).results as SecondaryResults,
    subject: (line, key) => at(line).row.subjects.find((s) => s.key === key),
  };
};

/** The result sheet of a term: which pupils stand in it, and its columns for a set of grades. */
export const resultColumns = (world: World, school: School, term: 'hk1' | 'hk2' | 'year', style: Style) => {
  const of = reading(world, school, term);
  const primary = school.level === 'TH';
  const away: readonly Column[] = [
    column('Nghỉ có phép', (line) => of.row(line).absence.withLeave),
    column('Nghỉ không phép', (line) => of.row(line).absence.withoutLeave),
  ];
  const comment = column('Nhận xét', (line) => world.results(school, line.pupil).comment);
  const primaryColumns = (grades: readonly number[]): readonly Column[] => [
    ...subjectsAcross(school, grades).flatMap((s) =>
      primarySubject(
        s,
        grades.some((g) => s.tested.includes(g)),
        of,
        style,
      ),
    ),
    ...(term === 'year' ? primaryYear(grades, of) : []),
    ...away,
  ];
  const secondaryColumns = (grades: readonly number[]): readonly Column[] => [
    ...subjectsAcross(school, grades).map((s) =>
      column(s.name, (line) => secondaryCell(of.subject(line, s.key), style)),
    ),
    column('Kết quả học tập', (line) => of.row(line).hocTap),
    column('Kết quả rèn luyện', (line) => of.row(line).renLuyen),
    ...away,
    ...(term === 'year' ? secondaryYear(of) : []),
  ];
  return {
    lines: (lines: readonly Line[]) =>
      lines.filter(({ pupil }) => termRow(world, school, pupil, term) !== null),
    columns: (grades: readonly number[]): readonly Column[] => [
      ...headColumns(style),
      ...(primary ? primaryColumns(grades) : secondaryColumns(grades)),
      ...(term === 'year' ? [comment] : []),
    ],
  };
};
