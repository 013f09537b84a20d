import { isGatewayError } from '../../../domain/errors.js';
import type { RawExchange } from '../exchanges.js';
import { notRun, type Scenario, type Verdict } from '../types.js';
import { noteError } from './answers.js';
import { type ChangeStep, dataRows, type SourceBench, smallestStream } from './bench.js';
import { seeKind, shownError } from './checks.js';
import { LAW } from './laws.js';
import { differenceOf, errorOf, outlineOf, readPages, withSession } from './reading.js';

const FILES_ONLY = notRun(
  { vi: 'Nguồn tệp: không gọi máy chủ nào.', en: 'A source of files: no server is called.' },
  { vi: 'Không cần làm gì.', en: 'Nothing to do.' },
);

const cannot = (step: ChangeStep): Verdict =>
  notRun(
    {
      vi: `Không có cách nào để hệ thống làm bước "${step}" (thiếu --changes, hoặc bên kia không làm được).`,
      en: `Nothing could make the system do "${step}" (no --changes, or the other side cannot).`,
    },
    {
      vi: 'Chạy lại với --changes (địa chỉ hoặc lệnh) hoặc --wait (người làm tay); xem docs/scenarios.md.',
      en: 'Run again with --changes (address or command) or --wait (by hand); see docs/scenarios.md.',
    },
  );

/** Asks the vendor's side; false when it cannot. */
async function ask(bench: SourceBench, step: ChangeStep, record?: string): Promise<boolean> {
  const { school, schoolYear } = bench.scope;
  if (bench.change === null) return false;
  const place = bench.className === null ? {} : { className: bench.className };
  const row = record === undefined ? {} : { record: codeOf(record) };
  return (await bench.change({ step, school, schoolYear, ...place, ...row })) === 'done';
}

const THROTTLED = new Set([429, 503]);
/** Timers and clocks of two machines differ a little. */
const TOLERANCE_MS = 25;

const retryAfterMs = ({ responseHeaders }: RawExchange): number | null => {
  const text = responseHeaders['retry-after']?.trim() ?? '';
  return /^\d{1,6}$/u.test(text) ? Number(text) * 1000 : null;
};

/** Every call to the system that came before a Retry-After was over. */
function seeWaits({ judge, log }: SourceBench): number {
  const told = log.current.filter(({ status }) => THROTTLED.has(status ?? 0));
  for (const exchange of told) {
    const wait = retryAfterMs(exchange);
    judge.hold(LAW.retryAfter, exchange.status !== 429 || wait !== null, () => ({
      path: `${exchange.method} ${exchange.path}`,
      value: 'HTTP 429',
      message: { vi: '429 không có Retry-After.', en: '429 without Retry-After.' },
    }));
    const next = log.current.find(({ startedAt }) => startedAt >= exchange.endedAt);
    const early = wait === null || next === undefined ? 0 : exchange.endedAt + wait - next.startedAt;
    judge.hold(LAW.retryAfter, early <= TOLERANCE_MS, () => ({
      path: `${exchange.method} ${exchange.path}`,
      value: `${early} ms`,
      message: {
        vi: `Gọi lại sớm hơn Retry-After ${early} ms.`,
        en: `Called again ${early} ms before Retry-After.`,
      },
    }));
  }
  return told.length;
}

async function rate(bench: SourceBench): Promise<Verdict> {
  if (!bench.isOnline) return FILES_ONLY;
  const { burst, judge, log } = bench;
  await withSession(bench.open, async (session) => {
    for (let call = 0; call < burst; call += 1) await session.health(bench.signal);
  });
  const calls = log.current.length;
  if (log.current.every(({ status }) => status !== 429) && (await ask(bench, 'throttle')))
    await withSession(bench.open, (session) => session.health(bench.signal));
  const told = seeWaits(bench);
  if (told === 0 && judge.findings.length === 0)
    return notRun(
      {
        vi: `Không thấy giới hạn tốc độ trong ${calls} lượt gọi liền nhau, và không ai bảo được hệ thống trả 429.`,
        en: `No rate limit observed in ${calls} calls in a row, and nothing could make the system answer 429.`,
      },
      {
        vi: 'Nếu hệ thống có giới hạn: tăng --burst, hoặc làm bước "throttle" của --changes.',
        en: 'If there is a limit: raise --burst, or build the step "throttle" of --changes.',
      },
    );
  return judge.verdict({
    vi: `Được bảo chờ ${told} lần, lần nào cũng chờ đủ.`,
    en: `Told to wait ${told} times, and waited each time.`,
  });
}

/** More calls than these without an end is no bounded retry. */
const MOST_CALLS = 40;

async function timeOut(bench: SourceBench): Promise<Verdict> {
  const stream = smallestStream(bench);
  if (!bench.isOnline || stream === undefined) return FILES_ONLY;
  const { judge } = bench;
  const whole = await withSession(bench.open, async (session) =>
    outlineOf(await readPages(session, bench, stream)),
  );
  const once = await bench.openWithLostAnswers(1);
  const error = await errorOf(
    withSession(
      async () => once.session,
      async (session) => {
        const difference = differenceOf(whole, outlineOf(await readPages(session, bench, stream)));
        judge.hold(LAW.timeOut, difference === null, () => ({
          path: stream,
          value: difference,
          message: {
            vi: 'Sau khi mất một câu trả lời, đọc ra thiếu hoặc khác.',
            en: 'After one lost answer the read differs.',
          },
        }));
      },
    ),
  );
  if (error !== undefined) seeKind(judge, LAW.timeOut, error, ['transient'], `${stream} → 1 lost answer`);
  const never = await bench.openWithLostAnswers(Number.POSITIVE_INFINITY);
  const failed = await errorOf(
    withSession(
      async () => never.session,
      (session) => readPages(session, bench, stream),
    ),
  );
  seeKind(judge, LAW.timeOut, failed, ['transient'], `${stream} → every answer lost`);
  noteError(bench, failed);
  judge.hold(LAW.timeOut, never.calls() <= MOST_CALLS, () => ({
    path: stream,
    value: `${never.calls()} calls`,
    message: { vi: 'Thử lại mãi không dừng.', en: 'Tries without end.' },
  }));
  return judge.verdict({
    vi: `Câu trả lời do bộ kiểm tra giữ lại; bộ nối bỏ cuộc sau ${never.calls()} lượt gọi.`,
    en: `The kit held the answers back; the adapter gave up after ${never.calls()} calls.`,
  });
}

async function failure(bench: SourceBench): Promise<Verdict> {
  const stream = smallestStream(bench);
  if (!bench.isOnline || stream === undefined) return FILES_ONLY;
  const read = () =>
    withSession(bench.open, async (session) => outlineOf(await readPages(session, bench, stream)));
  const before = await read();
  if (!(await ask(bench, 'fail'))) return cannot('fail');
  const { judge } = bench;
  let seen: unknown;
  const error = await errorOf(
    read().then((outline) => {
      seen = outline;
    }),
  );
  const isMended = await ask(bench, 'mend');
  judge.hold(LAW.failureTold, isGatewayError(error), () => ({
    path: stream,
    value: seen === undefined ? shownError(error) : 'read as data',
    message: { vi: 'Hệ thống hỏng mà không có lỗi nào.', en: 'The system failed, and no error told it.' },
  }));
  noteError(bench, error);
  if (!isMended) return judge.findings.length > 0 ? judge.verdict() : cannot('mend');
  const difference = differenceOf(before, await read());
  judge.hold(LAW.failureTold, difference === null, () => ({
    path: stream,
    value: difference,
    message: { vi: 'Sau khi hệ thống chạy lại, đọc ra khác trước.', en: 'Once mended, the read differs.' },
  }));
  return judge.verdict();
}

type Rows = ReadonlyMap<string, string>;

/** Rows of one class by page and key, content included. */
const rowsOf = (bench: SourceBench, streams: readonly ('roster' | 'results')[]): Promise<Rows> =>
  withSession(bench.open, async (session) => {
    const rows = new Map<string, string>();
    const scope = bench.className === null ? bench.scope : { ...bench.scope, className: bench.className };
    // Titles and footers of a sheet are named by their place, which moves.
    for (const stream of streams.filter((one) => bench.streams.includes(one)))
      for (const page of await readPages(session, bench, stream, { scope }))
        for (const row of dataRows([page]))
          rows.set(`${stream} ${page.key} ${row.key}`, JSON.stringify(row.values));
    return rows;
  });

/** Keys of rows end in the vendor's code: `HS-1`, or `code:0:HS-1` in a sheet. */
const codeOf = (rowKey: string): string => rowKey.slice(rowKey.lastIndexOf(':') + 1);

/** The row key of a pupil of the class. */
const somePupil = (bench: SourceBench): Promise<string | undefined> =>
  withSession(bench.open, async (session) => {
    if (!bench.streams.includes('roster')) return undefined;
    const scope = bench.className === null ? bench.scope : { ...bench.scope, className: bench.className };
    return dataRows(await readPages(session, bench, 'roster', { scope }))[0]?.key;
  });

const missing = (before: Rows, after: Rows): readonly string[] =>
  [...before.keys()].filter((key) => !after.has(key));

async function change(bench: SourceBench): Promise<Verdict> {
  const { judge } = bench;
  const before = await rowsOf(bench, ['roster', 'results']);
  if (!(await ask(bench, 'change', await somePupil(bench)))) return cannot('change');
  const after = await rowsOf(bench, ['roster', 'results']);
  const changed = [...after].filter(([key, row]) => before.has(key) && before.get(key) !== row);
  judge.hold(LAW.changeSeen, changed.length > 0, () => ({
    path: 'roster, results',
    value: '0',
    message: {
      vi: 'Đã sửa mà lần đọc sau không thấy gì khác.',
      en: 'A change was made, and nothing differs.',
    },
  }));
  const gone = missing(before, after);
  judge.hold(LAW.changeSeen, gone.length === 0, () => ({
    path: 'roster, results',
    value: `${gone.length} rows`,
    message: { vi: 'Sửa nội dung làm mất khóa cũ.', en: 'A change of content made old keys vanish.' },
  }));
  return judge.verdict({
    vi: `${changed.length} dòng khác trước, ${after.size} dòng cả thảy.`,
    en: `${changed.length} of ${after.size} rows differ.`,
  });
}

async function withdraw(bench: SourceBench): Promise<Verdict> {
  const { judge } = bench;
  const pupil = await somePupil(bench);
  const before = await rowsOf(bench, ['roster']);
  if (pupil === undefined || !(await ask(bench, 'withdraw', pupil))) return cannot('withdraw');
  const after = await rowsOf(bench, ['roster']);
  const isOf = (key: string): boolean => key.endsWith(` ${pupil}`);
  const kept = [...after].filter(([key, row]) => isOf(key) && before.get(key) === row);
  judge.hold(LAW.withdrawalSeen, kept.length === 0, () => ({
    path: 'roster',
    value: `${kept.length} rows`,
    message: { vi: 'Học sinh đã rút mà dòng vẫn y nguyên.', en: 'The pupil left, and the row is as before.' },
  }));
  const others = missing(before, after).filter((key) => !isOf(key));
  judge.hold(LAW.withdrawalSeen, others.length === 0, () => ({
    path: 'roster',
    value: `${others.length} rows`,
    message: { vi: 'Dòng của học sinh khác biến mất theo.', en: "Other pupils' rows vanished, too." },
  }));
  return judge.verdict();
}

export const FAULTS: readonly Scenario<SourceBench>[] = [
  {
    id: 'SOURCE-RATE',
    title: { vi: 'Giới hạn tốc độ', en: 'Rate limit' },
    requirements: ['R17'],
    checks: [LAW.retryAfter.id],
    run: rate,
  },
  {
    id: 'SOURCE-TIMEOUT',
    title: { vi: 'Mất câu trả lời, quá thời hạn', en: 'Lost answers, time-out' },
    requirements: ['R17'],
    checks: [LAW.timeOut.id, LAW.typedErrors.id],
    run: timeOut,
  },
  {
    id: 'SOURCE-FAILURE',
    title: { vi: 'Hệ thống nguồn đang hỏng', en: 'The source system is failing' },
    requirements: ['R2', 'R17'],
    checks: [LAW.failureTold.id, LAW.typedErrors.id],
    run: failure,
  },
  {
    id: 'SOURCE-CHANGED',
    title: { vi: 'Dữ liệu được sửa', en: 'Changed data' },
    requirements: ['R2', 'R23'],
    checks: [LAW.changeSeen.id],
    run: change,
  },
  {
    id: 'SOURCE-WITHDRAWN',
    title: { vi: 'Học sinh rút khỏi lớp', en: 'A withdrawn pupil' },
    requirements: ['R2', 'R10', 'R23'],
    checks: [LAW.withdrawalSeen.id],
    run: withdraw,
  },
];
