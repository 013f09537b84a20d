import type { Bilingual } from '../../domain/errors.js';
import { formatCount } from '../../domain/text.js';
import type { Impact, RecordImpact } from '../../pipeline/index.js';
import type { RecordState } from '../../ports/store.js';
import { palette } from '../terminal/colour.js';
import { renderTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { STATE_WORDS } from './state-words.js';

/** Stands for a value that is not shown. */
const MASK = '•••';

interface ImpactSums {
  readonly changed: number;
  /** No longer ready: a rule, a conflict or the new mapping refuses them. */
  readonly toHeld: number;
  readonly toReady: number;
  readonly fields: readonly { readonly field: string; readonly records: number }[];
  readonly issues: readonly { readonly rule: string; readonly new: number; readonly gone: number }[];
}

/** Lists by what all entries share: secondary.subjects[].year.score. */
const fieldOf = (path: string): string => path.replace(/\[[^\]]*\]/gu, '[]');

function countInto(counts: Map<string, number>, keys: Iterable<string>): void {
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function impactSums({ records }: Impact): ImpactSums {
  const [fields, added, gone] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ];
  const held = (state: RecordState | null): boolean => state === 'quarantined' || state === 'incomplete';
  for (const { fields: changes, issues } of records) {
    countInto(fields, new Set(changes.map(({ path }) => fieldOf(path))));
    countInto(
      added,
      issues.new.map(({ rule }) => rule),
    );
    countInto(
      gone,
      issues.gone.map(({ rule }) => rule),
    );
  }
  return {
    changed: records.length,
    toHeld: records.filter(({ state }) => held(state.new) && !held(state.old)).length,
    toReady: records.filter(({ state }) => state.new === 'ready' && state.old !== 'ready').length,
    fields: [...fields]
      .map(([field, count]) => ({ field, records: count }))
      .sort((a, b) => b.records - a.records),
    issues: [...new Set([...added.keys(), ...gone.keys()])]
      .sort()
      .map((rule) => ({ rule, new: added.get(rule) ?? 0, gone: gone.get(rule) ?? 0 })),
  };
}

/** A record's part of the answer: values masked unless a person asked to see them, issues without values. */
export function shownRecord({ fields, issues, ...record }: RecordImpact, showValues: boolean) {
  const shown = (value: string | null) => (value === null || showValues ? value : MASK);
  const named = (list: RecordImpact['issues']['new']) =>
    list.map(({ rule, severity, path }) => ({ rule, severity, path }));
  return {
    ...record,
    fields: fields.map((change) => ({ path: change.path, old: shown(change.old), new: shown(change.new) })),
    issues: { new: named(issues.new), gone: named(issues.gone) },
  };
}

const NONE: Bilingual = { vi: '(không có)', en: '(none)' };

function recordLines(terminal: Terminal, impact: RecordImpact, showValues: boolean): string[] {
  const { record, school, classKey, state, fields, issues, packet } = shownRecord(impact, showValues);
  const paint = palette(terminal.rich);
  const word = (one: RecordState | null): string => terminal.say(one === null ? NONE : STATE_WORDS[one]);
  const states = state.old === state.new ? word(state.new) : `${word(state.old)} → ${word(state.new)}`;
  const again = packet ? `, ${terminal.say({ vi: 'gửi lại', en: 'sent again' })}` : '';
  return [
    `${paint.strong(record)}  ${school}  ${classKey}  ${states}${again}`,
    ...fields.map(
      ({ path, old, new: now }) => `   ${path}: ${old ?? terminal.say(NONE)} → ${now ?? terminal.say(NONE)}`,
    ),
    ...issues.new.map(({ rule, path }) => `   ${paint.bad(`+ ${rule}`)} ${path}`),
    ...issues.gone.map(({ rule, path }) => `   ${paint.good(`− ${rule}`)} ${path}`),
  ];
}

function sumLines(terminal: Terminal, impact: Impact, sums: ImpactSums): string[] {
  const count = (value: number): string => formatCount(value, terminal.lang);
  const { pages, rows, classes, packets, packetsAnyway, pagesLeft } = impact;
  const lines: Bilingual[] = [
    {
      vi: `Đọc lại ${count(pages)} trang: ${count(rows)} dòng cho kết quả khác; ghép lại ${count(classes)} lớp. Không lưu, không gửi gì.`,
      en: `${count(pages)} pages read again: ${count(rows)} rows come out differently; ${count(classes)} classes assembled again. Nothing was stored or sent.`,
    },
    {
      vi: `Học bạ sẽ thay đổi: ${count(sums.changed)}; bị giữ lại thêm ${count(sums.toHeld)}, thành hợp lệ ${count(sums.toReady)}; gói tin phải gửi lại: ${count(packets)}.`,
      en: `Records that would change: ${count(sums.changed)}; newly held ${count(sums.toHeld)}, newly ready ${count(sums.toReady)}; packets to be sent again: ${count(packets)}.`,
    },
  ];
  if (packetsAnyway > 0)
    lines.push({
      vi: `Kho chưa được ánh xạ lại bằng bản đang dùng: riêng việc đó đã gửi lại ${count(packetsAnyway)} gói (hocba process --remap).`,
      en: `What is stored is older than the mappings in use: mapping again alone would send ${count(packetsAnyway)} packets (hocba process --remap).`,
    });
  if (pagesLeft.length > 0)
    lines.push({
      vi: `${count(pagesLeft.length)} trang sẽ bị từ chối hoặc được nhận lại cả trang; lần lấy dữ liệu sau mới quyết định: ${pagesLeft.slice(0, 5).join('; ')}`,
      en: `${count(pagesLeft.length)} pages would be refused or accepted as a whole; the next pull decides: ${pagesLeft.slice(0, 5).join('; ')}`,
    });
  return lines.map((line) => terminal.say(line));
}

function tableLines(terminal: Terminal, { fields, issues }: ImpactSums): string[] {
  const count = (value: number): string => formatCount(value, terminal.lang);
  const number = (text: Bilingual) => ({ title: terminal.say(text), align: 'right' as const });
  const fieldTable = renderTable(
    [{ title: terminal.say({ vi: 'Trường dữ liệu', en: 'Field' }) }, number({ vi: 'Học bạ', en: 'Records' })],
    fields.map(({ field, records }) => [field, count(records)]),
  );
  const issueTable = renderTable(
    [
      { title: terminal.say({ vi: 'Vấn đề', en: 'Issue' }) },
      number({ vi: 'Mới', en: 'New' }),
      number({ vi: 'Hết', en: 'Gone' }),
    ],
    issues.map((one) => [one.rule, count(one.new), count(one.gone)]),
  );
  return [
    ...(fields.length === 0 ? [] : ['', ...fieldTable]),
    ...(issues.length === 0 ? [] : ['', ...issueTable]),
  ];
}

/** What a person sees: the sums, then the first records field by field. */
export function impactLines(
  terminal: Terminal,
  impact: Impact,
  { showValues, limit }: { readonly showValues: boolean; readonly limit: number },
): string[] {
  const sums = impactSums(impact);
  const rest = impact.records.length - limit;
  return [
    ...sumLines(terminal, impact, sums),
    ...tableLines(terminal, sums),
    ...(impact.records.length === 0 ? [] : ['']),
    ...impact.records.slice(0, limit).flatMap((record) => recordLines(terminal, record, showValues)),
    ...(rest <= 0
      ? []
      : [
          terminal.say({
            vi: `và ${formatCount(rest, terminal.lang)} học bạ khác (--limit, hoặc --json cho tất cả).`,
            en: `and ${formatCount(rest, terminal.lang)} more records (--limit, or --json for all).`,
          }),
        ]),
  ];
}
