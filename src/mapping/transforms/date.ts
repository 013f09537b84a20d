import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import { cleaned } from './scalar.js';
import type { Transform } from './transform.js';

const expected = { vi: 'ngày dạng dd/mm/yyyy', en: 'a date as dd/mm/yyyy' };

const notADate = (vi: string, en: string, rule: string): Refusal =>
  refuse({
    rule,
    expected,
    message: { vi, en },
    fix: {
      vi: 'Nhập lại ngày theo dạng dd/mm/yyyy, ví dụ 05/09/2013.',
      en: 'Enter the date as dd/mm/yyyy, e.g. 05/09/2013.',
    },
  });

const UNREADABLE = notADate('Không đọc được ngày.', 'The date cannot be read.', 'MAP-BAD-DATE');
const NO_SUCH_DAY = notADate('Ngày này không có trong lịch.', 'There is no such day.', 'MAP-NO-SUCH-DAY');
const SHORT_YEAR = notADate(
  'Năm chỉ có hai chữ số nên không biết là thế kỷ nào.',
  'The year has two digits, so the century is unknown.',
  'MAP-SHORT-YEAR',
);

const DMY = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: 0?0:00(?::00)?)?$/u;
const SHORT = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/u;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/u;
// An instant at 17:00Z is midnight of the next day in Vietnam: its date part would be a day early.
const UTC = /T(?!00:00)\d{2}:\d{2}.*Z$/u;

const LONG_MONTHS: ReadonlySet<number> = new Set([1, 3, 5, 7, 8, 10, 12]);
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function daysOf(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return LONG_MONTHS.has(month) ? 31 : 30;
}

function isoDay(year: number, month: number, day: number): string | Refusal {
  const exists =
    year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  if (!exists) return NO_SUCH_DAY;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** YYYY-MM-DD, undefined for no value, or a Refusal. Day comes before month, always. */
export function readDate(value: unknown): string | Refusal | undefined {
  const text = cleaned(value);
  if (text === '') return typeof value === 'object' && value !== null ? UNREADABLE : undefined;
  const dmy = DMY.exec(text);
  if (dmy !== null) return isoDay(Number(dmy[4]), Number(dmy[3]), Number(dmy[1]));
  const iso = ISO.exec(text);
  if (iso !== null && !UTC.test(text)) return isoDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  return SHORT.test(text) ? SHORT_YEAR : UNREADABLE;
}

export const date = { name: 'date', make: () => readDate } satisfies Transform;
