import { GatewayError } from '../../domain/errors.js';
import type { CodeEntryDeclaration, CodeImport, CodeTableDeclaration } from '../declaration.js';
import type { CodeTables } from '../tables.js';
import { startOf, timesOf } from '../validity.js';
import type { CodeDiff } from './editions.js';
import { heldOn, laterKey, layList } from './editions.js';
import type { ListedCode } from './listed.js';
import type { CodeList } from './lists.js';

export interface ListImport {
  readonly list: CodeList;
  readonly listed: ReadonlyMap<string, ListedCode>;
  /** Tables in force, the site's own included. */
  readonly tables: CodeTables;
  /** The site's own table before, where there is one. */
  readonly site: CodeTableDeclaration | undefined;
  /** The file holds only a part: nothing ends. */
  readonly partial: boolean;
  /** A person's word that many keys may end. */
  readonly confirmEnding: boolean;
  readonly source: CodeImport;
}

export interface ListPlan {
  readonly diff: CodeDiff;
  /** The site's table as it is to be written; null when nothing changes. */
  readonly table: CodeTableDeclaration | null;
}

/** Keys that may always end, and the share of a list beyond which a person must say so. */
const FEW_ENDED = 3;
const MANY_ENDED = 0.1;

const outOfOrder = (list: CodeList, key: string, day: string): GatewayError =>
  new GatewayError({
    kind: 'data',
    code: 'CODES_OUT_OF_ORDER',
    message: {
      vi: `Danh mục ${list.table} đã có nội dung hiệu lực sau ngày ${day} (mã ${key}); danh mục phải nạp theo thứ tự ngày hiệu lực.`,
      en: `The list ${list.table} already holds entries of after ${day} (code ${key}); lists are imported in the order of their days.`,
    },
    hint: {
      vi: 'Kiểm tra --valid-from; nếu muốn nạp lại từ đầu, chuyển tệp của danh mục trong thư mục codesDir đi nơi khác rồi nạp từng bản, bản cũ trước.',
      en: 'Check --valid-from; to start anew, move the list’s file out of codesDir and import each edition, the oldest first.',
    },
    details: { list: list.table, key, validFrom: day },
  });

const manyEnded = (list: CodeList, count: number, held: number): GatewayError =>
  new GatewayError({
    kind: 'data',
    code: 'CODES_MANY_ENDED',
    message: {
      vi: `Tệp không có ${count} trong ${held} mã đang dùng của danh mục ${list.table}; chưa ghi gì.`,
      en: `The file lacks ${count} of the ${held} codes in force of the list ${list.table}; nothing was written.`,
    },
    hint: {
      vi: 'Nếu tệp chỉ là một phần của danh mục, thêm --partial; nếu các mã này thật sự hết hiệu lực, thêm --confirm-ending.',
      en: 'If the file is a part of the list, add --partial; if these codes have really ended, add --confirm-ending.',
    },
    details: { list: list.table, ended: count, held },
  });

const byKeyAndStart = (a: CodeEntryDeclaration, b: CodeEntryDeclaration): number =>
  a.key === b.key ? (startOf(a) < startOf(b) ? -1 : 1) : a.key < b.key ? -1 : 1;

function siteTable(
  { list, tables, site, source }: ListImport,
  touched: ReadonlyMap<string, readonly CodeEntryDeclaration[]>,
): CodeTableDeclaration {
  const before = site ?? tables.get(list.table)?.declaration;
  const kept = (site?.entries ?? []).filter(({ key }) => !touched.has(key));
  return {
    table: list.table,
    title: before?.title ?? list.title,
    basis: before?.basis ?? list.basis,
    imports: [...(site?.imports ?? []), source],
    entries: [...kept, ...[...touched.values()].flat()].sort(byKeyAndStart),
  };
}

/**
 * What importing a list would change and write. GatewayError CODES_OUT_OF_ORDER when the table already knows of later days,
 * CODES_MANY_ENDED when more of it would end than a wrong file may end.
 */
export function planImport(request: ListImport): ListPlan {
  const { list, tables, listed, source, partial, confirmEnding } = request;
  const declared = tables.get(list.table)?.declaration;
  const table = declared === undefined ? new Map() : timesOf(declared);
  const { validFrom } = source;
  const later = laterKey(table, validFrom);
  if (later !== undefined) throw outOfOrder(list, later, validFrom);
  const { diff, touched } = layList(table, { list, listed, validFrom, whole: list.whole && !partial });
  const held = heldOn(table, validFrom);
  const count = diff.ended.length;
  if (!confirmEnding && count > FEW_ENDED && count > held * MANY_ENDED) throw manyEnded(list, count, held);
  return { diff, table: touched.size === 0 ? null : siteTable(request, touched) };
}

/** A table as the text of its file: JSON, one entry a line, so that two editions can be compared by eye. */
export function tableText({ entries, ...head }: CodeTableDeclaration): string {
  const parts = Object.entries(head).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  const lines = entries.map((entry) => JSON.stringify(entry)).join(',\n');
  return `{\n${parts.join('\n')}\n"entries": [\n${lines}\n]\n}\n`;
}
