import type { GatewayError } from '../errors.js';
import type { Issue, Place } from '../issue.js';
import type { Term } from '../records.js';
import { cleanText, foldText } from '../text.js';
import { checkYear, classInName, type Decision, decideClass, decideTerm, gradeOfClass } from './decide.js';
import { pathWords, type SourceFile, stemOf } from './file-set.js';
import { sheetFindings, sheetIssue } from './findings.js';
import type { GridSheet } from './grid.js';
import { columnNamed } from './header.js';
import { type IdentifiedSheet, identifySheet, type SheetLayout } from './layout.js';
import { readSheetRecords, type SheetRecord } from './records.js';
import { readSheetTitle, type SheetTitle, termOfWord, termsIn } from './title.js';

/** One sheet of one file, or a file that could not be read, as known before any page is given. */
export interface SheetUnit {
  readonly file: SourceFile;
  readonly sheetIndex: number;
  readonly sheetName: string;
  readonly place: Place;
  readonly identified?: IdentifiedSheet;
  readonly title?: SheetTitle;
  readonly term?: Term;
  readonly className?: string;
  readonly grade?: number;
  readonly subject?: string;
  readonly issues: readonly Issue[];
  /** Keys of the data rows, for comparison with other sheets. */
  readonly codes: readonly string[];
  /** Digest of everything in the data rows. */
  readonly content: string;
  /** Digest of the marks alone; undefined when there are too few to compare. */
  readonly marks?: string;
  /** Why the file could not be read. */
  readonly refused?: GatewayError;
}

export interface SurveyContext {
  readonly sourceId: string;
  readonly schoolYear: string;
  readonly layouts: readonly SheetLayout[];
  /** Hex digest. */
  readonly hash: (text: string) => string;
}

const CATALOGUE_SHEET = /^(?:huong dan|ghi chu|danh muc|dm[ _]|thong tin|chu thich)/u;
const TERM_PART = /^\(?(?:hoc k[iy]|hk|ca nam)/u;
const NO_MARKS = /^(?:buoi nghi|nghi |stt$|ghi chu|danh hieu|khen thuong)/u;
const MIN_MARKS = 20;

/** '7', '7,0' and 7 are one mark; undefined when the value is no score. */
function scoreKey(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (!/^\d{1,2}(?:[.,]\d+)?$/u.test(text)) return undefined;
  const number = Number(text.replace(',', '.'));
  return number <= 10 ? String(number) : undefined;
}

interface RowsDigest {
  readonly codes: readonly string[];
  readonly content: string;
  readonly marks?: string;
}

function digestRows(data: readonly SheetRecord[], context: SurveyContext): RowsDigest {
  const keyed = data.filter((record) => record.key.startsWith('code:'));
  const marks: string[] = [];
  const folded = new Map(Object.keys(keyed[0]?.values ?? {}).map((name) => [name, foldText(name)]));
  for (const record of keyed) {
    for (const [name, key] of folded) {
      const score = NO_MARKS.test(key) ? undefined : scoreKey(record.values[name]);
      if (score !== undefined) marks.push(`${record.key}|${key}|${score}`);
    }
  }
  const content = data.map((record) => JSON.stringify([record.key, record.values])).sort();
  return {
    codes: keyed.map((record) => record.key),
    content: context.hash(content.join('\n')),
    ...(marks.length < MIN_MARKS ? {} : { marks: context.hash(marks.sort().join('\n')) }),
  };
}

/** Distinct texts of a column over all records; undefined when there is no such column. */
function columnTexts(
  data: readonly SheetRecord[],
  found: IdentifiedSheet,
  names: readonly string[] | undefined,
): readonly string[] | undefined {
  const column = names === undefined ? undefined : columnNamed(found.header, names);
  if (column === undefined) return undefined;
  const texts = data.map((record) => cleanText(String(record.values[column.name] ?? '')));
  return [...new Set(texts.filter((text) => text !== ''))];
}

const union = <T>(a: readonly T[], b: readonly T[]): readonly T[] => [...new Set([...a, ...b])];

/** What the rows say themselves counts like a title. */
function withFacts(title: SheetTitle, data: readonly SheetRecord[], found: IdentifiedSheet): SheetTitle {
  const { facts } = found.layout;
  if (facts === undefined) return title;
  const terms = (columnTexts(data, found, facts.term) ?? []).flatMap((text) => termOfWord(text) ?? []);
  const years = (columnTexts(data, found, facts.year) ?? []).map((text) => text.replace(/\s*[-–/]\s*/u, '-'));
  const codes = (columnTexts(data, found, facts.school) ?? []).map((text) => text.toLowerCase());
  return {
    ...title,
    terms: union(title.terms, terms),
    years: union(title.years, years),
    schoolCodes: union(title.schoolCodes, codes),
  };
}

function gradeIssues(byClass: number | undefined, title: SheetTitle, place: Place): Issue[] {
  const wrong = title.grades.filter((grade) => byClass !== undefined && grade !== byClass);
  if (wrong.length === 0) return [];
  return [
    sheetIssue({
      rule: 'SHEET-GRADE-CONFLICT',
      value: `${wrong.join(', ')} ≠ ${byClass}`,
      place,
      expected: { vi: `khối ${byClass}`, en: `grade ${byClass}` },
      message: {
        vi: 'Khối trong tiêu đề không khớp với tên lớp.',
        en: 'Grade in the title and class name disagree.',
      },
      fix: { vi: 'Xuất lại đúng lớp.', en: 'Export the right class.' },
    }),
  ];
}

const mustIssues = (found: IdentifiedSheet, place: Place): Issue[] =>
  [...found.layout.signature, ...(found.layout.must ?? [])]
    .filter((names) => columnNamed(found.header, names) === undefined)
    .map((names) => sheetFindings.missingColumn(names[0] ?? '', place));

function termEvidence(
  unit: { file: SourceFile; sheet: GridSheet },
  found: IdentifiedSheet,
  rows: SheetTitle,
) {
  const parts = found.header.columns.flatMap((column) => column.parts.slice(1));
  const own = [unit.sheet.name, ...parts.filter((part) => TERM_PART.test(foldText(part)))].flatMap(termsIn);
  const names = pathWords(unit.file.path).flatMap((word) => {
    const term = word.length > 3 || /^(?:hk\d|cn)$/iu.test(word) ? termOfWord(word) : undefined;
    return term === undefined ? [] : [term];
  });
  return {
    title: [...new Set([...rows.terms, ...own])],
    names,
    ...(unit.file.term === undefined ? {} : { given: unit.file.term }),
  };
}

const classOfFile = (path: string): string | undefined => {
  const word = /(?:^|[\s_-])lop[\s_-]+(\d{1,2}[a-z]\w{0,4}?)(?=[\s_-]|$)/u.exec(foldText(stemOf(path)))?.[1];
  return word === undefined ? undefined : classInName(word);
};

function decideAll(
  unit: { readonly file: SourceFile; readonly sheet: GridSheet; readonly data: readonly SheetRecord[] },
  found: IdentifiedSheet,
  title: SheetTitle,
  place: Place,
) {
  const { layout } = found;
  const term: Decision<Term> =
    layout.term === 'none' ? { issues: [] } : decideTerm(termEvidence(unit, found, title), place);
  if (layout.class === 'none') return { term, decided: { issues: [] } satisfies Decision<string> };
  const fileName = classOfFile(unit.file.path);
  const rows = columnTexts(unit.data, found, layout.classColumn)?.map((text) =>
    text.replace(/^l[oớ]p\s*/iu, ''),
  );
  const decided = decideClass(
    {
      title: title.classes,
      sheetName: unit.sheet.name,
      ...(rows === undefined ? {} : { rows }),
      ...(fileName === undefined ? {} : { fileName }),
    },
    place,
  );
  return { term, decided };
}

/** Looks at one sheet: layout, term, class, grade, subject, and what is wrong with them. */
export function surveySheet(
  file: SourceFile,
  sheet: GridSheet,
  sheetIndex: number,
  context: SurveyContext,
): SheetUnit | undefined {
  const place: Place = { source: context.sourceId, file: file.path, sheet: sheet.name };
  const base = { file, sheetIndex, sheetName: sheet.name, place };
  const isCatalogue = CATALOGUE_SHEET.test(foldText(sheet.name)) || sheet.rows.length === 0;
  const found = identifySheet(sheet, context.layouts);
  if (found === undefined) {
    if (isCatalogue) return undefined;
    return { ...base, issues: [sheetFindings.unknownLayout(place)], codes: [], content: '' };
  }
  const { records } = readSheetRecords(sheet, found.header, found.layout, {});
  const data = records.filter((record) => record.ignored === undefined);
  const above = sheet.rows.filter((row) => row.number < found.header.firstRow);
  const title = withFacts(readSheetTitle(above), data, found);
  const { term, decided } = decideAll({ file, sheet, data }, found, title, place);
  const className = decided.value;
  const byClass = gradeOfClass(className);
  const grade = byClass ?? title.grades[0];
  const [subject] = title.subjects;
  return {
    ...base,
    identified: found,
    title,
    ...(term.value === undefined ? {} : { term: term.value }),
    ...(className === undefined ? {} : { className }),
    ...(grade === undefined ? {} : { grade }),
    ...(subject === undefined ? {} : { subject }),
    issues: [
      ...term.issues,
      ...decided.issues,
      ...gradeIssues(byClass, title, place),
      ...mustIssues(found, place),
      ...checkYear(title, context.schoolYear, place),
    ],
    ...digestRows(data, context),
  };
}
