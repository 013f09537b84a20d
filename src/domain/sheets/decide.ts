import type { Bilingual } from '../errors.js';
import type { Issue, Place } from '../issue.js';
import { classKeyOf, type Term } from '../records.js';
import { cleanText } from '../text.js';
import { sheetIssue } from './findings.js';
import { type SheetTitle, schoolNameKey } from './title.js';

export interface Decision<T> {
  readonly value?: T;
  readonly issues: readonly Issue[];
}

const TERM_NAMES: Readonly<Record<Term, Bilingual>> = {
  hk1: { vi: 'Học kỳ 1', en: 'term 1' },
  hk2: { vi: 'Học kỳ 2', en: 'term 2' },
  year: { vi: 'Cả năm', en: 'whole year' },
  reassessment: { vi: 'Đánh giá lại', en: 're-assessment' },
};

/** Everything that says which term a sheet is of. Only the sheet's own words or a person's decide; names only contradict. */
export interface TermEvidence {
  readonly title: readonly Term[];
  /** From folder and file name. */
  readonly names: readonly Term[];
  /** --term, or the term of the file in the configuration. */
  readonly given?: Term;
}

function termConflict(terms: readonly Term[], place: Place): Issue {
  const names = terms.map((term) => TERM_NAMES[term]);
  return sheetIssue({
    rule: 'SHEET-TERM-CONFLICT',
    value: names.map((name) => name.vi).join(' ≠ '),
    place,
    expected: { vi: 'một học kỳ duy nhất', en: 'one term' },
    message: {
      vi: `Tiêu đề, thư mục, tên tệp và tuỳ chọn --term không khớp về học kỳ: ${names.map((name) => name.vi).join(', ')}.`,
      en: `Title, folder, file name and --term disagree about the term: ${names.map((name) => name.en).join(', ')}.`,
    },
    fix: {
      vi: 'Đặt tệp đúng thư mục học kỳ, hoặc xuất lại đúng học kỳ (đừng dùng tệp HK2 làm tệp cả năm).',
      en: 'Put the file into the folder of its term, or export the right term (a term 2 file is not the year).',
    },
  });
}

export function decideTerm(evidence: TermEvidence, place: Place): Decision<Term> {
  const named = [...evidence.names, ...(evidence.given === undefined ? [] : [evidence.given])];
  const all = [...new Set([...evidence.title, ...named])];
  const own = evidence.title[0] ?? evidence.given;
  if (all.length > 1) {
    return { ...(own === undefined ? {} : { value: own }), issues: [termConflict(all, place)] };
  }
  if (own !== undefined) return { value: own, issues: [] };
  return {
    issues: [
      sheetIssue({
        rule: 'SHEET-TERM-UNKNOWN',
        place,
        expected: {
          vi: 'tiêu đề ghi “HỌC KỲ 1”, “HỌC KỲ 2” hoặc “CẢ NĂM”',
          en: 'a title that names the term',
        },
        message: {
          vi: 'Không biết bảng này của học kỳ nào: tiêu đề không ghi, và tên tệp không đủ căn cứ.',
          en: 'The term is not known: the title does not say it, and a file name is not enough.',
        },
        fix: {
          vi: 'Xuất lại tệp còn nguyên tiêu đề, hoặc nạp bằng: hocba import … --term 1|2|year.',
          en: 'Export the file with its title, or import it with --term 1|2|year.',
        },
      }),
    ],
  };
}

/** '6a', '10A1', '6/2': a sheet or file name that can only be a class. */
export const classInName = (name: string): string | undefined =>
  /^(?:l[oớ]p[\s_]*)?(\d{1,2}\s?[\p{L}/.-][\p{L}\d./-]{0,6})$/iu.exec(cleanText(name))?.[1];

export interface ClassEvidence {
  readonly title: readonly string[];
  readonly sheetName: string;
  /** From the file's name; counts only where nothing else says it. */
  readonly fileName?: string;
  /** Classes that the rows name, each once; undefined when the sheet has no such column. */
  readonly rows?: readonly string[];
}

/** '6/1', '6-1' and '6.1' are one class where a sheet's name cannot hold every character. */
const looseClass = (name: string): string => classKeyOf(name).replace(/[^\p{L}\p{N}]/gu, '');

const classConflict = (names: readonly string[], place: Place): Issue =>
  sheetIssue({
    rule: 'SHEET-CLASS-CONFLICT',
    value: names.join(' ≠ '),
    place,
    expected: { vi: 'một lớp duy nhất trong một sheet', en: 'one class a sheet' },
    message: {
      vi: `Tiêu đề, tên sheet và các dòng nói các lớp khác nhau: ${names.join(', ')}.`,
      en: `Title, sheet name and rows say different classes: ${names.join(', ')}.`,
    },
    fix: { vi: 'Xuất lại tệp, mỗi lớp một sheet.', en: 'Export again, one class a sheet.' },
  });

const classUnknown = (place: Place): Issue =>
  sheetIssue({
    rule: 'SHEET-CLASS-UNKNOWN',
    place,
    expected: { vi: 'tên lớp trong tiêu đề hoặc tên sheet', en: 'the class in the title or sheet name' },
    message: { vi: 'Không biết bảng này của lớp nào.', en: 'The class of the sheet is not known.' },
    fix: {
      vi: 'Ghi “Lớp 6A” vào tiêu đề hoặc đặt tên sheet là tên lớp.',
      en: 'Name the class in the title or name the sheet after it.',
    },
  });

/** The class of a whole sheet; undefined without an issue when its rows are of several classes. */
export function decideClass(evidence: ClassEvidence, place: Place): Decision<string> {
  const bySheet = classInName(evidence.sheetName);
  const said = [...(evidence.rows ?? []), ...evidence.title, ...(bySheet === undefined ? [] : [bySheet])];
  const isMixed = evidence.rows !== undefined && evidence.rows.length > 1;
  if (isMixed && said.length === evidence.rows.length) return { issues: [] };
  const names = [...new Map([...said].reverse().map((name) => [looseClass(name), name])).values()].reverse();
  const [first] = names;
  if (first === undefined) return decideSilent(evidence, place);
  const value = { value: first.toUpperCase().replace(/\s/gu, '') };
  if (names.length > 1) return { ...(isMixed ? {} : value), issues: [classConflict(names, place)] };
  return { ...value, issues: [] };
}

/** Nothing in the sheet names a class. */
function decideSilent(evidence: ClassEvidence, place: Place): Decision<string> {
  if (evidence.rows !== undefined) return { issues: [] };
  if (evidence.fileName !== undefined) return { value: evidence.fileName.toUpperCase(), issues: [] };
  return { issues: [classUnknown(place)] };
}

/** Grade by the digits that a class name begins with, 1 to 12. */
export const gradeOfClass = (className: string | undefined): number | undefined => {
  const grade = Number(/^\d{1,2}/u.exec(className ?? '')?.[0] ?? 0);
  return grade >= 1 && grade <= 12 ? grade : undefined;
};

export function checkYear(title: SheetTitle, schoolYear: string, place: Place): readonly Issue[] {
  const wrong = title.years.filter((year) => year !== schoolYear);
  if (wrong.length === 0) return [];
  return [
    sheetIssue({
      rule: 'SHEET-YEAR-CONFLICT',
      value: wrong.join(', '),
      place,
      expected: { vi: `năm học ${schoolYear}`, en: `school year ${schoolYear}` },
      message: { vi: `Tệp của năm học ${wrong.join(', ')}.`, en: `The file is of ${wrong.join(', ')}.` },
      fix: { vi: 'Chọn đúng năm học rồi xuất lại tệp.', en: 'Choose the right year and export again.' },
    }),
  ];
}

export interface SchoolEvidence {
  readonly title: SheetTitle;
  readonly code: string;
  /** The school's name, from the configuration or from most of its files. */
  readonly name?: string;
}

/** The title names another school: two schools' files are mixed. */
export function checkSchool(evidence: SchoolEvidence, place: Place): readonly Issue[] {
  const { title, code, name } = evidence;
  const key = name === undefined ? undefined : schoolNameKey(name);
  const wrongNames = key === undefined ? [] : title.schools.filter((school) => schoolNameKey(school) !== key);
  const wrongCodes = title.schoolCodes.filter((other) => other !== code.toLowerCase());
  const wrong = [...wrongNames, ...wrongCodes];
  if (wrong.length === 0) return [];
  return [
    sheetIssue({
      rule: 'SHEET-SCHOOL-CONFLICT',
      value: wrong.join(', '),
      place,
      expected: { vi: `tệp của trường ${name ?? code}`, en: `a file of school ${name ?? code}` },
      message: {
        vi: `Tệp ghi trường khác: ${wrong.join(', ')}.`,
        en: `The file names another school: ${wrong.join(', ')}.`,
      },
      fix: {
        vi: 'Bỏ tệp này ra khỏi thư mục của trường và nộp đúng trường.',
        en: "Take the file out of this school's folder and submit it for its own school.",
      },
    }),
  ];
}

/** The name that more than half of the sheets carry; undefined when none does. */
export function ruling(names: readonly string[]): string | undefined {
  const counts = new Map<string, { name: string; count: number }>();
  for (const name of names) {
    const entry = counts.get(schoolNameKey(name)) ?? { name, count: 0 };
    entry.count += 1;
    counts.set(schoolNameKey(name), entry);
  }
  return [...counts.values()].find((entry) => entry.count * 2 > names.length)?.name;
}
