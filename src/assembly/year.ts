import type { Issue } from '../domain/issue.js';
import type { MissingYearPolicy } from '../domain/policy.js';
import type {
  Level,
  PrimaryRecord,
  SecondaryRecord,
  SecondarySubject,
  SubjectMark,
} from '../domain/records.js';
import { markOf, tenthsOf, yearAverage } from '../domain/tenths.js';
import { assemblyIssue } from './issues.js';

type PrimaryResults = PrimaryRecord['primary'];
type SecondaryResults = SecondaryRecord['secondary'];

/**
 * ĐTBmcn = (ĐTBmhkI + 2 x ĐTBmhkII) / 3 on the rounded term marks, to one decimal, half up (TT 22/2021 Điều 9 khoản 2);
 * a comment-only subject's year is its second term's. In whole tenths: no binary fraction takes part.
 * null when a term is missing or no mark, or the terms are not of one kind.
 */
export function computeYearMark(
  hk1: SubjectMark | undefined,
  hk2: SubjectMark | undefined,
): SubjectMark | null {
  if (hk1 === undefined || hk2 === undefined) return null;
  if ('rating' in hk2) return 'rating' in hk1 ? { rating: hk2.rating } : null;
  if ('exempt' in hk2) return 'exempt' in hk1 ? { exempt: true } : null;
  if (!('score' in hk1)) return null;
  const [first, second] = [tenthsOf(hk1.score), tenthsOf(hk2.score)];
  return first === null || second === null ? null : { score: markOf(yearAverage(first, second)) };
}

const list = (subjects: readonly SecondarySubject[]): string => subjects.map((one) => one.subject).join(', ');

/** Subjects that both terms have and the year lacks. */
export const withoutYear = (subjects: readonly SecondarySubject[]): SecondarySubject[] =>
  subjects.filter((one) => one.year === undefined && one.hk1 !== undefined && one.hk2 !== undefined);

/** The whole year is missing and the province wants it from the school. */
export function yearMissingIssue(
  unit: string,
  subjects: readonly SecondarySubject[],
  levels: readonly string[],
): Issue {
  const what = [list(subjects), ...levels].filter((part) => part !== '').join(', ');
  return assemblyIssue({
    rule: 'ASM-YEAR-MISSING',
    path: unit === 'primary' ? 'primary.subjects' : 'secondary.subjects[].year',
    value: null,
    expected: {
      vi: 'Kết quả cả năm do trường tính và xác nhận',
      en: 'The whole-year result as the school gives it',
    },
    message: {
      vi: `Nguồn dữ liệu chưa có kết quả cả năm${what === '' ? '' : ` (${what})`}.`,
      en: `The source gives no whole-year result${what === '' ? '' : ` (${what})`}.`,
    },
    fix: {
      vi: 'Tổng kết cả năm trong phần mềm của trường rồi xuất (đồng bộ) kết quả cả năm.',
      en: 'Close the year in the school software, then export (sync) the whole-year results.',
    },
  });
}

function computedIssue(subjects: readonly SecondarySubject[]): Issue {
  const value = subjects.map((one) => `${one.subject}: ${markText(one.year)}`).join(', ');
  return assemblyIssue({
    rule: 'ASM-YEAR-COMPUTED',
    path: 'secondary.subjects[].year',
    value,
    expected: {
      vi: 'Trường xác nhận kết quả cả năm',
      en: "The school's confirmation of the whole-year marks",
    },
    message: {
      vi: `Điểm cả năm do cổng kết nối tính theo Thông tư 22 từ hai học kỳ (${list(subjects)}); đang giữ lại chờ trường xác nhận.`,
      en: `Whole-year marks were computed by the TT 22 formula from the two terms (${list(subjects)}); held until the school confirms.`,
    },
    fix: {
      vi: 'Nhà trường kiểm tra, tổng kết cả năm trong phần mềm của trường rồi xuất lại để xác nhận.',
      en: 'The school checks, closes the year in its software and exports again to confirm.',
    },
  });
}

function markText(mark: SubjectMark | undefined): string {
  if (mark === undefined) return '';
  if ('score' in mark) return mark.score;
  return 'rating' in mark ? mark.rating : 'M';
}

/** Fills what the formula gives, marks it `computed`, and says so; subjects are changed in place. */
export function computeYears(subjects: readonly SecondarySubject[]): {
  done: SecondarySubject[];
  issue: Issue | null;
} {
  const done: SecondarySubject[] = [];
  for (const subject of subjects) {
    const year = computeYearMark(subject.hk1, subject.hk2);
    if (year === null) continue;
    subject.year = year;
    subject.computed = true;
    done.push(subject);
  }
  return { done, issue: done.length === 0 ? null : computedIssue(done) };
}

const LEVEL_NAMES = { hocTap: 'kết quả học tập', renLuyen: 'kết quả rèn luyện' } as const;

function secondaryIssues(unit: SecondaryResults, policy: MissingYearPolicy): Issue[] {
  const levels = (['hocTap', 'renLuyen'] as const)
    .filter(
      (key) => unit[key].year === undefined && unit[key].hk1 !== undefined && unit[key].hk2 !== undefined,
    )
    .map((key) => LEVEL_NAMES[key]);
  let lacking = withoutYear(unit.subjects);
  const issues: Issue[] = [];
  if (policy === 'compute-and-hold') {
    const { done, issue } = computeYears(lacking);
    if (issue !== null) issues.push(issue);
    const filled = new Set(done);
    lacking = lacking.filter((subject) => !filled.has(subject));
  }
  if (lacking.length > 0 || levels.length > 0) issues.push(yearMissingIssue('secondary', lacking, levels));
  return issues;
}

/**
 * The policy on a missing whole-year result (MissingYearPolicy): told as missing, or computed and held. The formula covers
 * the subjects of THCS and THPT; the year's hoc tap and ren luyen, and everything at tieu hoc, are the school's to give.
 * With compute-and-hold the subjects of `unit` are completed in place.
 */
export function yearIssues(
  level: Level,
  unit: PrimaryResults | SecondaryResults,
  policy: MissingYearPolicy,
): Issue[] {
  if ('hocTap' in unit) return secondaryIssues(unit, policy);
  const given = unit.subjects.some((subject) => subject.year !== undefined);
  return given || level !== 'TH' ? [] : [yearMissingIssue('primary', [], [])];
}
