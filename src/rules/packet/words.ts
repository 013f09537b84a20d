import type { Bilingual } from '../../domain/errors.js';

export const BY_PROFILE = 'Cấu trúc gói tin đang dùng (packet profile)';

export const REBUILD: Bilingual = {
  vi: 'Lập lại gói tin từ phần mềm gốc, không sửa tay; nếu vẫn lỗi, gửi kết quả kiểm tra này cho nhà cung cấp.',
  en: 'Build the packet again in its software, do not edit it; if it fails again, give this result to the vendor.',
};

export const SIGN_AGAIN: Bilingual = {
  vi: 'Nhà cung cấp sửa phần ký số của phần mềm, lập lại gói tin rồi ký lại từ đầu.',
  en: 'The vendor corrects the signing of the software; build the packet again and sign it anew.',
};

/** The first of them: a hostile packet has thousands. */
export const listed = (names: readonly string[], between = ', '): string =>
  names.length === 0 ? '–' : names.slice(0, 8).join(between) + (names.length > 8 ? `${between}…` : '');

export const both = (text: string): Bilingual => ({ vi: text, en: text });
