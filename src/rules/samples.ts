import type {
  CanonicalRecord,
  PrimaryRecord,
  PrimarySubject,
  Pupil,
  SecondaryRecord,
  SecondarySubject,
} from '../domain/records.js';
import type { RuleContext } from './rule.js';
import type { SubjectFacts } from './subjects.js';

// Invented pupils for the rules' examples.

const TEACHER = { code: 'GV01', name: 'Nguyễn Thị Mẫu' };

const PUPIL: Pupil = {
  name: 'Y Mẫu Niê',
  birthDate: '2014-03-20',
  sex: 'male',
  ethnicGroup: 'e-de',
  nationality: 'VN',
  identity: { kind: 'citizen', number: '066214000001' },
};

const FRAME = {
  schema: 'canonical-record/1',
  programme: 'GDPT',
  schoolYear: '2025-2026',
  school: { code: '66164501', name: 'THCS Mẫu' },
  enrolment: { status: 'dang-hoc' },
  aliases: [{ scheme: 'sector', value: '6600000001' }],
} as const;

const scored = (subject: string): SecondarySubject => ({
  subject,
  hk1: { score: '7.0' },
  hk2: { score: '8.5' },
  year: { score: '8.0' },
  teacher: TEACHER,
});
const rated = (subject: string): SecondarySubject => ({
  subject,
  hk1: { rating: 'Đ' },
  hk2: { rating: 'Đ' },
  year: { rating: 'Đ' },
  teacher: TEACHER,
});

/** A pupil of grade 6 with nothing to find. */
export const SECONDARY: SecondaryRecord = {
  ...FRAME,
  aliases: [...FRAME.aliases],
  level: 'THCS',
  class: { key: '6A', name: '6A', grade: 6, homeroomTeacher: TEACHER },
  pupil: PUPIL,
  attendance: { year: { withLeave: 2, withoutLeave: 0 } },
  secondary: {
    subjects: [scored('toan'), scored('ngu-van'), rated('gdtc')],
    hocTap: { hk1: 'K', hk2: 'T', year: 'T' },
    renLuyen: { hk1: 'K', hk2: 'T', year: 'T' },
    title: 'gioi',
    promotion: 'len-lop',
  },
};

const level = (subject: string): PrimarySubject => ({
  subject,
  hk1: { level: 'T' },
  year: { level: 'T' },
  teacher: TEACHER,
});

/** A pupil of grade 1 with nothing to find. */
export const PRIMARY: PrimaryRecord = {
  ...FRAME,
  aliases: [...FRAME.aliases],
  level: 'TH',
  class: { key: '1A', name: '1A', grade: 1, homeroomTeacher: TEACHER },
  pupil: { ...PUPIL, birthDate: '2019-03-20', identity: { kind: 'citizen', number: '066219000001' } },
  primary: {
    subjects: [
      {
        subject: 'toan',
        hk1: { level: 'T', test: '9.0' },
        year: { level: 'T', test: '10.0' },
        teacher: TEACHER,
      },
      {
        subject: 'tieng-viet',
        hk1: { level: 'T', test: '9.0' },
        year: { level: 'T', test: '9.0' },
        teacher: TEACHER,
      },
      level('dao-duc'),
    ],
    qualities: { 'yeu-nuoc': 'T', 'nhan-ai': 'T', 'cham-chi': 'T', 'trung-thuc': 'T', 'trach-nhiem': 'T' },
    competences: {
      'tu-chu-tu-hoc': 'T',
      'giao-tiep-hop-tac': 'T',
      'gqvd-sang-tao': 'T',
      'ngon-ngu': 'T',
      'tinh-toan': 'T',
      'khoa-hoc': 'T',
      'tham-mi': 'T',
      'the-chat': 'T',
    },
    overall: 'HTXS',
    reward: 'xuat-sac',
    completed: true,
    promoted: true,
  },
};

/** The subjects of the two samples, as the code table would give them. */
export const SUBJECTS: readonly SubjectFacts[] = [
  {
    key: 'toan',
    name: 'Toán',
    grades: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    assessment: { TH: 'level+score', THCS: 'score' },
    kind: 'compulsory',
  },
  {
    key: 'ngu-van',
    name: 'Ngữ văn',
    grades: [6, 7, 8, 9],
    assessment: { THCS: 'score' },
    kind: 'compulsory',
  },
  {
    key: 'gdtc',
    name: 'Giáo dục thể chất',
    grades: [6, 7, 8, 9],
    assessment: { THCS: 'comment' },
    kind: 'compulsory',
  },
  {
    key: 'tieng-viet',
    name: 'Tiếng Việt',
    grades: [1, 2, 3, 4, 5],
    assessment: { TH: 'level+score' },
    kind: 'compulsory',
  },
  {
    key: 'dao-duc',
    name: 'Đạo đức',
    grades: [1, 2, 3, 4, 5],
    assessment: { TH: 'level' },
    kind: 'compulsory',
  },
];

export const CONTEXT: RuleContext = { today: '2026-06-01', subjects: SUBJECTS };

export const withPupil = (record: CanonicalRecord, pupil: Partial<Pupil>): CanonicalRecord => ({
  ...record,
  pupil: { ...record.pupil, ...pupil },
});

/** The secondary sample with parts of one subject changed; a null part is taken out. */
export function withSubject(
  key: string,
  change: { readonly [K in keyof SecondarySubject]?: SecondarySubject[K] | null },
): SecondaryRecord {
  const subjects = SECONDARY.secondary.subjects.map((subject) =>
    subject.subject === key ? (merged(subject, change) as SecondarySubject) : subject,
  );
  return { ...SECONDARY, secondary: { ...SECONDARY.secondary, subjects } };
}

/** The primary sample with parts of one subject changed; a null part is taken out. */
export function withPrimarySubject(
  key: string,
  change: { readonly [K in keyof PrimarySubject]?: PrimarySubject[K] | null },
): PrimaryRecord {
  const subjects = PRIMARY.primary.subjects.map((subject) =>
    subject.subject === key ? (merged(subject, change) as PrimarySubject) : subject,
  );
  return { ...PRIMARY, primary: { ...PRIMARY.primary, subjects } };
}

const merged = (whole: object, change: object): object =>
  Object.fromEntries(Object.entries({ ...whole, ...change }).filter(([, value]) => value !== null));

export const withSecondary = (change: Partial<SecondaryRecord['secondary']>): SecondaryRecord => ({
  ...SECONDARY,
  secondary: { ...SECONDARY.secondary, ...change },
});

export const withPrimary = (
  change: Partial<PrimaryRecord['primary']>,
  record: PrimaryRecord = PRIMARY,
): PrimaryRecord => ({ ...record, primary: { ...record.primary, ...change } });

/** The primary record in another grade; its parts stay as they are. */
export const inGrade = (grade: number, record: PrimaryRecord = PRIMARY): PrimaryRecord => ({
  ...record,
  class: { ...record.class, key: `${grade}A`, name: `${grade}A`, grade },
});
