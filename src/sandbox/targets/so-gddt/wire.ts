import type { FaultKind } from '../faults.js';
import type { LedgerLine } from '../ledger.js';
import type { Scope } from '../record-store.js';
import type { Answer, Call } from '../server.js';
import { DICTIONARY } from './errors.js';

export type Handler = (call: Call, fault: FaultKind | null) => Answer;

/** An error as it stands in `loi`. */
export interface WireError {
  readonly ma: string;
  readonly moTa: string;
  readonly chiTiet?: string;
}

/** The whole request refused. */
export const problem = (status: number, ma: string, moTa: string): Answer => ({
  status,
  body: { loi: { ma, moTa } },
});

const describe = (ma: string): string => DICTIONARY.find((entry) => entry.ma === ma)?.moTa.vi ?? ma;

export function refusal(ma: string, detail?: string): readonly WireError[] {
  return [{ ma, moTa: describe(ma), ...(detail !== undefined && { chiTiet: detail }) }];
}

export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

export function callLine(call: Call, fault: FaultKind | null): LedgerLine {
  const { items } = record(call.body);
  const keys = Array.isArray(items) ? items.map((item) => record(item).key ?? record(item).IdBanGhi) : [];
  return { type: 'call', method: call.method, path: call.path, keys, ...(fault !== null && { fault }) };
}

export const scopeOf = (call: Call): Scope => ({
  school: call.query.get('maTruong') ?? '',
  schoolYear: call.query.get('namHoc') ?? '',
});

const DECIMAL = /^\d{1,4}$/u;

export function pageSize(call: Call): number {
  const wanted = call.query.get('kichThuoc') ?? '200';
  return DECIMAL.test(wanted) ? Math.min(Math.max(Number(wanted), 1), 500) : 200;
}
