import { notRun, type Scenario, type Verdict } from '../types.js';
import { type TargetBench, testItem } from './bench.js';
import { batchOf, errorCodeOf, get, inquire, memberOf, placeOf, post, send, shown } from './calls.js';
import { expectHeld, expectTaken } from './expect.js';
import { LAW } from './laws.js';
import type { WireReply } from './wire.js';

const ALWAYS = [LAW.shape.id];
const MOST_ITEMS = 50;

function expectStatus(bench: TargetBench, reply: WireReply, wanted: number, law = LAW.malformed): void {
  bench.judge.hold(law, reply.status === wanted, () => ({
    path: placeOf(reply),
    value: `HTTP ${reply.status} ${errorCodeOf(reply) ?? ''}`.trim(),
    message: { vi: `Phải trả HTTP ${wanted}.`, en: `Must answer HTTP ${wanted}.` },
  }));
}

async function sizes(bench: TargetBench): Promise<Verdict> {
  const items = Array.from({ length: MOST_ITEMS + 1 }, (_, index) => testItem(bench, index + 1));
  const tooMany = await post(bench, '/goi-tin', batchOf(bench, items));
  bench.judge.hold(LAW.batchSize, tooMany.status === 413, () => ({
    path: placeOf(tooMany),
    value: `HTTP ${tooMany.status}`,
    message: {
      vi: `Lô ${items.length} mục phải trả HTTP 413.`,
      en: `A batch of ${items.length} must be 413.`,
    },
  }));
  const asked = await inquire(bench, items.slice(0, 1));
  bench.judge.hold(LAW.batchSize, asked.get(items[0]?.key ?? '')?.trangThai === 'KHONG_CO', () => ({
    path: 'POST /tra-cuu-bien-nhan',
    value: shown([...asked.values()]),
    message: { vi: 'Lô bị từ chối mà vẫn có mục được ghi.', en: 'An item of the refused batch was stored.' },
  }));
  const whole = items.slice(0, MOST_ITEMS);
  const rows = await send(bench, whole);
  for (const item of whole)
    expectTaken(bench, LAW.batchSize, item, rows, {
      vi: 'Mục trong lô đủ 50',
      en: 'An item of a batch of 50',
    });
  await expectHeld(bench, LAW.batchSize, whole, { vi: 'Sau lô 50', en: 'After the batch of 50' });
  return bench.judge.verdict();
}

async function malformed(bench: TargetBench): Promise<Verdict> {
  const item = testItem(bench, 1);
  const batch = batchOf(bench, [item]) as Record<string, unknown>;
  const { maTruong: _school, ...noSchool } = batch;
  expectStatus(bench, await post(bench, '/goi-tin', null, { raw: '{"moiTruong": "test", ' }), 400);
  expectStatus(bench, await post(bench, '/goi-tin', { ...batch, items: [] }), 400);
  expectStatus(bench, await post(bench, '/goi-tin', noSchool), 400);
  expectStatus(bench, await post(bench, '/tra-cuu-bien-nhan', { items: 'x' }), 400);
  expectStatus(bench, await post(bench, '/chot', { moiTruong: 'test' }), 400);
  const nowhere = await bench.wire.get('/khong-co-dia-chi-nay');
  expectStatus(bench, nowhere, 404);
  await expectHeld(bench, LAW.malformed, [], {
    vi: 'Sau các yêu cầu sai',
    en: 'After the malformed requests',
  });
  return bench.judge.verdict();
}

const secondsOf = (reply: WireReply): number | null => {
  const text = reply.headers['retry-after'];
  return text !== undefined && /^\d{1,6}$/u.test(text.trim()) ? Number(text) : null;
};

async function rate(bench: TargetBench): Promise<Verdict> {
  const { burst } = bench.limits;
  const replies = await Promise.all(Array.from({ length: burst }, () => bench.wire.get('/suc-khoe')));
  const away = replies.filter(({ status }) => status === 429 || status === 503);
  const odd = replies.filter((reply) => reply.status !== 200 && !away.includes(reply));
  bench.judge.hold(LAW.waitTold, odd.length === 0, () => ({
    path: 'GET /suc-khoe',
    value: [...new Set(odd.map(({ status }) => `HTTP ${status}`))].join(', '),
    message: {
      vi: `${odd.length} trong ${burst} lượt gọi hỏng.`,
      en: `${odd.length} of ${burst} calls failed.`,
    },
  }));
  const untold = away.filter((reply) => reply.headers['retry-after'] === undefined);
  bench.judge.hold(LAW.waitTold, untold.length === 0, () => ({
    path: 'GET /suc-khoe → Retry-After',
    value: null,
    message: { vi: '429/503 không có Retry-After.', en: '429/503 without Retry-After.' },
  }));
  if (away.length === 0)
    return bench.judge.verdict({
      vi: `Không thấy giới hạn: ${burst} lượt gọi cùng lúc đều được trả lời.`,
      en: `No limit observed: ${burst} calls at once were all answered.`,
    });
  const wait = Math.max(...away.map((reply) => secondsOf(reply) ?? 1));
  await bench.clock.sleep(Math.min(wait, 60) * 1000, bench.signal);
  expectStatus(bench, await get(bench, '/suc-khoe'), 200, LAW.waitTold);
  return bench.judge.verdict({
    vi: `${away.length} trong ${burst} lượt được bảo chờ ${wait} giây, sau đó lại nhận.`,
    en: `${away.length} of ${burst} calls were told to wait ${wait} s, then it answered again.`,
  });
}

async function sendWindow(bench: TargetBench): Promise<Verdict> {
  const open = memberOf(await get(bench, '/thoi-gian-tiep-nhan'), 'dangMo');
  const item = testItem(bench, 1);
  if (open === true) {
    expectTaken(bench, LAW.window, item, await send(bench, [item]), {
      vi: 'Gửi trong thời gian',
      en: 'Sent inside',
    });
    return bench.judge.verdict({
      vi: 'Lúc chạy, thời gian tiếp nhận đang mở; chưa thấy câu trả lời khi đóng.',
      en: 'The window was open; its refusal was not seen.',
    });
  }
  const reply = await post(bench, '/goi-tin', batchOf(bench, [item]));
  const told = reply.status === 503 && errorCodeOf(reply) === 'SO-005' && secondsOf(reply) !== null;
  bench.judge.hold(LAW.window, told, () => ({
    path: 'POST /goi-tin',
    value: `HTTP ${reply.status} ${errorCodeOf(reply) ?? ''} Retry-After ${reply.headers['retry-after'] ?? '∅'}`,
    message: {
      vi: 'Ngoài thời gian tiếp nhận phải trả 503, Retry-After và SO-005.',
      en: 'Outside the window the answer must be 503, Retry-After and SO-005.',
    },
  }));
  return bench.judge.verdict({
    vi: 'Lúc chạy, thời gian tiếp nhận đang đóng.',
    en: 'The window was closed during the run.',
  });
}

/** Scenarios that need no packet to be taken. */
const WITHOUT_SENDING: ReadonlySet<string> = new Set(['TARGET-HEALTH', 'TARGET-RATE', 'TARGET-WINDOW']);

const WINDOW_CLOSED = notRun(
  {
    vi: 'Máy chủ thử đang ngoài thời gian tiếp nhận, không nhận gói tin nào.',
    en: 'The test server is outside its send window and takes no packet.',
  },
  {
    vi: 'Mở thời gian tiếp nhận trên máy chủ thử rồi chạy lại.',
    en: 'Open the send window of the test server and run again.',
  },
);

/** Why a scenario cannot run, by what GET /thoi-gian-tiep-nhan said. */
export function guardWindow(window: WireReply): (id: string) => Verdict | null {
  const isClosed = memberOf(window, 'dangMo') === false;
  return (id) => (isClosed && !WITHOUT_SENDING.has(id) ? WINDOW_CLOSED : null);
}

export const LIMITS: readonly Scenario<TargetBench>[] = [
  {
    id: 'TARGET-SIZE',
    title: { vi: 'Lô đủ 50 và lô quá 50 học bạ', en: 'A batch of 50 and one of more' },
    requirements: ['R5', 'R17'],
    checks: [...ALWAYS, LAW.batchSize.id],
    run: sizes,
  },
  {
    id: 'TARGET-MALFORMED',
    title: { vi: 'Yêu cầu sai cấu trúc', en: 'Malformed requests' },
    requirements: ['R5'],
    checks: [...ALWAYS, LAW.malformed.id],
    run: malformed,
  },
  {
    id: 'TARGET-RATE',
    title: { vi: 'Nhiều lượt gọi cùng lúc', en: 'Many calls at once' },
    requirements: ['R17'],
    checks: [...ALWAYS, LAW.waitTold.id],
    run: rate,
  },
  {
    id: 'TARGET-WINDOW',
    title: { vi: 'Thời gian tiếp nhận', en: 'Send window' },
    requirements: ['R7', 'R19'],
    checks: [...ALWAYS, LAW.window.id],
    run: sendWindow,
  },
];
