import { type PacketHead, type PacketItem, readItem, refusalOf } from '../acceptance.js';
import type { FaultKind } from '../faults.js';
import type { LedgerLine } from '../ledger.js';
import type { StoredAnswer } from '../packet-book.js';
import { readPacketFields } from '../packet-reader.js';
import { grow, type HeldRecord } from '../record-store.js';
import type { Answer, Service } from '../server.js';
import { readWindow, windowState } from '../window.js';
import { CODE_OF, DICTIONARY } from './errors.js';
import { lock, lockByDepartment, lockStates } from './locks.js';
import type { SoParts } from './parts.js';
import {
  callLine,
  type Handler,
  pageSize,
  problem,
  record,
  refusal,
  scopeOf,
  type WireError,
} from './wire.js';

const MAX_ITEMS = 50;
const BASE = '/api/hoc-ba/v1';

interface ItemAnswer {
  readonly key: string;
  readonly sha256: string;
  readonly trangThai: 'DA_NHAN' | 'HOP_LE' | 'TU_CHOI' | 'XUNG_DOT' | 'KHONG_CO';
  readonly maBienNhan?: string;
  readonly hoiLaiSauMs?: number;
  readonly loi?: readonly WireError[];
}

/** The answer to a key: received until the verdict is due, then valid or refused. */
function present(stored: StoredAnswer, sha256: string, verdictDelayMs: number): ItemAnswer {
  const { key, reference: maBienNhan } = stored;
  if (stored.sha256 !== sha256) {
    return { key, sha256, trangThai: 'XUNG_DOT', maBienNhan, loi: refusal(CODE_OF['key-reused']) };
  }
  const left = stored.receivedAt + verdictDelayMs - Date.now();
  if (left > 0) return { key, sha256, trangThai: 'DA_NHAN', maBienNhan, hoiLaiSauMs: left };
  if (stored.reason === null) return { key, sha256, trangThai: 'HOP_LE', maBienNhan };
  const loi = refusal(CODE_OF[stored.reason], stored.detail);
  return { key, sha256, trangThai: 'TU_CHOI', maBienNhan, loi };
}

function readHead(body: Record<string, unknown>): PacketHead | null {
  const { moiTruong, maTruong, namHoc } = body;
  const { khoa } = record(body.lop);
  const fits = [moiTruong, maTruong, namHoc, khoa].every((part) => typeof part === 'string' && part !== '');
  if (!fits) return null;
  return {
    environment: String(moiTruong),
    school: String(maTruong),
    schoolYear: String(namHoc),
    classKey: String(khoa),
  };
}

function readItems(body: unknown): PacketItem[] | null {
  const { items } = record(body);
  if (!Array.isArray(items) || items.length === 0) return null;
  const read = items.map(readItem);
  return read.every((item) => item !== null) ? (read as PacketItem[]) : null;
}

function readBack(held: HeldRecord): Record<string, unknown> {
  const { recordId, version, sha256, lookupCode, school, classKey } = held;
  const reading = readPacketFields(grow(held.packet));
  const fields = reading.ok ? reading.packet : {};
  return {
    IdBanGhi: recordId,
    PhienBan: version,
    sha256,
    maTraCuu: lookupCode,
    maTruong: school,
    lop: classKey,
    truongDuLieu: fields,
  };
}

/** 503 with Retry-After: surely nothing was written, and everybody knows when to come again. */
function outsideWindow({ settings }: SoParts): Answer | null {
  const state = windowState(settings.window, Date.now());
  if (state.isOpen) return null;
  return {
    ...problem(503, 'SO-005', 'Ngoài thời gian tiếp nhận.'),
    headers: { 'retry-after': String(state.retryAfterSeconds) },
  };
}

function showWindow({ settings }: SoParts): Answer {
  const { from = null, to = null } = settings.window ?? {};
  const { isOpen: dangMo } = windowState(settings.window, Date.now());
  return { status: 200, body: { dangMo, tu: from, den: to } };
}

/** The keys' answers go to the ledger with the effects, in one write, before anything is said. */
function receive(parts: SoParts): Handler {
  const { ledger, book, verdictDelayMs } = parts;
  return (call, fault) => {
    const closed = outsideWindow(parts);
    if (closed !== null) {
      ledger.append([callLine(call, fault)]);
      return closed;
    }
    const head = readHead(record(call.body));
    const items = readItems(call.body);
    if (head === null || items === null) return problem(400, 'SO-001', 'Nội dung lô không đúng cấu trúc.');
    if (items.length > MAX_ITEMS) return problem(413, 'SO-003', `Một lô có tối đa ${MAX_ITEMS} học bạ.`);
    const lines: LedgerLine[] = [callLine(call, fault)];
    let refusal = refusalOf(fault);
    const answers = items.map((item) => {
      let stored = book.find(item.key);
      if (stored === undefined) {
        const taken = book.take(item, head, refusal);
        refusal = undefined;
        stored = taken.answer;
        lines.push(...taken.lines);
      }
      return present(stored, item.sha256, verdictDelayMs);
    });
    ledger.append(lines);
    return { status: 202, body: { maLo: record(call.body).maLo ?? null, items: answers } };
  };
}

function inquire({ ledger, book, verdictDelayMs }: SoParts): Handler {
  return (call, fault) => {
    const { items } = record(call.body);
    if (!Array.isArray(items)) return problem(400, 'SO-001', 'Thiếu danh sách khóa.');
    const answers = items.map((item): ItemAnswer => {
      const { key, sha256 } = record(item);
      const stored = book.find(String(key));
      return stored === undefined
        ? { key: String(key), sha256: String(sha256), trangThai: 'KHONG_CO' }
        : present(stored, String(sha256), verdictDelayMs);
    });
    ledger.append([callLine(call, fault)]);
    return { status: 200, body: { items: answers } };
  };
}

function list({ book }: SoParts): Handler {
  return (call) => {
    const { items, next } = book.store.page(scopeOf(call), call.query.get('sau') ?? '', pageSize(call));
    return { status: 200, body: { items: items.map(readBack), tiepTheo: next } };
  };
}

function routesOf(parts: SoParts): Readonly<Record<string, Handler>> {
  return {
    [`POST ${BASE}/goi-tin`]: receive(parts),
    [`POST ${BASE}/tra-cuu-bien-nhan`]: inquire(parts),
    [`GET ${BASE}/tom-tat`]: (call) => ({
      status: 200,
      body: { lop: parts.book.store.digest(scopeOf(call)) },
    }),
    [`GET ${BASE}/ban-ghi`]: list(parts),
    [`POST ${BASE}/chot`]: lock(parts),
    [`GET ${BASE}/trang-thai-chot`]: lockStates(parts),
    [`GET ${BASE}/thoi-gian-tiep-nhan`]: () => showWindow(parts),
    [`GET ${BASE}/danh-muc-loi`]: () => ({ status: 200, body: { items: DICTIONARY } }),
    [`GET ${BASE}/suc-khoe`]: () => ({ status: 200, body: { moiTruong: parts.environment, phienBan: '1' } }),
  };
}

const CONTROLS: Readonly<Record<string, (parts: SoParts, body: unknown) => Answer>> = {
  plant: ({ book, ledger }, body) => book.plant(body, ledger),
  lock: lockByDepartment,
  settings({ settings }, body) {
    const { window } = record(body);
    if (window !== undefined) settings.window = readWindow(window);
    return { status: 200, body: { ok: true } };
  },
};

/** The Sở's side of docs/so-gddt-interface.md. */
export function createSoService(parts: SoParts): Service {
  const { ledger, book } = parts;
  const routes = routesOf(parts);
  return {
    ledger,
    faults: parts.faults,
    handle(call, fault) {
      if (call.headers.authorization !== `Bearer ${parts.apiKey}`) {
        return problem(401, 'SO-002', 'Khóa truy cập không đúng.');
      }
      const route = routes[`${call.method} ${call.path}`];
      return route?.(call, fault) ?? problem(404, 'SO-004', 'Không có địa chỉ này.');
    },
    noteStopped: (call, fault) => ledger.append([callLine(call, fault)]),
    tamper: tamperItems,
    control: (name, body) => CONTROLS[name]?.(parts, body) ?? null,
    forgetKeys: () => ledger.append([book.forget()]),
    refuse: (status, why) => problem(status, status === 413 ? 'SO-003' : 'SO-001', why),
  };
}

/** Bends the first ack: as if it were another packet's, another hash's, or sent twice. */
function tamperItems(body: unknown, fault: FaultKind): unknown {
  const { items } = record(body);
  if (!Array.isArray(items) || items.length === 0) return body;
  const [first, ...rest] = items as Record<string, unknown>[];
  if (fault === 'duplicate-ack') return { ...record(body), items: [first, ...items] };
  const bent = fault === 'wrong-key' ? { key: 'another-packet' } : { sha256: 'f'.repeat(64) };
  return { ...record(body), items: [{ ...first, ...bent }, ...rest] };
}
