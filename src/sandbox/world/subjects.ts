import type { Level, SchoolClass } from './types.js';

/** assess: score = 0-10, comment = Đ/CĐ (TT 22), level = T/H/C (TT 27); tested = grades with a periodic test. */
export interface Subject {
  readonly key: string;
  readonly name: string;
  readonly short: string;
  readonly assess: 'score' | 'comment' | 'level';
  readonly periods: number;
  /** The catalogue's code of the level, unpadded as SMAS sends it; V.. = the vendor's own. */
  readonly code: string;
  readonly tested: readonly number[];
}

const subject = (
  key: string,
  name: string,
  short: string,
  assess: Subject['assess'],
  periods: number,
  code: string,
  tested: readonly number[] = [],
): Subject => ({ key, name, short, assess, periods, code, tested });

const ALL_PRIMARY = [1, 2, 3, 4, 5];

const PRIMARY: readonly (readonly [readonly number[], Subject])[] = [
  [ALL_PRIMARY, subject('toan', 'Toán', 'Toán', 'level', 105, '1', ALL_PRIMARY)],
  [ALL_PRIMARY, subject('tieng-viet', 'Tiếng Việt', 'T.Việt', 'level', 350, 'V02', ALL_PRIMARY)],
  [ALL_PRIMARY, subject('dao-duc', 'Đạo đức', 'Đ.Đức', 'level', 35, 'V03')],
  [[1, 2, 3], subject('tnxh', 'Tự nhiên và Xã hội', 'TNXH', 'level', 70, 'V04')],
  [[4, 5], subject('khoa-hoc', 'Khoa học', 'KH', 'level', 70, 'V05', [4, 5])],
  [[4, 5], subject('ls-dl', 'Lịch sử và Địa lí', 'LS&ĐL', 'level', 70, 'V06', [4, 5])],
  [[3, 4, 5], subject('ngoai-ngu-1', 'Ngoại ngữ 1', 'NN1', 'level', 140, 'V21', [3, 4, 5])],
  [[3, 4, 5], subject('thcn', 'Tin học và Công nghệ', 'TH&CN', 'level', 70, '87', [3, 4, 5])],
  [ALL_PRIMARY, subject('gdtc', 'Giáo dục thể chất', 'GDTC', 'level', 70, '88')],
  [ALL_PRIMARY, subject('am-nhac', 'Nghệ thuật (Âm nhạc)', 'NT (Âm nhạc)', 'level', 35, '89')],
  [ALL_PRIMARY, subject('mi-thuat', 'Nghệ thuật (Mĩ thuật)', 'NT (Mĩ thuật)', 'level', 35, '90')],
  [ALL_PRIMARY, subject('hdtn', 'Hoạt động trải nghiệm', 'HĐTN', 'level', 105, '91')],
];

const LOWER: readonly Subject[] = [
  subject('toan', 'Toán', 'Toán', 'score', 140, '15'),
  subject('ls-dl', 'Lịch sử và Địa lí', 'LS&ĐL', 'score', 105, 'V32'),
  subject('khtn', 'Khoa học tự nhiên', 'KHTN', 'score', 140, '66'),
  subject('tin-hoc', 'Tin học', 'Tin', 'score', 35, 'V33'),
  subject('ngu-van', 'Ngữ văn', 'Văn', 'score', 140, 'V16'),
  subject('ngoai-ngu-1', 'Ngoại ngữ 1 (Tiếng Anh)', 'Ng.ngữ', 'score', 105, '69'),
  subject('gdcd', 'Giáo dục công dân', 'GDCD', 'score', 35, 'V24'),
  subject('cong-nghe', 'Công nghệ', 'C.nghệ', 'score', 52, 'V27'),
  subject('gdtc', 'Giáo dục thể chất', 'GDTC', 'comment', 70, '88'),
  subject('nghe-thuat', 'Nghệ thuật', 'Nghệ thuật', 'comment', 70, 'V89'),
  subject('gddp', 'Nội dung giáo dục của địa phương', 'NDGDCĐP', 'comment', 35, 'V92'),
  subject('hdtn-hn', 'Hoạt động trải nghiệm, hướng nghiệp', 'HĐTN&HN', 'comment', 105, '91'),
];

const UPPER_CORE: readonly Subject[] = [
  subject('toan', 'Toán', 'Toán', 'score', 105, '34'),
  subject('ngu-van', 'Ngữ văn', 'Văn', 'score', 105, 'V35'),
  subject('ngoai-ngu-1', 'Ngoại ngữ 1 (Tiếng Anh)', 'Ng.ngữ', 'score', 105, '70'),
  subject('lich-su', 'Lịch sử', 'Sử', 'score', 52, 'V40'),
  subject('gdqpan', 'Giáo dục quốc phòng và an ninh', 'GDQP-AN', 'score', 35, 'V50'),
  subject('gdtc', 'Giáo dục thể chất', 'GDTC', 'comment', 70, '88'),
  subject('gddp', 'Nội dung giáo dục của địa phương', 'GDĐP', 'comment', 35, 'V92'),
  subject('hdtn-hn', 'Hoạt động trải nghiệm, hướng nghiệp', 'HĐTN-HN', 'comment', 105, '91'),
];
const UPPER_CHOICE: readonly Subject[] = [
  subject('dia-li', 'Địa lí', 'Địa', 'score', 70, 'V41'),
  subject('gdktpl', 'Giáo dục kinh tế và pháp luật', 'GDKT&PL', 'score', 70, 'V49'),
  subject('vat-li', 'Vật lí', 'Lí', 'score', 70, 'V36'),
  subject('hoa-hoc', 'Hoá học', 'Hóa', 'score', 70, 'V37'),
  subject('sinh-hoc', 'Sinh học', 'Sinh', 'score', 70, 'V38'),
  subject('cong-nghe', 'Công nghệ', 'C.nghệ', 'score', 70, 'V46'),
  subject('tin-hoc', 'Tin học', 'Tin', 'score', 70, 'V45'),
  subject('am-nhac', 'Âm nhạc', 'Âm nhạc', 'comment', 70, '89'),
];

/** Combinations that schools open for grades 10-12; every one keeps at least three scored subjects. */
export const ELECTIVE_SETS: readonly (readonly string[])[] = [
  ['vat-li', 'hoa-hoc', 'sinh-hoc', 'tin-hoc'],
  ['vat-li', 'hoa-hoc', 'tin-hoc', 'cong-nghe'],
  ['dia-li', 'gdktpl', 'vat-li', 'tin-hoc'],
  ['dia-li', 'gdktpl', 'sinh-hoc', 'am-nhac'],
];

/** The subjects of a class, in the order of its score book. */
export const subjectsOf = (
  level: Level,
  of: Pick<SchoolClass, 'grade' | 'electives'>,
): readonly Subject[] => {
  if (level === 'TH') return PRIMARY.filter(([grades]) => grades.includes(of.grade)).map(([, s]) => s);
  if (level === 'THCS') return LOWER;
  const chosen = UPPER_CHOICE.filter(({ key }) => of.electives.includes(key));
  const all = [...UPPER_CORE, ...chosen];
  return [...all.filter((s) => s.assess === 'score'), ...all.filter((s) => s.assess === 'comment')];
};

/** The whole catalogue of a level. */
export const catalogueOf = (level: Level): readonly Subject[] =>
  level === 'TH' ? PRIMARY.map(([, s]) => s) : level === 'THCS' ? LOWER : [...UPPER_CORE, ...UPPER_CHOICE];

/** Number of regular tests a term: TT 22/2021 Điều 6 (2, 3 or 4 by yearly periods); 2 for comment-only subjects. */
export const regularCount = (subject: Subject): number => {
  if (subject.assess === 'comment') return 2;
  if (subject.periods <= 35) return 2;
  return subject.periods <= 70 ? 3 : 4;
};

export const QUALITIES = ['yeu-nuoc', 'nhan-ai', 'cham-chi', 'trung-thuc', 'trach-nhiem'] as const;
const COMPETENCES = [
  'tu-chu-tu-hoc',
  'giao-tiep-hop-tac',
  'gqvd-sang-tao',
  'ngon-ngu',
  'tinh-toan',
  'khoa-hoc',
  'cong-nghe',
  'tin-hoc',
  'tham-mi',
  'the-chat',
] as const;
/** Grades 1-2 have neither Công nghệ nor Tin học (TT 27/2020). */
export const competencesOf = (grade: number): readonly string[] =>
  COMPETENCES.filter((key) => grade > 2 || (key !== 'cong-nghe' && key !== 'tin-hoc'));
