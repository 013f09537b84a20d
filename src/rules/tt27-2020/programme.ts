import type { PrimaryRecord } from '../../domain/records.js';

// What tiểu học studies, tests and assesses by grade (CT GDPT 2018; TT 27/2020 Điều 7). From memory and second hand.

/** Subjects with a periodic test at the end of term I and of the year, and the grade from which they have it. */
const TESTED_FROM: ReadonlyMap<string, number> = new Map([
  ['tieng-viet', 1],
  ['toan', 1],
  ['ngoai-ngu-1', 3],
  ['thcn', 3],
  ['khoa-hoc', 4],
  ['ls-dl', 4],
]);

/** Chosen, so that a test is neither wanted nor out of place; so is Ngoại ngữ 1 before grade 3. */
const TESTED_BY_CHOICE: ReadonlySet<string> = new Set(['tieng-dtts']);

/** Every pupil of the grade takes the periodic test of the subject. */
export const isTested = (subject: string, grade: number): boolean => {
  const from = TESTED_FROM.get(subject);
  return from !== undefined && grade >= from;
};

/** A test mark of the subject is nothing strange. */
export const mayBeTested = (subject: string): boolean =>
  TESTED_FROM.has(subject) || TESTED_BY_CHOICE.has(subject);

/** A quality or competence: its key in a record, and what the printed form calls it. */
export interface Trait<Key extends string> {
  readonly key: Key;
  readonly name: string;
}
export type Quality = keyof PrimaryRecord['primary']['qualities'];
export type Competence = keyof PrimaryRecord['primary']['competences'];

const traits = <Key extends string>(names: Readonly<Record<Key, string>>): readonly Trait<Key>[] =>
  (Object.entries(names) as [Key, string][]).map(([key, name]) => ({ key, name }));

/** Năm phẩm chất chủ yếu. */
export const QUALITIES = traits<Quality>({
  'yeu-nuoc': 'Yêu nước',
  'nhan-ai': 'Nhân ái',
  'cham-chi': 'Chăm chỉ',
  'trung-thuc': 'Trung thực',
  'trach-nhiem': 'Trách nhiệm',
});

/** Ba năng lực chung, then năng lực đặc thù of every grade. */
const COMPETENCES = traits({
  'tu-chu-tu-hoc': 'Tự chủ và tự học',
  'giao-tiep-hop-tac': 'Giao tiếp và hợp tác',
  'gqvd-sang-tao': 'Giải quyết vấn đề và sáng tạo',
  'ngon-ngu': 'Ngôn ngữ',
  'tinh-toan': 'Tính toán',
  'khoa-hoc': 'Khoa học',
  'tham-mi': 'Thẩm mĩ',
  'the-chat': 'Thể chất',
});

/** With the subject Tin học và Công nghệ. */
export const LATER_COMPETENCES = traits({ 'cong-nghe': 'Công nghệ', 'tin-hoc': 'Tin học' });
export const FIRST_LATER_GRADE = 3;
const ALL_COMPETENCES: readonly Trait<Competence>[] = [...COMPETENCES, ...LATER_COMPETENCES];

/** The competences that are assessed in the grade. */
export const competencesOf = (grade: number): readonly Trait<Competence>[] =>
  grade < FIRST_LATER_GRADE ? COMPETENCES : ALL_COMPETENCES;

/** The last grade: completing it is completing tiểu học. */
export const LAST_GRADE = 5;
