import type {
  BatchContext,
  CanonicalRecord,
  OutboundItem,
  School,
  Staff,
  TargetFinding,
} from '../../../src/sdk.js';
import { foldText } from '../../../src/sdk.js';
import {
  codeOf,
  DISABILITY,
  ETHNIC_QD_121,
  ETHNIC_QD_1019,
  GENDER,
  gradeCode,
  LEAVING_REASONS,
  LEVELS,
  STAFF_ROLES,
  STATUS,
} from './codes.js';
import type { MoetCsdlConfig } from './config-schema.js';
import { unknownCode } from './errors.js';

/** A row under the names of the sector's exchange model. */
export type WireRow = Readonly<Record<string, unknown>>;

/** A typed row with our id; `body` is without codes that the target issues. */
export interface WireObject {
  readonly clientId: string;
  readonly body: WireRow;
}

const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** Vietnam has no summer time: UTC+7 all year. */
export const vietnamTime = (at: Date): string =>
  new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 19);

/** NamHoc: the START year as a number, 2025 for 2025-2026. */
export const startYear = (schoolYear: string): number => Number(schoolYear.slice(0, 4));

const stamp = (date: string): string => `${date}T00:00:00.0`;

/** Leaves fields out instead of sending empty texts: "" is a value to the axis, null is none. */
const defined = (fields: WireRow): WireRow =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const LEVEL_ORDER = ['TH', 'THCS', 'THPT'] as const;

export function encodeSchool(school: School): WireObject {
  const levels = LEVEL_ORDER.filter((level) => school.levels.includes(level)).join('+');
  return {
    clientId: school.code,
    body: defined({
      ClientId: school.code,
      MaTruongHoc: school.code,
      TenTruongHoc: school.name,
      CapHoc: codeOf(LEVELS, levels),
      HieuTruong: school.principal?.name,
      DiaChi: school.address?.text,
    }),
  };
}

export function encodeStaff(staff: Staff): WireObject {
  return {
    clientId: staff.code,
    body: defined({
      ClientId: staff.code,
      MaCanBo: staff.code,
      HoTen: staff.name,
      NgaySinh: staff.birthDate === undefined ? undefined : stamp(staff.birthDate),
      GioiTinh: staff.sex === undefined ? undefined : codeOf(GENDER, staff.sex),
      MaCongDan: staff.identityNumber,
      ChucVu: codeOf(STAFF_ROLES, staff.role),
    }),
  };
}

export const classClientId = (context: BatchContext): string =>
  `${context.schoolYear}/${context.classKey.replace(/\s+/gu, '_')}`;

/** The flags are required by the exchange model; sources do not give them, so they say "ordinary class". */
const ORDINARY_CLASS = { LopGhep: 0, LopChuyen: 0, LopVnen: 0, LopBanTru: 0, LopGhepDoTuoi: 0 } as const;

export function encodeClass(context: BatchContext, record: CanonicalRecord): WireObject {
  return {
    clientId: classClientId(context),
    body: defined({
      ClientId: classClientId(context),
      TenLopHoc: context.className,
      KhoiHoc: gradeCode(record, context.grade),
      MaGvcn: context.homeroomTeacher?.code,
      ...ORDINARY_CLASS,
    }),
  };
}

/** Collects every finding of a record at once: a code that is missing is noted, not thrown. */
type Need = (
  code: string | undefined,
  path: string,
  value: string,
  list: { vi: string; en: string },
) => string | undefined;

const collectInto =
  (findings: TargetFinding[]): Need =>
  (code, path, value, list) => {
    if (code === undefined) findings.push(unknownCode(path, value, list));
    return code;
  };

const LISTS = {
  sex: { vi: 'giới tính', en: 'sexes' },
  ethnic: { vi: 'dân tộc', en: 'ethnic groups' },
  grade: { vi: 'khối', en: 'grades' },
  status: { vi: 'trạng thái học sinh', en: 'statuses' },
  leaving: { vi: 'lý do thôi học', en: 'reasons for leaving' },
  disability: { vi: 'loại khuyết tật', en: 'disabilities' },
} as const;

function encodeIdentity({ pupil }: CanonicalRecord): WireRow {
  if (pupil.identity.kind === 'citizen') return { MaCongDan: pupil.identity.number };
  if (pupil.identity.kind === 'none') return {};
  const { documentType, documentNumber, country } = pupil.identity;
  return { LoaiGiayToXnc: documentType, SoGiayToXnc: documentNumber, QuocTich: country };
}

const GUARDIAN_FIELDS = { mother: 'HoTenMe', father: 'HoTenBo', guardian: 'HoTenNguoiGiamHo' } as const;

const encodeGuardians = ({ pupil }: CanonicalRecord): WireRow =>
  Object.fromEntries((pupil.guardians ?? []).map(({ relation, name }) => [GUARDIAN_FIELDS[relation], name]));

const LEFT = /^thoi-hoc-/u;

function encodeStatus({ enrolment }: CanonicalRecord, need: Need): WireRow {
  const { status, date, reason = '' } = enrolment;
  const code = need(codeOf(STATUS, status), 'enrolment.status', status, LISTS.status);
  const since = date === undefined ? {} : { NgayTrangThai: stamp(date) };
  if (!LEFT.test(status)) return { TrangThai: code, ...since };
  const why = need(codeOf(LEAVING_REASONS, foldText(reason)), 'enrolment.reason', reason, LISTS.leaving);
  return { TrangThai: code, ...since, MaLyDoThoiHoc: why };
}

function encodeDisability({ pupil }: CanonicalRecord, need: Need): WireRow {
  if (pupil.disability === undefined) return { KhuyetTat: 0 };
  const { kind, notAssessed } = pupil.disability;
  const code = need(codeOf(DISABILITY, kind), 'pupil.disability.kind', kind, LISTS.disability);
  return { KhuyetTat: 1, MaLoaiKhuyetTat: code, KhuyetTatKhongDanhGia: notAssessed ? 1 : 0 };
}

const sectorCode = (record: CanonicalRecord): string | undefined =>
  record.aliases?.find(({ scheme }) => scheme === 'sector')?.value;

/** `issued`: what the target gave us, which wins over what a vendor says it was. */
export const pupilCode = (record: CanonicalRecord, issued: string | undefined): string | undefined =>
  issued ?? sectorCode(record);

/** LstHocSinh. Parents' jobs, telephones and addresses are not sent: the record does not need them. */
export function encodePupil(
  item: OutboundItem,
  classCode: string,
  numbering: MoetCsdlConfig['ethnicNumbering'],
): { readonly object: WireObject; readonly findings: readonly TargetFinding[] } {
  const { record, recordId } = item;
  const { pupil } = record;
  const findings: TargetFinding[] = [];
  const need = collectInto(findings);
  const table = numbering === 'qd-121' ? ETHNIC_QD_121 : ETHNIC_QD_1019;
  const ethnic = codeOf(table, pupil.ethnicGroup);
  const grade = gradeCode(record, record.class.grade);
  const body = defined({
    ClientId: recordId,
    HoTen: pupil.name,
    NgaySinh: stamp(pupil.birthDate),
    GioiTinh: need(codeOf(GENDER, pupil.sex), 'pupil.sex', pupil.sex, LISTS.sex),
    MaDanToc: need(ethnic, 'pupil.ethnicGroup', pupil.ethnicGroup, LISTS.ethnic),
    KhoiHoc: need(grade, 'class.grade', String(record.class.grade), LISTS.grade),
    MaLopHocDn: classCode,
    MaLopHocCn: classCode,
    NoiSinh: pupil.birthPlace,
    ...encodeStatus(record, need),
    ...encodeIdentity(record),
    ...encodeDisability(record, need),
    ...encodeGuardians(record),
  });
  return { object: { clientId: recordId, body }, findings };
}

/** The packet under the national feed's envelope names. */
export function encodePacket(item: OutboundItem, code: string | undefined, at: Date): WireRow {
  return defined({
    IdBanGhi: item.recordId,
    SuKien: item.event,
    PhienBan: item.version,
    ThoiGianCapNhat: vietnamTime(at),
    MaTraCuu: item.lookupCode,
    MaHocSinh: code,
    key: item.key,
    sha256: item.sha256,
    packet: Buffer.from(item.octets).toString('base64'),
  });
}
