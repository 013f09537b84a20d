import type { Bilingual } from '../domain/errors.js';
import type { Issue, Owner } from '../domain/issue.js';

/** Why a value cannot go into the packet. */
export interface Fault {
  readonly fault: 'type' | 'code' | 'length' | 'pattern' | 'character';
  /** The type, table, length, pattern or character concerned. */
  readonly about: string;
}

interface Wording {
  readonly rule: string;
  readonly owner: Owner;
  readonly expected: (about: string) => Bilingual;
  readonly message: (element: string, about: string) => Bilingual;
  readonly fix: Bilingual;
}

const CORRECT_AT_SOURCE: Bilingual = {
  vi: 'Sửa giá trị trên phần mềm quản lý trường học rồi gửi lại.',
  en: 'Correct the value in the school management software and send again.',
};

const WORDINGS: Readonly<Record<Fault['fault'] | 'missing', Wording>> = {
  type: {
    rule: 'PACK-TYPE',
    owner: 'vendor',
    expected: (about) => ({ vi: `Giá trị kiểu ${about}`, en: `A value of type ${about}` }),
    message: (element, about) => ({
      vi: `Giá trị của mục ${element} không đúng kiểu ${about}.`,
      en: `The value of ${element} is not of type ${about}.`,
    }),
    fix: CORRECT_AT_SOURCE,
  },
  code: {
    rule: 'PACK-UNKNOWN-CODE',
    owner: 'department',
    expected: (about) => ({ vi: `Một mã có trong danh mục ${about}`, en: `A code of the table ${about}` }),
    message: (element, about) => ({
      vi: `Mục ${element}: giá trị không có trong danh mục ${about} của cấp học này.`,
      en: `${element}: the value is not in the code table ${about} for this level.`,
    }),
    fix: {
      vi: 'Chọn đúng giá trị trên phần mềm của trường, hoặc báo Sở bổ sung danh mục mã của gói tin.',
      en: 'Choose the right value in the school software, or ask the department to extend the code table.',
    },
  },
  length: {
    rule: 'PACK-TOO-LONG',
    owner: 'school',
    expected: (about) => ({ vi: `Không quá ${about} ký tự`, en: `At most ${about} characters` }),
    message: (element, about) => ({
      vi: `Mục ${element} dài quá ${about} ký tự.`,
      en: `${element} is longer than ${about} characters.`,
    }),
    fix: {
      vi: 'Rút gọn nội dung trên phần mềm của trường rồi gửi lại.',
      en: 'Shorten the text in the school software and send again.',
    },
  },
  pattern: {
    rule: 'PACK-PATTERN',
    owner: 'school',
    expected: (about) => ({ vi: `Đúng dạng ${about}`, en: `Of the form ${about}` }),
    message: (element) => ({
      vi: `Giá trị của mục ${element} không đúng dạng quy định.`,
      en: `The value of ${element} does not have the prescribed form.`,
    }),
    fix: CORRECT_AT_SOURCE,
  },
  character: {
    rule: 'PACK-CHARACTER',
    owner: 'school',
    expected: () => ({ vi: 'Chỉ gồm chữ, số và dấu thông thường', en: 'Ordinary printable characters only' }),
    message: (element, about) => ({
      vi: `Mục ${element} chứa ký tự điều khiển ${about}, không ghi được vào gói tin.`,
      en: `${element} holds the control character ${about}, which a packet cannot hold.`,
    }),
    fix: {
      vi: 'Xóa và gõ lại nội dung này trên phần mềm của trường (thường do chép từ tệp khác).',
      en: 'Delete and retype the text in the school software (usually pasted from another file).',
    },
  },
  missing: {
    rule: 'PACK-MISSING',
    owner: 'school',
    expected: () => ({ vi: 'Phải có giá trị', en: 'A value' }),
    message: (element) => ({
      vi: `Thiếu mục bắt buộc ${element} của gói tin học bạ.`,
      en: `The packet's required ${element} is missing.`,
    }),
    fix: {
      vi: 'Nhập đủ thông tin này trên phần mềm của trường rồi gửi lại.',
      en: 'Enter it in the school software and send again.',
    },
  },
};

/** The value as an issue shows it. */
export const shown = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
};

export function faultIssue(
  place: { path: string; element: string; basis: string },
  value: unknown,
  fault: Fault,
): Issue {
  return worded(WORDINGS[fault.fault], place, value, fault.about);
}

export const missingIssue = (place: { path: string; element: string; basis: string }): Issue =>
  worded(WORDINGS.missing, place, undefined, '');

function worded(
  wording: Wording,
  place: { path: string; element: string; basis: string },
  value: unknown,
  about: string,
): Issue {
  return {
    rule: wording.rule,
    severity: 'error',
    path: place.path,
    value: shown(value),
    expected: wording.expected(about),
    message: wording.message(place.element, about),
    fix: wording.fix,
    basis: place.basis,
    owner: wording.owner,
  };
}

/** An issue of the packet as a whole. */
export function packetIssue(init: {
  rule: string;
  path: string;
  value: unknown;
  expected: Bilingual;
  message: Bilingual;
  fix: Bilingual;
  basis: string;
  owner?: Owner;
}): Issue {
  return {
    rule: init.rule,
    severity: 'error',
    path: init.path,
    value: shown(init.value),
    expected: init.expected,
    message: init.message,
    fix: init.fix,
    basis: init.basis,
    owner: init.owner ?? 'gateway',
  };
}

/** Two elements of one key: their ids would be equal, and a signature could mean either. */
export const duplicateIssue = (
  { path, element, basis }: { path: string; element: string; basis: string },
  id: string,
): Issue =>
  packetIssue({
    rule: 'PACK-DUPLICATE-ID',
    path,
    value: id,
    expected: { vi: `Mỗi mục ${element} chỉ có một lần`, en: `Each ${element} once` },
    message: {
      vi: `Mục ${element} bị lặp: hai mục cùng mã trong một học bạ.`,
      en: `${element} is repeated: two of one key in one packet.`,
    },
    fix: {
      vi: 'Bỏ dòng bị lặp trên phần mềm của trường.',
      en: 'Remove the repeated line in the school software.',
    },
    basis,
    owner: 'school',
  });
