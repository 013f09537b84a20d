import { readPacketFields } from '../packet-reader.js';
import { grow, type HeldRecord, type Scope } from '../record-store.js';
import type { Answer, Service } from '../server.js';
import { readWindow } from '../window.js';
import { MOET_ERRORS } from './errors.js';
import type { Handler, MoetParts, TransferAccount } from './parts.js';
import { checkAccount, inquiryHandler, packetHandler, typedHandler } from './pushes.js';
import { asRow, callLine, type Row, schoolYearOf, tamperItems } from './wire.js';

function readBack(held: HeldRecord): Row {
  const reading = readPacketFields(grow(held.packet));
  const { packet: _packet, key: _key, ...rest } = held;
  return { ...rest, truongDuLieu: reading.ok ? reading.packet : {} };
}

function reading(parts: MoetParts, run: (body: Row, scope: Scope) => Row): Handler {
  return (call) => {
    const { maTruongHoc, namHoc, ...body } = asRow(call.body);
    const school = String(maTruongHoc ?? '');
    const refused = checkAccount(parts, call, school);
    if (refused !== null) return refused;
    const scope = { school, schoolYear: schoolYearOf(Number(namHoc)) };
    return { status: 200, body: { rc: 0, ...run(body, scope) } };
  };
}

function listRecords({ book }: MoetParts, body: Row, scope: Scope): Row {
  const limit = Math.min(Math.max(Number(body.limit) || 200, 1), 1000);
  const { items, next } = book.store.page(scope, String(body.sau ?? ''), limit);
  return { listHocBa: items.map(readBack), tiepTheo: next };
}

function routesOf(parts: MoetParts): Readonly<Record<string, Handler>> {
  return {
    'POST /csdlgd-push/du-lieu': typedHandler(parts),
    'POST /csdlgd-push/hoc-ba': packetHandler(parts),
    'POST /csdlgd-push/hoc-ba/trang-thai': inquiryHandler(parts),
    'GET /csdlgd-push/suc-khoe': () => ({ status: 200, body: { rc: 0, moiTruong: parts.environment } }),
    'GET /csdlgd-admin/MoetErrorDev': () => ({ status: 200, body: { rc: 0, rows: MOET_ERRORS } }),
    'POST /syncdata-api/Public/HocBa/GetTomTat': reading(parts, (_body, scope) => ({
      lop: parts.book.store.digest(scope),
    })),
    'POST /syncdata-api/Public/HocBa/GetHocBa': reading(parts, (body, scope) =>
      listRecords(parts, body, scope),
    ),
  };
}

function changeSettings({ settings }: MoetParts, body: unknown): Answer {
  const wish = asRow(body);
  if (Array.isArray(wish.accounts)) settings.accounts = wish.accounts as TransferAccount[];
  if (wish.window !== undefined) settings.window = readWindow(wish.window);
  return { status: 200, body: { ok: true } };
}

/** The paths are the simulator's own; the typed lists and answer names are those of the sector's axis. */
export function createMoetService(parts: MoetParts): Service {
  const { ledger, book } = parts;
  const routes = routesOf(parts);
  return {
    ledger,
    faults: parts.faults,
    handle(call, fault) {
      if (call.headers.username === undefined) {
        return { status: 401, body: { code: 401, message: 'Thiếu tài khoản' } };
      }
      const route = routes[`${call.method} ${call.path}`];
      return route?.(call, fault) ?? { status: 404, body: { code: 404, message: 'Không có địa chỉ này' } };
    },
    noteStopped: (call, fault) => ledger.append([callLine(call, fault)]),
    tamper: tamperItems,
    control(name, body) {
      if (name === 'plant') return book.plant(body, ledger);
      return name === 'settings' ? changeSettings(parts, body) : null;
    },
    forgetKeys: () => ledger.append([book.forget()]),
    refuse: (status, message) => ({ status, body: { code: status, message } }),
  };
}
