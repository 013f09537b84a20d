import { ZIP_LIMITS, type ZipLimits } from '../files/zip.js';

export interface SheetLimits {
  /** Over all sheets. */
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly maxSheets: number;
  readonly zip: ZipLimits;
}

export const SHEET_LIMITS: SheetLimits = {
  maxRows: 200_000,
  maxColumns: 256,
  maxSheets: 200,
  zip: ZIP_LIMITS,
};
