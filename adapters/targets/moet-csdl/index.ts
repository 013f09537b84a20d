import {
  type DigestScope,
  type FarRecord,
  GatewayError,
  type Health,
  type ItemKey,
  type OutboundItem,
  type Receipt,
  type SendOptions,
  type TargetAdapter,
  type TargetContext,
  type TargetSession,
  toGatewayError,
  unhealthy,
} from '../../../src/sdk.js';
import { accountOf, createClient, type MoetClient, type Reply } from './client.js';
import { startYear, type WireRow } from './codec.js';
import { configSchema, type MoetCsdlConfig, type TransferAccount } from './config-schema.js';
import { type Dictionary, KNOWN_ERRORS } from './errors.js';
import { errorCodesOf, everyItem, readDictionary, readDigest, readOutcomes, readPage } from './receipts.js';
import { sendItems } from './send.js';

interface Session {
  readonly config: MoetCsdlConfig;
  readonly client: MoetClient;
  readonly context: TargetContext;
  /** The target's own dictionary; fetched once, when a refusal needs it. */
  dictionary: Dictionary | null;
}

const PATHS = {
  typed: '/csdlgd-push/du-lieu',
  packets: '/csdlgd-push/hoc-ba',
  inquiry: '/csdlgd-push/hoc-ba/trang-thai',
  health: '/csdlgd-push/suc-khoe',
  errors: '/csdlgd-admin/MoetErrorDev',
  digest: '/syncdata-api/Public/HocBa/GetTomTat',
  records: '/syncdata-api/Public/HocBa/GetHocBa',
} as const;

const failure = (
  kind: 'transient' | 'throttled' | 'contract' | 'config',
  code: string,
  retryAfterMs?: number,
): GatewayError =>
  new GatewayError({
    kind,
    code,
    details: { mayHaveArrived: true },
    message: {
      vi: 'Không đọc được câu trả lời của CSDL ngành.',
      en: 'No usable answer from the sector database.',
    },
    hint: {
      vi: 'Kiểm tra tài khoản kết chuyển và địa chỉ trong cấu hình; nếu đúng, hệ thống sẽ tự thử lại.',
      en: 'Check transfer account and address in the config; if they are right, the gateway tries again.',
    },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

/** For reads: whatever is not an answer is an error that may pass. */
function requireAnswer(reply: Reply): Readonly<Record<string, unknown>> {
  if (reply.kind === 'answer') return reply.json;
  throw failure('transient', reply.code, reply.kind === 'retry' ? reply.retryAfterMs : undefined);
}

function requireAccount({ config }: Session, school: string): TransferAccount {
  const account = accountOf(config, school);
  if (account === undefined) throw failure('config', 'MOET_NO_TRANSFER_ACCOUNT');
  return account;
}

/** Inquiries name no school. */
function anyAccount({ config }: Session): TransferAccount {
  const account = config.accounts[0];
  if (account === undefined) throw failure('config', 'MOET_NO_TRANSFER_ACCOUNT');
  return account;
}

/** A refusal must be explained, but a missing dictionary must not hide it. */
async function explain(
  session: Session,
  json: unknown,
  account: TransferAccount,
  signal: AbortSignal,
): Promise<Dictionary> {
  const unknown = errorCodesOf(json).some((code) => !KNOWN_ERRORS.has(code));
  if (session.dictionary !== null || !unknown) return session.dictionary ?? new Map();
  try {
    const reply = await session.client.get(PATHS.errors, account, signal);
    session.dictionary = reply.kind === 'answer' ? readDictionary(reply.json) : null;
  } catch (error) {
    const { code } = toGatewayError(error);
    session.context.logger.warn('target.dictionary-unread', { target: session.context.targetId, code });
  }
  return session.dictionary ?? new Map();
}

async function send(
  session: Session,
  items: readonly OutboundItem[],
  options: SendOptions,
): Promise<Receipt> {
  const { client, config, context } = session;
  const { school, schoolYear } = options.context;
  const receivedAt = (): Date => context.clock.now();
  const account = accountOf(config, school.code);
  if (account === undefined) {
    const held = everyItem(items, 'retry', 'MOET_NO_TRANSFER_ACCOUNT');
    return { items: held, raw: '', receivedAt: receivedAt() };
  }
  const head = {
    MaTruongHoc: school.code,
    NamHoc: startYear(schoolYear),
    LoaiDongBo: config.syncKind ?? 2,
  };
  const push =
    (path: string) =>
    (fields: WireRow): Promise<Reply> =>
      client.post(path, { ...head, ...fields }, account, options.signal);
  const sent = await sendItems(items, {
    config,
    options,
    at: context.clock.now(),
    pushTyped: push(PATHS.typed),
    pushPackets: push(PATHS.packets),
    explain: (json) => explain(session, json, account, options.signal),
    warnStaff: (count) =>
      context.logger.warn('target.staff-refused', { target: context.targetId, school: school.code, count }),
  });
  return { ...sent, receivedAt: receivedAt() };
}

async function inquire(
  session: Session,
  keys: readonly { readonly key: ItemKey; readonly sha256: string }[],
  signal: AbortSignal,
): Promise<Receipt> {
  const account = anyAccount(session);
  const body = { LstKhoa: keys.map(({ key, sha256 }) => ({ key, sha256 })) };
  const reply = await session.client.post(PATHS.inquiry, body, account, signal);
  const receivedAt = session.context.clock.now();
  const { raw } = reply;
  // "Come later" is about the inquiry; as an outcome it would say that the items never arrived.
  if (reply.kind === 'retry') throw failure('throttled', reply.code, reply.retryAfterMs);
  if (reply.kind === 'unknown') return { items: everyItem(keys, 'unknown', reply.code), raw, receivedAt };
  const dictionary = await explain(session, reply.json, account, signal);
  return { items: readOutcomes(reply.json, keys, dictionary), raw, receivedAt };
}

async function checkHealth(session: Session, signal: AbortSignal): Promise<Health> {
  try {
    const reply = await session.client.get(PATHS.health, anyAccount(session), signal);
    if (reply.kind === 'answer') return { ok: true, detail: 'moet-csdl' };
    const detail = { vi: 'CSDL ngành trả lời không bình thường.', en: 'The server answers abnormally.' };
    return { ok: false, code: reply.code, detail };
  } catch (error) {
    return unhealthy(error);
  }
}

async function* readAll(
  session: Session,
  { school, schoolYear }: DigestScope,
  signal: AbortSignal,
): AsyncIterable<readonly FarRecord[]> {
  const account = requireAccount(session, school);
  const scope = { maTruongHoc: school, namHoc: startYear(schoolYear), limit: session.config.pageSize ?? 200 };
  let after: string | null = '';
  while (after !== null) {
    const reply = await session.client.post(PATHS.records, { ...scope, sau: after }, account, signal);
    const page = readPage(requireAnswer(reply));
    if (page === null) throw failure('contract', 'TARGET_ANSWER_SHAPE');
    if (page.records.length > 0) yield page.records;
    // A server that repeats itself must not keep us for ever.
    if (page.next !== null && page.next <= after) throw failure('contract', 'TARGET_PAGING');
    after = page.next;
  }
}

function openSession(session: Session): TargetSession {
  return {
    health: (signal) => checkHealth(session, signal),
    send: (items, options) => send(session, items, options),
    inquire: (keys, signal) => inquire(session, keys, signal),
    async digest({ school, schoolYear }, signal) {
      const body = { maTruongHoc: school, namHoc: startYear(schoolYear) };
      const reply = await session.client.post(PATHS.digest, body, requireAccount(session, school), signal);
      const digest = readDigest(requireAnswer(reply));
      if (digest === null) throw failure('contract', 'TARGET_ANSWER_SHAPE');
      return digest;
    },
    read: (scope, signal) => readAll(session, scope, signal),
    close: async () => undefined,
  };
}

/** The sector database of the ministry (CSDL ngành): typed batches, then the packet. */
export const adapter = {
  id: 'moet-csdl',
  configSchema,
  maxBatch: 50,
  async open(config: MoetCsdlConfig, context: TargetContext): Promise<TargetSession> {
    const client = createClient(config, context.http, () => context.clock.now());
    return openSession({ config, client, context, dictionary: null });
  },
} as const satisfies TargetAdapter<MoetCsdlConfig>;
