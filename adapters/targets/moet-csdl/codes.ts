import type { CanonicalRecord, Enrolment } from '../../../src/sdk.js';

/**
 * Code tables of CSDL ngành, keyed by our internal keys. A key that is not here is a finding, never a guess.
 * Provenance of each table: README.md, "Bảng mã".
 */
export type CodeTable = Readonly<Record<string, string>>;

const numbered = (keys: string): CodeTable =>
  Object.fromEntries(
    keys
      .trim()
      .split(/\s+/u)
      .map((key, index) => [key, String(index + 1).padStart(2, '0')]),
  );

/** QĐ 1019/QĐ-TCTK of 12/11/2008: 01-54; 55 foreigner and 56 unknown are seen in live systems. */
export const ETHNIC_QD_1019: CodeTable = {
  ...numbered(`
    kinh tay thai muong khmer hoa nung hmong dao gia-rai e-de ba-na san-chay cham co-ho xo-dang san-diu hre
    ra-glai mnong tho xtieng kho-mu bru-van-kieu co-tu giay ta-oi ma gie-trieng co cho-ro xinh-mun ha-nhi chu-ru
    lao la-chi khang phu-la la-hu la-ha pa-then lu ngai chut lo-lo mang co-lao bo-y cong si-la pu-peo ro-mam brau
    o-du`),
  'nguoi-nuoc-ngoai': '55',
};

/** QĐ 121-TCTK/PPCĐ of 2/3/1979, the source that QĐ 4998 names for DM_DAN_TOC: 37 of 54 numbers differ. */
export const ETHNIC_QD_121: CodeTable = {
  ...numbered(`
    kinh tay thai hoa khmer muong nung hmong dao gia-rai ngai e-de ba-na xo-dang san-chay co-ho cham san-diu hre
    mnong ra-glai xtieng bru-van-kieu tho giay co-tu gie-trieng ma kho-mu co ta-oi cho-ro khang xinh-mun ha-nhi
    chu-ru lao la-chi la-ha phu-la la-hu lu lo-lo chut mang pa-then co-lao cong bo-y si-la pu-peo brau o-du
    ro-mam`),
  'nguoi-nuoc-ngoai': '55',
};

/** Names as the catalogue sheets of the sector's Excel files write them. */
export const ETHNIC_NAMES: CodeTable = Object.fromEntries(
  Object.keys(ETHNIC_QD_1019)
    .slice(0, 54)
    .map((key, index) => [
      key,
      `Kinh|Tày|Thái|Mường|Khơ me|Hoa|Nùng|Hmông|Dao|Gia-rai|Ê-đê|Ba-na|Sán Chay|Chăm|Cơ-ho|Xơ-đăng|Sán Dìu|Hrê|Ra-glai|Mnông|Thổ|Xtiêng|Khơ-mú|Bru-Vân Kiều|Cơ-tu|Giáy|Tà-ôi|Mạ|Gié-Triêng|Co|Chơ-ro|Xinh-mun|Hà Nhì|Chu-ru|Lào|La Chí|Kháng|Phù Lá|La Hủ|La Ha|Pà Thẻn|Lự|Ngái|Chứt|Lô Lô|Mảng|Cơ Lao|Bố Y|Cống|Si La|Pu Péo|Rơ-măm|Brâu|Ơ Đu`.split(
        '|',
      )[index] ?? key,
    ]),
);

/** DM_GIOI_TINH of the ministry; the axis's 0/1 and the national centre's 0/1/2 mean other things. */
export const GENDER: CodeTable = { male: '01', female: '02' };
export const GENDER_NAMES: CodeTable = { male: 'Nam', female: 'Nữ' };

/** DM_TRANG_THAI_HOC_SINH. */
export const STATUS: Readonly<Record<Enrolment['status'], string>> = {
  'dang-hoc': '01',
  'chuyen-den-hk1': '02',
  'hoc-lai-hk1': '03',
  'chuyen-di-hk1': '04',
  'thoi-hoc-hk1': '05',
  'chuyen-den-hk2': '06',
  'hoc-lai-hk2': '07',
  'chuyen-di-hk2': '08',
  'thoi-hoc-hk2': '09',
  'chuyen-den-he': '10',
  'chuyen-di-he': '11',
  'thoi-hoc-he': '12',
};

export const STATUS_NAMES: Readonly<Record<Enrolment['status'], string>> = {
  'dang-hoc': 'Đang học',
  'chuyen-den-hk1': 'Chuyển đến kỳ 1',
  'hoc-lai-hk1': 'Nghỉ học xin học lại kỳ 1',
  'chuyen-di-hk1': 'Chuyển đi kỳ 1',
  'thoi-hoc-hk1': 'Thôi học kỳ 1',
  'chuyen-den-hk2': 'Chuyển đến kỳ 2',
  'hoc-lai-hk2': 'Nghỉ học xin học lại kỳ 2',
  'chuyen-di-hk2': 'Chuyển đi kỳ 2',
  'thoi-hoc-hk2': 'Thôi học kỳ 2',
  'chuyen-den-he': 'Chuyển đến trong hè',
  'chuyen-di-he': 'Chuyển đi trong hè',
  'thoi-hoc-he': 'Thôi học trong hè',
};

/** DM_LY_DO_THOI_HOC by the folded label (no accents, lower case). */
export const LEAVING_REASONS: CodeTable = {
  'hoan canh kinh te': '01',
  'hoc luc yeu kem': '02',
  'xa truong': '03',
  'thien tai, dich benh': '04',
  'ky thi': '05',
  khac: '06',
  'nguyen nhan khac': '06',
  'bao luu': '07',
  'chuyen hoc nghe': '08',
};

/** DM_LOAI_KHUYET_TAT; the official two digits stand for themselves. */
export const DISABILITY: CodeTable = {
  'van-dong': '01',
  'nghe-noi': '02',
  nhin: '03',
  'than-kinh-tam-than': '04',
  'tri-tue': '05',
  khac: '06',
  '01': '01',
  '02': '02',
  '03': '03',
  '04': '04',
  '05': '05',
  '06': '06',
};

export const DISABILITY_NAMES: CodeTable = {
  '01': 'Khuyết tật vận động',
  '02': 'Khuyết tật nghe, nói',
  '03': 'Khuyết tật nhìn',
  '04': 'Khuyết tật thần kinh, tâm thần',
  '05': 'Khuyết tật trí tuệ',
  '06': 'Khuyết tật khác',
};

/** DM_KHOI: GDTX grades have codes of their own. */
export const GRADES: Readonly<Record<'GDPT' | 'GDTX', readonly string[]>> = {
  GDPT: ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'],
  GDTX: ['24', '25', '26', '27', '28', '20', '21', '22', '23', '13', '14', '15'],
};

/** Cấp học of the axis: single levels and the combinations a school may have. */
export const LEVELS: CodeTable = {
  TH: '1',
  THCS: '2',
  THPT: '3',
  'TH+THCS': '12',
  'TH+THPT': '13',
  'THCS+THPT': '23',
  'TH+THCS+THPT': '123',
};
export const GDTX_LEVEL = '6';

/**
 * DM_MON_HOC per level. Two digits: seen in the sector's workbook. Letters (mnemonic + level, as the axis names
 * NVN2, GDQPAN3): PROVISIONAL, the ministry's list after 2020 is not public; config `subjectCodes` replaces them.
 */
export const SUBJECTS: Readonly<Record<'THCS' | 'THPT' | 'GDTX', CodeTable>> = {
  THCS: {
    toan: '15',
    khtn: '66',
    'ngoai-ngu-1': '69',
    'ngoai-ngu-2': '31',
    gdtc: '88',
    'am-nhac': '89',
    'mi-thuat': '90',
    'hdtn-hn': '91',
    'ngu-van': 'NVN2',
    'ls-dl': 'LSDL2',
    gdcd: 'GDCD2',
    'cong-nghe': 'CNG2',
    'tin-hoc': 'TIN2',
    'nghe-thuat': 'NTH2',
    gddp: 'GDDP2',
    'tieng-dtts': 'TDT2',
  },
  THPT: {
    toan: '34',
    'ngoai-ngu-1': '70',
    'ngoai-ngu-2': '31',
    gdtc: '88',
    'am-nhac': '89',
    'mi-thuat': '90',
    'hdtn-hn': '91',
    gdqpan: 'GDQPAN3',
    'ngu-van': 'NVN3',
    'lich-su': 'LSU3',
    'dia-li': 'DLI3',
    gdktpl: 'GDKTPL3',
    'vat-li': 'VLI3',
    'hoa-hoc': 'HHO3',
    'sinh-hoc': 'SHO3',
    'cong-nghe': 'CNG3',
    'tin-hoc': 'TIN3',
    gddp: 'GDDP3',
    'tieng-dtts': 'TDT3',
  },
  GDTX: {
    toan: '53',
    'ngu-van': 'NVN6',
    'ngoai-ngu-1': 'NN16',
    'lich-su': 'LSU6',
    'dia-li': 'DLI6',
    'ls-dl': 'LSDL6',
    khtn: 'KHTN6',
    gdcd: 'GDCD6',
    gdktpl: 'GDKTPL6',
    'vat-li': 'VLI6',
    'hoa-hoc': 'HHO6',
    'sinh-hoc': 'SHO6',
    'cong-nghe': 'CNG6',
    'tin-hoc': 'TIN6',
    gddp: 'GDDP6',
    'hdtn-hn': 'HDTN6',
  },
};

/** Subjects assessed by comment at THCS and THPT (TT 22/2021 Điều 6): LoaiDanhGia 1, all others 0. */
export const COMMENT_SUBJECTS: ReadonlySet<string> = new Set([
  'gdtc',
  'nghe-thuat',
  'am-nhac',
  'mi-thuat',
  'gddp',
  'hdtn-hn',
]);

/** Beginnings of the primary result fields `<p>Diem`, `<p>Dgtx`. The form splits Nghệ thuật into its two contents. */
export const PRIMARY_PREFIXES: Readonly<Record<string, readonly string[]>> = {
  'tieng-viet': ['tv'],
  toan: ['to'],
  tnxh: ['tx'],
  'ngoai-ngu-1': ['nn'],
  thcn: ['th'],
  'tin-hoc': ['th'],
  'cong-nghe': ['cn'],
  'tieng-dtts': ['dt'],
  'dao-duc': ['dd'],
  'am-nhac': ['an'],
  'mi-thuat': ['mt'],
  'nghe-thuat': ['an', 'mt'],
  gdtc: ['td'],
  'khoa-hoc': ['kh'],
  'ls-dl': ['ld'],
  hdtn: ['hdtn'],
};

export const COMPETENCES: CodeTable = {
  'tu-chu-tu-hoc': 'nlTuChuTuHoc',
  'giao-tiep-hop-tac': 'nlGiaoTiepHopTac',
  'gqvd-sang-tao': 'nlGquyetVdeSangTao',
  'ngon-ngu': 'nlNgonNgu',
  'tinh-toan': 'nlTinhToan',
  'khoa-hoc': 'nlKhoaHoc',
  'cong-nghe': 'nlCongNghe',
  'tin-hoc': 'nlTinHoc',
  'tham-mi': 'nlThamMi',
  'the-chat': 'nlTheChat',
};

export const QUALITIES: CodeTable = {
  'yeu-nuoc': 'pcYeuNuoc',
  'nhan-ai': 'pcNhanAi',
  'cham-chi': 'pcChamChi',
  'trung-thuc': 'pcTrungThuc',
  'trach-nhiem': 'pcTrachNhiem',
};

/** Kết quả học tập and rèn luyện (TT 22/2021): numbers, because the portal's letter K stands for Khá and Kém. */
export const RATINGS: CodeTable = { T: '1', K: '2', Đ: '3', CĐ: '4' };

export const TITLES: CodeTable = { 'xuat-sac': 'XUAT_SAC', gioi: 'GIOI' };

/** isLenLop. */
export const PROMOTED: Readonly<Record<string, 0 | 1>> = {
  'len-lop': 1,
  'len-lop-sau-danh-gia-lai': 1,
  'hoan-thanh-cap-hoc': 1,
  'khong-len-lop': 0,
};

export const STAFF_ROLES: CodeTable = {
  principal: 'Hiệu trưởng',
  'vice-principal': 'Phó hiệu trưởng',
  teacher: 'Giáo viên',
  other: 'Nhân viên',
};

/** Own lookup only: `constructor` is no code. */
export const codeOf = (table: CodeTable, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

export const gradeCode = (record: Pick<CanonicalRecord, 'programme'>, grade: number): string | undefined =>
  GRADES[record.programme][grade - 1];
