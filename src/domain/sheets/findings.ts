import type { Bilingual } from '../errors.js';
import type { Issue, Owner, Place, Severity } from '../issue.js';

export interface SheetFinding {
  readonly rule: string;
  readonly severity?: Severity;
  readonly value?: string | null;
  readonly expected: Bilingual;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  readonly owner?: Owner;
  readonly place: Place;
}

const BASIS = 'Cấu trúc tệp do phần mềm của trường xuất ra';

/** A finding on a file, sheet, row or cell of a source. */
export const sheetIssue = (finding: SheetFinding): Issue => ({
  rule: finding.rule,
  severity: finding.severity ?? 'error',
  path: '',
  value: finding.value ?? null,
  expected: finding.expected,
  message: finding.message,
  fix: finding.fix,
  basis: BASIS,
  owner: finding.owner ?? 'school',
  place: finding.place,
});

/** One cell that cannot be read as what its column is. */
export const cellFindings = {
  error: (value: string, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-ERROR-CELL',
      value,
      place,
      expected: { vi: 'một giá trị', en: 'a value' },
      message: { vi: 'Ô báo lỗi công thức.', en: 'The cell shows a formula error.' },
      fix: { vi: 'Sửa ô rồi lưu lại tệp.', en: 'Correct the cell and save the file.' },
    }),
  badDate: (value: string, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-BAD-DATE',
      value,
      place,
      expected: { vi: 'ngày/tháng/năm có thật', en: 'a real day' },
      message: { vi: 'Ô ngày không phải là một ngày có thật.', en: 'The date cell holds no real day.' },
      fix: { vi: 'Gõ lại ngày dạng dd/mm/yyyy.', en: 'Type the date again as dd/mm/yyyy.' },
    }),
  serialDate: (value: string, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-SERIAL-DATE',
      severity: 'info',
      value,
      place,
      expected: { vi: 'ngày dạng dd/mm/yyyy', en: 'a date as dd/mm/yyyy' },
      message: {
        vi: 'Ngày bị Excel đổi thành số; đã đọc lại thành ngày.',
        en: 'Excel turned the date into a day number; it was read back as a date.',
      },
      fix: { vi: 'Không cần làm gì.', en: 'Nothing to do.' },
    }),
  rounded: (value: string, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-ROUNDED-CELL',
      severity: 'info',
      value,
      place,
      expected: { vi: 'số có một chữ số thập phân', en: 'a number with one decimal' },
      message: {
        vi: 'Ô chứa nhiều chữ số thập phân hơn phần hiển thị; dùng số hiển thị.',
        en: 'The cell stores more decimals than it shows; the shown number is used.',
      },
      fix: { vi: 'Không cần làm gì.', en: 'Nothing to do.' },
    }),
  lostZero: (value: string, digits: number, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-LOST-ZERO',
      value,
      place,
      expected: { vi: `mã đủ ${digits} chữ số, dạng văn bản`, en: `a code of ${digits} digits, as text` },
      message: {
        vi: 'Mã bị lưu thành số nên mất số 0 ở đầu; phần mềm không tự thêm số 0.',
        en: 'The code was stored as a number and lost its leading zero; zeros are not added by guess.',
      },
      fix: {
        vi: 'Định dạng cột là Văn bản (Text), gõ lại mã đủ số 0 rồi nộp lại.',
        en: 'Format the column as Text, type the code with its zero, submit again.',
      },
    }),
  duplicate: (value: string, first: number, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-DUPLICATE-CODE',
      value,
      place,
      expected: { vi: 'mỗi mã một dòng', en: 'one row for each code' },
      message: { vi: `Mã đã có ở dòng ${first}.`, en: `The code already stands in row ${first}.` },
      fix: { vi: 'Giữ một dòng đúng, xoá dòng kia.', en: 'Keep the right row, delete the other.' },
    }),
  unrecognised: (place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-UNRECOGNISED-ROW',
      place,
      expected: { vi: 'dòng học sinh có STT hoặc mã', en: 'a row with a running number or a code' },
      message: {
        vi: 'Dòng có nội dung nhưng không có STT, mã và không phải chân trang.',
        en: 'The row has content but neither a number nor a code, and is no footer.',
      },
      fix: { vi: 'Bổ sung STT và mã, hoặc xoá dòng.', en: 'Add number and code, or delete the row.' },
    }),
} as const;

/** Findings on a sheet as a whole. */
export const sheetFindings = {
  hidden: (what: Bilingual, value: string, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-HIDDEN',
      severity: 'warning',
      value,
      place,
      expected: { vi: 'không có phần bị ẩn', en: 'nothing hidden' },
      message: { vi: `${what.vi} đang bị ẩn nhưng vẫn được đọc.`, en: `${what.en} hidden but still read.` },
      fix: { vi: 'Hiện phần ẩn và kiểm tra lại.', en: 'Unhide it and check.' },
    }),
  formulas: (value: string, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-FORMULA',
      severity: 'warning',
      value,
      place,
      expected: { vi: 'giá trị, không phải công thức', en: 'values, not formulas' },
      message: {
        vi: 'Cột có công thức; dùng kết quả đã lưu trong tệp.',
        en: 'The column holds formulas; the results stored in the file are used.',
      },
      fix: {
        vi: 'Nếu nghi ngờ, mở Excel, tính lại và lưu.',
        en: 'If in doubt, recalculate in Excel and save.',
      },
    }),
  duplicateColumn: (value: string, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-DUPLICATE-COLUMN',
      value,
      place,
      expected: { vi: 'mỗi cột một tên', en: 'one name for each column' },
      message: { vi: `Hai cột cùng tên “${value}”.`, en: `Two columns are named “${value}”.` },
      fix: { vi: 'Xoá hoặc đổi tên cột thừa.', en: 'Delete or rename the extra column.' },
    }),
  missingColumn: (value: string, place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-MISSING-COLUMN',
      value: null,
      place,
      expected: { vi: `cột “${value}”`, en: `column “${value}”` },
      message: { vi: `Thiếu cột “${value}”.`, en: `Column “${value}” is missing.` },
      fix: {
        vi: 'Dùng tệp xuất nguyên gốc từ phần mềm, không đổi tên hoặc xoá cột.',
        en: 'Use the file as the software exported it; do not rename or delete columns.',
      },
    }),
  unknownLayout: (place: Place): Issue =>
    sheetIssue({
      rule: 'SHEET-UNKNOWN-LAYOUT',
      place,
      expected: { vi: 'một mẫu bảng đã biết', en: 'a known layout' },
      message: {
        vi: 'Không nhận ra bảng này: không thấy dòng tiêu đề cột trong 20 dòng đầu.',
        en: 'The sheet is not recognised: no header row in its first 20 rows.',
      },
      fix: {
        vi: 'Xuất lại tệp từ phần mềm của trường, giữ nguyên dòng tiêu đề.',
        en: 'Export the file again and leave its header row as it is.',
      },
    }),
} as const;
