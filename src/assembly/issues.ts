import type { Bilingual } from '../domain/errors.js';
import type { Issue, Owner, Place, Severity } from '../domain/issue.js';

/** Rules that say a record is short of something, as against wrong. */
export const INCOMPLETE_RULES: ReadonlySet<string> = new Set([
  'ASM-STREAM-MISSING',
  'ASM-TERM-NOT-LANDED',
  'ASM-NOT-ON-ROSTER',
  'ASM-NO-RESULTS',
  'ASM-TERM-MISSING',
  'ASM-YEAR-MISSING',
]);

const BASIS: Readonly<Record<string, string>> = {
  'ASM-STREAM-MISSING': 'Phân hệ bắt buộc của nguồn dữ liệu (adapter streams)',
  'ASM-TERM-NOT-LANDED': 'TT 22/2021/TT-BGDĐT Điều 9, 10; TT 27/2020/TT-BGDĐT Điều 9',
  'ASM-NO-RESULTS': 'TT 22/2021/TT-BGDĐT Điều 9, 10; TT 27/2020/TT-BGDĐT Điều 9',
  'ASM-TERM-MISSING': 'TT 22/2021/TT-BGDĐT Điều 9, 10',
  'ASM-YEAR-MISSING': 'TT 22/2021/TT-BGDĐT Điều 9 khoản 2, Điều 10',
  'ASM-YEAR-COMPUTED': 'TT 22/2021/TT-BGDĐT Điều 9 khoản 2',
};

export interface IssueInit {
  readonly rule: string;
  readonly severity?: Severity;
  readonly path: string;
  readonly value?: string | null;
  readonly expected: Bilingual;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  readonly owner?: Owner;
  readonly place?: Place;
}

export const assemblyIssue = (init: IssueInit): Issue => ({
  rule: init.rule,
  severity: init.severity ?? 'error',
  path: init.path,
  value: init.value ?? null,
  expected: init.expected,
  message: init.message,
  fix: init.fix,
  basis: BASIS[init.rule] ?? 'Quy tắc ghép dữ liệu của cổng kết nối',
  owner: init.owner ?? 'school',
  ...(init.place === undefined ? {} : { place: init.place }),
});

const SHOWN = 200;

/** A value as text: plain for scalars, JSON for the rest, shortened. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Where a row stands, in words. */
export function placeText(place: Place): string {
  const parts: string[] = [];
  if (place.file !== undefined) parts.push(place.file);
  if (place.sheet !== undefined) parts.push(place.sheet);
  if (place.row !== undefined) parts.push(`dòng/row ${place.row}`);
  if (parts.length === 0 && place.path !== undefined) parts.push(place.path);
  return parts.join(', ');
}

export interface Said {
  readonly source: string;
  readonly value: unknown;
}

const bothValues = (a: Said, b: Said): string =>
  `${a.source}: ${shown(a.value)} | ${b.source}: ${shown(b.value)}`;

/** Two sources (or two schools) say different things and nothing decides between them. */
export const conflictIssue = (path: string, a: Said, b: Said): Issue =>
  assemblyIssue({
    rule: 'ASM-CONFLICT',
    path,
    value: bothValues(a, b),
    expected: { vi: 'Các nguồn cho cùng một giá trị', en: 'The same value from every source' },
    message: {
      vi: `Nguồn ${a.source} ghi "${shown(a.value)}", nguồn ${b.source} ghi "${shown(b.value)}".`,
      en: `Source ${a.source} says "${shown(a.value)}", source ${b.source} says "${shown(b.value)}".`,
    },
    fix: {
      vi: 'Trường sửa bên sai, hoặc Sở quy định nguồn nào là nguồn chính (systemOfRecord) cho loại dữ liệu này.',
      en: 'Correct the wrong side, or name the deciding source (systemOfRecord) for this kind of data.',
    },
  });

/** The deciding source's value stands; the other's difference is only shown. */
export const differenceIssue = (path: string, stands: Said, other: Said): Issue =>
  assemblyIssue({
    rule: 'ASM-DIFFERENCE',
    severity: 'warning',
    path,
    value: bothValues(stands, other),
    expected: { vi: `Giá trị của nguồn chính ${stands.source}`, en: `The deciding source's value` },
    message: {
      vi: `Đã dùng "${shown(stands.value)}" của nguồn chính ${stands.source}; nguồn ${other.source} ghi "${shown(other.value)}".`,
      en: `Used "${shown(stands.value)}" of the deciding source ${stands.source}; ${other.source} says "${shown(other.value)}".`,
    },
    fix: {
      vi: `Kiểm tra và sửa cho khớp ở nguồn ${other.source} nếu cần.`,
      en: `Check, and correct ${other.source} if need be.`,
    },
  });

/** One source gives the same pupil twice with different values. */
export const contradictionIssue = (path: string, source: string, a: SaidAt, b: SaidAt): Issue =>
  assemblyIssue({
    rule: 'ASM-CONTRADICTION',
    path,
    value: `${shown(a.value)} | ${shown(b.value)}`,
    expected: { vi: 'Một giá trị duy nhất', en: 'One single value' },
    message: {
      vi: `Nguồn ${source} cho hai giá trị khác nhau: "${shown(a.value)}" (${placeText(a.place)}) và "${shown(b.value)}" (${placeText(b.place)}).`,
      en: `Source ${source} gives two different values: "${shown(a.value)}" (${placeText(a.place)}) and "${shown(b.value)}" (${placeText(b.place)}).`,
    },
    fix: {
      vi: 'Xóa dòng thừa hoặc sửa giá trị sai trong phần mềm của trường rồi xuất lại.',
      en: 'Remove the surplus row or correct the wrong value in the school software, then export again.',
    },
    place: b.place,
  });

export interface SaidAt {
  readonly value: unknown;
  readonly place: Place;
}
