import type { Bilingual, TargetFinding } from '../../../src/sdk.js';

/** What an error code of CSDL ngành means and what to do about it. */
export interface Explanation {
  readonly message: Bilingual;
  readonly fix: Bilingual;
}

/** Codes that the target's own dictionary (GET /csdlgd-admin/MoetErrorDev) adds to the ones below. */
export type Dictionary = ReadonlyMap<string, Explanation>;

const explain = (vi: string, en: string, fixVi: string, fixEn: string): Explanation => ({
  message: { vi, en },
  fix: { vi: fixVi, en: fixEn },
});

/** The two codes seen in the portal; everything else comes from the target's dictionary. */
export const KNOWN_ERRORS: Dictionary = new Map([
  [
    'MA_HOC_SINH',
    explain(
      'Mã học sinh (mã định danh của Bộ) gửi lên không đúng.',
      "The pupil's sector code is wrong.",
      'Xóa mã định danh của học sinh này trong phần mềm quản lý, rồi gửi lại để CSDL ngành cấp hoặc khớp mã.',
      "Delete the pupil's code in the school software and send again, so that the sector database issues or matches it.",
    ),
  ],
  [
    'MA_HOC_SINH_001',
    explain(
      'Mã học sinh bị trùng với học sinh khác của trường.',
      "The pupil's sector code already belongs to another pupil of the school.",
      'Kiểm tra hai học sinh trùng mã; xóa mã định danh của học sinh sai, rồi gửi lại.',
      'Compare the two pupils; delete the wrong one’s code and send again.',
    ),
  ],
  [
    'MA_HOC_SINH_002',
    explain(
      'CSDL ngành chưa có hồ sơ của học sinh này.',
      'The sector database does not know this pupil yet.',
      'Gửi lại hồ sơ học sinh trước khi gửi học bạ; nếu vẫn lỗi, báo người phụ trách kỹ thuật.',
      'Send the pupil before the record; if it repeats, tell the technical contact.',
    ),
  ],
]);

/** Refusals that mean "send me what comes before this first". */
export const PREDECESSOR_MISSING: ReadonlySet<string> = new Set([
  'MA_TRUONG_HOC_001',
  'MA_LOP_HOC_001',
  'MA_HOC_SINH_002',
]);

const MAX_TEXT = 500;

const clip = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

/** A finding for a code: our explanation, else the target's dictionary, else the target's own sentence. */
export function findingOf(code: string, said: string, extra: Dictionary, path?: string): TargetFinding {
  const known = KNOWN_ERRORS.get(code) ?? extra.get(code);
  const where = path === undefined || path === '' ? {} : { path };
  if (known !== undefined) return { code, ...known, ...where };
  const text = clip(said);
  return {
    code,
    message: {
      vi: text === '' ? `CSDL ngành từ chối với mã ${code}.` : `CSDL ngành từ chối: ${text}`,
      en: `The sector database refused with code ${code}.`,
    },
    fix: {
      vi: `Tra mã ${code} trong từ điển lỗi của CSDL ngành hoặc hỏi Sở.`,
      en: `Look code ${code} up in the sector's error dictionary or ask the department.`,
    },
    ...where,
  };
}

/** Our own refusal before anything is sent: a value that the code tables do not know. */
export function unknownCode(path: string, value: string, list: Bilingual): TargetFinding {
  return {
    code: 'MOET_CODE_UNKNOWN',
    path,
    message: {
      vi: `Giá trị "${clip(value)}" không có trong danh mục ${list.vi} của CSDL ngành.`,
      en: `"${clip(value)}" is not in the sector's list of ${list.en}.`,
    },
    fix: {
      vi: 'Sửa giá trị này trong phần mềm quản lý của trường; nếu giá trị đúng, báo người phụ trách kỹ thuật bổ sung bảng mã.',
      en: 'Correct the value in the school software; if it is right, have the code table extended.',
    },
  };
}
