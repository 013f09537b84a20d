import type { RowContext } from '../context.js';
import type { LookupOptions } from '../declaration.js';
import { exactKey } from '../label-key.js';
import type { Refusal } from '../refusal.js';
import { isRefusal, refuse } from '../refusal.js';
import type { CodeEntry, CodeTable, CodeTables, Lookup, LookupQuery } from '../tables.js';
import { cleaned, scalarText } from './scalar.js';
import type { Transform } from './transform.js';

const MAX_LISTED = 8;

/** What the table knows, in short: the nearest labels, else its first names. */
function expectedLabels(table: CodeTable, closest: readonly string[]): string {
  if (closest.length > 0) return closest.join(' / ');
  const names = table.entries().map((entry) => entry.name);
  return names.length > MAX_LISTED ? `${names.slice(0, MAX_LISTED).join(', ')}, …` : names.join(', ');
}

const REASONS = {
  absent: {
    vi: 'không có trong danh mục',
    en: 'is not in the list of',
  },
  'not-here': {
    vi: 'có trong danh mục nhưng không dùng cho khối lớp hoặc thời điểm này:',
    en: 'is in the list but not valid for this grade or date:',
  },
  numbering: {
    vi: 'là mã số trần mà nguồn chưa khai báo theo bảng mã nào của danh mục',
    en: 'is a bare number and the source has not declared which numbering it uses of',
  },
} as const;

function unknownCode(table: CodeTable, found: Extract<Lookup, { status: 'unknown' }>): Refusal {
  const { title, basis } = table.declaration;
  const reason = REASONS[found.reason];
  const labels = expectedLabels(table, found.closest);
  const near = found.closest.length > 0;
  return refuse({
    rule: 'MAP-UNKNOWN-CODE',
    expected: {
      vi: near ? `có phải: ${labels}?` : labels,
      en: near ? `did you mean: ${labels}?` : labels,
    },
    message: { vi: `Giá trị này ${reason.vi} ${title.vi}.`, en: `The value ${reason.en} ${title.en}.` },
    fix:
      found.reason === 'numbering'
        ? {
            vi: 'Khai báo bảng mã (codeSets) trong cấu hình nguồn, hoặc để nguồn gửi tên gọi.',
            en: 'Declare the numbering (codeSets) in the source’s config, or let the source send the label.',
          }
        : {
            vi: 'Sửa giá trị tại nguồn; nếu giá trị đúng, bổ sung vào bảng mã mappings/codes.',
            en: 'Correct the value at the source; if it is right, add it to mappings/codes.',
          },
    basis,
  });
}

function ambiguousCode(table: CodeTable, entries: readonly CodeEntry[]): Refusal {
  const labels = entries.map((entry) => entry.name).join(' / ');
  return refuse({
    rule: 'MAP-AMBIGUOUS-CODE',
    expected: { vi: `một trong: ${labels}`, en: `one of: ${labels}` },
    message: {
      vi: `Giá trị này có thể hiểu theo nhiều cách trong danh mục ${table.declaration.title.vi}.`,
      en: `The value has more than one meaning in the list of ${table.declaration.title.en}.`,
    },
    fix: { vi: 'Ghi rõ tên đầy đủ hoặc khối lớp.', en: 'Write the full name, or give the grade.' },
    basis: table.declaration.basis,
  });
}

/** The query for a row: grade and level narrow, the source's numbering comes before the mapping's. */
export function queryOf(table: string, options: LookupOptions, context: RowContext): LookupQuery {
  const declared = context.page.codeSets?.[table] ?? options.codes ?? [];
  return {
    sets: typeof declared === 'string' ? [declared] : declared,
    labels: options.labels ?? true,
    asOf: context.asOf,
    ...(context.grade === undefined ? {} : { grade: context.grade }),
    ...(context.level === undefined ? {} : { level: context.level }),
  };
}

/** The entry, or why there is none. Takes cleaned, non-empty text. */
export function findEntry(table: CodeTable, text: string, query: LookupQuery): CodeEntry | Refusal {
  const found = table.lookup(text, query);
  if (found.status === 'found') return found.entry;
  return found.status === 'ambiguous' ? ambiguousCode(table, found.entries) : unknownCode(table, found);
}

export function tableOf(tables: CodeTables, name: string): CodeTable {
  const table = tables.get(name);
  if (table === undefined) throw new TypeError(`unknown code table: ${name}`);
  return table;
}

const MAX_MET = 512;

/** Answers of one page by grade: ratings, subjects and groups repeat in every row. */
function remembered(find: (text: string, context: RowContext) => unknown) {
  let page: RowContext['page'] | undefined;
  const byGrade: Map<string, unknown>[] = [];
  return (text: string, context: RowContext): unknown => {
    if (context.page !== page) {
      page = context.page;
      byGrade.length = 0;
    }
    const grade = context.grade ?? 0;
    byGrade[grade] ??= new Map<string, unknown>();
    const met = byGrade[grade];
    const known = met.get(text);
    if (known !== undefined) return known;
    const answer = find(text, context);
    if (met.size < MAX_MET) met.set(text, answer);
    return answer;
  };
}

export const lookup = {
  name: 'lookup',
  make: (given, tables) => {
    const options: LookupOptions = typeof given === 'string' ? { table: given } : (given as LookupOptions);
    const table = tableOf(tables, options.table);
    const none = new Set((options.none ?? []).map(exactKey));
    const find = remembered((text, context) => {
      const entry = findEntry(table, text, queryOf(options.table, options, context));
      return isRefusal(entry) ? entry : (entry.value ?? entry.key);
    });
    return (value, context) => {
      const raw = scalarText(value);
      if (isRefusal(raw)) return raw;
      const text = cleaned(raw);
      return text === '' || none.has(text.toLowerCase()) ? undefined : find(text, context);
    };
  },
} satisfies Transform;
