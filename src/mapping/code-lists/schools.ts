import type { Issue } from '../../domain/issue.js';
import type { Level } from '../../domain/records.js';
import { cleanText } from '../../domain/text.js';
import { badCode, badName, unknownPart } from './issues.js';
import type { ListedCode, ListRow, ListSurroundings } from './listed.js';

const LEVELS: readonly Level[] = ['TH', 'THCS', 'THPT'];
const MAX_CODE = 20;
const MAX_NAME = 200;

/** '12' is TH and THCS, as the sector numbers schools of several levels; words go through the table of levels. */
function levelsOf(text: string, { tables }: ListSurroundings): readonly Level[] | null {
  if (/^[123]{1,3}$/u.test(text)) return [...text].map((digit) => LEVELS[Number(digit) - 1] as Level);
  const table = tables.get('school-levels');
  const parts = text.split(/\s*(?:[,;&+]|-|và)\s*/u).map((part) => table?.lookup(part));
  const found = parts.flatMap((part) => (part?.status === 'found' ? [part.entry.key as Level] : []));
  return found.length === parts.length ? found : null;
}

const isSchoolCode = (text: string): boolean => text.length <= MAX_CODE && /^\S+$/u.test(text);
const isName = (text: string): boolean => text.length <= MAX_NAME && /\p{L}/u.test(text);

const CODE_FORM = {
  vi: `Mã trường không quá ${MAX_CODE} ký tự, không có khoảng trắng`,
  en: `A school code of at most ${MAX_CODE} characters without blanks`,
};

const present = (facts: Readonly<Record<string, string | readonly string[] | undefined>>) =>
  Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );

/** Reads a row of the schools of a province. Codes are opaque: neither district nor level is read out of them. */
export function readSchool(row: ListRow, around: ListSurroundings): ListedCode | readonly Issue[] {
  const { code, name, province, commune, level } = row.cells;
  const issues: Issue[] = [];
  if (!isSchoolCode(code ?? '')) issues.push(badCode(code ?? null, row.place('code'), CODE_FORM));
  if (!isName(name ?? '')) issues.push(badName(name ?? null, row.place('name')));
  const levels = level === undefined ? undefined : levelsOf(level, around);
  if (levels === null)
    issues.push(unknownPart(level ?? null, row.place('level'), { vi: 'cấp học', en: 'level' }, LEVELS));
  if (issues.length > 0) return issues;
  const facts = present({ province, commune, levels: levels ?? undefined });
  return { key: code as string, name: cleanText(name as string), facts, place: row.place('code') };
}
