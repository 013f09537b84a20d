import type { CanonicalRecord, TargetFinding } from '../../../src/sdk.js';
import { codeOf, DISABILITY, DISABILITY_NAMES, ETHNIC_NAMES, GENDER_NAMES, STATUS_NAMES } from './codes.js';
import { unknownCode } from './errors.js';

/** A table of text cells. Every row of `headerRows` and `rows` has the same width. */
export interface ExcelTable {
  readonly sheetName: string;
  readonly headerRows: readonly (readonly string[])[];
  /** Merged cells of the header, 0-based, inclusive. */
  readonly merges: readonly {
    readonly row: number;
    readonly column: number;
    readonly toRow: number;
    readonly toColumn: number;
  }[];
  readonly rows: readonly (readonly string[])[];
  /** Records that do not fit the file, with the reason; they have no row. */
  readonly left: readonly { readonly index: number; readonly findings: readonly TargetFinding[] }[];
}

type Primary = Extract<CanonicalRecord, { level: 'TH' }>;
type SubjectColumn = { readonly title: string; readonly keys: readonly string[]; readonly tested?: true };

const LEVEL_TITLE = 'Mức đạt được';
const TEST_TITLE = 'Điểm KTĐK';

/** F:R of the Khối 1-2 layout, in the file's own spelling ("Tiếng việt"). */
const SUBJECT_COLUMNS: readonly SubjectColumn[] = [
  { title: 'Toán', keys: ['toan'], tested: true },
  { title: 'Tiếng việt', keys: ['tieng-viet'], tested: true },
  { title: 'Đạo đức', keys: ['dao-duc'] },
  { title: 'Tự nhiên và xã hội', keys: ['tnxh'] },
  { title: 'Ngoại ngữ', keys: ['ngoai-ngu-1'] },
  { title: 'Tiếng dân tộc', keys: ['tieng-dtts'] },
  { title: 'TH-CN (Tin học)', keys: ['tin-hoc', 'thcn'] },
  { title: 'Nghệ thuật (Âm nhạc)', keys: ['am-nhac', 'nghe-thuat'] },
  { title: 'Nghệ thuật (Mĩ thuật)', keys: ['mi-thuat', 'nghe-thuat'] },
  { title: 'Hoạt động trải nghiệm', keys: ['hdtn'] },
  { title: 'Giáo dục thể chất', keys: ['gdtc'] },
];

/** S:Z. */
const GENERAL_COMPETENCES = [
  ['tu-chu-tu-hoc', 'Tự chủ và tự học'],
  ['giao-tiep-hop-tac', 'Giao tiếp và hợp tác'],
  ['gqvd-sang-tao', 'Giải quyết vấn đề và sáng tạo'],
] as const;
const SPECIFIC_COMPETENCES = [
  ['ngon-ngu', 'Ngôn ngữ'],
  ['tinh-toan', 'Tính toán'],
  ['khoa-hoc', 'Khoa học'],
  ['tham-mi', 'Thẩm mĩ'],
  ['the-chat', 'Thể chất'],
] as const;

/** AA:AE. */
const QUALITY_COLUMNS = [
  ['yeu-nuoc', 'Yêu nước'],
  ['nhan-ai', 'Nhân ái'],
  ['cham-chi', 'Chăm chỉ'],
  ['trung-thuc', 'Trung thực'],
  ['trach-nhiem', 'Trách nhiệm'],
] as const;

const FIXED = ['STT', 'Mã lớp', 'Mã học sinh', 'Họ tên', 'Ngày sinh'] as const;
/** AF:AI; the last column is empty in the official file. */
const CLOSING = ['Hoàn thành\nchương trình lớp học', 'Lên lớp', 'Xếp loại', ''] as const;

const blanks = (count: number): string[] => Array.from({ length: count }, () => '');
const spanned = (title: string, width: number): string[] => [title, ...blanks(width - 1)];

const widthOf = ({ tested }: SubjectColumn): number => (tested ? 2 : 1);
const SUBJECT_WIDTH = SUBJECT_COLUMNS.reduce((sum, column) => sum + widthOf(column), 0);
const COMPETENCE_WIDTH = GENERAL_COMPETENCES.length + SPECIFIC_COMPETENCES.length;

const primaryHeader = (): string[][] => [
  [
    ...FIXED,
    ...spanned('Môn học và hoạt động giáo dục', SUBJECT_WIDTH),
    ...spanned('Năng lực cốt lõi', COMPETENCE_WIDTH),
    ...spanned('Phẩm chất chủ yếu', QUALITY_COLUMNS.length),
    ...CLOSING,
  ],
  [
    ...blanks(FIXED.length),
    ...SUBJECT_COLUMNS.flatMap((column) => spanned(column.title, widthOf(column))),
    ...spanned('Năng lực chung', GENERAL_COMPETENCES.length),
    ...spanned('Năng lực đặc thù', SPECIFIC_COMPETENCES.length),
    ...QUALITY_COLUMNS.map(([, title]) => title),
    ...blanks(CLOSING.length),
  ],
  [
    ...blanks(FIXED.length),
    ...SUBJECT_COLUMNS.flatMap(({ tested }) => (tested ? [LEVEL_TITLE, TEST_TITLE] : [LEVEL_TITLE])),
    ...[...GENERAL_COMPETENCES, ...SPECIFIC_COMPETENCES].map(([, title]) => title),
    ...blanks(QUALITY_COLUMNS.length),
    ...blanks(CLOSING.length),
  ],
];

/** An empty header cell belongs to the title on its left (first row) or above it. */
function primaryMerges(): ExcelTable['merges'] {
  const merges: { row: number; column: number; toRow: number; toColumn: number }[] = [];
  const wide = (row: number, column: number, width: number): void => {
    if (width > 1) merges.push({ row, column, toRow: row, toColumn: column + width - 1 });
  };
  const tall = (row: number, column: number): void => {
    merges.push({ row, column, toRow: 2, toColumn: column });
  };
  let column = 0;
  for (const _title of FIXED) tall(0, column++);
  wide(0, column, SUBJECT_WIDTH);
  for (const subject of SUBJECT_COLUMNS) {
    wide(1, column, widthOf(subject));
    column += widthOf(subject);
  }
  wide(0, column, COMPETENCE_WIDTH);
  wide(1, column, GENERAL_COMPETENCES.length);
  wide(1, column + GENERAL_COMPETENCES.length, SPECIFIC_COMPETENCES.length);
  column += COMPETENCE_WIDTH;
  wide(0, column, QUALITY_COLUMNS.length);
  for (const _quality of QUALITY_COLUMNS) tall(1, column++);
  for (const _title of CLOSING) tall(0, column++);
  return merges;
}

const vietnamDate = (iso: string): string => iso.split('-').reverse().join('/');

/** Mã học sinh of CSDL ngành; empty when the pupil has none yet. */
const sectorCode = (record: CanonicalRecord): string =>
  record.aliases?.find(({ scheme }) => scheme === 'sector')?.value ?? '';

const tick = (value: boolean | undefined): string => (value === true ? 'x' : '');

function yearMark(record: Primary, keys: readonly string[]) {
  for (const key of keys) {
    const mark = record.primary.subjects.find(({ subject }) => subject === key)?.year;
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** The file takes whole marks 1-10 only (TT 27/2020 Điều 7). */
const wholeMark = (test: string): string | null => (/^([1-9]|10)\.0$/u.test(test) ? test.slice(0, -2) : null);

function testCell(record: Primary, column: SubjectColumn, findings: TargetFinding[]): string {
  const test = yearMark(record, column.keys)?.test;
  if (test === undefined) return '';
  const whole = wholeMark(test);
  if (whole === null) {
    const path = `primary.subjects[${column.keys[0]}].year.test`;
    findings.push(unknownCode(path, test, { vi: 'điểm kiểm tra (số nguyên 1-10)', en: 'whole marks 1-10' }));
  }
  return whole ?? '';
}

function foreignSubjects(record: Primary): TargetFinding[] {
  const known = new Set(SUBJECT_COLUMNS.flatMap(({ keys }) => keys));
  return record.primary.subjects
    .filter(({ subject, year }) => year !== undefined && !known.has(subject))
    .map(({ subject }) =>
      unknownCode(`primary.subjects[${subject}]`, subject, { vi: 'cột môn học', en: 'subject columns' }),
    );
}

function misfit(record: CanonicalRecord): TargetFinding[] {
  if (record.level === 'TH' && record.class.grade <= 2) return foreignSubjects(record);
  const list = { vi: 'khối của mẫu này (khối 1, 2)', en: 'grades of this form (1, 2)' };
  return [unknownCode('class.grade', String(record.class.grade), list)];
}

function primaryRow(record: Primary, serial: number, findings: TargetFinding[]): string[] {
  const { primary, pupil } = record;
  const subjects = SUBJECT_COLUMNS.flatMap((column) => {
    const level = yearMark(record, column.keys)?.level ?? '';
    return column.tested ? [level, testCell(record, column, findings)] : [level];
  });
  return [
    String(serial),
    record.class.name,
    sectorCode(record),
    pupil.name,
    vietnamDate(pupil.birthDate),
    ...subjects,
    ...[...GENERAL_COMPETENCES, ...SPECIFIC_COMPETENCES].map(([key]) => primary.competences[key] ?? ''),
    ...QUALITY_COLUMNS.map(([key]) => primary.qualities[key] ?? ''),
    tick(primary.completed),
    tick(primary.promoted),
    primary.overall ?? '',
    '',
  ];
}

/**
 * KQHT tiểu học, cuối năm, Khối 1-2 (FlieMau-KQHT-C1-CN-Khoi12-TT27_2020): three header rows, 35 columns A-AI, data
 * from row 4. Records of other grades or with values that the form cannot hold are left out and named.
 */
export function kqhtPrimaryRows(records: readonly CanonicalRecord[]): ExcelTable {
  const rows: string[][] = [];
  const left: { index: number; findings: readonly TargetFinding[] }[] = [];
  for (const [index, record] of records.entries()) {
    const findings = misfit(record);
    const row =
      record.level === 'TH' && findings.length === 0 ? primaryRow(record, rows.length + 1, findings) : null;
    if (row !== null && findings.length === 0) rows.push(row);
    else left.push({ index, findings });
  }
  return { sheetName: 'Sheet1', headerRows: primaryHeader(), merges: primaryMerges(), rows, left };
}

const STUDENT_TITLES = [
  'STT',
  'Mã lớp',
  'Mã học sinh',
  'Họ tên',
  'Ngày sinh',
  'Giới tính',
  'Trạng thái HS',
  'Ngày nhập trạng thái',
  'Dân tộc',
  'Loại khuyết tật',
  'Số định danh cá nhân',
  'Nơi sinh chi tiết',
  'Họ tên cha',
  'Họ tên mẹ',
] as const;

function disabilityCell({ pupil }: CanonicalRecord, findings: TargetFinding[]): string {
  if (pupil.disability === undefined) return '';
  const name = codeOf(DISABILITY_NAMES, codeOf(DISABILITY, pupil.disability.kind) ?? '');
  if (name === undefined) {
    const list = { vi: 'loại khuyết tật', en: 'disabilities' };
    findings.push(unknownCode('pupil.disability.kind', pupil.disability.kind, list));
  }
  return name ?? '';
}

function ethnicCell({ pupil }: CanonicalRecord, findings: TargetFinding[]): string {
  const name = codeOf(ETHNIC_NAMES, pupil.ethnicGroup);
  if (name === undefined) {
    findings.push(
      unknownCode('pupil.ethnicGroup', pupil.ethnicGroup, { vi: 'dân tộc', en: 'ethnic groups' }),
    );
  }
  return name ?? '';
}

const parent = ({ pupil }: CanonicalRecord, wanted: 'father' | 'mother'): string =>
  pupil.guardians?.find(({ relation }) => relation === wanted)?.name ?? '';

function studentRow(record: CanonicalRecord, serial: number, findings: TargetFinding[]): string[] {
  const { pupil, enrolment } = record;
  return [
    String(serial),
    record.class.name,
    sectorCode(record),
    pupil.name,
    vietnamDate(pupil.birthDate),
    codeOf(GENDER_NAMES, pupil.sex) ?? '',
    STATUS_NAMES[enrolment.status],
    enrolment.date === undefined ? '' : vietnamDate(enrolment.date),
    ethnicCell(record, findings),
    disabilityCell(record, findings),
    pupil.identity.kind === 'citizen' ? pupil.identity.number : '',
    pupil.birthPlace ?? '',
    parent(record, 'father'),
    parent(record, 'mother'),
  ];
}

/**
 * Danh sách học sinh (C1-HocSinh): one header row. The sector matches columns by title, and column order changed between
 * its versions; only the columns that a học bạ needs are filled (least data).
 */
export function c1StudentRows(records: readonly CanonicalRecord[]): ExcelTable {
  const rows: string[][] = [];
  const left: { index: number; findings: readonly TargetFinding[] }[] = [];
  for (const [index, record] of records.entries()) {
    const findings: TargetFinding[] = [];
    const row = studentRow(record, rows.length + 1, findings);
    if (findings.length === 0) rows.push(row);
    else left.push({ index, findings });
  }
  return { sheetName: 'Sheet1', headerRows: [[...STUDENT_TITLES]], merges: [], rows, left };
}
