import { type PacketItem, type Reason, readItem, refusalOf } from '../acceptance.js';
import type { LedgerLine } from '../ledger.js';
import type { StoredAnswer } from '../packet-book.js';
import type { Answer, Call } from '../server.js';
import { windowState } from '../window.js';
import { PACKET_CODE, SUCCESS } from './errors.js';
import { type BatchScope, KINDS } from './objects.js';
import type { Handler, MoetParts } from './parts.js';
import {
  asRow,
  asRows,
  callLine,
  envelope,
  ISSUED_FIELD,
  itemRow,
  nameOf,
  PUSH_STATE,
  type Row,
  schoolYearOf,
  state,
} from './wire.js';

function packetRow(stored: StoredAnswer, sha256: string): Row {
  const reused = stored.sha256 !== sha256;
  const reason = reused ? 'key-reused' : stored.reason;
  const error = reason === null ? SUCCESS : PACKET_CODE[reason];
  const row = itemRow(stored.key, stored.recordId, error, reason ?? '');
  return { ...row, sha256, maBienNhan: stored.reference };
}

function scopeOf(body: Row): BatchScope | null {
  const { MaTruongHoc: school, NamHoc: year } = body;
  return typeof school === 'string' && Number.isInteger(year) ? { school, year: Number(year) } : null;
}

/** Null when the transfer account fits the school (or any, for inquiries); else the axis's state 5 or 6. */
export function checkAccount(parts: MoetParts, call: Call, school: string | null): Answer | null {
  const { username = '', password = '' } = call.headers;
  if (password === '') return state(PUSH_STATE.noPassword, 'Thiếu mật khẩu kết chuyển');
  const fits = parts.settings.accounts.some(
    (entry) =>
      (school === null || entry.school === school || entry.school === '*') &&
      entry.username === username &&
      entry.password === password,
  );
  return fits ? null : state(PUSH_STATE.wrongAccount, 'Tài khoản kết chuyển không chính xác');
}

function checkWindow({ settings: { window } }: MoetParts): Answer | null {
  const state = windowState(window, Date.now());
  if (state.isOpen) return null;
  const opens = state.opensInSeconds === null ? {} : { moLaiSauGiay: state.opensInSeconds };
  return { status: 200, body: { code: 403, message: 'Ngoài thời gian đẩy dữ liệu', ...opens } };
}

/** What a handler adds to while it works. */
interface Work {
  readonly lines: LedgerLine[];
  /** What a fault wants of the first new packet. */
  refusal: Reason | undefined;
}

type Run = (parts: MoetParts, body: Row, scope: BatchScope, work: Work) => Answer;

/** Account and window before content, as the axis does; the ledger is written before the answer leaves. */
function guarded(parts: MoetParts, run: Run): Handler {
  return (call, fault) => {
    const body = asRow(call.body);
    const scope = scopeOf(body);
    const work: Work = { lines: [callLine(call, fault)], refusal: refusalOf(fault) };
    const answer =
      scope === null
        ? state(PUSH_STATE.badContent, 'Content chưa đúng')
        : (checkAccount(parts, call, scope.school) ?? checkWindow(parts) ?? run(parts, body, scope, work));
    parts.ledger.append(work.lines);
    return answer;
  };
}

const takeTyped: Run = (parts, body, scope, { lines }) => {
  const type = KINDS[Number(body.LoaiDuLieu)];
  if (type === undefined) return state(PUSH_STATE.badContent, 'Loại dữ liệu không đúng');
  const value = body[type.list];
  const rows = Array.isArray(value) ? asRows(value) : [asRow(value)];
  return envelope(
    rows.map((row) => {
      const { error, field, issuedCode, line } = parts.objects.take(type.kind, row, scope);
      if (line !== undefined) lines.push(line);
      const codeField = ISSUED_FIELD[type.kind];
      const code = codeField === undefined || issuedCode === undefined ? {} : { [codeField]: issuedCode };
      const clientId = String(row.ClientId ?? '');
      return { ...itemRow(clientId, nameOf(row), error === '' ? SUCCESS : error, field), ...code };
    }),
  );
};

function takePacket(
  parts: MoetParts,
  item: PacketItem,
  row: Row,
  body: Row,
  scope: BatchScope,
  work: Work,
): Row {
  const stored = parts.book.find(item.key);
  if (stored !== undefined) return packetRow(stored, item.sha256);
  if (item.event !== 'CANCEL' && !parts.objects.hasPupil(scope.school, String(row.MaHocSinh ?? ''))) {
    return { ...itemRow(item.key, item.recordId, 'MA_HOC_SINH_002', 'MaHocSinh'), sha256: item.sha256 };
  }
  const head = {
    environment: String(body.MoiTruong ?? ''),
    school: scope.school,
    schoolYear: schoolYearOf(scope.year),
    classKey: String(asRow(body.LopHoc).Khoa ?? ''),
  };
  const taken = parts.book.take(item, head, work.refusal);
  work.refusal = undefined;
  work.lines.push(...taken.lines);
  return packetRow(taken.answer, item.sha256);
}

const takePackets: Run = (parts, body, scope, work) => {
  const rows = asRows(body.LstHocBa);
  const items = rows.map(readItem);
  if (rows.length === 0 || items.includes(null)) return state(PUSH_STATE.badContent, 'Content chưa đúng');
  return envelope(
    (items as PacketItem[]).map((item, index) =>
      takePacket(parts, item, rows[index] ?? {}, body, scope, work),
    ),
  );
};

/** Typed batches: LoaiDuLieu 1 school, 2 staff, 3 class, 4 pupil, 5 result. */
export const typedHandler = (parts: MoetParts): Handler => guarded(parts, takeTyped);

export const packetHandler = (parts: MoetParts): Handler => guarded(parts, takePackets);

/** What became of earlier packets; `KHONG_CO`: never seen, or forgotten. */
export const inquiryHandler =
  (parts: MoetParts): Handler =>
  (call, fault) => {
    const refused = checkAccount(parts, call, null);
    if (refused !== null) return refused;
    const rows = asRows(asRow(call.body).LstKhoa);
    parts.ledger.append([callLine(call, fault)]);
    return envelope(
      rows.map(({ key, sha256 }) => {
        const stored = parts.book.find(String(key));
        if (stored !== undefined) return packetRow(stored, String(sha256));
        return { ...itemRow(String(key), '', 'KHONG_CO', ''), sha256: String(sha256) };
      }),
    );
  };
