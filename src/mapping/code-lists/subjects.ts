import type { Issue } from '../../domain/issue.js';
import type { Level } from '../../domain/records.js';
import { levelOfGrade } from '../../domain/records.js';
import { cleanText, foldText } from '../../domain/text.js';
import type { CodeEntryDeclaration, Codes } from '../declaration.js';
import { badCode, badName, unknownPart } from './issues.js';
import type { ListedCode, ListRow, ListSurroundings } from './listed.js';

/** The ministry's numbering in the table of subjects. */
const MINISTRY_SET = 'moet';

const GRADES: Readonly<Record<Level, readonly number[]>> = {
  TH: [1, 2, 3, 4, 5],
  THCS: [6, 7, 8, 9],
  THPT: [10, 11, 12],
};

function levelOf(text: string | undefined, { tables }: ListSurroundings): Level | null {
  if (text === undefined) return null;
  if (/^0?[123]$/u.test(text)) return (['TH', 'THCS', 'THPT'] as const)[Number(text) - 1] ?? null;
  const found = tables.get('school-levels')?.lookup(text);
  return found?.status === 'found' ? (found.entry.key as Level) : null;
}

const keyFrom = (name: string): string =>
  foldText(name)
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '')
    .slice(0, 40);

/**
 * Reads a row of the ministry's subjects: a code at a level. A name that the table knows at that level gives its key the
 * code; any other name is a new subject of that level, about whose assessment nothing is known.
 */
export function readSubject(row: ListRow, around: ListSurroundings): ListedCode | readonly Issue[] {
  const { code = '', name = '' } = row.cells;
  const level = levelOf(row.cells.level, around);
  const issues: Issue[] = [];
  if (!/^\S{1,20}$/u.test(code))
    issues.push(
      badCode(code === '' ? null : code, row.place('code'), {
        vi: 'Mã môn học không quá 20 ký tự, không có khoảng trắng',
        en: 'A subject code of at most 20 characters without blanks',
      }),
    );
  if (!/^[a-z]/u.test(keyFrom(name))) issues.push(badName(name === '' ? null : name, row.place('name')));
  if (level === null)
    issues.push(
      unknownPart(row.cells.level ?? null, row.place('level'), { vi: 'cấp học', en: 'level' }, [
        'TH',
        'THCS',
        'THPT',
      ]),
    );
  if (issues.length > 0 || level === null) return issues;
  const known = around.tables.get('subjects')?.lookup(name, { level });
  const codes = { [MINISTRY_SET]: { [level]: code } };
  const place = row.place('code');
  if (known?.status === 'found') return { key: known.entry.key, name: known.entry.name, codes, place };
  if (known?.status === 'ambiguous') {
    const names = known.entries.map((entry) => entry.name);
    return [unknownPart(name, row.place('name'), { vi: 'môn học', en: 'subject' }, names)];
  }
  return { key: keyFrom(name), name: cleanText(name), codes, grades: GRADES[level], place };
}

type LevelCodes = Readonly<Partial<Record<Level, Codes>>>;

/** Codes by level of an entry; a code without a level holds at every level of its grades. */
function levelCodesOf({ codes, grades = [] }: Pick<ListedCode, 'codes' | 'grades'>): LevelCodes {
  const own = codes?.[MINISTRY_SET] ?? {};
  if (typeof own !== 'string' && !Array.isArray(own)) return own as LevelCodes;
  const levels = new Set(grades.map(levelOfGrade));
  return Object.fromEntries([...levels].map((level) => [level, own as Codes]));
}

const listOf = (codes: Codes | undefined): readonly string[] =>
  codes === undefined ? [] : typeof codes === 'string' ? [codes] : codes;

/** One code as itself, several as a list without repetition. */
const joined = (a: Codes | undefined, b: Codes | undefined): Codes => {
  const all = [...new Set([...listOf(a), ...listOf(b)])].sort();
  return all.length === 1 ? (all[0] as string) : all;
};

/** Two rows of one subject: several levels, or several languages that are one subject here. */
export function joinSubjects(a: ListedCode, b: ListedCode): ListedCode {
  const [before, more] = [levelCodesOf(a), levelCodesOf(b)];
  const levels = [...new Set([...Object.keys(before), ...Object.keys(more)])] as Level[];
  const codes = Object.fromEntries(levels.map((level) => [level, joined(before[level], more[level])]));
  const grades = [...new Set([...(a.grades ?? []), ...(b.grades ?? [])])].sort((x, y) => x - y);
  return { ...a, codes: { [MINISTRY_SET]: codes }, ...(grades.length === 0 ? {} : { grades }) };
}

const sameCodes = (a: LevelCodes, b: LevelCodes): boolean =>
  (['TH', 'THCS', 'THPT'] as const).every(
    (level) => joined(a[level], undefined).toString() === joined(b[level], undefined).toString(),
  );

/** The file decides the codes of the levels it speaks of; those of other levels, and other numberings, stay. */
export function subjectCodes(
  listed: ListedCode,
  held: CodeEntryDeclaration | undefined,
): CodeEntryDeclaration['codes'] {
  if (held === undefined) return listed.codes;
  const before = levelCodesOf(held);
  const now: LevelCodes = { ...before, ...levelCodesOf(listed) };
  return sameCodes(before, now) ? held.codes : { ...held.codes, [MINISTRY_SET]: now };
}
