import {
  type DigestScope,
  type FarRecord,
  GatewayError,
  type Health,
  type Receipt,
  type TargetAdapter,
  type TargetContext,
  type TargetSession,
  toGatewayError,
  unhealthy,
} from '../../../src/sdk.js';
import { createClient, type Reply, type SoClient } from './client.js';
import { encodeBatch, encodeKeys } from './codec.js';
import { configSchema, type SoGddtConfig } from './config-schema.js';
import { type Dictionary, KNOWN_ERRORS } from './errors.js';
import {
  type Expected,
  everyItem,
  readDictionary,
  readDigest,
  readOutcomes,
  readPage,
  unexplainedCodes,
} from './receipts.js';

interface Session {
  readonly client: SoClient;
  readonly context: TargetContext;
  readonly pageSize: number;
  /** Codes that the Sở's own dictionary explains; fetched once, when a refusal needs it. */
  dictionary: Dictionary | null;
}

const badAnswer = (code: string): GatewayError =>
  new GatewayError({
    kind: 'contract',
    code,
    message: {
      vi: 'Máy chủ của Sở trả lời không đúng giao diện đã thống nhất.',
      en: "The department's server answered in another shape than agreed.",
    },
    hint: {
      vi: 'Thử lại sau; nếu vẫn lỗi, gửi mã lỗi này cho Sở.',
      en: 'Try again later; if it repeats, send this code to the department.',
    },
  });

/** `mayHaveArrived`: nothing is known about the items asked for, so they must stay as they are. */
const unavailable = (code: string, retryAfterMs?: number): GatewayError =>
  new GatewayError({
    kind: retryAfterMs === undefined ? 'transient' : 'throttled',
    code,
    details: { mayHaveArrived: true },
    message: { vi: 'Máy chủ của Sở đang bận hoặc lỗi.', en: "The department's server is busy or failing." },
    hint: { vi: 'Hệ thống sẽ tự thử lại.', en: 'The gateway tries again by itself.' },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

/** For reads: whatever is not an answer is an error that may pass. */
function requireAnswer(reply: Reply): unknown {
  if (reply.kind === 'answer') return reply.json;
  throw unavailable(reply.code, reply.kind === 'retry' ? reply.retryAfterMs : undefined);
}

/** A refusal must be explained, but a missing dictionary must not hide it. */
async function loadDictionary(session: Session, signal: AbortSignal): Promise<Dictionary> {
  try {
    const reply = await session.client.get('danh-muc-loi', {}, signal);
    return reply.kind === 'answer' ? readDictionary(reply.json) : new Map();
  } catch (error) {
    const { code } = toGatewayError(error);
    session.context.logger.warn('target.dictionary-unread', { target: session.context.targetId, code });
    return new Map();
  }
}

async function settle(
  session: Session,
  reply: Reply,
  expected: Expected,
  signal: AbortSignal,
): Promise<Receipt> {
  const receivedAt = session.context.clock.now();
  const { raw } = reply;
  if (reply.kind !== 'answer') {
    const wait = reply.kind === 'retry' ? reply.retryAfterMs : undefined;
    return { items: everyItem(expected, reply.kind, reply.code, wait), raw, receivedAt };
  }
  const explained = (code: string): boolean => KNOWN_ERRORS.has(code);
  if (session.dictionary === null && unexplainedCodes(reply.json, explained).length > 0) {
    session.dictionary = await loadDictionary(session, signal);
  }
  return { items: readOutcomes(reply.json, expected, session.dictionary ?? new Map()), raw, receivedAt };
}

async function checkHealth({ client }: Session, signal: AbortSignal): Promise<Health> {
  try {
    const reply = await client.get('suc-khoe', {}, signal);
    if (reply.kind === 'answer') return { ok: true, detail: 'so-gddt' };
    const detail = { vi: 'Máy chủ của Sở trả lời không bình thường.', en: 'The server answers abnormally.' };
    return { ok: false, code: reply.code, detail };
  } catch (error) {
    return unhealthy(error);
  }
}

async function* readAll(
  { client, pageSize }: Session,
  { school, schoolYear }: DigestScope,
  signal: AbortSignal,
): AsyncIterable<readonly FarRecord[]> {
  let after: string | null = '';
  while (after !== null) {
    const query = { maTruong: school, namHoc: schoolYear, sau: after, kichThuoc: String(pageSize) };
    const page = readPage(requireAnswer(await client.get('ban-ghi', query, signal)));
    if (page === null) throw badAnswer('TARGET_ANSWER_SHAPE');
    if (page.records.length > 0) yield page.records;
    // A server that repeats itself must not keep us for ever.
    if (page.next !== null && page.next <= after) throw badAnswer('TARGET_PAGING');
    after = page.next;
  }
}

function openSession(session: Session): TargetSession {
  const { client, context } = session;
  return {
    health: (signal) => checkHealth(session, signal),
    async send(items, options) {
      const batch = encodeBatch(items, options, context.clock.now());
      return settle(session, await client.post('goi-tin', batch, options.signal), items, options.signal);
    },
    async inquire(keys, signal) {
      const reply = await client.post('tra-cuu-bien-nhan', encodeKeys(keys), signal);
      // "Come later" is about the inquiry; as an outcome it would say that the items never arrived.
      if (reply.kind === 'retry') throw unavailable(reply.code, reply.retryAfterMs);
      return settle(session, reply, keys, signal);
    },
    async digest({ school, schoolYear }, signal) {
      const query = { maTruong: school, namHoc: schoolYear };
      const digest = readDigest(requireAnswer(await client.get('tom-tat', query, signal)));
      if (digest === null) throw badAnswer('TARGET_ANSWER_SHAPE');
      return digest;
    },
    read: (scope, signal) => readAll(session, scope, signal),
    close: async () => undefined,
  };
}

/** The Sở's records database, which holds the original: docs/so-gddt-interface.md. */
export const adapter = {
  id: 'so-gddt',
  configSchema,
  maxBatch: 50,
  async open(config: SoGddtConfig, context: TargetContext): Promise<TargetSession> {
    return openSession({
      client: createClient(config, context.http, () => context.clock.now()),
      context,
      pageSize: config.pageSize ?? 200,
      dictionary: null,
    });
  },
} as const satisfies TargetAdapter<SoGddtConfig>;
