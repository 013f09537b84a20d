import type { Bilingual } from '../domain/errors.js';

/** Why a record counts as a difference, and what to do; for the person at the Sở or the commune who reads the report. */
export interface Told {
  readonly why: Bilingual;
  readonly next: Bilingual;
}

const askTarget: Bilingual = {
  vi: 'Gửi biên nhận đã lưu cho đơn vị quản lý đích và yêu cầu khôi phục; nếu không được, phát hành lại bằng "hocba replace".',
  en: 'Send the stored receipt to the operator of the target and ask to restore it; otherwise issue again by "hocba replace".',
};

export const tellMissing = (target: string, version: number): Told => ({
  why: {
    vi: `Đích ${target} đã xác nhận nhận học bạ này (phiên bản ${version}) nhưng hiện không còn giữ.`,
    en: `Target ${target} acknowledged this record (version ${version}) but does not hold it now.`,
  },
  next: askTarget,
});

export const tellDiffering = (target: string, fields: readonly string[]): Told => ({
  why: {
    vi: `Học bạ đích ${target} đang giữ khác với bản đã gửi ở: ${fields.slice(0, 5).join(', ')}${fields.length > 5 ? ', …' : ''}.`,
    en: `The record that target ${target} holds differs from what was sent in: ${fields.slice(0, 5).join(', ')}${fields.length > 5 ? ', …' : ''}.`,
  },
  next: {
    vi: 'Không sửa bên này: đối chiếu với bản gốc (hocba records export), báo đơn vị quản lý đích và lập biên bản.',
    en: 'Change nothing here: compare with the original (hocba records export), tell the operator of the target, record it.',
  },
});

const EXTRA = {
  stranger: {
    why: (target: string) => ({
      vi: `Đích ${target} giữ một học bạ mà hệ thống này không biết.`,
      en: `Target ${target} holds a record that this gateway does not know.`,
    }),
    next: {
      vi: 'Hỏi đơn vị quản lý đích học bạ này do ai gửi, lúc nào; không tự xóa.',
      en: 'Ask the operator of the target who sent it and when; delete nothing yourself.',
    },
  },
  withdrawn: {
    why: (target: string) => ({
      vi: `Học bạ đã thu hồi hoặc học sinh đã rời trường, nhưng đích ${target} vẫn giữ.`,
      en: `The record was recalled or the pupil left, but target ${target} still holds it.`,
    }),
    next: {
      vi: 'Kiểm tra lệnh thu hồi (hocba records history); nếu đã được nhận, báo đơn vị quản lý đích.',
      en: 'Check the recall (hocba records history); if it was accepted, tell the operator of the target.',
    },
  },
  unacknowledged: {
    why: (target: string) => ({
      vi: `Đích ${target} giữ học bạ này nhưng chưa từng xác nhận với hệ thống.`,
      en: `Target ${target} holds this record but never acknowledged it to the gateway.`,
    }),
    next: {
      vi: 'Gửi lại bằng đúng khóa cũ (hocba deliveries retry) để nhận biên nhận, rồi đối soát lại.',
      en: 'Send it again with its own key (hocba deliveries retry) to get the receipt, then reconcile again.',
    },
  },
  twice: {
    why: (target: string) => ({
      vi: `Đích ${target} giữ học bạ này hai lần.`,
      en: `Target ${target} holds this record twice.`,
    }),
    next: {
      vi: 'Báo đơn vị quản lý đích bỏ bản trùng; kèm mã tra cứu và biên nhận.',
      en: 'Ask the operator of the target to remove the duplicate; give look-up code and receipt.',
    },
  },
  class: {
    why: (target: string) => ({
      vi: `Bản tóm tắt của lớp ở đích ${target} khác với bên này, và đích không cho đọc từng học bạ.`,
      en: `The digest of the class at target ${target} differs from ours, and the target cannot be read record by record.`,
    }),
    next: {
      vi: 'Xin đơn vị quản lý đích danh sách học bạ của lớp để đối chiếu.',
      en: 'Ask the operator of the target for the list of the class and compare it.',
    },
  },
} as const;

export type ExtraKind = keyof typeof EXTRA;

export const tellExtra = (kind: ExtraKind, target: string): Told => ({
  why: EXTRA[kind].why(target),
  next: EXTRA[kind].next,
});
