import type { LedgerLine } from '../ledger.js';
import type { HeldRecord, RecordLock, RecordStore, Scope } from '../record-store.js';
import type { Answer } from '../server.js';
import { CODE_OF } from './errors.js';
import type { SoParts } from './parts.js';
import { callLine, type Handler, pageSize, problem, record, refusal, scopeOf } from './wire.js';

const MAX_LOCKS = 500;
const WAVES: ReadonlySet<unknown> = new Set(['thang-6', 'thang-8']);

interface Wanted {
  readonly recordId: string;
  readonly version: number;
  readonly sha256: string;
}

const answerOf = ({ recordId, version, sha256, wave, lockedAt }: RecordLock) => ({
  IdBanGhi: recordId,
  PhienBan: version,
  sha256,
  trangThai: 'DA_CHOT',
  dot: wave,
  thoiGianChot: lockedAt,
});

const lockOf = ({ recordId, version, sha256 }: HeldRecord, wave: string, at: string): RecordLock => ({
  recordId,
  version,
  sha256,
  wave,
  lockedAt: at,
});

function readWanted(value: unknown): Wanted | null {
  const { IdBanGhi, PhienBan, sha256 } = record(value);
  const fits = typeof IdBanGhi === 'string' && Number.isInteger(PhienBan) && typeof sha256 === 'string';
  return fits ? { recordId: IdBanGhi, version: Number(PhienBan), sha256 } : null;
}

/** One record: only the version and the bytes that the caller names. A second lock repeats the first. */
function lockOne(store: RecordStore, wanted: Wanted, wave: string, at: string, lines: LedgerLine[]): object {
  const { recordId: IdBanGhi, version: PhienBan, sha256 } = wanted;
  const held = store.get(IdBanGhi);
  if (held === undefined) return { IdBanGhi, PhienBan, sha256, trangThai: 'KHONG_CO' };
  if (held.version !== PhienBan || held.sha256 !== sha256) {
    const loi = refusal(CODE_OF['lock-other'], String(held.version));
    return { IdBanGhi, PhienBan, sha256, trangThai: 'TU_CHOI', loi };
  }
  const earlier = store.lockOf(IdBanGhi);
  if (earlier !== undefined) return answerOf(earlier);
  const lock = lockOf(held, wave, at);
  store.lock(lock);
  lines.push({ type: 'lock', ...lock });
  return answerOf(lock);
}

/** A whole class is locked by its digest: exactly what the caller compared, or nothing. */
function classOf(store: RecordStore, scope: Scope, classKey: string, digest: unknown): Wanted[] | null {
  const held = store.digest(scope).find((row) => row.classKey === classKey);
  return held?.digest === digest ? [...store.inClass(scope, classKey)] : null;
}

interface LockRequest {
  readonly wave: string;
  readonly wanted: readonly Wanted[];
}

const MALFORMED = problem(400, 'SO-001', 'Yêu cầu chốt không đúng cấu trúc.');

function readList(items: readonly unknown[], wave: string): LockRequest | Answer {
  const wanted = items.map(readWanted);
  if (items.length === 0 || wanted.includes(null)) return MALFORMED;
  if (items.length > MAX_LOCKS) return problem(413, 'SO-003', `Một yêu cầu chốt tối đa ${MAX_LOCKS} học bạ.`);
  return { wave, wanted: wanted as Wanted[] };
}

function readRequest(parts: SoParts, body: Record<string, unknown>): LockRequest | Answer {
  const { moiTruong, maTruong, namHoc, dot, items, lop, digest } = body;
  if (typeof maTruong !== 'string' || typeof namHoc !== 'string' || !WAVES.has(dot)) return MALFORMED;
  if (moiTruong !== parts.environment) return problem(400, CODE_OF.environment, 'Sai môi trường.');
  const wave = String(dot);
  if (Array.isArray(items)) return readList(items, wave);
  if (typeof lop !== 'string') return MALFORMED;
  const wanted = classOf(parts.book.store, { school: maTruong, schoolYear: namHoc }, lop, digest);
  if (wanted === null) return problem(409, CODE_OF['lock-other'], 'Mã băm của lớp khác bản Sở đang giữ.');
  return { wave, wanted };
}

/** POST /chot. */
export function lock(parts: SoParts): Handler {
  return (call, fault) => {
    const request = readRequest(parts, record(call.body));
    const lines: LedgerLine[] = [callLine(call, fault)];
    if ('status' in request) {
      parts.ledger.append(lines);
      return request;
    }
    const at = new Date().toISOString();
    const { wave } = request;
    const items = request.wanted.map((one) => lockOne(parts.book.store, one, wave, at, lines));
    parts.ledger.append(lines);
    return { status: 200, body: { dot: wave, items } };
  };
}

/** GET /trang-thai-chot: every record held, locked or not. */
export function lockStates({ book }: SoParts): Handler {
  return (call) => {
    const { items, next } = book.store.page(scopeOf(call), call.query.get('sau') ?? '', pageSize(call));
    const rows = items.map(({ recordId, version, sha256, classKey }) => {
      const held = book.store.lockOf(recordId);
      return {
        IdBanGhi: recordId,
        PhienBan: version,
        sha256,
        lop: classKey,
        daChot: held !== undefined,
        dot: held?.wave ?? null,
        thoiGianChot: held?.lockedAt ?? null,
      };
    });
    return { status: 200, body: { items: rows, tiepTheo: next } };
  };
}

/** POST /__sandbox/lock: the department locks by itself, the records named or all. */
export function lockByDepartment({ book, ledger }: SoParts, body: unknown): Answer {
  const { wave = 'thang-6', recordIds } = record(body);
  const wanted = Array.isArray(recordIds) ? new Set(recordIds) : null;
  const open = book.store
    .all()
    .filter((held) => book.store.lockOf(held.recordId) === undefined)
    .filter((held) => wanted === null || wanted.has(held.recordId));
  const at = new Date().toISOString();
  const locks = open.map((held) => lockOf(held, String(wave), at));
  ledger.append(locks.map((one) => ({ type: 'lock', ...one })));
  for (const one of locks) book.store.lock(one);
  return { status: 200, body: { locked: locks.map(({ recordId }) => recordId) } };
}
