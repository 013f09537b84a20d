import { stripVTControlCharacters } from 'node:util';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Columns on screen: combining marks and colour codes take none. */
export const displayWidth = (text: string): number =>
  [...stripVTControlCharacters(text).normalize('NFC').replace(/\p{M}/gu, '')].length;

const pad = (text: string, width: number, align: 'left' | 'right'): string => {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
};

/** Lines of a plain table. A row of one cell is printed as it is (a heading inside the table). */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, index) =>
    Math.max(
      displayWidth(column.title),
      ...rows.filter((row) => row.length > 1).map((row) => displayWidth(row[index] ?? '')),
    ),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => pad(cells[index] ?? '', widths[index] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((column) => column.title)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map((row) => (row.length === 1 ? (row[0] ?? '') : line(row))),
  ];
}
