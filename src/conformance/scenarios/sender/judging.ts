import { sha256Hex } from '../../../packet/digest.js';
import type { Judge } from '../judge.js';
import type { Law } from '../types.js';
import type { SenderCall, SentItem } from './calls.js';
import { LAW } from './laws.js';

type Calls = readonly SenderCall[];

/** Timers and clocks of two machines differ a little. */
const TOLERANCE_MS = 25;
const MOST_ITEMS = 50;
const NOTHING = sha256Hex('');

const itemsOf = (calls: Calls): readonly SentItem[] => calls.flatMap(({ items }) => items);
const placeOf = ({ method, path }: SenderCall): string => `${method} ${path}`;

/** SHA-256, environment and size of everything that was sent. */
export function seeBound(judge: Judge, calls: Calls): void {
  for (const call of calls.filter(({ kind }) => kind === 'send')) {
    judge.hold(LAW.bound, call.items.length <= MOST_ITEMS && call.environment === 'test', () => ({
      path: placeOf(call),
      value: `${call.items.length} items, ${call.environment ?? '∅'}`,
      message: {
        vi: 'Lô quá lớn hoặc không ghi môi trường test.',
        en: 'Batch too large, or not marked test.',
      },
    }));
    for (const { key, sha256, packetSha256 } of call.items)
      judge.hold(LAW.bound, sha256 === packetSha256, () => ({
        path: `${placeOf(call)} → items[key=${key}].sha256`,
        value: sha256,
        message: {
          vi: `Các byte gửi đi có SHA-256 ${packetSha256}.`,
          en: `The bytes have SHA-256 ${packetSha256}.`,
        },
      }));
  }
}

/** Every try of a version has its first key and content. */
export function seeKeys(judge: Judge, calls: Calls): void {
  const first = new Map<string, SentItem>();
  for (const item of itemsOf(calls)) {
    const issue = `${item.recordId} v${item.version}`;
    const known = first.get(issue) ?? item;
    first.set(issue, known);
    judge.hold(LAW.key, known.key === item.key && known.sha256 === item.sha256, () => ({
      path: issue,
      value: `${known.key} → ${item.key}`,
      message: {
        vi: 'Gửi lại với khóa khác hoặc nội dung khác.',
        en: 'Sent again under another key or with other content.',
      },
    }));
  }
}

type Ended = ReadonlyMap<
  string,
  { readonly at: number; readonly isAccepted: boolean; readonly codes: readonly string[] }
>;

/** When the sender was told a key's verdict, as far as the answer really left. */
export function endings(calls: Calls): Ended {
  const ended = new Map<string, { at: number; isAccepted: boolean; codes: readonly string[] }>();
  for (const { answers, endedAt } of calls)
    for (const [key, { state, codes }] of answers)
      if ((state === 'accepted' || state === 'refused') && !ended.has(key))
        ended.set(key, { at: endedAt, isAccepted: state === 'accepted', codes });
  return ended;
}

/** Something was sent, and every key of it has its verdict. */
export const isSettled = (calls: Calls): boolean => {
  const ended = endings(calls);
  const sent = itemsOf(calls);
  return sent.length > 0 && sent.every(({ key }) => ended.has(key));
};

/** Every key that was sent got its verdict, by inquiry or resend. */
export function seeSettled(judge: Judge, calls: Calls, law: Law = LAW.settles): void {
  const ended = endings(calls);
  for (const key of new Set(itemsOf(calls).map((item) => item.key)))
    judge.hold(law, ended.has(key), () => ({
      path: `key=${key}`,
      value: calls
        .filter(({ keys }) => keys.includes(key))
        .map(({ kind, status, fault }) => `${kind} ${status ?? '∅'}${fault === null ? '' : ` (${fault})`}`)
        .join(', '),
      message: {
        vi: 'Phần mềm gửi thôi không theo gói tin này khi chưa biết kết quả.',
        en: 'The sender gave this packet up before its verdict was known.',
      },
    }));
}

/** No inquiry before hoiLaiSauMs is over. */
export function seeAskTimes(judge: Judge, calls: Calls): void {
  for (const [index, call] of calls.entries())
    for (const [key, { state, askAfterMs }] of call.answers) {
      if (state !== 'received' || askAfterMs === null) continue;
      const next = calls.slice(index + 1).find(({ kind, keys }) => kind === 'ask' && keys.includes(key));
      const early = next === undefined ? 0 : call.endedAt + askAfterMs - next.startedAt;
      judge.hold(LAW.asks, early <= TOLERANCE_MS, () => ({
        path: `key=${key}`,
        value: `${Math.round(early)} ms`,
        message: { vi: 'Hỏi lại sớm hơn hoiLaiSauMs.', en: 'Inquired before hoiLaiSauMs was over.' },
      }));
    }
}

/** No resend before a Retry-After, or before the window opens, is over. Returns how often it was told to wait. */
export function seeWaits(judge: Judge, calls: Calls, law: Law = LAW.waits): number {
  const told = calls.filter(({ retryAfterMs, kind }) => retryAfterMs !== null && kind !== 'other');
  for (const call of told) {
    const later = calls.slice(calls.indexOf(call) + 1);
    const next = later.find(
      ({ kind, keys, type }) =>
        kind === call.kind &&
        (kind === 'typed' ? type === call.type : keys.some((key) => call.keys.includes(key))),
    );
    const early = next === undefined ? 0 : call.endedAt + (call.retryAfterMs ?? 0) - next.startedAt;
    judge.hold(law, early <= TOLERANCE_MS, () => ({
      path: placeOf(call),
      value: `${Math.round(early)} ms`,
      message: {
        vi: `Gửi lại sớm hơn ${Math.round(early)} ms.`,
        en: `Sent again ${Math.round(early)} ms early.`,
      },
    }));
  }
  return told.length;
}

/** Nothing that has its verdict is sent again under that version. */
export function seePartial(judge: Judge, calls: Calls): void {
  const ended = endings(calls);
  for (const call of calls.filter(({ kind }) => kind === 'send'))
    for (const { key } of call.items) {
      const end = ended.get(key);
      const again = end !== undefined && call.startedAt >= end.at;
      judge.hold(LAW.partial, !again, () => ({
        path: `key=${key}`,
        value: end?.codes.join(', ') ?? null,
        message:
          end?.isAccepted === true
            ? { vi: 'Gửi lại mục đã được nhận.', en: 'An item that was taken is sent again.' }
            : { vi: 'Gửi lại y nguyên mục đã bị từ chối.', en: 'A refused item is sent again unchanged.' },
      }));
    }
}

/** The later versions of what was sent before: larger, under a new key, with the same look-up code. */
export function seeReplacement(judge: Judge, before: Calls, after: Calls): void {
  const first = new Map(itemsOf(before).map((item) => [item.recordId, item]));
  const later = itemsOf(after.slice(before.length));
  judge.hold(
    LAW.replaces,
    later.some(({ recordId }) => first.has(recordId)),
    () => ({
      path: 'IdBanGhi',
      value: String(later.length),
      message: {
        vi: 'Bản sửa không mang IdBanGhi của học bạ đã gửi.',
        en: 'No correction carries the IdBanGhi of what was sent.',
      },
    }),
  );
  for (const item of later) {
    const old = first.get(item.recordId);
    if (old === undefined || item.key === old.key) continue;
    const fits = item.version > old.version && item.lookupCode === old.lookupCode;
    judge.hold(LAW.replaces, fits, () => ({
      path: `IdBanGhi=${item.recordId}`,
      value: `v${old.version} → v${item.version}`,
      message: {
        vi: 'Bản sửa phải có PhienBan lớn hơn và giữ mã tra cứu.',
        en: 'A correction needs a larger PhienBan and the same look-up code.',
      },
    }));
  }
}

export function seeRecall(judge: Judge, before: Calls, after: Calls): void {
  const first = new Map(itemsOf(before).map((item) => [item.recordId, item]));
  const cancels = itemsOf(after.slice(before.length)).filter(({ event }) => event === 'CANCEL');
  judge.hold(LAW.recalls, cancels.length > 0, () => ({
    path: 'SuKien',
    value: null,
    message: { vi: 'Không có mục CANCEL nào được gửi.', en: 'No CANCEL was sent.' },
  }));
  for (const { recordId, version, packetBytes, sha256 } of cancels) {
    const old = first.get(recordId);
    const fits = old !== undefined && version > old.version && packetBytes === 0 && sha256 === NOTHING;
    judge.hold(LAW.recalls, fits, () => ({
      path: `IdBanGhi=${recordId}`,
      value: `v${version}, ${packetBytes} bytes`,
      message: { vi: 'CANCEL không đúng quy ước.', en: 'The CANCEL is not as agreed.' },
    }));
  }
}

/** After SO-301 nothing more of that record. */
export function seeLockObeyed(judge: Judge, calls: Calls, code = 'SO-301'): void {
  const told = new Map<string, number>();
  const ended = endings(calls);
  for (const { items, startedAt } of calls)
    for (const { key, recordId, event } of items) {
      const at = told.get(recordId);
      judge.hold(LAW.obeysLock, at === undefined || startedAt < at, () => ({
        path: `IdBanGhi=${recordId}`,
        value: `${event} ${key}`,
        message: { vi: 'Vẫn gửi sau khi được báo đã chốt.', en: 'Still sent after it was told of the lock.' },
      }));
      const end = ended.get(key);
      if (at === undefined && end?.codes.includes(code) === true) told.set(recordId, end.at);
    }
}
