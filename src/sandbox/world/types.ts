export type Vendor = 'smas' | 'vnedu' | 'misa';
export type Level = 'TH' | 'THCS' | 'THPT';
export type Sex = 'male' | 'female';
export type Profile = 'urban' | 'rural' | 'minority';
export type FourLevel = 'T' | 'K' | 'Đ' | 'CĐ';
export type Pass = 'Đ' | 'CĐ';

/** The official statuses of a pupil that this world uses (12 exist). */
export type Status =
  | 'dang-hoc'
  | 'chuyen-den-hk1'
  | 'chuyen-den-hk2'
  | 'chuyen-di-hk1'
  | 'chuyen-di-hk2'
  | 'thoi-hoc-hk1'
  | 'thoi-hoc-hk2';

export const STATUS_LABELS: Readonly<Record<Status, string>> = {
  'dang-hoc': 'Đang học',
  'chuyen-den-hk1': 'Chuyển đến kỳ 1',
  'chuyen-den-hk2': 'Chuyển đến kỳ 2',
  'chuyen-di-hk1': 'Chuyển đi kỳ 1',
  'chuyen-di-hk2': 'Chuyển đi kỳ 2',
  'thoi-hoc-hk1': 'Thôi học kỳ 1',
  'thoi-hoc-hk2': 'Thôi học kỳ 2',
};

/** Numbers of the vendor, unpadded; they collide with other vendors' numbers on purpose of realism. */
export const STATUS_CODES: Readonly<Record<Status, string>> = {
  'dang-hoc': '1',
  'chuyen-den-hk1': '2',
  'chuyen-di-hk1': '4',
  'thoi-hoc-hk1': '5',
  'chuyen-den-hk2': '6',
  'chuyen-di-hk2': '8',
  'thoi-hoc-hk2': '9',
};

export const hasLeft = (status: Status): boolean => /^(chuyen-di|thoi-hoc)/u.test(status);
export const leftInFirstTerm = (status: Status): boolean => hasLeft(status) && status.endsWith('hk1');

export interface EthnicGroup {
  readonly key: string;
  readonly code: string;
  readonly code1979: string;
  readonly name: string;
}

export interface Place {
  readonly provinceCode: string;
  readonly provinceName: string;
  readonly wardCode: string;
  readonly wardName: string;
  readonly oldProvinceCode: string;
  readonly oldDistrictCode: string;
  readonly oldWardCode: string;
  readonly oldName: string;
}

export interface SchoolClass {
  readonly id: string;
  readonly name: string;
  readonly grade: number;
  /** Pupils studying at the end of the year. */
  readonly size: number;
  /** THPT: the four chosen subjects. */
  readonly electives: readonly string[];
}

export interface Figures {
  readonly girls: number;
  readonly minority: number;
  readonly minorityGirls: number;
}

export interface StaffPlan {
  readonly managers: number;
  readonly teachingManagers: number;
  readonly teachers: number;
  readonly others: number;
  /** Of the teachers counted (teachers and teaching managers), how many hold a signing certificate. */
  readonly certified: number;
}

/** What is fixed about a school before its people are made. */
export interface SchoolPlan {
  readonly code: string;
  readonly name: string;
  readonly vendor: Vendor;
  readonly level: Level;
  readonly profile: Profile;
  readonly place: Place;
  readonly sourceYear: string;
  readonly published: string;
  readonly deployment: 'smas4' | 'smas-2020' | null;
  readonly layout: 'sheet-per-class' | 'one-sheet';
  readonly format: 'xlsx' | 'csv';
  readonly classes: readonly SchoolClass[];
  readonly figures: Figures | null;
  readonly staffPlan: StaffPlan;
  /** Pupils without an identity number, and pupils with foreign papers. */
  readonly withoutNumber: number;
  readonly foreign: number;
  readonly left: number;
  /** Number of the school's first pupil in the world: keeps identity numbers unique without a table. */
  readonly firstOrdinal: number;
  readonly minorityGroups: readonly string[];
}

export interface Pupil {
  /** Position in the school, from 1; never changes. */
  readonly number: number;
  readonly ordinal: number;
  readonly vendorId: string;
  readonly sectorCode: string;
  readonly name: string;
  readonly sex: Sex;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly ethnic: EthnicGroup;
  readonly identityNumber: string | null;
  readonly noNumberReason: string | null;
  readonly foreign: { readonly type: string; readonly number: string; readonly country: string } | null;
  readonly birthPlace: string;
  readonly address: string;
  readonly father: string | null;
  readonly mother: string | null;
  readonly classId: string;
  readonly status: Status;
  readonly statusDate: string | null;
  readonly dirt: DirtKind | null;
  /** Tests changed after the world was made: `subject|term|test` -> value in tenths. */
  readonly edits: Readonly<Record<string, number>>;
}

export interface StaffMember {
  readonly code: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: string;
  readonly identityNumber: string;
  readonly role: 'principal' | 'vice-principal' | 'teacher' | 'other';
  readonly teaches: boolean;
  readonly homeroomClass: string | null;
  readonly certificate: { readonly serial: string; readonly validTo: string } | null;
}

export interface Assignment {
  readonly classId: string;
  readonly subject: string;
  readonly staffCode: string;
}

export interface School extends SchoolPlan {
  readonly pupils: readonly Pupil[];
  readonly staff: readonly StaffMember[];
  readonly assignments: readonly Assignment[];
  /** Number of the next pupil to arrive; a number is never given twice. */
  readonly nextNumber: number;
  /** Years opened after the data year by `switch-year`. */
  readonly laterYears: readonly string[];
}

/** One test column: tenths of a mark for scored subjects, a rating for comment-only ones. */
export interface ScoreTerm {
  readonly regular: readonly number[];
  readonly midterm: number;
  readonly final: number;
  readonly average: number;
}
export interface CommentTerm {
  readonly regular: readonly Pass[];
  readonly midterm: Pass;
  readonly final: Pass;
  readonly rating: Pass;
}
export interface ScoredSubject {
  readonly kind: 'score';
  readonly key: string;
  readonly hk1: ScoreTerm;
  readonly hk2: ScoreTerm;
  /** Tenths. */
  readonly year: number;
  readonly reassessed: number | null;
}
export interface CommentSubject {
  readonly kind: 'comment';
  readonly key: string;
  readonly exempt: boolean;
  readonly hk1: CommentTerm;
  readonly hk2: CommentTerm;
  readonly year: Pass;
}
export interface Absence {
  readonly withLeave: number;
  readonly withoutLeave: number;
}
export interface SecondaryResults {
  readonly kind: 'secondary';
  readonly scored: readonly ScoredSubject[];
  readonly commented: readonly CommentSubject[];
  readonly hocTap: Readonly<Record<'hk1' | 'hk2' | 'year', FourLevel>>;
  readonly renLuyen: Readonly<Record<'hk1' | 'hk2' | 'year', FourLevel>>;
  readonly reassessed: { readonly hocTap: FourLevel | null; readonly renLuyen: FourLevel | null } | null;
  readonly absence: Readonly<Record<'hk1' | 'hk2', Absence>>;
  readonly title: 'xuat-sac' | 'gioi' | null;
  readonly promotion: 'len-lop' | 'len-lop-sau-danh-gia-lai' | 'khong-len-lop' | 'hoan-thanh-cap-hoc';
  readonly comment: string;
}
export type PrimaryLevel = 'T' | 'H' | 'C';
export type QualityLevel = 'T' | 'Đ' | 'C';
export interface PrimaryMark {
  readonly level: PrimaryLevel;
  /** Whole mark 1-10, or null where the subject is not tested. */
  readonly test: number | null;
}
export interface PrimaryResults {
  readonly kind: 'primary';
  readonly subjects: readonly {
    readonly key: string;
    readonly hk1: PrimaryMark;
    readonly year: PrimaryMark;
  }[];
  readonly qualities: Readonly<Record<string, QualityLevel>>;
  readonly competences: Readonly<Record<string, QualityLevel>>;
  readonly overall: 'HTXS' | 'HTT' | 'HT' | 'CHT';
  readonly reward: 'xuat-sac' | 'tieu-bieu' | null;
  readonly completed: boolean;
  readonly absence: Readonly<Record<'hk1' | 'hk2', Absence>>;
  readonly comment: string;
}
export type Results = SecondaryResults | PrimaryResults;

export type DirtKind =
  | 'mark-above-ten'
  | 'mark-garbage'
  | 'birth-date-impossible'
  | 'birth-date-future'
  | 'identity-eleven-digits'
  | 'identity-letters'
  | 'name-with-digit'
  | 'ethnic-unknown'
  | 'rating-unknown'
  | 'year-result-missing'
  | 'conduct-missing'
  | 'status-unknown'
  | 'results-missing'
  | 'subject-rating-unknown'
  | 'mark-negative';
