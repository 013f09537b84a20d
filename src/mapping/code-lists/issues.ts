import type { Bilingual } from '../../domain/errors.js';
import type { Issue, Place } from '../../domain/issue.js';

interface Fault {
  readonly rule: string;
  readonly value: string | null;
  readonly place: Place;
  readonly expected: Bilingual;
  readonly message: Bilingual;
  readonly fix: Bilingual;
}

const BASIS = 'docs/van-hanh.md: nạp danh mục mã';

/** A fault of a file of codes; the whole file is refused with it. */
const listIssue = (fault: Fault): Issue => ({
  ...fault,
  severity: 'error',
  path: '',
  basis: BASIS,
  owner: 'department',
});

const CORRECT: Bilingual = {
  vi: 'Sửa ô này trong tệp rồi nạp lại; chưa có gì được ghi.',
  en: 'Correct the cell in the file and import it again; nothing has been written.',
};

export const badCode = (value: string | null, place: Place, expected: Bilingual): Issue =>
  listIssue({
    rule: 'CODES-BAD-CODE',
    value,
    place,
    expected,
    message: { vi: 'Mã trống hoặc không đúng dạng.', en: 'The code is empty or not of its form.' },
    fix: {
      vi: 'Sửa mã trong tệp rồi nạp lại; nếu Excel làm mất số 0 ở đầu thì định dạng cột là Văn bản. Chưa có gì được ghi.',
      en: 'Correct the code and import again; where Excel dropped leading zeros, format the column as Text. Nothing has been written.',
    },
  });

export const badName = (value: string | null, place: Place): Issue =>
  listIssue({
    rule: 'CODES-BAD-NAME',
    value,
    place,
    expected: { vi: 'Tên có chữ, không quá 200 ký tự', en: 'A name with letters, of at most 200 characters' },
    message: { vi: 'Tên trống hoặc không phải là tên.', en: 'The name is empty or is no name.' },
    fix: CORRECT,
  });

/** A province, district or level that is not known; `closest`: what was perhaps meant. */
export const unknownPart = (
  value: string | null,
  place: Place,
  what: Bilingual,
  closest: readonly string[],
): Issue =>
  listIssue({
    rule: 'CODES-UNKNOWN-PART',
    value,
    place,
    expected:
      closest.length > 0
        ? { vi: closest.join(' / '), en: closest.join(' / ') }
        : { vi: `Mã hoặc tên ${what.vi} đã có trong danh mục`, en: `A known code or name of a ${what.en}` },
    message: {
      vi: `Không nhận ra ${what.vi} của dòng này.`,
      en: `The ${what.en} of this row is not known.`,
    },
    fix: {
      vi: `Sửa ${what.vi} trong tệp, hoặc nạp danh mục cấp trên trước. Chưa có gì được ghi.`,
      en: `Correct the ${what.en}, or import its own list first. Nothing has been written.`,
    },
  });

export const contradiction = (code: string, place: Place, first: Place): Issue =>
  listIssue({
    rule: 'CODES-CONTRADICTION',
    value: code,
    place,
    expected: { vi: 'Mỗi mã một nội dung', en: 'One meaning for each code' },
    message: {
      vi: `Mã đã có ở dòng ${first.row ?? '?'} với nội dung khác.`,
      en: `The code already stands in row ${first.row ?? '?'} with another content.`,
    },
    fix: {
      vi: 'Giữ một dòng đúng, xóa dòng kia, rồi nạp lại. Chưa có gì được ghi.',
      en: 'Keep the right row, delete the other, import again. Nothing has been written.',
    },
  });

export const columnMissing = (what: Bilingual, headers: readonly string[], place: Place): Issue =>
  listIssue({
    rule: 'CODES-COLUMN-MISSING',
    value: headers.length === 0 ? null : headers.join(' | '),
    place,
    expected: { vi: `Một cột ${what.vi}`, en: `A column of ${what.en}` },
    message: {
      vi: `Không tìm thấy cột ${what.vi} trong 20 dòng đầu.`,
      en: `No column of ${what.en} in the first 20 rows.`,
    },
    fix: {
      vi: 'Chỉ rõ tên cột bằng --column, ví dụ --column name="Tên đơn vị hành chính".',
      en: 'Name the column with --column, for example --column name="Tên đơn vị hành chính".',
    },
  });

export const columnTwice = (header: string, what: Bilingual, place: Place): Issue =>
  listIssue({
    rule: 'CODES-COLUMN-TWICE',
    value: header,
    place,
    expected: { vi: `Một cột ${what.vi}`, en: `One column of ${what.en}` },
    message: { vi: 'Hai cột cùng tên này.', en: 'Two columns have this name.' },
    fix: { vi: 'Đổi tên hoặc xóa một cột rồi nạp lại.', en: 'Rename or remove one and import again.' },
  });

export const noRows = (place: Place): Issue =>
  listIssue({
    rule: 'CODES-EMPTY',
    value: null,
    place,
    expected: { vi: 'Ít nhất một dòng có mã và tên', en: 'At least one row with a code and a name' },
    message: { vi: 'Danh mục không có dòng nào.', en: 'The list has no row.' },
    fix: { vi: 'Kiểm tra lại tệp rồi nạp lại.', en: 'Check the file and import it again.' },
  });
