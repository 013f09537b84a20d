import type { Issue } from '../issue.js';
import { classKeyOf } from '../records.js';
import { cleanText, foldText } from '../text.js';
import { stemOf } from './file-set.js';
import { sheetIssue } from './findings.js';
import { columnNamed } from './header.js';
import type { SheetRecord } from './records.js';
import type { SheetUnit } from './survey.js';

/** File, sheet and term make the name; the same name once more (another folder) gets a number. */
export function nameUnits(units: readonly SheetUnit[]): Map<SheetUnit, string> {
  const counts = new Map<string, number>();
  const keys = new Map<SheetUnit, string>();
  for (const unit of units) {
    const parts = [stemOf(unit.file.path), unit.sheetName, unit.term ?? ''].map((part) =>
      foldText(part).replace(/[^\p{L}\p{N}]+/gu, '-'),
    );
    const name = parts.join('/');
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    keys.set(unit, count === 1 ? name : `${name}#${count}`);
  }
  return keys;
}

/** A row of a file that another file already gave. */
export const repeated = (record: SheetRecord): SheetRecord =>
  record.ignored === undefined
    ? { key: record.key, values: record.values, place: record.place, ignored: 'same-file' }
    : record;

export const sameFileIssue = (unit: SheetUnit, path: string): Issue =>
  sheetIssue({
    rule: 'SHEET-SAME-FILE',
    severity: 'warning',
    value: path,
    place: unit.place,
    expected: { vi: 'mỗi tệp nộp một lần', en: 'each file once' },
    message: { vi: `Nội dung giống hệt ${path}; đã bỏ qua.`, en: `Same content as ${path}; ignored.` },
    fix: { vi: 'Xoá bản thừa.', en: 'Delete the extra copy.' },
  });

export interface PagePart {
  readonly className?: string;
  readonly records: readonly SheetRecord[];
}

/** Rows of one sheet by class, in order of first appearance; what is no record stays with the class before it. */
export function splitByClass(unit: SheetUnit, records: readonly SheetRecord[]): readonly PagePart[] {
  const { identified, className } = unit;
  const names = identified?.layout.classColumn ?? [];
  const column = identified === undefined ? undefined : columnNamed(identified.header, names);
  if (className !== undefined || column === undefined) {
    return [className === undefined ? { records } : { className, records }];
  }
  const parts = new Map<string, { className: string; records: SheetRecord[] }>();
  const early: SheetRecord[] = [];
  let current: SheetRecord[] = early;
  for (const record of records) {
    const name = record.ignored === undefined ? cleanText(String(record.values[column.name] ?? '')) : '';
    const written = name.replace(/^l[oớ]p\s*/iu, '');
    if (written !== '') {
      const key = classKeyOf(written).replace(/\s/gu, '');
      const part = parts.get(key) ?? { className: key, records: [] };
      parts.set(key, part);
      current = part.records;
    }
    current.push(record);
  }
  const [first, ...rest] = [...parts.values()];
  if (first === undefined) return [{ records }];
  return [{ className: first.className, records: [...early, ...first.records] }, ...rest];
}
