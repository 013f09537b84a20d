import { cleanText, foldText } from '../text.js';
import type { GridMerge, GridRow } from './grid.js';

/** One column of a header: its texts from top to bottom, and those joined by ' / '. */
export interface HeaderColumn {
  readonly column: number;
  readonly name: string;
  readonly parts: readonly string[];
}

export interface SheetHeader {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly columns: readonly HeaderColumn[];
  /** Names that occur twice; the later column's name then ends in ' #2'. */
  readonly duplicates: readonly string[];
}

export interface HeaderSearch {
  /** Groups of alternative header texts; a row is the header when at least `least` groups have a cell in it. */
  readonly known: readonly (readonly string[])[];
  /** Default 3, or all groups when there are fewer. */
  readonly least?: number;
  /** Texts of the column that every record fills: a sub-header row leaves it and everything left of it empty. */
  readonly key: readonly string[];
  /** Rows from the top that may hold the header; default 20. */
  readonly within?: number;
  /** Header rows at most; default 3. */
  readonly maxRows?: number;
  /** Sub-headers without a meaning of their own ('(HS 1)'), tested on their folded text. */
  readonly drop?: readonly RegExp[];
  /** Text between a group and its part where one cell holds both ('Toán - Điểm KTĐK'). */
  readonly split?: string;
  /** Folded header text of a site -> the name the layout and mapping use. */
  readonly rename?: Readonly<Record<string, string>>;
}

/** Folded header text without the marks of required columns. */
export const headerKeyOf = (text: string): string =>
  foldText(text)
    .replace(/\s*\(\*\)|\s*\*|\s*:$/gu, '')
    .trim();

const textsOf = (row: GridRow): Map<number, string> =>
  new Map(row.cells.map((cell) => [cell.column, cleanText(cell.text)]));

const renamed = (text: string, search: HeaderSearch): string => search.rename?.[headerKeyOf(text)] ?? text;

const splitText = (text: string, search: HeaderSearch): string[] =>
  search.split === undefined ? [text] : text.split(search.split).map((part) => part.trim());

/** Key column of a row that holds enough of the known texts, else undefined. */
function keyColumnOf(row: GridRow, search: HeaderSearch): number | undefined {
  const keys = new Map<string, number>();
  for (const cell of row.cells) {
    const [first = ''] = splitText(renamed(cell.text, search), search);
    const key = headerKeyOf(first);
    if (!keys.has(key)) keys.set(key, cell.column);
  }
  const columnOf = (group: readonly string[]): number | undefined =>
    group.map((text) => keys.get(headerKeyOf(text))).find((column) => column !== undefined);
  const found = search.known.map(columnOf).filter((column): column is number => column !== undefined);
  if (found.length < Math.min(search.least ?? 3, search.known.length)) return undefined;
  return columnOf(search.key) ?? Math.min(...found);
}

const mergeOver = (merges: readonly GridMerge[], row: number, column: number): GridMerge | undefined =>
  merges.find(
    (merge) => row >= merge.top && row <= merge.bottom && column >= merge.left && column <= merge.right,
  );

const isSubHeader = (row: GridRow | undefined, keyColumn: number): boolean => {
  if (row === undefined || row.cells.length === 0) return false;
  const isTaken = row.cells.some((cell) => cell.column <= keyColumn);
  return !isTaken && row.cells.every((cell) => cell.kind === 'text' || cell.kind === 'number');
};

/** Text that stands above or at a header cell: its own, the merge's, or the group's to the left when a sub-header is below. */
function headerText(
  rows: readonly GridRow[],
  texts: readonly Map<number, string>[],
  merges: readonly GridMerge[],
  level: number,
  column: number,
): string | undefined {
  const own = texts[level]?.get(column);
  if (own !== undefined) return own;
  const row = rows[level] as GridRow;
  const merge = mergeOver(merges, row.number, column);
  if (merge !== undefined) return merge.top === row.number ? texts[level]?.get(merge.left) : undefined;
  const hasBelow = texts.slice(level + 1).some((below) => below.has(column));
  if (!hasBelow) return undefined;
  for (let left = column - 1; left >= 0; left--) {
    const text = texts[level]?.get(left);
    if (text !== undefined) return mergeOver(merges, row.number, left) === undefined ? text : undefined;
  }
  return undefined;
}

const isDropped = (part: string, search: HeaderSearch): boolean =>
  search.drop?.some((rule) => rule.test(foldText(part))) === true;

function nameColumns(
  rows: readonly GridRow[],
  merges: readonly GridMerge[],
  search: HeaderSearch,
): { columns: HeaderColumn[]; duplicates: string[] } {
  const texts = rows.map(textsOf);
  const width = Math.max(...rows.flatMap((row) => row.cells.map((cell) => cell.column))) + 1;
  const columns: HeaderColumn[] = [];
  const seen = new Map<string, number>();
  const duplicates: string[] = [];
  for (let column = 0; column < width; column++) {
    const parts = rows
      .map((_, level) => headerText(rows, texts, merges, level, column))
      .filter((text): text is string => text !== undefined && text !== '');
    if (parts.length === 0) continue;
    const kept = parts
      .filter((part, index) => index === 0 || !isDropped(part, search))
      .flatMap((part) => splitText(renamed(part, search), search));
    const name = kept.join(' / ');
    const count = (seen.get(headerKeyOf(name)) ?? 0) + 1;
    seen.set(headerKeyOf(name), count);
    if (count > 1) duplicates.push(name);
    columns.push({ column, name: count > 1 ? `${name} #${count}` : name, parts });
  }
  return { columns, duplicates };
}

/**
 * The header of a sheet, found by its texts in the first rows, never by position. Rows below that leave the key column
 * and everything left of it empty are sub-headers; group cells are spread by their merge, or to the right where a file
 * has lost its merges. Undefined when no row holds enough of the known texts.
 */
export function findSheetHeader(
  rows: readonly GridRow[],
  merges: readonly GridMerge[],
  search: HeaderSearch,
): SheetHeader | undefined {
  const within = search.within ?? 20;
  const at = rows.findIndex((row) => row.number <= within && keyColumnOf(row, search) !== undefined);
  const top = rows[at];
  const keyColumn = top === undefined ? undefined : keyColumnOf(top, search);
  if (top === undefined || keyColumn === undefined) return undefined;
  const block = [top];
  while (block.length < (search.maxRows ?? 3) && isSubHeader(rows[at + block.length], keyColumn)) {
    block.push(rows[at + block.length] as GridRow);
  }
  const last = block[block.length - 1] as GridRow;
  return { firstRow: top.number, lastRow: last.number, ...nameColumns(block, merges, search) };
}

/** The column whose first text, or whose whole name, is one of `names`; names are tried in their order. */
export function columnNamed(header: SheetHeader, names: readonly string[]): HeaderColumn | undefined {
  for (const name of names) {
    const key = headerKeyOf(name);
    const found = header.columns.find(
      (column) => headerKeyOf(column.name) === key || headerKeyOf(column.name.split(' / ')[0] ?? '') === key,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
