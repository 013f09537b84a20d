import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeXls, xlsxBytes } from '../../src/infra/spreadsheet/index.js';
import type { OutputCell, OutputTable } from '../../src/infra/spreadsheet/write.js';

export type Rows = OutputCell[][];

export const SCHOOL_NAME = 'THCS Thử Nghiệm';
const SUBJECTS = ['Toán', 'LS&ĐL', 'KHTN', 'Văn', 'Ng.ngữ', 'GDCD', 'GDTC', 'Nghệ thuật'];
const FULL = { hk1: 'HỌC KỲ 1', hk2: 'HỌC KỲ 2', year: 'CẢ NĂM' } as const;
const SHORT = { hk1: 'Học kỳ 1', hk2: 'Học kỳ 2', year: 'Cả năm' } as const;
type Term = keyof typeof FULL;

/** Marks that differ by pupil, subject and term; whole numbers of tenths, no randomness. */
const mark = (pupil: number, subject: number, term: Term): number =>
  (50 + ((pupil * 7 + subject * 3 + { hk1: 0, hk2: 4, year: 9 }[term]) % 50)) / 10;

export interface SummaryOptions {
  readonly className?: string;
  readonly term?: Term;
  readonly school?: string;
  readonly pupils?: number;
  readonly firstCode?: number;
  readonly year?: string;
  /** Changes the finished rows. */
  readonly edit?: (rows: Rows) => void;
  /** Marks of another term under this term's title. */
  readonly marksOf?: Term;
}

export const pupilCode = (number: number): string => `62006${String(number).padStart(5, '0')}`;

/** A so_diem_tong_ket sheet of eight subjects; data begin in row 8. */
export function summary(options: SummaryOptions = {}): OutputTable {
  const { className = '6A', term = 'hk1', school = SCHOOL_NAME, pupils = 4, firstCode = 1 } = options;
  const blank = (count: number): OutputCell[] => new Array<OutputCell>(count).fill(null);
  const year = options.year ?? '2025 - 2026';
  const rows: Rows = [
    [school, ...blank(6), `BẢNG TỔNG HỢP KẾT QUẢ GIÁO DỤC ${FULL[term]}, NĂM HỌC ${year}`],
    [...blank(7), `Khối ${className.replace(/\D.*/u, '')} - Lớp ${className} - (${SHORT[term]})`],
    [],
    [],
    [],
    [
      'STT',
      'Mã học sinh',
      'Số định danh cá nhân',
      'Họ và tên',
      'Ngày sinh',
      ...SUBJECTS,
      'Kết quả học tập',
      'Kết quả rèn luyện',
      'Buổi nghỉ',
      null,
      null,
    ],
    [
      ...blank(5),
      ...SUBJECTS.map((_, n) => (n < 6 ? '(HS 1)' : '(N.xét)')),
      `(${SHORT[term]})`,
      `(${SHORT[term]})`,
      'P',
      'K',
      'Tổng',
    ],
  ];
  for (let n = 0; n < pupils; n++) {
    const code = firstCode + n;
    const marks = SUBJECTS.map((_, s) =>
      s < 6 ? String(mark(code, s, options.marksOf ?? term)).replace('.', ',') : 'Đ',
    );
    const identity = `06231400${String(code).padStart(4, '0')}`;
    rows.push([
      n + 1,
      pupilCode(code),
      identity,
      `Y Mai Số ${'ABCDEFGHIJ'[code % 10]}`,
      '05/09/2014',
      ...marks,
      'Khá',
      'Tốt',
      1,
      0,
      1,
    ]);
  }
  options.edit?.(rows);
  return { name: className.toLowerCase(), rows, merges: [{ top: 5, left: 15, bottom: 5, right: 17 }] };
}

/** The index of the first pupil in the rows of {@link summary}. */
export const FIRST = 7;

export function save(dir: string, path: string, bytes: Uint8Array | string): string {
  const full = join(dir, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, bytes);
  return full;
}

export const saveXls = (dir: string, path: string, ...tables: readonly OutputTable[]): string =>
  save(dir, path, writeXls(tables));

export const saveXlsx = async (dir: string, path: string, name: string, rows: Rows): Promise<string> =>
  save(
    dir,
    path,
    await xlsxBytes({ sheets: [{ name, columns: (rows[0] ?? []).map(String), rows: rows.slice(1) }] }),
  );

export const GRADE_FILE = 'so_diem_tong_ket_khoi_khoi_6.xls';
