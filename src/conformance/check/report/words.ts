import type { Bilingual } from '../../../domain/errors.js';
import type { Owner, Place, Severity } from '../../../domain/issue.js';
import { shownText } from '../invisible.js';
import type { CheckFinding, Kind, Verdict } from '../types.js';

export type Language = 'vi' | 'en';

export const KIND_WORDS: Readonly<Record<Kind, Bilingual>> = {
  packet: { vi: 'gói tin học bạ', en: 'packet' },
  package: { vi: 'gói tin theo lớp', en: 'class package' },
  canonical: { vi: 'bản ghi chuẩn', en: 'canonical records' },
  vnedu: { vi: 'tệp xuất từ VnEdu', en: 'VnEdu export' },
  'misa-emis': { vi: 'tệp xuất từ MISA EMIS', en: 'MISA EMIS export' },
  smas: { vi: 'tệp xuất từ SMAS', en: 'SMAS export' },
  generic: { vi: 'tệp theo mẫu chung', en: 'file of the general template' },
};

export const NO_KIND: Bilingual = { vi: 'không rõ loại', en: 'of no known kind' };

export const VERDICT_WORDS: Readonly<Record<Verdict, Bilingual>> = {
  conformant: { vi: 'đạt', en: 'conformant' },
  warnings: { vi: 'đạt, có cảnh báo', en: 'conformant, with warnings' },
  nonconformant: { vi: 'không đạt', en: 'nonconformant' },
  unreadable: { vi: 'không đọc được', en: 'unreadable' },
};

export const SEVERITY_WORDS: Readonly<Record<Severity, Bilingual>> = {
  error: { vi: 'Lỗi', en: 'Error' },
  warning: { vi: 'Cảnh báo', en: 'Warning' },
  info: { vi: 'Thông tin', en: 'Info' },
};

export const OWNER_WORDS: Readonly<Record<Owner, Bilingual>> = {
  school: { vi: 'Trường', en: 'School' },
  vendor: { vi: 'Nhà cung cấp phần mềm', en: 'Software vendor' },
  department: { vi: 'Sở GDĐT', en: 'Department' },
  gateway: { vi: 'Cổng kết nối', en: 'Gateway' },
};

export const FIELD_WORDS = {
  expected: { vi: 'Cần', en: 'Expected' },
  fix: { vi: 'Cách sửa', en: 'Fix' },
  basis: { vi: 'Căn cứ', en: 'Basis' },
  owner: { vi: 'Người xử lý', en: 'Who acts' },
  row: { vi: 'dòng', en: 'row' },
  column: { vi: 'cột', en: 'column' },
  sheet: { vi: 'trang tính', en: 'sheet' },
  missing: { vi: '(trống)', en: '(missing)' },
} as const satisfies Readonly<Record<string, Bilingual>>;

const cell = ({ sheet, row, column, path }: Place, language: Language): string[] => [
  ...(path === undefined ? [] : [shownText(path)]),
  ...(sheet === undefined ? [] : [`${FIELD_WORDS.sheet[language]} ${shownText(sheet)}`]),
  ...(row === undefined ? [] : [`${FIELD_WORDS.row[language]} ${row}`]),
  ...(column === undefined ? [] : [`${FIELD_WORDS.column[language]} ${shownText(column)}`]),
];

/** Where inside its file a finding stands: sheet, row, column, and the path in the record or packet. */
export function whereInside({ place, path }: CheckFinding, language: Language): string {
  const parts = place === undefined ? [] : cell(place, language);
  return [...parts, ...(path === '' ? [] : [shownText(path)])].join(', ');
}

const MOST_SHOWN = 200;

/** A value as a person may see it: hidden characters written out, shortened; null when there is none. */
export function shownValue(value: string | null): string | null {
  if (value === null) return null;
  const text = shownText(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
