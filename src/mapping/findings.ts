import type { Bilingual } from '../domain/errors.js';
import type { Issue, Place, Severity } from '../domain/issue.js';
import type { Refusal } from './refusal.js';
import { scalarText } from './transforms/scalar.js';

export const MAPPING_BASIS = 'Tệp ánh xạ của nguồn (mappings/)';
const MAX_SHOWN = 200;

/** The value as text for an issue; lists and objects as JSON, cut to 200 characters, null when there is none. */
export function shownValue(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = scalarText(value);
  const shown = typeof text === 'string' ? text : JSON.stringify(value);
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown;
}

const quoted = (name: string): string => `"${name}"`;

export function refusalIssue(
  refusal: Refusal,
  at: { readonly path: string; readonly value: unknown; readonly label: Bilingual; readonly place: Place },
): Issue {
  return {
    rule: refusal.rule,
    severity: 'error',
    path: at.path,
    value: shownValue(at.value),
    expected: refusal.expected,
    message: {
      vi: `${quoted(at.label.vi)}: ${refusal.message.vi}`,
      en: `${quoted(at.label.en)}: ${refusal.message.en}`,
    },
    fix: refusal.fix,
    basis: refusal.basis ?? MAPPING_BASIS,
    owner: refusal.owner ?? 'school',
    place: at.place,
  };
}

export function missingValue(path: string, label: Bilingual, place: Place): Issue {
  return {
    rule: 'MAP-MISSING-VALUE',
    severity: 'error',
    path,
    value: null,
    expected: { vi: 'một giá trị', en: 'a value' },
    message: { vi: `${quoted(label.vi)} để trống.`, en: `${quoted(label.en)} is empty.` },
    fix: {
      vi: `Điền ${quoted(label.vi)} ở phần mềm của trường rồi xuất hoặc đồng bộ lại.`,
      en: `Fill in ${quoted(label.en)} in the school's software, then export or sync again.`,
    },
    basis: MAPPING_BASIS,
    owner: 'school',
    place,
  };
}

export function twoColumns(path: string, headers: readonly string[], place: Place): Issue {
  const names = headers.map(quoted).join(', ');
  return {
    rule: 'MAP-AMBIGUOUS-COLUMN',
    severity: 'error',
    path,
    value: headers.join(' | '),
    expected: { vi: 'một cột duy nhất', en: 'a single column' },
    message: {
      vi: `Hai cột ${names} cùng chỉ một nội dung nhưng ghi khác nhau.`,
      en: `The columns ${names} mean the same but hold different values.`,
    },
    fix: {
      vi: 'Xóa hoặc đổi tên cột thừa trong tệp rồi nhập lại.',
      en: 'Delete or rename the extra column, then import again.',
    },
    basis: MAPPING_BASIS,
    owner: 'school',
    place,
  };
}

export function severalTicks(path: string, headers: readonly string[], place: Place): Issue {
  return {
    rule: 'MAP-SEVERAL-TICKS',
    severity: 'error',
    path,
    value: headers.join(', '),
    expected: { vi: 'chỉ một ô được đánh dấu', en: 'one ticked cell only' },
    message: {
      vi: 'Nhiều ô cùng được đánh dấu trong khi chỉ được chọn một.',
      en: 'Several cells are ticked where only one may be.',
    },
    fix: { vi: 'Bỏ các dấu thừa, chỉ giữ một.', en: 'Remove the extra ticks, keep one.' },
    basis: MAPPING_BASIS,
    owner: 'school',
    place,
  };
}

export function duplicateItem(path: string, key: string, place: Place): Issue {
  return {
    rule: 'MAP-DUPLICATE-ITEM',
    severity: 'error',
    path,
    value: key,
    expected: { vi: 'mỗi môn hoặc nội dung chỉ xuất hiện một lần', en: 'each subject or item once only' },
    message: {
      vi: `Nội dung ${quoted(key)} xuất hiện hai lần trong cùng một dòng.`,
      en: `The item ${quoted(key)} stands twice in one row.`,
    },
    fix: {
      vi: 'Giữ lại một cột hoặc một dòng đúng, xóa phần trùng.',
      en: 'Keep the right one, remove the duplicate.',
    },
    basis: MAPPING_BASIS,
    owner: 'school',
    place,
  };
}

export function incompleteGroup(path: string, missing: readonly string[], place: Place): Issue {
  return {
    rule: 'MAP-INCOMPLETE-GROUP',
    severity: 'warning',
    path,
    value: null,
    expected: { vi: `có đủ: ${missing.join(', ')}`, en: `also given: ${missing.join(', ')}` },
    message: {
      vi: 'Thông tin này chưa đủ nên được để qua, không ghi nửa chừng.',
      en: 'This is incomplete, so it is left out rather than half written.',
    },
    fix: { vi: 'Điền đủ các ô liên quan tại nguồn.', en: 'Fill in the related fields at the source.' },
    basis: MAPPING_BASIS,
    owner: 'school',
    place,
  };
}

export function noFacts(place: Place): Issue {
  return {
    rule: 'MAP-NO-DATA',
    severity: 'error',
    path: 'data',
    value: null,
    expected: { vi: 'ít nhất một giá trị trong dòng', en: 'at least one value in the row' },
    message: { vi: 'Dòng này không có nội dung nào đọc được.', en: 'Nothing in this row could be read.' },
    fix: {
      vi: 'Kiểm tra tệp có đúng mẫu không, hoặc xóa dòng trống.',
      en: 'Check that the file follows its template, or delete the empty row.',
    },
    basis: MAPPING_BASIS,
    owner: 'school',
    place,
  };
}

export function columnIssue(
  kind: 'MAP-UNKNOWN-COLUMN' | 'MAP-MISSING-COLUMN',
  severity: Severity,
  column: string,
  closest: readonly string[],
  place: Place,
): Issue {
  const near = closest.map(quoted).join(', ');
  const unknown = kind === 'MAP-UNKNOWN-COLUMN';
  const hint = {
    vi: near === '' ? '' : ` Gần giống nhất: ${near}.`,
    en: near === '' ? '' : ` Closest: ${near}.`,
  };
  return {
    rule: kind,
    severity,
    path: '',
    value: unknown ? column : null,
    expected: unknown
      ? {
          vi: near === '' ? 'một cột có trong mẫu' : near,
          en: near === '' ? 'a column of the template' : near,
        }
      : { vi: `cột ${quoted(column)}`, en: `column ${quoted(column)}` },
    message: unknown
      ? {
          vi: `Không biết cột ${quoted(column)}.${hint.vi}`,
          en: `Unknown column ${quoted(column)}.${hint.en}`,
        }
      : {
          vi: `Thiếu cột ${quoted(column)}.${hint.vi}`,
          en: `Column ${quoted(column)} is missing.${hint.en}`,
        },
    fix: unknown
      ? {
          vi: 'Sửa tên cột theo mẫu, hoặc khai báo cột này trong tệp ánh xạ.',
          en: 'Name the column as in the template, or declare it in the mapping.',
        }
      : {
          vi: 'Xuất lại tệp theo đúng mẫu có cột này.',
          en: 'Export the file again with this column.',
        },
    basis: MAPPING_BASIS,
    owner: 'school',
    place,
  };
}

export function disagreement(
  path: string,
  values: readonly [unknown, unknown],
  headers: readonly [string, string],
  place: Place,
): Issue {
  const [first, second] = headers.map(quoted);
  return {
    rule: 'MAP-DISAGREES',
    severity: 'error',
    path,
    value: `${shownValue(values[0])} / ${shownValue(values[1])}`,
    expected: { vi: 'hai ô nói cùng một điều', en: 'both fields say the same' },
    message: {
      vi: `${first} và ${second} không khớp nhau.`,
      en: `${first} and ${second} contradict each other.`,
    },
    fix: {
      vi: 'Kiểm tra bảng mã đã khai báo cho nguồn này (cấu hình), hoặc sửa giá trị sai ở phần mềm của trường.',
      en: 'Check the numbering declared for this source (config), or correct the wrong value at the school.',
    },
    basis: MAPPING_BASIS,
    owner: 'school',
    place,
  };
}
