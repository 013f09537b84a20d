import { describe, expect, it } from '@jest/globals';
import { createJudge, type Judge } from '../../src/conformance/scenarios/judge.js';
import { type SenderCall, senderCall } from '../../src/conformance/scenarios/sender/calls.js';
import {
  seeAskTimes,
  seeBound,
  seeKeys,
  seeLockObeyed,
  seePartial,
  seeRecall,
  seeReplacement,
  seeSettled,
  seeWaits,
} from '../../src/conformance/scenarios/sender/judging.js';
import { sha256Hex } from '../../src/packet/digest.js';

const SEND = '/api/hoc-ba/v1/goi-tin';
const ASK = '/api/hoc-ba/v1/tra-cuu-bien-nhan';
const RETRY = { 'retry-after': '2' };

interface Wish {
  readonly key?: string;
  readonly version?: number;
  readonly event?: string;
  readonly packet?: string;
  readonly sha256?: string;
  readonly lookupCode?: string;
}

const item = ({
  key = 'k1',
  version = 1,
  event = 'NEW',
  packet = 'một',
  sha256,
  lookupCode = 'M1',
}: Wish) => ({
  key,
  IdBanGhi: 'r1',
  PhienBan: version,
  SuKien: event,
  maTraCuu: lookupCode,
  sha256: sha256 ?? sha256Hex(packet),
  packet: Buffer.from(packet).toString('base64'),
});

interface Exchange {
  readonly at: number;
  readonly path?: string;
  readonly items: readonly ReturnType<typeof item>[];
  readonly state?: string;
  readonly status?: number;
  readonly more?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

/** What the played department wrote down of one exchange; an answer of `state` for all that was named. */
function call({
  at,
  path = SEND,
  items,
  state,
  status = 200,
  more = {},
  headers = {},
  environment = 'test',
}: Exchange): SenderCall {
  const answer =
    state === undefined
      ? {}
      : { items: items.map(({ key, sha256 }) => ({ key, sha256, trangThai: state, ...more })) };
  return senderCall('so-gddt', {
    method: 'POST',
    path,
    requestHeaders: {},
    requestBody: JSON.stringify({ moiTruong: environment, items }),
    status,
    responseHeaders: headers,
    responseBody: JSON.stringify(answer),
    startedAt: at,
    endedAt: at + 10,
  });
}

const findingsOf = (see: (judge: Judge) => void): readonly string[] => {
  const judge = createJudge();
  see(judge);
  return judge.findings.map(({ rule }) => rule);
};

describe('a sender is found out', () => {
  const sent = call({ at: 0, items: [item({})], state: 'HOP_LE' });

  it('when the hash is not that of the bytes, or the packet is not marked test', () => {
    const wrong = call({ at: 0, items: [item({ sha256: sha256Hex('khác') })] });
    const real = call({ at: 0, items: [item({})], environment: 'production' });
    expect(findingsOf((judge) => seeBound(judge, [sent]))).toEqual([]);
    expect(findingsOf((judge) => seeBound(judge, [wrong]))).toEqual(['sender.bound']);
    expect(findingsOf((judge) => seeBound(judge, [real]))).toEqual(['sender.bound']);
  });

  it('when a resend comes under another key or with other content', () => {
    const again = (wish: Wish) => call({ at: 50, items: [item(wish)] });
    expect(findingsOf((judge) => seeKeys(judge, [sent, again({})]))).toEqual([]);
    expect(findingsOf((judge) => seeKeys(judge, [sent, again({ key: 'k2' })]))).toEqual(['sender.key-kept']);
    expect(findingsOf((judge) => seeKeys(judge, [sent, again({ packet: 'hai' })]))).toEqual([
      'sender.key-kept',
    ]);
  });

  it('when it believes another hash, or gives up before the verdict', () => {
    const lost = call({ at: 0, items: [item({})], status: 500 });
    const foreign = call({ at: 0, items: [item({})], state: 'HOP_LE', more: { sha256: sha256Hex('khác') } });
    const asked = call({ at: 90, path: ASK, items: [item({})], state: 'HOP_LE' });
    expect(findingsOf((judge) => seeSettled(judge, [lost, asked]))).toEqual([]);
    expect(findingsOf((judge) => seeSettled(judge, [lost]))).toEqual(['sender.settles']);
    expect(findingsOf((judge) => seeSettled(judge, [foreign]))).toEqual(['sender.settles']);
  });

  it('when it inquires or sends again before it may', () => {
    const received = call({ at: 0, items: [item({})], state: 'DA_NHAN', more: { hoiLaiSauMs: 1000 } });
    const ask = (at: number) => call({ at, path: ASK, items: [item({})], state: 'HOP_LE' });
    expect(findingsOf((judge) => seeAskTimes(judge, [received, ask(1010)]))).toEqual([]);
    expect(findingsOf((judge) => seeAskTimes(judge, [received, ask(200)]))).toEqual(['sender.asks-in-time']);
    const busy = call({ at: 0, items: [item({})], status: 429, headers: RETRY });
    const resend = (at: number) => call({ at, items: [item({})], state: 'HOP_LE' });
    expect(findingsOf((judge) => seeWaits(judge, [busy, resend(2010)]))).toEqual([]);
    expect(findingsOf((judge) => seeWaits(judge, [busy, resend(500)]))).toEqual(['sender.waits']);
  });

  it('when it sends again what has its verdict', () => {
    const refused = call({ at: 0, items: [item({})], state: 'TU_CHOI' });
    const again = call({ at: 50, items: [item({})] });
    expect(findingsOf((judge) => seePartial(judge, [refused]))).toEqual([]);
    expect(findingsOf((judge) => seePartial(judge, [refused, again]))).toEqual(['sender.partial']);
    expect(findingsOf((judge) => seePartial(judge, [sent, again]))).toEqual(['sender.partial']);
  });

  it('when a correction is no larger version of the same record', () => {
    const later = (wish: Wish) => call({ at: 50, items: [item({ key: 'k2', event: 'UPDATE', ...wish })] });
    const see = (wish: Wish) => findingsOf((judge) => seeReplacement(judge, [sent], [sent, later(wish)]));
    expect(see({ version: 2 })).toEqual([]);
    expect(see({ version: 1 })).toEqual(['sender.replaces']);
    expect(see({ version: 2, lookupCode: 'M2' })).toEqual(['sender.replaces']);
    expect(findingsOf((judge) => seeReplacement(judge, [sent], [sent]))).toEqual(['sender.replaces']);
  });

  it('when a recall carries a packet or never comes', () => {
    const cancel = (packet: string) =>
      call({ at: 50, items: [item({ key: 'k2', event: 'CANCEL', version: 2, packet })] });
    expect(findingsOf((judge) => seeRecall(judge, [sent], [sent, cancel('')]))).toEqual([]);
    expect(findingsOf((judge) => seeRecall(judge, [sent], [sent, cancel('một')]))).toEqual([
      'sender.recalls',
    ]);
    expect(findingsOf((judge) => seeRecall(judge, [sent], [sent]))).toEqual(['sender.recalls']);
  });

  it('when it goes on after it was told of the lock', () => {
    const locked = call({ at: 0, items: [item({})], state: 'TU_CHOI', more: { loi: [{ ma: 'SO-301' }] } });
    const again = call({ at: 50, items: [item({ key: 'k2', version: 2, event: 'UPDATE' })] });
    expect(findingsOf((judge) => seeLockObeyed(judge, [locked]))).toEqual([]);
    expect(findingsOf((judge) => seeLockObeyed(judge, [locked, again]))).toEqual(['sender.obeys-lock']);
  });
});
