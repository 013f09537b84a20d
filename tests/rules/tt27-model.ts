import type { PrimaryRecord, PrimarySubject } from '../../src/domain/records.js';
import { runRules } from '../../src/rules/pack.js';
import type { RuleContext } from '../../src/rules/rule.js';
import { PRIMARY } from '../../src/rules/samples.js';
import { tt27Pack } from '../../src/rules/tt27-2020/index.js';
import { ALL_SUBJECTS } from './package-data.js';

// TT 27/2020 written a second time, as tables by grade and as Điều 9 reads, to hold the rules against.

export type Primary = PrimaryRecord['primary'];
export type Overall = NonNullable<Primary['overall']>;
export type Level = 'T' | 'H' | 'C';
export type Quality = 'T' | 'Đ' | 'C';

export const CONTEXT: RuleContext = { today: '2026-06-01', subjects: ALL_SUBJECTS };

const LOWER = ['tieng-viet', 'toan', 'dao-duc', 'tnxh', 'gdtc', 'am-nhac', 'mi-thuat', 'hdtn'];
const UPPER = [...LOWER.filter((key) => key !== 'tnxh'), ...['khoa-hoc', 'ls-dl', 'ngoai-ngu-1', 'thcn']];
/** Compulsory subjects of the grade, Nghệ thuật in its two parts. */
export const STUDIED: Readonly<Record<number, readonly string[]>> = {
  1: LOWER,
  2: LOWER,
  3: [...LOWER, 'ngoai-ngu-1', 'thcn'],
  4: UPPER,
  5: UPPER,
};
export const GRADES = [1, 2, 3, 4, 5] as const;

const TWO = ['tieng-viet', 'toan'];
/** Subjects with a periodic test at the end of term I and of the year. */
export const TESTED: Readonly<Record<number, readonly string[]>> = {
  1: TWO,
  2: TWO,
  3: [...TWO, 'ngoai-ngu-1', 'thcn'],
  4: [...TWO, 'ngoai-ngu-1', 'thcn', 'khoa-hoc', 'ls-dl'],
  5: [...TWO, 'ngoai-ngu-1', 'thcn', 'khoa-hoc', 'ls-dl'],
};

export const QUALITY_KEYS = ['yeu-nuoc', 'nhan-ai', 'cham-chi', 'trung-thuc', 'trach-nhiem'] as const;
const GENERAL = ['tu-chu-tu-hoc', 'giao-tiep-hop-tac', 'gqvd-sang-tao'] as const;
const SPECIFIC = ['ngon-ngu', 'tinh-toan', 'khoa-hoc', 'tham-mi', 'the-chat'] as const;
export const competenceKeys = (grade: number): readonly string[] =>
  grade <= 2 ? [...GENERAL, ...SPECIFIC] : [...GENERAL, ...SPECIFIC, 'cong-nghe', 'tin-hoc'];

/** Điều 9 as it reads, from every level, quality or competence, and end-of-year test. */
export function overallByText(
  levels: readonly Level[],
  qualities: readonly Quality[],
  tests: readonly number[],
): Overall {
  const allGood = levels.every((one) => one === 'T') && qualities.every((one) => one === 'T');
  if (allGood && tests.every((test) => test >= 9)) return 'HTXS';
  if (allGood && tests.every((test) => test >= 7)) return 'HTT';
  const allDone =
    levels.every((one) => one === 'T' || one === 'H') && qualities.every((one) => one === 'T' || one === 'Đ');
  return allDone && tests.every((test) => test >= 5) ? 'HT' : 'CHT';
}

/** What was given for one subject. */
export interface Given {
  readonly level: Level;
  readonly test: number;
}

const markOf = ({ level, test }: Given, tested: boolean): PrimarySubject['year'] =>
  tested ? { level, test: `${test}.0` } : { level };

/** The record of a pupil whose subjects, qualities and competences are given, with all that follows from them. */
export function recordBy(
  grade: number,
  given: (subject: string) => Given,
  quality: (key: string) => Quality,
): PrimaryRecord {
  const studied = STUDIED[grade] as readonly string[];
  const tested = TESTED[grade] as readonly string[];
  const subjects = studied.map((subject) => {
    const mark = markOf(given(subject), tested.includes(subject)) as NonNullable<PrimarySubject['year']>;
    return { subject, hk1: mark, year: mark };
  });
  const qualities = Object.fromEntries(QUALITY_KEYS.map((key) => [key, quality(key)]));
  const competences = Object.fromEntries(competenceKeys(grade).map((key) => [key, quality(key)]));
  const overall = overallByText(
    studied.map((subject) => given(subject).level),
    [...Object.values(qualities), ...Object.values(competences)],
    tested.map((subject) => given(subject).test),
  );
  return {
    ...PRIMARY,
    schoolYear: '2025-2026',
    class: { ...PRIMARY.class, key: `${grade}A`, name: `${grade}A`, grade },
    pupil: { ...PRIMARY.pupil, birthDate: `${2020 - grade}-03-20` },
    primary: {
      subjects,
      qualities,
      competences,
      overall,
      ...(overall === 'HTXS' ? { reward: 'xuat-sac' as const } : {}),
      completed: overall !== 'CHT',
      promoted: overall !== 'CHT',
    },
  };
}

/** Everything T, every test as given. */
export const goodRecord = (grade: number, test = 10): PrimaryRecord =>
  recordBy(
    grade,
    () => ({ level: 'T', test }),
    () => 'T',
  );

export const withParts = (record: PrimaryRecord, change: Partial<Primary>): PrimaryRecord => ({
  ...record,
  primary: { ...record.primary, ...change },
});

/** The record with one subject more, or with that subject changed. */
export const withLine = (record: PrimaryRecord, line: PrimarySubject): PrimaryRecord =>
  withParts(record, {
    subjects: [...record.primary.subjects.filter(({ subject }) => subject !== line.subject), line],
  });

/** What the pack says, as "RULE path severity", sorted. */
export const said = (record: PrimaryRecord, context: RuleContext = CONTEXT): readonly string[] =>
  runRules([tt27Pack], record, context)
    .map(({ rule, path, severity }) => `${rule} ${path} ${severity}`)
    .sort();
