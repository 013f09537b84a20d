import type { Issue } from '../issue.js';
import { classKeyOf } from '../records.js';
import { foldText } from '../text.js';
import { checkSchool, ruling } from './decide.js';
import { sheetIssue } from './findings.js';
import type { SheetUnit } from './survey.js';
import { schoolNameKey } from './title.js';

/** What only the comparison of all sheets shows. */
export interface CrossFindings {
  readonly issues: ReadonlyMap<SheetUnit, readonly Issue[]>;
  /** Unit -> path of the file that already gave the same rows. */
  readonly repeats: ReadonlyMap<SheetUnit, string>;
}

const kindOf = (unit: SheetUnit): string => unit.identified?.layout.id ?? '';

/** What a sheet is about: a second sheet about the same is a repeat or a contradiction. Undefined when rows carry their class. */
function subjectMatter(unit: SheetUnit): string | undefined {
  if (unit.identified === undefined) return undefined;
  const { class: classRule } = unit.identified.layout;
  if (unit.className === undefined && classRule === 'sheet') return undefined;
  const className = unit.className === undefined ? '' : classKeyOf(unit.className);
  return [kindOf(unit), unit.term ?? '', className, foldText(unit.subject ?? '')].join('|');
}

const sameClass = (a: SheetUnit, b: SheetUnit): boolean =>
  kindOf(a) === kindOf(b) &&
  a.className !== undefined &&
  b.className !== undefined &&
  classKeyOf(a.className) === classKeyOf(b.className);

const twice = (unit: SheetUnit, other: SheetUnit): Issue =>
  sheetIssue({
    rule: 'SHEET-TWO-VERSIONS',
    value: other.file.path,
    place: unit.place,
    expected: { vi: 'một tệp cho mỗi lớp và học kỳ', en: 'one file for each class and term' },
    message: {
      vi: `Tệp ${other.file.path} cũng của lớp và học kỳ này nhưng nội dung khác.`,
      en: `${other.file.path} is of the same class and term but differs.`,
    },
    fix: { vi: 'Giữ tệp mới nhất, bỏ tệp cũ.', en: 'Keep the newest file, remove the old one.' },
  });

const strangers = (unit: SheetUnit, other: SheetUnit): Issue =>
  sheetIssue({
    rule: 'SHEET-OTHER-PUPILS',
    value: other.file.path,
    place: unit.place,
    expected: {
      vi: 'cùng học sinh trong các học kỳ của một lớp',
      en: 'the same pupils in every term of a class',
    },
    message: {
      vi: `Không học sinh nào trùng với tệp ${other.file.path} của cùng lớp: có thể lẫn tệp của hai trường.`,
      en: `No pupil is also in ${other.file.path} of the same class: files of two schools may be mixed.`,
    },
    fix: { vi: 'Kiểm tra trường của từng tệp.', en: 'Check which school each file is of.' },
  });

const yearIsTerm2 = (unit: SheetUnit, other: SheetUnit): Issue =>
  sheetIssue({
    rule: 'SHEET-YEAR-EQUALS-TERM2',
    value: other.file.path,
    place: unit.place,
    expected: { vi: 'điểm cả năm, khác điểm học kỳ 2', en: 'whole-year marks, other than term 2' },
    message: {
      vi: `Mọi điểm “cả năm” giống hệt học kỳ 2 (${other.file.path}): học kỳ 2 bị lưu thành cả năm.`,
      en: `Every whole-year mark equals term 2 (${other.file.path}): term 2 was stored as the year.`,
    },
    fix: {
      vi: 'Tổng kết cả năm trong phần mềm rồi xuất lại tệp cả năm.',
      en: 'Compute the year in the software and export the whole-year file again.',
    },
  });

class Collector {
  readonly issues = new Map<SheetUnit, Issue[]>();
  readonly repeats = new Map<SheetUnit, string>();

  add(unit: SheetUnit, issue: Issue): void {
    this.issues.set(unit, [...(this.issues.get(unit) ?? []), issue]);
  }
}

function compareSameMatter(units: readonly SheetUnit[], found: Collector): void {
  const first = new Map<string, SheetUnit>();
  for (const unit of units) {
    const matter = subjectMatter(unit);
    if (matter === undefined) continue;
    const other = first.get(matter);
    if (other === undefined) first.set(matter, unit);
    else if (other.content === unit.content) found.repeats.set(unit, other.file.path);
    else if (subjectMatter(other)?.split('|')[2] !== '') {
      found.add(unit, twice(unit, other));
      found.add(other, twice(other, unit));
    }
  }
}

const isDisjoint = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length < 3 || b.length < 3) return false;
  const known = new Set(a);
  return !b.some((code) => known.has(code));
};

function compareTerms(units: readonly SheetUnit[], found: Collector): void {
  for (const unit of units) {
    const siblings = units.filter(
      (other) => other !== unit && sameClass(unit, other) && other.term !== unit.term,
    );
    const stranger = siblings.find((other) => isDisjoint(unit.codes, other.codes));
    if (stranger !== undefined) found.add(unit, strangers(unit, stranger));
    if (unit.term !== 'year' || unit.marks === undefined) continue;
    const term2 = siblings.find((other) => other.term === 'hk2' && other.marks === unit.marks);
    const term1 = siblings.find((other) => other.term === 'hk1' && other.marks === unit.marks);
    if (term2 !== undefined && term1 === undefined) found.add(unit, yearIsTerm2(unit, term2));
  }
}

function compareSchools(
  units: readonly SheetUnit[],
  school: { readonly code: string; readonly name?: string },
  found: Collector,
): void {
  const names = units.flatMap((unit) => unit.title?.schools.slice(0, 1) ?? []);
  const name = school.name ?? ruling(names);
  const isSplit = name === undefined && new Set(names.map(schoolNameKey)).size > 1;
  for (const unit of units) {
    if (unit.title === undefined) continue;
    // No name rules: every file is in doubt until a person says which school it is.
    const expected = isSplit ? '?' : name;
    const evidence = { title: unit.title, code: school.code };
    const issues = checkSchool(
      expected === undefined ? evidence : { ...evidence, name: expected },
      unit.place,
    );
    for (const issue of issues) found.add(unit, issue);
  }
}

/** Repeats, contradictions between files, two schools' files mixed, term 2 stored as the year. */
export function crossCheck(
  units: readonly SheetUnit[],
  school: { readonly code: string; readonly name?: string },
): CrossFindings {
  const found = new Collector();
  compareSameMatter(units, found);
  const own = units.filter((unit) => !found.repeats.has(unit));
  compareTerms(own, found);
  compareSchools(own, school, found);
  return found;
}
