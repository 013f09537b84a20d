import type { Bilingual } from '../../domain/errors.js';
import type { Place } from '../../domain/issue.js';
import { formatCount } from '../../domain/text.js';
import type { FieldCoverage, MappingCoverage } from '../../mapping/coverage.js';
import { palette } from '../terminal/colour.js';
import { renderTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';

/** file, sheet, row and path of a place, as far as they are known. */
export const placeText = (place: Place): string =>
  [place.file, place.sheet, place.row === undefined ? undefined : `#${place.row}`, place.column, place.path]
    .filter((part) => part !== undefined && part !== '')
    .join(' › ');

const indented = (lines: readonly string[]): string[] => lines.map((line) => `   ${line}`);

/** A heading and a table of three columns, or nothing where there are no rows. */
function part(
  terminal: Terminal,
  heading: Bilingual,
  column: Bilingual,
  rows: readonly { readonly name: string; readonly count: number; readonly first: Place }[],
): string[] {
  if (rows.length === 0) return [];
  const columns = [
    { title: terminal.say(column) },
    { title: terminal.say({ vi: 'Số lần', en: 'Times' }), align: 'right' as const },
    { title: terminal.say({ vi: 'Chỗ đầu tiên', en: 'First place' }) },
  ];
  const cells = rows.map(({ name, count, first }) => [
    name,
    formatCount(count, terminal.lang),
    placeText(first),
  ]);
  return ['', ` ${terminal.say(heading)}`, ...indented(renderTable(columns, cells))];
}

const unread = (fields: readonly FieldCoverage[], named: boolean) =>
  fields
    .filter((field) => field.unread > 0 && field.named === named)
    .map(({ field, unread: count, first }) => ({ name: field, count, first }));

const FIELD: Bilingual = { vi: 'Trường của nguồn', en: 'Field of the source' };

function headLines(terminal: Terminal, coverage: MappingCoverage): string[] {
  const { mapping, version, source, stream, pages, pagesRefused, rows, fields } = coverage;
  const count = (value: number): string => formatCount(value, terminal.lang);
  const read = fields.filter((field) => field.read > 0).length;
  return [
    '',
    palette(terminal.rich).strong(`${mapping} v${version} ← ${source}, ${stream}`),
    terminal.say({
      vi: ` ${count(pages)} trang${pagesRefused === 0 ? '' : ` (${count(pagesRefused)} bị từ chối)`}; dòng: nhận ${count(rows.landed)} = dùng ${count(rows.used)} + bỏ qua có lý do ${count(rows.ignored)} + giữ lại ${count(rows.quarantined)}.`,
      en: ` ${count(pages)} pages${pagesRefused === 0 ? '' : ` (${count(pagesRefused)} refused)`}; rows: landed ${count(rows.landed)} = used ${count(rows.used)} + ignored with reason ${count(rows.ignored)} + quarantined ${count(rows.quarantined)}.`,
    }),
    terminal.say({
      vi: ` Trường có dữ liệu: ${count(fields.length)}, được đọc ${count(read)}.`,
      en: ` Fields with data: ${count(fields.length)}, read ${count(read)}.`,
    }),
  ];
}

const problemLines = (terminal: Terminal, { problems }: MappingCoverage): string[] =>
  problems.flatMap(({ rule, pages, message, fix, page }) => [
    ` ${palette(terminal.rich).bad(rule)} ${page}${pages === 1 ? '' : ` × ${pages}`}: ${terminal.say(message)}`,
    `    → ${terminal.say(fix)}`,
  ]);

/** What a person sees of one mapping: names of fields and codes only, no value of a pupil. */
export function coverageLines(terminal: Terminal, coverage: MappingCoverage): string[] {
  const { fields, codes, ignored } = coverage;
  const aside = fields.filter((field) => field.aside > 0).map((field) => field.field);
  const hidden = terminal.say({ vi: '(không hiện giá trị)', en: '(values not shown)' });
  return [
    ...headLines(terminal, coverage),
    ...problemLines(terminal, coverage),
    ...part(terminal, { vi: 'Không quy tắc nào đọc:', en: 'Read by no rule:' }, FIELD, unread(fields, false)),
    ...part(
      terminal,
      {
        vi: 'Có quy tắc, nhưng không dùng cho các dòng này (học kỳ, lớp hoặc điều kiện khác):',
        en: 'A rule names them, but not for these rows (term, grade or condition):',
      },
      FIELD,
      unread(fields, true),
    ),
    ...part(
      terminal,
      { vi: 'Giá trị không có trong bảng mã:', en: 'Values that the code table does not hold:' },
      { vi: 'Trường (bảng mã): giá trị', en: 'Field (code table): value' },
      codes.map(({ field, table, value, rows, first }) => ({
        name: `${field} (${table}): ${value === null ? hidden : `"${value}"`}`,
        count: rows,
        first,
      })),
    ),
    ...part(
      terminal,
      { vi: 'Dòng bỏ qua:', en: 'Rows ignored:' },
      { vi: 'Lý do', en: 'Reason' },
      ignored.map(({ reason, rows, first }) => ({ name: reason, count: rows, first })),
    ),
    ...(aside.length === 0
      ? []
      : ['', ` ${terminal.say({ vi: 'Cố ý không đọc', en: 'Left aside on purpose' })}: ${aside.join('; ')}`]),
  ];
}
