/** A sheet as header finding and row reading see it; `Sheet` of ports/spreadsheet fits. */
export interface GridCell {
  /** 0-based. */
  readonly column: number;
  /** As a person sees it; never ''. */
  readonly text: string;
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'error';
  readonly number?: number;
  readonly date?: string;
  readonly formula?: true;
}

export interface GridRow {
  /** 1-based, as Excel shows it. */
  readonly number: number;
  readonly hidden: boolean;
  readonly cells: readonly GridCell[];
}

/** Inclusive; rows 1-based, columns 0-based. */
export interface GridMerge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface GridSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly GridRow[];
  readonly hiddenColumns: readonly number[];
  readonly merges: readonly GridMerge[];
}

/** Column letters as Excel shows them: 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  const head = Math.floor(column / 26);
  return (head > 0 ? columnLetters(head - 1) : '') + String.fromCharCode(65 + (column % 26));
}

export const cellAt = (row: GridRow, column: number): GridCell | undefined =>
  row.cells.find((cell) => cell.column === column);
