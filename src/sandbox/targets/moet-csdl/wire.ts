import type { FaultKind } from '../faults.js';
import type { LedgerLine } from '../ledger.js';
import type { Answer, Call } from '../server.js';
import { describeError, SUCCESS } from './errors.js';

export type Row = Record<string, unknown>;

export const asRow = (value: unknown): Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : {};
export const asRows = (value: unknown): Row[] => (Array.isArray(value) ? value.map(asRow) : []);

export const PUSH_STATE = { done: 2, failed: 3, noPassword: 5, wrongAccount: 6, badContent: 7 } as const;

export const state = (trangThai: number, message: string): Answer => ({
  status: 200,
  body: { code: 200, trangThai, message },
});

/** The axis's envelope: body / result / items / item, under the names its portal shows. */
export const envelope = (item: readonly Row[]): Answer => {
  const failed = item.some(({ error }) => error !== SUCCESS);
  const trangThai = failed ? PUSH_STATE.failed : PUSH_STATE.done;
  return { status: 200, body: { code: 200, trangThai, body: { result: { items: { item } } } } };
};

export const itemRow = (clientId: string, name: string, error: string, field: string): Row => ({
  clientId,
  name,
  error,
  errorDescription: error === SUCCESS ? '' : describeError(error),
  errorFieldTitle: field,
});

const NAME_FIELDS = ['HoTen', 'TenLopHoc', 'TenTruongHoc'] as const;
export const nameOf = (row: Row): string =>
  String(NAME_FIELDS.map((field) => row[field]).find(Boolean) ?? '');
export const ISSUED_FIELD: Readonly<Record<string, string>> = {
  class: 'MaLopHoc',
  pupil: 'MaHocSinh',
  school: 'MaTruongHoc',
};

export function callLine(call: Call, fault: FaultKind | null): LedgerLine {
  const body = asRow(call.body);
  const rows = [...asRows(body.LstHocBa), ...asRows(body.LstKhoa)];
  const keys = rows.map(({ key }) => key);
  const type = body.LoaiDuLieu === undefined ? {} : { loaiDuLieu: body.LoaiDuLieu };
  return {
    type: 'call',
    method: call.method,
    path: call.path,
    keys,
    ...type,
    ...(fault !== null && { fault }),
  };
}

export const schoolYearOf = (start: number): string => `${start}-${start + 1}`;

/** Bends the first ack: as if it were another packet's, another hash's, or sent twice. */
export function tamperItems(body: unknown, fault: FaultKind): unknown {
  const outer = asRow(body);
  const list = asRows(asRow(asRow(asRow(outer.body).result).items).item);
  const [first, ...rest] = list;
  if (first === undefined) return body;
  const bent = fault === 'wrong-key' ? { clientId: 'another-packet' } : { sha256: 'f'.repeat(64) };
  const item = fault === 'duplicate-ack' ? [first, ...list] : [{ ...first, ...bent }, ...rest];
  return { ...outer, body: { result: { items: { item } } } };
}
