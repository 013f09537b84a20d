import { createHash } from 'node:crypto';
import type { BatchContext, CanonicalRecord, OutboundItem } from '../../../src/sdk.js';

type Secondary = Exclude<CanonicalRecord, { level: 'TH' }>;
type Primary = Extract<CanonicalRecord, { level: 'TH' }>;

export const SCHOOL = { code: '66000501', name: 'THCS Thử Nghiệm', levels: ['THCS' as const] };
export const SCHOOL_YEAR = '2025-2026';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

export const CONTEXT: BatchContext = {
  school: { ...SCHOOL, levels: ['THCS'] },
  schoolYear: SCHOOL_YEAR,
  classKey: '6A',
  className: '6A',
  grade: 6,
  homeroomTeacher: { code: 'GV01', name: 'Cô Giáo Mẫu' },
  staff: [{ code: 'GV01', name: 'Cô Giáo Mẫu', role: 'teacher', sex: 'female' }],
};

/** A made-up pupil of class 6A; `n` makes it a different one. */
export function secondaryRecord(n: number): Secondary {
  const female = n % 2 === 0;
  return {
    schema: 'canonical-record/1',
    programme: 'GDPT',
    level: 'THCS',
    schoolYear: SCHOOL_YEAR,
    school: { code: SCHOOL.code, name: SCHOOL.name },
    class: { key: '6A', name: '6A', grade: 6 },
    pupil: {
      name: `Học Sinh Mẫu ${n}`,
      birthDate: '2014-03-05',
      sex: female ? 'female' : 'male',
      ethnicGroup: n % 3 === 0 ? 'xo-dang' : 'kinh',
      nationality: 'VN',
      identity: {
        kind: 'citizen',
        number: `0662${female ? 3 : 2}14${String(n).padStart(5, '0')}`.slice(0, 12),
      },
    },
    enrolment: { status: 'dang-hoc' },
    attendance: { year: { withLeave: 2, withoutLeave: 1 } },
    secondary: {
      subjects: [
        { subject: 'toan', hk1: { score: '7.5' }, hk2: { score: '8.0' }, year: { score: '7.8' } },
        { subject: 'gdtc', hk1: { exempt: true }, hk2: { rating: 'Đ' }, year: { rating: 'Đ' } },
      ],
      hocTap: { hk1: 'K', hk2: 'K', year: 'K' },
      renLuyen: { hk1: 'T', hk2: 'T', year: 'T' },
      promotion: 'len-lop',
    },
  };
}

export function primaryRecord(n: number): Primary {
  return {
    ...secondaryRecord(n),
    level: 'TH',
    class: { key: '1A', name: '1A', grade: 1 },
    aliases: [{ scheme: 'sector', value: `79000000${String(n).padStart(2, '0')}` }],
    primary: {
      subjects: [
        { subject: 'toan', year: { level: 'T', test: '9.0' } },
        { subject: 'tieng-viet', year: { level: 'H', test: '7.0' } },
        { subject: 'nghe-thuat', year: { level: 'T' } },
        { subject: 'hdtn', year: { level: 'C' } },
      ],
      qualities: { 'yeu-nuoc': 'T', 'nhan-ai': 'Đ', 'cham-chi': 'C', 'trung-thuc': 'T', 'trach-nhiem': 'T' },
      competences: { 'tu-chu-tu-hoc': 'T', 'the-chat': 'Đ' },
      overall: 'HTT',
      completed: true,
      promoted: true,
    },
  } as Primary;
}

export interface PacketWish {
  readonly environment?: string;
  readonly school?: string;
  readonly mark?: string;
  readonly version?: number;
  readonly lookupCode?: string;
}

/** The least a target looks for, in the skeleton that public code shows. */
export function packetOctets(recordId: string, wish: PacketWish = {}): Buffer {
  const { environment = 'test', school = SCHOOL.code, mark = '7.8', version = 1 } = wish;
  const lookup = wish.lookupCode ?? sha256(recordId).slice(0, 32);
  return Buffer.from(
    `<HOC_BA><DU_LIEU_HOC_BA Id="data"><MA_TRA_CUU>${lookup}</MA_TRA_CUU><PHIEN_BAN>${version}</PHIEN_BAN>` +
      `<MOI_TRUONG>${environment}</MOI_TRUONG><MA_TRUONG>${school}</MA_TRUONG><MA_LOP>6A</MA_LOP>` +
      `<DIEM_TONG_KET Id="m1"><DIEM>${mark}</DIEM></DIEM_TONG_KET></DU_LIEU_HOC_BA></HOC_BA>`,
  );
}

/** An outbound item for made-up pupil `n`; the key is fixed by record and version. */
export function outboundItem(n: number, wish: PacketWish = {}): OutboundItem {
  const recordId = `rec-${String(n).padStart(4, '0')}`;
  const version = wish.version ?? 1;
  const octets = packetOctets(recordId, wish);
  return {
    key: `${recordId}:v${version}`,
    recordId,
    version,
    event: version === 1 ? 'NEW' : 'UPDATE',
    lookupCode: sha256(recordId).slice(0, 32),
    octets,
    sha256: sha256(octets),
    record: secondaryRecord(n),
  };
}
