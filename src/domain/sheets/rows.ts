import { foldText } from '../text.js';
import type { GridRow } from './grid.js';
import { headerKeyOf, type SheetHeader } from './header.js';

/** Why a row is no record, or that it is one; `unrecognised` is neither and must be shown to a person. */
export type RowKind = 'data' | 'blank' | 'title' | 'header' | 'repeated-header' | 'footer' | 'unrecognised';

export interface RowColumns {
  /** Running number, if the sheet has one. */
  readonly order?: number;
  /** Name of the person, or what else every row must have. */
  readonly name: number;
  /** Columns of codes: one of them filled makes a row a record. */
  readonly codes: readonly number[];
}

const FOOTER = [
  /^(?:nguoi (?:lap|kiem tra|nhap|vao diem)|(?:kt\.? ?|tm\.? ?)?(?:pho )?hieu truong|giao vien(?: chu nhiem| bo mon)?|gvcn|gvbm|thu truong|xac nhan|van thu|can bo|to truong)\b/u,
  /^(?:tong(?: so| cong)?|cong|si so|trong do|ghi chu|luu y|chu thich)\b/u,
  /^\(?ky,? (?:va )?(?:ghi ro|ten|dong dau)/u,
  /\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b/u,
];
const TITLE = [
  /^(?:khoi \d|lop ?:? ?\d|bang (?:tong hop|diem)|danh sach|so diem|truong |ma truong|nam hoc|phong gd|so gd|cong hoa)/u,
];

/** Names under a footer's titles: more cells than that are no line of signatures. */
const MAX_SIGNATURES = 4;
const isInteger = (text: string): boolean => /^\d{1,5}(?:[.,]0+)?$/u.test(text);

interface RowFacts {
  /** By column; blank cells left out. */
  readonly texts: ReadonlyMap<number, string>;
  readonly hasOrder: boolean;
  readonly hasCode: boolean;
  readonly hasName: boolean;
}

function factsOf(row: GridRow, columns: RowColumns): RowFacts {
  const texts = new Map<number, string>();
  for (const cell of row.cells) {
    const text = cell.text.trim();
    if (text !== '') texts.set(cell.column, text);
  }
  const order = columns.order === undefined ? undefined : texts.get(columns.order);
  return {
    texts,
    hasOrder: order !== undefined && isInteger(order),
    hasCode: columns.codes.some((column) => texts.has(column)),
    hasName: texts.has(columns.name),
  };
}

/** Header texts by column, ready to be compared with many rows. */
interface HeaderKeys {
  readonly columns: readonly { readonly column: number; readonly keys: readonly string[] }[];
}

const keysOf = (header: SheetHeader): HeaderKeys => ({
  columns: header.columns.map(({ column, parts }) => ({ column, keys: parts.map(headerKeyOf) })),
});

/** The header texts again, or its sub-headers again. */
function repeatsHeader(facts: RowFacts, header: HeaderKeys): boolean {
  const same = header.columns.filter(({ column, keys }) => {
    const text = facts.texts.get(column);
    return text !== undefined && keys.includes(headerKeyOf(text));
  });
  return same.length * 2 > facts.texts.size;
}

/** The line that numbers the columns: 1, 2, 3 … or (1), (2), (3) … */
function numbersColumns(facts: RowFacts, header: HeaderKeys): boolean {
  if (facts.texts.size < 4) return false;
  const numbered = header.columns.filter(
    ({ column }, index) => facts.texts.get(column)?.replace(/[()]/gu, '') === String(index + 1),
  );
  return numbered.length === facts.texts.size;
}

const anyMatch = (facts: RowFacts, rules: readonly RegExp[]): boolean =>
  [...facts.texts.values()].some((text) => {
    const folded = foldText(text);
    return rules.some((rule) => rule.test(folded));
  });

const isEmpty = (facts: RowFacts): boolean =>
  facts.texts.size === 0 || (facts.hasOrder && facts.texts.size === 1);

function classifyBelow(facts: RowFacts, header: HeaderKeys, inFooter: boolean): RowKind {
  if (isEmpty(facts)) return 'blank';
  if (numbersColumns(facts, header)) return 'repeated-header';
  // A row with a running number is no header: the common case needs no comparison of texts.
  if (facts.hasOrder) return 'data';
  if (repeatsHeader(facts, header)) return 'repeated-header';
  return facts.hasCode ? 'data' : classifyUnnumbered(facts, inFooter);
}

/** A row without running number and code. */
function classifyUnnumbered(facts: RowFacts, inFooter: boolean): RowKind {
  if (anyMatch(facts, FOOTER) || (inFooter && facts.texts.size <= MAX_SIGNATURES)) return 'footer';
  if (anyMatch(facts, TITLE)) return 'title';
  return facts.hasName && facts.texts.size >= 3 ? 'data' : 'unrecognised';
}

/**
 * What each row is. A row with a running number or a code is a record wherever it stands; without both it may be a
 * footer, a title or blank; anything else is `unrecognised`, never dropped. A template's numbered empty row is blank.
 */
export function classifyRows(
  rows: readonly GridRow[],
  header: SheetHeader,
  columns: RowColumns,
): readonly RowKind[] {
  let inFooter = false;
  const keys = keysOf(header);
  return rows.map((row) => {
    if (row.number < header.firstRow) return row.cells.length === 0 ? 'blank' : 'title';
    if (row.number <= header.lastRow) return 'header';
    const kind = classifyBelow(factsOf(row, columns), keys, inFooter);
    if (kind === 'footer') inFooter = true;
    if (kind === 'data') inFooter = false;
    return kind;
  });
}
