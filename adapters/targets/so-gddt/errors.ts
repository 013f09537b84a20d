import type { Bilingual, TargetFinding } from '../../../src/sdk.js';

/** What a code of the Sở means and what to do about it. */
export interface Explanation {
  readonly message: Bilingual;
  readonly fix: Bilingual;
}

/** Codes that a target may add at run time to the ones below. */
export type Dictionary = ReadonlyMap<string, Explanation>;

const explain = (vi: string, en: string, fixVi: string, fixEn: string): Explanation => ({
  message: { vi, en },
  fix: { vi: fixVi, en: fixEn },
});

const SUPPORT = {
  vi: 'Báo người phụ trách kỹ thuật của cổng học bạ; không cần sửa dữ liệu ở trường.',
  en: 'Tell the technical contact of the gateway; nothing to correct at the school.',
};

/** Codes of docs/so-gddt-interface.md, section 6. */
export const KNOWN_ERRORS: Dictionary = new Map([
  [
    'SO-005',
    explain(
      'Sở đang ngoài thời gian tiếp nhận.',
      'The department takes nothing outside its send window.',
      'Không cần làm gì: cổng học bạ chờ đến lúc Sở mở rồi tự gửi.',
      'Nothing to do: the gateway waits until it opens and sends by itself.',
    ),
  ],
  [
    'SO-101',
    explain('Hồ sơ gửi thiếu thông tin bắt buộc.', 'A required field is missing.', SUPPORT.vi, SUPPORT.en),
  ],
  [
    'SO-102',
    explain(
      'Nội dung học bạ bị thay đổi trên đường gửi (mã băm không khớp).',
      'The packet changed on its way (SHA-256 differs).',
      'Gửi lại; nếu vẫn lỗi, báo người phụ trách kỹ thuật.',
      'Send again; if it repeats, tell the technical contact.',
    ),
  ],
  [
    'SO-103',
    explain('Sở không đọc được gói tin.', 'The packet is not well-formed XML.', SUPPORT.vi, SUPPORT.en),
  ],
  ['SO-104', explain('Gói tin không phải học bạ.', 'The packet is not a HOC_BA.', SUPPORT.vi, SUPPORT.en)],
  [
    'SO-105',
    explain(
      'Mã tra cứu học bạ không đúng (phải có 32 ký tự và trùng với phong bì).',
      'The look-up code is wrong (32 characters, same as in the envelope).',
      SUPPORT.vi,
      SUPPORT.en,
    ),
  ],
  [
    'SO-106',
    explain(
      'Dữ liệu thử được gửi vào hệ thống thật, hoặc ngược lại.',
      'Test data went to a production server, or the reverse.',
      'Kiểm tra mục môi trường (test/production) và địa chỉ máy chủ trong cấu hình.',
      'Check environment and server address in the config.',
    ),
  ],
  [
    'SO-107',
    explain(
      'Mã trường trong học bạ khác mã trường gửi.',
      'The school code in the packet differs from the sender.',
      'Kiểm tra mã trường của học sinh trong phần mềm quản lý.',
      "Check the pupil's school code in the school software.",
    ),
  ],
  [
    'SO-108',
    explain(
      'Số phiên bản trong học bạ khác trên phong bì.',
      'The version in the packet differs from the envelope.',
      SUPPORT.vi,
      SUPPORT.en,
    ),
  ],
  [
    'SO-201',
    explain(
      'Sở đã có phiên bản mới hơn của học bạ này.',
      'The department holds a newer version of this record.',
      'Đối chiếu với Sở trước khi sửa; bản cũ không được gửi lại.',
      'Compare with the department first; an old version is not sent again.',
    ),
  ],
  [
    'SO-202',
    explain(
      'Sở đã có phiên bản này với nội dung khác.',
      'The department holds this version with other content.',
      'Đối chiếu hai nội dung, rồi phát hành phiên bản mới.',
      'Compare both contents, then issue a new version.',
    ),
  ],
  [
    'SO-203',
    explain('Một khóa gửi dùng cho hai nội dung.', 'One key for two contents.', SUPPORT.vi, SUPPORT.en),
  ],
  [
    'SO-204',
    explain(
      'Yêu cầu hủy một học bạ mà Sở chưa có.',
      'Cancels a record that the department never had.',
      'Không cần làm gì nếu học bạ chưa từng được gửi; nếu đã gửi, đối chiếu với Sở.',
      'Nothing to do if it was never sent; otherwise compare with the department.',
    ),
  ],
  [
    'SO-301',
    explain(
      'Học bạ đã chốt, không được thay đổi.',
      'The record is locked.',
      'Làm thủ tục điều chỉnh sau chốt với Sở.',
      'Ask the department for a correction after locking.',
    ),
  ],
  [
    'SO-302',
    explain(
      'Sở không chốt vì bản Sở đang giữ khác bản được yêu cầu chốt.',
      'Not locked: the department holds another version than the one to be locked.',
      'Đối soát trường này với Sở, gửi phiên bản mới nhất, rồi yêu cầu chốt lại.',
      'Reconcile the school with the department, deliver the latest version, then ask for the lock again.',
    ),
  ],
]);

const MAX_TEXT = 500;

const clip = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

/** A finding for a code: our explanation, else the target's dictionary, else the target's own sentence. */
export function findingOf(code: string, said: string, extra: Dictionary): TargetFinding {
  const known = KNOWN_ERRORS.get(code) ?? extra.get(code);
  if (known !== undefined) return { code, ...known };
  const text = clip(said);
  return {
    code,
    message: {
      vi: text === '' ? `Sở từ chối với mã ${code}.` : `Sở từ chối: ${text}`,
      en: `The department refused with code ${code}.`,
    },
    fix: {
      vi: `Hỏi Sở ý nghĩa của mã ${code}.`,
      en: `Ask the department what code ${code} means.`,
    },
  };
}
