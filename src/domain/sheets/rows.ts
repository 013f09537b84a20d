import { cleanText, foldText } from '../text.js';
import { cellAt, type GridRow } from './grid.js';
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
  readonly texts: ReadonlyMap<number, string>;
  readonly folded: readonly string[];
  readonly hasOrder: boolean;
  readonly hasCode: boolean;
  readonly hasName: boolean;
}

function factsOf(row: GridRow, columns: RowColumns): RowFacts {
  const texts = new Map(
    row.cells.map((cell) => [cell.column, cleanText(cell.text)] as const).filter(([, text]) => text !== ''),
  );
  const order = columns.order === undefined ? undefined : texts.get(columns.order);
  return {
    texts,
    folded: [...texts.values()].map(foldText),
    hasOrder: order !== undefined && isInteger(order),
    hasCode: columns.codes.some((column) => texts.has(column)),
    hasName: texts.has(columns.name),
  };
}

/** The header texts again, its sub-headers again, or the line that numbers the columns. */
function repeatsHeader(facts: RowFacts, header: SheetHeader): boolean {
  let same = 0;
  let numbered = 0;
  let ordinal = 0;
  for (const { column, parts } of header.columns) {
    ordinal += 1;
    const text = facts.texts.get(column);
    if (text === undefined) continue;
    if (parts.some((part) => headerKeyOf(part) === headerKeyOf(text))) same += 1;
    if (text.replace(/[()]/gu, '') === String(ordinal)) numbered += 1;
  }
  const filled = facts.texts.size;
  return same * 2 > filled || (filled >= 4 && numbered === filled);
}

const anyMatch = (facts: RowFacts, rules: readonly RegExp[]): boolean =>
  facts.folded.some((text) => rules.some((rule) => rule.test(text)));

const numberedOnly = (facts: RowFacts): boolean => facts.hasOrder && facts.texts.size === 1;

function classifyBelow(facts: RowFacts, header: SheetHeader, inFooter: boolean): RowKind {
  if (facts.texts.size === 0 || numberedOnly(facts)) return 'blank';
  if (repeatsHeader(facts, header)) return 'repeated-header';
  if (facts.hasOrder || facts.hasCode) return 'data';
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
  return rows.map((row) => {
    if (row.number < header.firstRow) return row.cells.length === 0 ? 'blank' : 'title';
    if (row.number <= header.lastRow) return 'header';
    const kind = classifyBelow(factsOf(row, columns), header, inFooter);
    if (kind === 'footer') inFooter = true;
    if (kind === 'data') inFooter = false;
    return kind;
  });
}

/** Text of a cell, cleaned; '' when the cell is empty. */
export const textAt = (row: GridRow, column: number | undefined): string =>
  column === undefined ? '' : cleanText(cellAt(row, column)?.text ?? '');
