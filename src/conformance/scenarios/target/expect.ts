import type { Law } from '../types.js';
import type { TargetBench, TestItem } from './bench.js';
import { type Row, readBack, shown } from './calls.js';
import { LAW } from './laws.js';

type Rows = ReadonlyMap<string, Row>;

const ANSWER = 'goi-tin / tra-cuu-bien-nhan';
const at = (key: string): string => `${ANSWER} → items[key=${key}].trangThai`;

const errorsOf = (row: Row | undefined): readonly Row[] =>
  Array.isArray(row?.loi) ? row.loi.map((entry: unknown) => (entry ?? {}) as Row) : [];

/** `what` says what was sent, e.g. "gói tin đúng". */
export interface Sent {
  readonly vi: string;
  readonly en: string;
}

/** The item must be taken. */
export function expectTaken({ judge }: TargetBench, law: Law, item: TestItem, rows: Rows, what: Sent): void {
  const row = rows.get(item.key);
  judge.hold(law, row?.trangThai === 'HOP_LE', () => ({
    path: at(item.key),
    value: shown(row),
    message: {
      vi: `${what.vi}: không được nhận.`,
      en: `${what.en}: not taken.`,
    },
  }));
}

/** The item must be refused, with a code and a sentence; with one of `codes` where they are named. */
export function expectRefused(
  { judge }: TargetBench,
  law: Law,
  item: TestItem,
  rows: Rows,
  what: Sent,
  codes: readonly string[] = [],
): void {
  const row = rows.get(item.key);
  const given = errorsOf(row);
  const fits = codes.length === 0 || given.some(({ ma }) => codes.includes(String(ma)));
  const refused = row?.trangThai === 'TU_CHOI' || row?.trangThai === 'XUNG_DOT';
  const kept = judge.hold(law, refused && fits, () => ({
    path: at(item.key),
    value: shown(row),
    message: {
      vi: `${what.vi}: phải bị từ chối${codes.length === 0 ? '' : ` với ${codes.join(', ')}`}.`,
      en: `${what.en}: must be refused${codes.length === 0 ? '' : ` with ${codes.join(', ')}`}.`,
    },
  }));
  const explained = given.length > 0 && given.every(({ ma, moTa }) => Boolean(ma) && Boolean(moTa));
  if (kept)
    judge.hold(LAW.refusalExplained, explained, () => ({
      path: at(item.key),
      value: shown(row),
      message: {
        vi: `${what.vi}: từ chối mà không nói vì sao.`,
        en: `${what.en}: refused without a reason.`,
      },
    }));
}

/** Exactly these items are what the server holds of this scenario's class. */
export async function expectHeld(
  bench: TargetBench,
  law: Law,
  items: readonly TestItem[],
  what: Sent,
): Promise<void> {
  const held = await readBack(bench);
  const line = (id: unknown, version: unknown, sha256: unknown): string =>
    `${String(id)}:${String(version)}:${String(sha256)}`;
  const wanted = items.map(({ recordId, version, sha256 }) => line(recordId, version, sha256)).sort();
  const found = held.map((row) => line(row.IdBanGhi, row.PhienBan, row.sha256)).sort();
  bench.judge.hold(law, JSON.stringify(found) === JSON.stringify(wanted), () => ({
    path: 'GET /ban-ghi',
    value: found.join(' '),
    message: {
      vi: `${what.vi}: Sở phải đang giữ ${wanted.length} học bạ đúng như đã gửi, đọc lại được ${found.length}.`,
      en: `${what.en}: exactly ${wanted.length} records must be held as sent, ${found.length} read back.`,
    },
  }));
}
