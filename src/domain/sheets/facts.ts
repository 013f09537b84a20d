import { cleanText } from '../text.js';
import { cellAt, type GridRow, type GridSheet } from './grid.js';
import { headerKeyOf } from './header.js';
import { readSheetTitle } from './title.js';

/** What the sheets of a file say of their school and year, in their titles or in columns of their own. */
export interface SheetFacts {
  /** 2025-2026 */
  readonly years: readonly string[];
  /** Names as written. */
  readonly schools: readonly string[];
  readonly schoolCodes: readonly string[];
}

/** A row with so many cells is no title. */
const HEADER_CELLS = 4;
const LOOKED_AT = 40;

const distinct = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.filter((text) => text !== '')),
];

/** The first value below a header of that name. */
function columnValue(header: GridRow, below: readonly GridRow[], name: string): string {
  const column = header.cells.find((cell) => headerKeyOf(cell.text) === name)?.column;
  if (column === undefined) return '';
  const cell = below.map((row) => cellAt(row, column)).find((found) => found !== undefined);
  return cleanText(cell?.text ?? '');
}

function factsOf(sheet: GridSheet): SheetFacts {
  const rows = sheet.rows.slice(0, LOOKED_AT);
  const at = rows.findIndex((row) => row.cells.length >= HEADER_CELLS);
  const title = readSheetTitle(at < 0 ? rows : rows.slice(0, at));
  const header = rows[at];
  const below = rows.slice(at + 1);
  const value = (name: string): string => (header === undefined ? '' : columnValue(header, below, name));
  const year = value('nam hoc').replace(/\s*[-–/]\s*/u, '-');
  return {
    years: [...title.years, ...(/^20\d\d-20\d\d$/u.test(year) ? [year] : [])],
    schools: title.schools,
    schoolCodes: [...title.schoolCodes, value('ma truong')],
  };
}

/** Facts over all sheets, each once, in order of appearance. */
export function sheetFacts(sheets: readonly GridSheet[]): SheetFacts {
  const facts = sheets.map(factsOf);
  return {
    years: distinct(facts.flatMap(({ years }) => years)),
    schools: distinct(facts.flatMap(({ schools }) => schools)),
    schoolCodes: distinct(facts.flatMap(({ schoolCodes }) => schoolCodes)),
  };
}
