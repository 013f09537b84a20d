import { isGatewayError } from '../../../domain/errors.js';
import type { RawExchange } from '../exchanges.js';
import { notRun, type Scenario, type Verdict } from '../types.js';
import { type SourceBench, smallestStream } from './bench.js';
import { seeKind, shownError } from './checks.js';
import { LAW } from './laws.js';
import { errorOf, readPages, withSession } from './reading.js';

/** Errors that say more than "the line broke" or "we failed". */
const TELLING = ['auth', 'config', 'data', 'contract'];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** 204, or a list of nothing under 200, in the envelopes that vendors use. */
const isEmptyAnswer = ({ status, responseBody }: RawExchange): boolean => {
  if (status === 204) return true;
  if (status !== 200) return false;
  const json = parsed(responseBody);
  const lists = [json, member(json, 'items'), member(json, 'Responses'), member(json, 'data')];
  return lists.some((list) => Array.isArray(list) && list.length === 0) && !isRefusal(json);
};

const isRefusal = (json: unknown): boolean =>
  member(json, 'IsSuccess') === false ||
  member(json, 'isSuccess') === false ||
  member(json, 'success') === false;

const isRefusedUnder200 = ({ status, responseBody }: RawExchange): boolean =>
  status === 200 && isRefusal(parsed(responseBody));

async function access(bench: SourceBench): Promise<Verdict> {
  const { judge, signal, openWithWrongSecrets } = bench;
  if (openWithWrongSecrets === null)
    return notRun(
      { vi: 'Nguồn này không đăng nhập.', en: 'This source has no log-in.' },
      { vi: 'Không cần làm gì.', en: 'Nothing to do.' },
    );
  const stream = smallestStream(bench);
  await withSession(openWithWrongSecrets, async (session) => {
    const health = await session.health(signal);
    judge.hold(LAW.access, !health.ok, () => ({
      path: 'health',
      value: 'ok',
      message: { vi: 'Mật khẩu hoặc khóa sai mà vẫn vào được.', en: 'Wrong credentials got in.' },
    }));
    if (stream === undefined) return;
    const error = await errorOf(readPages(session, bench, stream));
    seeKind(judge, LAW.access, error, ['auth'], stream);
    noteError(bench, error);
  });
  await withSession(bench.open, async (session) => {
    const again = await session.health(signal);
    judge.hold(LAW.health, again.ok, () => ({
      path: 'health',
      value: again.ok ? null : again.code,
      message: {
        vi: 'Sau hai lần đăng nhập sai, đúng tài khoản cũng không vào được nữa.',
        en: 'After two wrong log-ins the right account does not get in either.',
      },
    }));
  });
  return judge.verdict();
}

/** Texts of errors are looked through at the end of the run, like the log. */
export function noteError({ written, judge }: SourceBench, error: unknown): void {
  if (error === undefined) return;
  const said = isGatewayError(error) && error.text.vi !== '' && error.text.en !== '' && error.hint.vi !== '';
  judge.hold(LAW.typedErrors, said, () => ({
    path: '',
    value: shownError(error),
    message: { vi: 'Lỗi không có mã hoặc câu giải thích.', en: 'An error without code or sentence.' },
  }));
  if (isGatewayError(error))
    written.push(`${error.message} ${error.text.vi} ${JSON.stringify(error.details)}`);
}

/** Where most classes have nothing: re-assessments of the whole school. */
async function readSparse(bench: SourceBench): Promise<void> {
  const { scope, isOnline, streams, reassesses } = bench;
  if (!isOnline || !reassesses || !streams.includes('results')) return;
  const { className: _one, ...whole } = scope;
  await withSession(bench.open, (session) =>
    readPages(session, bench, 'results', { scope: { ...whole, term: 'reassessment' } }),
  );
}

const NO_SUCH_CLASS = 'lop-khong-co';

async function empty(bench: SourceBench): Promise<Verdict> {
  const { judge, scope, streams, log } = bench;
  await withSession(bench.open, async (session) => {
    for (const stream of streams) {
      await readPages(session, bench, stream);
      if (stream === 'school' || stream === 'staff') continue;
      const nowhere = { ...scope, className: NO_SUCH_CLASS };
      const pages = await readPages(session, bench, stream, { scope: nowhere });
      const rows = pages.reduce((sum, page) => sum + page.records.length, 0);
      judge.hold(LAW.emptyTold, rows === 0, () => ({
        path: `${stream} → ${NO_SUCH_CLASS}`,
        value: `${rows} rows`,
        message: { vi: 'Lớp không có mà vẫn có dòng.', en: 'A class that does not exist has rows.' },
      }));
    }
  });
  await readSparse(bench);
  // All reads succeeded: a refusal that was the last word on its call was then taken for data.
  const last = new Map(log.current.map((exchange) => [`${exchange.method} ${exchange.path}`, exchange]));
  const swallowed = [...last.values()].filter(isRefusedUnder200);
  judge.hold(LAW.emptyTold, swallowed.length === 0, () => ({
    path: swallowed[0]?.path ?? '',
    value: swallowed[0]?.responseBody.slice(0, 100) ?? null,
    message: {
      vi: 'Lời từ chối dưới HTTP 200 bị đọc như dữ liệu.',
      en: 'A refusal under HTTP 200 was read as data.',
    },
  }));
  const found = log.current.filter(isEmptyAnswer).length;
  return judge.verdict({
    vi: `Đã thấy ${found} câu trả lời rỗng của hệ thống (204 hoặc danh sách rỗng), đều được đọc là không có dòng.`,
    en: `${found} empty answers of the system were seen (204 or an empty list), all read as no rows.`,
  });
}

async function unknown(bench: SourceBench): Promise<Verdict> {
  const { judge, scope, openWithMissingFolder } = bench;
  const stream = smallestStream(bench);
  if (stream === undefined) return judge.verdict();
  const see = async (path: string, work: Promise<unknown>): Promise<void> => {
    const error = await errorOf(work);
    seeKind(judge, LAW.unknownTold, error, TELLING, path);
    noteError(bench, error);
  };
  if (openWithMissingFolder !== null) {
    await withSession(openWithMissingFolder, async (session) => {
      const health = await session.health(bench.signal);
      judge.hold(LAW.unknownTold, !health.ok, () => ({
        path: 'health',
        value: 'ok',
        message: { vi: 'Thư mục không có mà vẫn bình thường.', en: 'Healthy without its folder.' },
      }));
      await see('folder', readPages(session, bench, stream));
    });
    return judge.verdict();
  }
  await withSession(bench.open, async (session) => {
    const school = { ...scope, school: '00000000' };
    await see('school 00000000', readPages(session, bench, stream, { scope: school }));
    const year = { ...scope, schoolYear: '2001-2002' };
    await see('year 2001-2002', readPages(session, bench, stream, { scope: year }));
  });
  return judge.verdict();
}

export const ANSWERS: readonly Scenario<SourceBench>[] = [
  {
    id: 'SOURCE-ACCESS',
    title: { vi: 'Sai mật khẩu hoặc khóa', en: 'Wrong password or key' },
    requirements: ['R11', 'R18'],
    checks: [LAW.access.id, LAW.health.id, LAW.typedErrors.id],
    run: access,
  },
  {
    id: 'SOURCE-EMPTY',
    title: { vi: 'Câu trả lời rỗng', en: 'Empty answers' },
    requirements: ['R2'],
    checks: [LAW.emptyTold.id],
    run: empty,
  },
  {
    id: 'SOURCE-UNKNOWN',
    title: { vi: 'Trường, năm học, thư mục không có', en: 'Unknown school, year, folder' },
    requirements: ['R2', 'R18'],
    checks: [LAW.unknownTold.id, LAW.typedErrors.id],
    run: unknown,
  },
];
