import type { GridCell } from './grid.js';

const MS_PER_DAY = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const DAYS_1904 = 1462;
const MAX_SERIAL = 2_958_465;
const FAKE_LEAP_DAY = 60;
/** Serials that a birth or enrolment date can have: 1/1/1930 to 31/12/2059. */
const PLAUSIBLE: readonly [number, number] = [10_959, 58_439];

/** Excel day number to YYYY-MM-DD; undefined for a day that never was (serial 60) or is out of range. */
export function serialToIso(serial: number, is1904 = false): string | undefined {
  const day = Math.floor(serial) + (is1904 ? DAYS_1904 : 0);
  if (day < 1 || day > MAX_SERIAL || (!is1904 && day === FAKE_LEAP_DAY)) return undefined;
  const shift = day < FAKE_LEAP_DAY ? 1 : 0;
  return new Date(EPOCH_1900 + (day + shift) * MS_PER_DAY).toISOString().slice(0, 10);
}

/** True when a bare number in a date column can only be an Excel day. */
export const isDateSerial = (number: number): boolean =>
  Number.isInteger(number) && number >= PLAUSIBLE[0] && number <= PLAUSIBLE[1];

/** Binary noise removed: 9.199999999999999 is 9.2. */
const denoise = (number: number): number => Number(number.toPrecision(12));

const isRoundingOf = (shown: string, stored: number): boolean => {
  const text = shown.replace(',', '.');
  if (!/^\d{1,2}\.\d$/u.test(text)) return false;
  return Math.abs(Math.round(denoise(stored * 10)) / 10 - Number(text)) < 1e-9;
};

export interface CellReading {
  readonly value: string | number | boolean;
  /** rounded: the cell shows its number rounded half up to one decimal, and that is what the school printed and signed. */
  readonly note?: 'rounded' | 'error' | 'bad-date';
}

/**
 * The value of a cell as it goes to the mapping: text as typed, numbers as numbers, date cells as YYYY-MM-DD. A number
 * with more decimals than the cell shows is read as shown only where that is its half-up rounding to one decimal (the
 * rounding of TT 22/2021 Điều 9); every other number goes on as stored.
 */
export function readCellValue(cell: GridCell): CellReading {
  switch (cell.kind) {
    case 'number':
      return readNumber(cell);
    case 'date':
      return cell.date === undefined ? { value: cell.text, note: 'bad-date' } : { value: cell.date };
    case 'boolean':
      return { value: /^(?:true|1)$/iu.test(cell.text) };
    case 'error':
      return { value: cell.text, note: 'error' };
    default:
      return { value: cell.text };
  }
}

function readNumber(cell: GridCell): CellReading {
  const number = denoise(cell.number ?? Number.NaN);
  if (Number.isInteger(number) || Number.isInteger(denoise(number * 10))) return { value: number };
  if (isRoundingOf(cell.text, number)) return { value: cell.text.replace(',', '.'), note: 'rounded' };
  return { value: number };
}
