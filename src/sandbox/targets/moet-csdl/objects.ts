import type { LedgerLine } from '../ledger.js';
import { hexSha256 } from '../record-store.js';

export type Kind = 'school' | 'staff' | 'class' | 'pupil' | 'result';

/** Data types of the axis, in the order in which they must come. */
export const KINDS: Readonly<Record<number, { readonly kind: Kind; readonly list: string }>> = {
  1: { kind: 'school', list: 'TruonghocInfo' },
  2: { kind: 'staff', list: 'LstCanBo' },
  3: { kind: 'class', list: 'LstLopHocInfo' },
  4: { kind: 'pupil', list: 'LstHocSinh' },
  5: { kind: 'result', list: 'LstKQHT' },
};

export interface BatchScope {
  readonly school: string;
  readonly year: number;
}

interface HeldObject {
  readonly kind: Kind;
  readonly school: string;
  readonly year: number;
  readonly clientId: string;
  readonly hash: string;
  readonly issuedCode?: string;
}

export interface ObjectVerdict {
  readonly error: string;
  readonly field: string;
  readonly issuedCode?: string;
  readonly line?: LedgerLine;
}

export interface ObjectBook {
  take(kind: Kind, row: Record<string, unknown>, scope: BatchScope): ObjectVerdict;
  hasPupil(school: string, code: string): boolean;
  replay(line: LedgerLine): void;
}

interface Rule {
  readonly field: string;
  readonly fits: RegExp;
  readonly error: string;
}

const rule = (field: string, fits: RegExp, error: string): Rule => ({ field, fits, error });

const ANY = /\S/u;
const GRADE = /^(0[1-9]|1[0-5]|2[0-8])$/u;
const STAMP = /^\d{4}-\d\d-\d\dT00:00:00\.0$/u;

const RULES: Readonly<Record<Kind, readonly Rule[]>> = {
  school: [rule('TenTruongHoc', ANY, 'HO_TEN_001')],
  staff: [rule('HoTen', ANY, 'HO_TEN_001')],
  class: [rule('TenLopHoc', ANY, 'HO_TEN_001'), rule('KhoiHoc', GRADE, 'MA_KHOI_001')],
  pupil: [
    rule('HoTen', ANY, 'HO_TEN_001'),
    rule('NgaySinh', STAMP, 'NGAY_SINH_001'),
    rule('GioiTinh', /^0[12]$/u, 'GIOI_TINH_001'),
    rule('MaDanToc', /^(0[1-9]|[1-4]\d|5[0-6])$/u, 'MA_DAN_TOC_001'),
    rule('TrangThai', /^(0[1-9]|1[0-2])$/u, 'TRANG_THAI_001'),
    rule('KhoiHoc', GRADE, 'MA_KHOI_001'),
  ],
  result: [rule('hocKy', /^[123]$/u, 'HOC_KY_001')],
};

const idOf = (kind: Kind, school: string, clientId: string): string => `${kind}\n${school}\n${clientId}`;

const plain = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function brokenRule(kind: Kind, row: Record<string, unknown>): Rule | undefined {
  return RULES[kind].find(({ field, fits }) => !fits.test(plain(row[field])));
}

function badMarks(row: Record<string, unknown>): boolean {
  const list = row.listDiemTKM;
  return (
    Array.isArray(list) && list.some((mark) => !ANY.test(plain((mark as { maMonHoc?: unknown }).maMonHoc)))
  );
}

interface ObjectState {
  readonly objects: Map<string, HeldObject>;
  readonly codes: Map<string, HeldObject>;
  issued: number;
}

function keep(state: ObjectState, held: HeldObject): void {
  state.objects.set(idOf(held.kind, held.school, held.clientId), held);
  if (held.issuedCode !== undefined) state.codes.set(idOf(held.kind, held.school, held.issuedCode), held);
}

/** What must already be there: that is the order school, staff, class, pupil, result. */
function missing(
  state: ObjectState,
  kind: Kind,
  row: Record<string, unknown>,
  school: string,
): [string, string] | null {
  const has = (wanted: Kind, code: string): boolean => state.codes.has(idOf(wanted, school, code));
  if (kind !== 'school' && !has('school', school)) return ['MA_TRUONG_HOC_001', 'MaTruongHoc'];
  if (kind === 'pupil' && !has('class', plain(row.MaLopHocCn))) return ['MA_LOP_HOC_001', 'MaLopHocCn'];
  if (kind === 'result' && !has('pupil', plain(row.maHocSinh))) return ['MA_HOC_SINH_002', 'maHocSinh'];
  return null;
}

function clash(state: ObjectState, row: Record<string, unknown>, scope: BatchScope): string | null {
  if (row.MaHocSinh === undefined) return null;
  const code = plain(row.MaHocSinh);
  if (!/^\S{1,20}$/u.test(code)) return 'MA_HOC_SINH';
  const owner = state.codes.get(idOf('pupil', scope.school, code));
  const other = owner !== undefined && owner.clientId !== plain(row.ClientId) && owner.year === scope.year;
  return other ? 'MA_HOC_SINH_001' : null;
}

function issue(
  state: ObjectState,
  kind: Kind,
  row: Record<string, unknown>,
  school: string,
): string | undefined {
  if (kind === 'school') return school;
  if (kind !== 'class' && kind !== 'pupil') return undefined;
  if (kind === 'pupil' && row.MaHocSinh !== undefined) return plain(row.MaHocSinh);
  state.issued += 1;
  const serial = String(state.issued);
  return kind === 'class' ? `L${serial.padStart(7, '0')}` : serial.padStart(10, '0');
}

function settle(
  state: ObjectState,
  kind: Kind,
  row: Record<string, unknown>,
  scope: BatchScope,
): ObjectVerdict {
  const clientId = plain(row.ClientId);
  const hash = hexSha256(JSON.stringify(row));
  const known = state.objects.get(idOf(kind, scope.school, clientId));
  const given = known?.issuedCode ?? issue(state, kind, row, scope.school);
  const coded = given === undefined ? {} : { issuedCode: given };
  if (known?.hash === hash) return { error: '', field: '', ...coded };
  const held: HeldObject = { kind, ...scope, clientId, hash, ...coded };
  keep(state, held);
  const action = known === undefined ? 'create' : 'update';
  return { error: '', field: '', ...coded, line: { type: 'effect', action, ...held } };
}

function take(
  state: ObjectState,
  kind: Kind,
  row: Record<string, unknown>,
  scope: BatchScope,
): ObjectVerdict {
  if (!ANY.test(plain(row.ClientId))) return { error: 'CLIENT_ID_001', field: 'ClientId' };
  const broken = brokenRule(kind, row);
  if (broken !== undefined) return { error: broken.error, field: broken.field };
  if (kind === 'result' && badMarks(row)) return { error: 'MA_MON_HOC_001', field: 'maMonHoc' };
  const absent = missing(state, kind, row, scope.school);
  if (absent !== null) return { error: absent[0], field: absent[1] };
  const clashing = kind === 'pupil' ? clash(state, row, scope) : null;
  if (clashing !== null) return { error: clashing, field: 'MaHocSinh' };
  return settle(state, kind, row, scope);
}

/** School, staff, class, pupil and result rows: order enforced, codes issued, same content = no effect. */
export function createObjectBook(): ObjectBook {
  const state: ObjectState = { objects: new Map(), codes: new Map(), issued: 0 };
  return {
    take: (kind, row, scope) => take(state, kind, row, scope),
    hasPupil: (school, code) => state.codes.has(idOf('pupil', school, code)),
    replay(line) {
      if (line.type !== 'effect' || line.kind === 'packet') return;
      const held = line as unknown as HeldObject;
      keep(state, held);
      if (line.action === 'create' && (held.kind === 'class' || held.kind === 'pupil')) state.issued += 1;
    },
  };
}
