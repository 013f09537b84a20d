import { isGatewayError } from '../../../domain/errors.js';
import type { Stream } from '../../../domain/records.js';
import type { Page, SourceSession } from '../../../ports/source.js';
import type { Judge } from '../judge.js';
import type { Law } from '../types.js';
import { LAW } from './laws.js';
import {
  differenceOf,
  errorOf,
  outlineOf,
  personalTexts,
  readPages,
  type SourceSubject,
  sampled,
  withSession,
} from './reading.js';

/** Holds one law, or a few, against a system. */
export type SourceCheck = (subject: SourceSubject, judge: Judge) => Promise<void>;

export const shownError = (error: unknown): string =>
  isGatewayError(error) ? `${error.kind} ${error.code}` : error === undefined ? '∅' : 'no GatewayError';

/** An error of that kind. */
export function seeKind(
  judge: Judge,
  law: Law,
  error: unknown,
  kinds: readonly string[],
  path: string,
): void {
  judge.hold(law, isGatewayError(error) && kinds.includes(error.kind), () => ({
    path,
    value: shownError(error),
    message: {
      vi: `Phải là lỗi loại ${kinds.join(' hoặc ')}.`,
      en: `Must be an error of kind ${kinds.join(' or ')}.`,
    },
  }));
}

export const healthy: SourceCheck = (subject, judge) =>
  withSession(subject.open, async (session) => {
    const health = await session.health(subject.signal);
    judge.hold(LAW.health, health.ok, () => ({
      path: 'health',
      value: health.ok ? null : health.code,
      message: health.ok ? { vi: '', en: '' } : health.detail,
    }));
    await session.close();
  });

export const sameKeys: SourceCheck = async (subject, judge) => {
  for (const stream of subject.streams) {
    const read = () =>
      withSession(subject.open, async (session) => outlineOf(await readPages(session, subject, stream)));
    const first = await read();
    const second = await read();
    // A live system may have changed meanwhile: a third read then equals the second.
    const differs = differenceOf(first, second) !== null && differenceOf(second, await read()) !== null;
    judge.hold(LAW.sameKeys, !differs, () => ({
      path: stream,
      value: differenceOf(first, second),
      message: {
        vi: `Luồng ${stream}: mỗi lần đọc ra một thứ tự hoặc một số dòng khác.`,
        en: `Stream ${stream}: every read gives another order or number of rows.`,
      },
    }));
  }
};

export const resumes: SourceCheck = (subject, judge) =>
  withSession(subject.open, async (session) => {
    for (const stream of subject.streams) {
      const all = await readPages(session, subject, stream);
      for (const page of sampled(all, subject.cursors)) {
        const { cursor } = page;
        const rest = outlineOf(await readPages(session, subject, stream, { cursor }));
        const difference = differenceOf(outlineOf(all.slice(all.indexOf(page) + 1)), rest);
        judge.hold(LAW.resume, difference === null, () => ({
          path: `${stream} → ${page.key}`,
          value: difference,
          message: {
            vi: `Luồng ${stream}: đọc tiếp sau trang ${all.indexOf(page) + 1} không ra đúng phần còn lại.`,
            en: `Stream ${stream}: resuming after page ${all.indexOf(page) + 1} is not the rest.`,
          },
        }));
      }
    }
  });

export const refusesForeignCursors: SourceCheck = (subject, judge) =>
  withSession(subject.open, async (session) => {
    const [stream] = subject.streams;
    if (stream === undefined) return;
    for (const cursor of ['', 'x', '{}', '[]', 'null', '{"v":99}'])
      seeKind(
        judge,
        LAW.ownCursor,
        await errorOf(readPages(session, subject, stream, { cursor })),
        ['contract'],
        `${stream} → cursor ${JSON.stringify(cursor)}`,
      );
  });

const MAX_CURSOR_BYTES = 4096;

/** What is wrong with a page, in a few words; null when nothing is. */
function faultOf(page: Page, stream: Stream, { scope }: SourceSubject, adapterId: string): string | null {
  const { school, schoolYear } = scope;
  const own = page.stream === stream && page.school === school && page.schoolYear === schoolYear;
  if (!own) return 'another stream, school or year';
  if (!page.mapping.startsWith(`${adapterId}/`)) return `mapping ${page.mapping}`;
  if (new Set(page.records.map(({ key }) => key)).size !== page.records.length) return 'a row key twice';
  if (Buffer.byteLength(page.cursor) > MAX_CURSOR_BYTES) return 'cursor over 4 KB';
  return page.records.every(({ place }) => Object.keys(place).length > 0) ? null : 'a row without place';
}

export const namesPages =
  (adapterId: string): SourceCheck =>
  (subject, judge) =>
    withSession(subject.open, async (session) => {
      for (const stream of subject.streams) {
        const pages = await readPages(session, subject, stream);
        const twice = new Set(pages.map(({ key }) => key)).size !== pages.length;
        const faults = pages.map((page) => faultOf(page, stream, subject, adapterId));
        const fault = twice ? 'a page key twice' : (faults.find((one) => one !== null) ?? null);
        judge.hold(LAW.pages, fault === null, () => ({
          path: stream,
          value: fault,
          message: {
            vi: `Luồng ${stream} có trang hoặc dòng không đúng quy ước.`,
            en: `Stream ${stream} has a page or row against the rules.`,
          },
        }));
      }
    });

/** Stops after the first page; gives how many pages came and how it ended. */
async function stopInMidst(
  session: SourceSession,
  subject: SourceSubject,
  stream: Stream,
): Promise<{ readonly pages: number; readonly error: unknown }> {
  const stop = new AbortController();
  let pages = 0;
  const request = { stream, scope: subject.scopeOf(stream), signal: stop.signal };
  const error = await errorOf(
    (async () => {
      for await (const _page of session.pull(request)) {
        pages += 1;
        stop.abort();
      }
    })(),
  );
  return { pages, error };
}

export const stopsWithinPage: SourceCheck = (subject, judge) =>
  withSession(subject.open, async (session) => {
    for (const stream of subject.streams) {
      const before = new AbortController();
      before.abort();
      const refused = await errorOf(readPages(session, subject, stream, { signal: before.signal }));
      seeKind(judge, LAW.abort, refused, ['cancelled'], `${stream} → abort before`);
      if ((await readPages(session, subject, stream)).length < 2) continue;
      const { pages, error } = await stopInMidst(session, subject, stream);
      seeKind(judge, LAW.abort, error, ['cancelled'], `${stream} → abort after page ${pages}`);
      judge.hold(LAW.abort, pages === 1, () => ({
        path: stream,
        value: `${pages} pages`,
        message: { vi: 'Đọc thêm trang sau khi được bảo dừng.', en: 'Read on after it was told to stop.' },
      }));
    }
  });

/** `written`: log lines and texts of errors so far; `secrets` may stand in none of them. */
export const keepsPrivacy =
  (written: () => readonly string[], secrets: readonly string[]): SourceCheck =>
  (subject, judge) =>
    withSession(subject.open, async (session) => {
      const pages: Page[] = [];
      for (const stream of subject.streams) pages.push(...(await readPages(session, subject, stream)));
      const all = [...written(), ...pages.map(({ cursor }) => cursor)].join('\n');
      const found = [...secrets, ...personalTexts(pages)].filter((text) => all.includes(text));
      judge.hold(LAW.privacy, found.length === 0, () => ({
        path: 'logs, errors, cursors',
        value: `${found.length}`,
        message: {
          vi: `${found.length} giá trị bí mật hoặc cá nhân nằm trong nhật ký, lỗi hoặc con trỏ.`,
          en: `${found.length} secret or personal values stand in logs, errors or cursors.`,
        },
      }));
    });
