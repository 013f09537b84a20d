import type { Term } from '../records.js';
import { cleanText, foldText } from '../text.js';
import type { GridRow } from './grid.js';

/** What a sheet's title block, sub-headers and name say about it. Several answers mean that they disagree. */
export interface SheetTitle {
  readonly terms: readonly Term[];
  /** Class names as written, without 'Lớp'. */
  readonly classes: readonly string[];
  readonly grades: readonly number[];
  /** Folded `2025-2026`. */
  readonly years: readonly string[];
  /** School names as written. */
  readonly schools: readonly string[];
  readonly schoolCodes: readonly string[];
  /** Subjects as written ("Môn: Toán"). */
  readonly subjects: readonly string[];
}

const TERM_RULES: readonly (readonly [RegExp, Term])[] = [
  [/\b(?:hoc k[iy]|hk)\s*(?:1|i)(?![\w])/gu, 'hk1'],
  [/\b(?:hoc k[iy]|hk)\s*(?:2|ii)(?![\w])/gu, 'hk2'],
  [/\bca nam\b/gu, 'year'],
  [/\b(?:thi lai|danh gia lai|ren luyen (?:trong )?(?:he|ky nghi he))\b/gu, 'reassessment'],
];

const SCHOOL =
  /^(?:truong\b|pt\s?dt|th\s?cs\b|thcs\b|thpt\b|tieu hoc\b|th\b|trung hoc\b|pho thong\b|th&thcs\b)/u;
/** 'Môn: Toán', 'SỔ ĐIỂM MÔN TOÁN HỌC KỲ 1': the subject ends where class, term or year begins. */
const SUBJECT =
  /(?:^|[\s(-])Môn(?:\s+học)?(?:\s*:\s*|\s+)([^–,;()]+?)(?=\s*(?:$|[-–,;()]|Lớp\b|Khối\b|Học\s+k[ỳì]|HK|Năm\s+học|Cả\s+năm))/giu;
const NO_SCHOOL = /\b(?:bang|danh sach|ket qua|hoc k[iy]|nam hoc|lop|khoi|mon)\b/u;

/** Terms that a text names, in the order hk1, hk2, year, reassessment. 'HK1' and 'Học kỳ II' count; a bare '2' does not. */
export function termsIn(text: string): readonly Term[] {
  const folded = foldText(text);
  const found = TERM_RULES.filter(([rule]) => folded.search(new RegExp(rule.source, 'u')) !== -1);
  return found.map(([, term]) => term);
}

/** The term that a folder or option word stands for: hk1, hk2, ca-nam, cn, thi-lai, 1, 2, year, reassessment. */
export function termOfWord(word: string): Term | undefined {
  const folded = foldText(word).replace(/[\s_-]+/gu, ' ');
  const words: Readonly<Record<string, Term>> = {
    '1': 'hk1',
    '2': 'hk2',
    cn: 'year',
    year: 'year',
    canam: 'year',
    reassessment: 'reassessment',
  };
  return words[folded] ?? termsIn(folded)[0];
}

const captures = (texts: readonly string[], rule: RegExp): string[] =>
  texts.flatMap((text) => [...text.matchAll(rule)].map((match) => (match[1] ?? '').trim()));

const distinct = <T>(items: readonly T[], keyOf: (item: T) => unknown = (item) => item): T[] => {
  const seen = new Map<unknown, T>();
  for (const item of items) if (!seen.has(keyOf(item))) seen.set(keyOf(item), item);
  return [...seen.values()];
};

const schoolNames = (texts: readonly string[]): string[] =>
  texts
    .map((text) => text.replace(/^Trường\s*:\s*/iu, 'Trường '))
    .filter((text) => SCHOOL.test(foldText(text)) && !NO_SCHOOL.test(foldText(text)))
    .map((text) => text.replace(/^Trường\s+(?=(?:PT|TH|Tiểu|Trung|Phổ))/iu, ''));

/** Folded comparison key of a school's name: 'Trường THCS A' and 'THCS A' are one. */
export const schoolNameKey = (name: string): string =>
  foldText(name)
    .replace(/^truong\s*:?\s*/u, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Reads the rows above and in the header. `extra` are further texts that count for the term: the sheet's name, sub-headers. */
export function readSheetTitle(rows: readonly GridRow[], extra: readonly string[] = []): SheetTitle {
  const texts = rows.flatMap((row) => row.cells.map((cell) => cleanText(cell.text)));
  const folded = texts.map(foldText);
  const classes = captures(texts, /(?:^|[\s(-])Lớp\s*:?\s*(\d{1,2}\s?[\p{L}\d][\p{L}\d./]*)/giu);
  const grades = captures(folded, /\bkhoi\s*:?\s*(\d{1,2})\b/gu).map(Number);
  const years = captures(folded, /\b(20\d\d\s*[-–/]\s*20\d\d)\b/gu).map((year) =>
    year.replace(/\s*[-–/]\s*/u, '-'),
  );
  return {
    terms: distinct([...texts, ...extra].flatMap(termsIn)),
    classes: distinct(classes, (name) => foldText(name).replace(/\s/gu, '')),
    grades: distinct(grades),
    years: distinct(years),
    schools: distinct(schoolNames(texts), schoolNameKey),
    schoolCodes: distinct(captures(folded, /\bma truong\s*:?\s*([a-z0-9]{4,20})\b/gu)),
    subjects: distinct(captures(texts, SUBJECT), foldText),
  };
}
