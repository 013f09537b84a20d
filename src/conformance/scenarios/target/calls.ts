import { vietnamTime } from '../vietnam-time.js';
import type { TargetBench, TestItem } from './bench.js';
import { LAW } from './laws.js';
import type { WireOptions, WireReply } from './wire.js';

export type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of a list in an answer; none when it is another shape (the law of the shape then says so). */
export function rowsOf(reply: WireReply, name = 'items'): readonly Row[] {
  const list = isRow(reply.json) ? reply.json[name] : undefined;
  return Array.isArray(list) ? list.filter(isRow) : [];
}

export const memberOf = (reply: WireReply, name: string): unknown =>
  isRow(reply.json) ? reply.json[name] : undefined;

/** `loi.ma` of a request refused as a whole. */
export function errorCodeOf(reply: WireReply): string | null {
  const loi = memberOf(reply, 'loi');
  return isRow(loi) && typeof loi.ma === 'string' ? loi.ma : null;
}

export const placeOf = ({ method, path }: WireReply): string => `${method} ${path}`;

export const shown = (value: unknown): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** Holds the answer against the published interface. */
export function seeShape({ judge, published }: TargetBench, reply: WireReply): WireReply {
  const problems = published.problems(reply.method, reply.path, reply.status, reply.json);
  judge.hold(LAW.shape, problems.length === 0, () => ({
    path: placeOf(reply),
    value: `HTTP ${reply.status}: ${problems.slice(0, 3).join(' ')}`,
    message: {
      vi: `${placeOf(reply)} trả lời không đúng cấu trúc đã công bố.`,
      en: `${placeOf(reply)} answers in another shape than published.`,
    },
  }));
  return reply;
}

export async function get(
  bench: TargetBench,
  path: string,
  query: Readonly<Record<string, string>> = {},
  options: WireOptions = {},
): Promise<WireReply> {
  return seeShape(bench, await bench.wire.get(path, query, options));
}

export async function post(
  bench: TargetBench,
  path: string,
  body: unknown,
  options: WireOptions = {},
): Promise<WireReply> {
  return seeShape(bench, await bench.wire.post(path, body, options));
}

export const scopeOf = ({ school, schoolYear }: TargetBench) => ({ maTruong: school, namHoc: schoolYear });

/** A batch of this scenario's class as the interface wants it. */
export function batchOf(bench: TargetBench, items: readonly TestItem[], more: object = {}): object {
  const at = vietnamTime(bench.clock.now());
  return {
    moiTruong: 'test',
    ...scopeOf(bench),
    lop: { khoa: bench.classKey, ten: bench.classKey, khoi: 6 },
    maLo: `thu-${bench.runId}`,
    items: items.map((item) => ({
      IdBanGhi: item.recordId,
      SuKien: item.event,
      PhienBan: item.version,
      ThoiGianCapNhat: at,
      maTraCuu: item.lookupCode,
      key: item.key,
      sha256: item.sha256,
      packet: Buffer.from(item.octets).toString('base64'),
    })),
    ...more,
  };
}

/** Every key that was asked for is answered once, with its own SHA-256 and, where something was stored, a receipt number. */
function seeReceipts(bench: TargetBench, reply: WireReply, items: readonly TestItem[]): void {
  const rows = rowsOf(reply);
  for (const { key, sha256 } of items) {
    const own = rows.filter((row) => row.key === key);
    const [first] = own;
    const stored = ['DA_NHAN', 'HOP_LE', 'TU_CHOI'].includes(String(first?.trangThai));
    const bound = own.length === 1 && first?.sha256 === sha256 && (!stored || Boolean(first?.maBienNhan));
    bench.judge.hold(LAW.receiptBound, bound, () => ({
      path: `${placeOf(reply)} → items[key=${key}]`,
      value: shown(first),
      message: {
        vi: `Khóa đã gửi có ${own.length} dòng trả lời, hoặc SHA-256 hay mã biên nhận không đúng.`,
        en: `The key sent has ${own.length} rows, or SHA-256 or receipt number is wrong.`,
      },
    }));
  }
  bench.judge.hold(
    LAW.receiptBound,
    rows.every((row) => items.some(({ key }) => key === row.key)),
    () => ({
      path: placeOf(reply),
      value: shown(rows.map(({ key }) => key)),
      message: {
        vi: 'Câu trả lời có khóa không được hỏi.',
        en: 'The answer holds keys that nobody asked about.',
      },
    }),
  );
}

const byKey = (reply: WireReply): ReadonlyMap<string, Row> =>
  new Map(rowsOf(reply).map((row) => [String(row.key), row]));

export async function inquire(
  bench: TargetBench,
  items: readonly TestItem[],
): Promise<ReadonlyMap<string, Row>> {
  const keys = items.map(({ key, sha256 }) => ({ key, sha256 }));
  const reply = await post(bench, '/tra-cuu-bien-nhan', { items: keys });
  seeReceipts(bench, reply, items);
  return byKey(reply);
}

const MIN_WAIT_MS = 10;

const waitOf = (rows: readonly (Row | undefined)[]): number =>
  Math.max(MIN_WAIT_MS, ...rows.map((row) => (typeof row?.hoiLaiSauMs === 'number' ? row.hoiLaiSauMs : 0)));

/** Asks until every item has its verdict, as long as the limits allow. */
async function settle(
  bench: TargetBench,
  items: readonly TestItem[],
  first: ReadonlyMap<string, Row>,
): Promise<ReadonlyMap<string, Row>> {
  const { clock, limits, signal, judge } = bench;
  const until = clock.now().getTime() + limits.verdictMs;
  const rows = new Map(first);
  for (;;) {
    const open = items.filter(({ key }) => rows.get(key)?.trangThai === 'DA_NHAN');
    if (open.length === 0) return rows;
    const wait = waitOf(open.map(({ key }) => rows.get(key)));
    const inTime = judge.hold(LAW.verdict, clock.now().getTime() + wait <= until, () => ({
      path: 'POST /tra-cuu-bien-nhan',
      value: `${open.length} × DA_NHAN`,
      message: {
        vi: `Sau ${limits.verdictMs} ms vẫn chưa có kết quả.`,
        en: `No verdict after ${limits.verdictMs} ms.`,
      },
    }));
    if (!inTime) return rows;
    await clock.sleep(wait, signal);
    for (const [key, row] of await inquire(bench, open)) rows.set(key, row);
  }
}

function remember(bench: TargetBench, item: TestItem, row: Row | undefined): void {
  if (row?.trangThai !== 'HOP_LE') return;
  if (item.event === 'CANCEL') bench.left.delete(item.recordId);
  else {
    const isLocked = bench.left.get(item.recordId)?.isLocked ?? false;
    bench.left.set(item.recordId, { item, classKey: bench.classKey, isLocked });
  }
}

/** Sends one batch and waits for the verdicts; every receipt on the way is held against the laws. */
export async function send(
  bench: TargetBench,
  items: readonly TestItem[],
): Promise<ReadonlyMap<string, Row>> {
  const reply = await post(bench, '/goi-tin', batchOf(bench, items));
  seeReceipts(bench, reply, items);
  const rows = await settle(bench, items, byKey(reply));
  for (const item of items) remember(bench, item, rows.get(item.key));
  return rows;
}

/** The records of this scenario's class as the server reads them back, page by page. */
export async function readBack(bench: TargetBench, pageSize = 200): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let after = '';
  for (;;) {
    const query = { ...scopeOf(bench), sau: after, kichThuoc: String(pageSize) };
    const reply = await get(bench, '/ban-ghi', query);
    rows.push(...rowsOf(reply));
    const next = memberOf(reply, 'tiepTheo');
    if (typeof next !== 'string' || next <= after) return rows.filter(({ lop }) => lop === bench.classKey);
    after = next;
  }
}

/** Count and digest of this scenario's class; null when the server shows no such class. */
export async function classDigestOf(bench: TargetBench): Promise<Row | null> {
  const rows = rowsOf(await get(bench, '/tom-tat', scopeOf(bench)), 'lop');
  return rows.find(({ classKey }) => classKey === bench.classKey) ?? null;
}
