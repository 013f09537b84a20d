export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error';

export interface Cell {
  /** 0-based. */
  readonly column: number;
  /** Text as a person sees it in Excel, NFC not applied; '' never occurs (empty cells are left out). */
  readonly text: string;
  readonly kind: CellKind;
  /** The stored number for kind number and date (an Excel serial day for dates). */
  readonly number?: number;
  /** YYYY-MM-DD for kind date. */
  readonly date?: string;
  /** The value is the cached result of a formula. */
  readonly formula?: true;
}

export interface SheetRow {
  /** 1-based, as Excel shows it. */
  readonly number: number;
  readonly hidden: boolean;
  readonly cells: readonly Cell[];
}

export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly SheetRow[];
  /** 0-based column indexes that are hidden. */
  readonly hiddenColumns: readonly number[];
  /** Inclusive; rows 1-based, columns 0-based. */
  readonly merges: readonly {
    readonly top: number;
    readonly left: number;
    readonly bottom: number;
    readonly right: number;
  }[];
}

export type WorkbookFormat = 'xls' | 'xlsx' | 'html' | 'spreadsheetml' | 'csv';

export interface Workbook {
  readonly format: WorkbookFormat;
  readonly sheets: readonly Sheet[];
}

/**
 * Reads a workbook by its content, never by its name. Runs in a worker with a memory cap and a deadline.
 * GatewayError kind data: SHEET_NOT_A_WORKBOOK (a PDF, text, picture …), SHEET_DAMAGED, SHEET_TOO_LARGE (zip bomb,
 * too many rows or columns), SHEET_ENCRYPTED, SHEET_MACROS, SHEET_TIMEOUT.
 */
export interface SpreadsheetReader {
  read(
    bytes: Uint8Array,
    options?: { readonly name?: string; readonly signal?: AbortSignal },
  ): Promise<Workbook>;
  close(): Promise<void>;
}
