import type { Bilingual } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import { badCode, badName, unknownPart } from './issues.js';
import type { ListedCode, ListRow, ListSurroundings } from './listed.js';
import { provinceName, unitName } from './unit-names.js';

/** A level of administrative units of one catalogue. */
export interface UnitLevel {
  readonly digits: number;
  readonly isProvince: boolean;
  /** Tables of the units above, which a row names. */
  readonly provinces?: string;
  readonly districts?: string;
}

const MAX_NAME = 200;
const PROVINCE: Bilingual = { vi: 'tỉnh, thành phố', en: 'province' };
const DISTRICT: Bilingual = { vi: 'quận, huyện', en: 'district' };

const digitsOf = (digits: number): Bilingual => ({
  vi: `${digits} chữ số, kể cả số 0 ở đầu`,
  en: `${digits} digits, leading zeros included`,
});

const isCode = (text: string | undefined, digits: number): text is string =>
  text !== undefined && text.length === digits && /^\d+$/u.test(text);

type Part = { readonly code: string } | { readonly issue: Issue };

/** The province of a row, given by its code or by its name. */
function provinceOf(row: ListRow, table: string, { tables }: ListSurroundings): Part {
  const text = row.cells.province;
  const refused = (closest: readonly string[]): Part => ({
    issue: unknownPart(text ?? null, row.place('province'), PROVINCE, closest),
  });
  const known = tables.get(table);
  if (text === undefined || known === undefined) return refused([]);
  if (known.entry(text) !== undefined) return { code: text };
  const found = known.lookup(provinceName(text));
  if (found.status === 'found') return { code: found.entry.key };
  return refused(found.status === 'unknown' ? found.closest : found.entries.map(({ name }) => name));
}

/** The district's code; it must be in its own list where that list has been loaded. */
function districtOf(row: ListRow, table: string, { tables }: ListSurroundings): Part {
  const text = row.cells.district;
  const known = tables.get(table);
  if (isCode(text, 3) && (known === undefined || known.entry(text) !== undefined)) return { code: text };
  return { issue: unknownPart(text ?? null, row.place('district'), DISTRICT, []) };
}

const hasLetters = (text: string): boolean => /\p{L}/u.test(text) && text.length <= MAX_NAME;

/** Reads a row of administrative units: what it says, or everything that is wrong with it. */
export function readUnit(
  level: UnitLevel,
  row: ListRow,
  around: ListSurroundings,
): ListedCode | readonly Issue[] {
  const { code, name: text = '', kind } = row.cells;
  const name = level.isProvince ? provinceName(text) : unitName(text, kind);
  const issues: Issue[] = [];
  const facts: Record<string, string> = {};
  const take = (fact: string, part: Part): void => {
    if ('issue' in part) issues.push(part.issue);
    else facts[fact] = part.code;
  };
  const { digits, provinces, districts } = level;
  if (!isCode(code, digits)) issues.push(badCode(code ?? null, row.place('code'), digitsOf(digits)));
  if (!hasLetters(name)) issues.push(badName(text === '' ? null : text, row.place('name')));
  if (provinces !== undefined) take('province', provinceOf(row, provinces, around));
  if (districts !== undefined) take('district', districtOf(row, districts, around));
  if (issues.length > 0) return issues;
  const key = code as string;
  return { key, name, ...(level.isProvince ? {} : { facts }), place: row.place('code') };
}
