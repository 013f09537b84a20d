import { createHash } from 'node:crypto';
import type { ObjectKind, SendOptions, TargetObject } from '../../../src/sdk.js';
import type { Reply } from './client.js';
import type { WireObject, WireRow } from './codec.js';
import type { Dictionary } from './errors.js';
import { indexByClient, itemsOf, type ObjectAck, readObjectAck } from './receipts.js';

/** LoaiDuLieu and list name of each kind; the numbers are also the order in which they must go. */
const LISTS: Readonly<
  Record<ObjectKind, { readonly type: number; readonly list: string; readonly code?: string }>
> = {
  school: { type: 1, list: 'TruonghocInfo' },
  staff: { type: 2, list: 'LstCanBo' },
  class: { type: 3, list: 'LstLopHocInfo', code: 'MaLopHoc' },
  pupil: { type: 4, list: 'LstHocSinh', code: 'MaHocSinh' },
  result: { type: 5, list: 'LstKQHT' },
};

const MAX_ROWS = 100;

export interface TypedCall {
  /** Sends one typed batch; `fields` are added to the batch head. */
  push(fields: WireRow): Promise<Reply>;
  /** Explains the codes of an answer, asking the target's dictionary if needed. */
  explain(json: unknown): Promise<Dictionary>;
  readonly options: SendOptions;
  /** Sends what is already known too: the target said that it misses something that we had acknowledged. */
  readonly force: boolean;
}

/** A row to be known at the target, and what the target is told about its earlier code. */
export interface WantedObject extends WireObject {
  /** Code that a vendor or the target gave it before; sent along, never part of the content hash. */
  readonly knownCode?: string;
}

export interface EnsuredObjects {
  readonly acks: ReadonlyMap<string, ObjectAck>;
  /** Set when a batch got no usable answer: nothing that depends on it was sent. */
  readonly stopped: { readonly code: string; readonly retryAfterMs?: number } | null;
  readonly raw: readonly string[];
}

/** SHA-256 over the sent content in a fixed field order, without codes issued by the target. */
export const contentHash = (body: WireRow): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('hex');

const fieldsOf = (kind: ObjectKind, rows: readonly WireRow[]): WireRow => {
  const { type, list } = LISTS[kind];
  return { LoaiDuLieu: type, [list]: kind === 'school' ? rows[0] : rows };
};

function rowOf(kind: ObjectKind, wanted: WantedObject, known: TargetObject | undefined): WireRow {
  const field = LISTS[kind].code;
  const code = known?.issuedCode ?? wanted.knownCode;
  return field === undefined || code === undefined ? wanted.body : { ...wanted.body, [field]: code };
}

const chunksOf = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / MAX_ROWS) }, (_, at) =>
    list.slice(at * MAX_ROWS, (at + 1) * MAX_ROWS),
  );

function toSave(
  kind: ObjectKind,
  chunk: readonly WantedObject[],
  acks: ReadonlyMap<string, ObjectAck>,
): TargetObject[] {
  return chunk.flatMap(({ clientId, body }) => {
    const ack = acks.get(clientId);
    if (ack?.kind !== 'ok') return [];
    const issued = ack.issuedCode === undefined ? {} : { issuedCode: ack.issuedCode };
    return [{ kind, clientId, contentHash: contentHash(body), ...issued }];
  });
}

async function pushChunk(
  kind: ObjectKind,
  chunk: readonly WantedObject[],
  known: ReadonlyMap<string, TargetObject>,
  call: TypedCall,
): Promise<EnsuredObjects> {
  const rows = chunk.map((wanted) => rowOf(kind, wanted, known.get(wanted.clientId)));
  const reply = await call.push(fieldsOf(kind, rows));
  const raw = [reply.raw];
  if (reply.kind !== 'answer') {
    const wait =
      reply.kind === 'retry' && reply.retryAfterMs !== undefined ? { retryAfterMs: reply.retryAfterMs } : {};
    return { acks: new Map(), stopped: { code: reply.code, ...wait }, raw };
  }
  const items = itemsOf(reply.json);
  if (items === null) return { acks: new Map(), stopped: { code: 'TARGET_ANSWER_SHAPE' }, raw };
  const dictionary = await call.explain(reply.json);
  const byClient = indexByClient(items);
  const acks = new Map(
    chunk.map(({ clientId }) => [
      clientId,
      readObjectAck(byClient.get(clientId), LISTS[kind].code, dictionary),
    ]),
  );
  const saved = toSave(kind, chunk, acks);
  if (saved.length > 0) await call.options.objects.save(saved);
  return { acks, stopped: null, raw };
}

function acknowledged(known: TargetObject): ObjectAck {
  return known.issuedCode === undefined ? { kind: 'ok' } : { kind: 'ok', issuedCode: known.issuedCode };
}

/** Makes rows of one kind known at the target: sends only those whose content changed since the last ack. */
export async function ensureObjects(
  kind: ObjectKind,
  wanted: readonly WantedObject[],
  call: TypedCall,
): Promise<EnsuredObjects> {
  const unique = [...new Map(wanted.map((entry) => [entry.clientId, entry])).values()];
  const known = await call.options.objects.known(
    kind,
    unique.map(({ clientId }) => clientId),
  );
  const acks = new Map<string, ObjectAck>();
  const changed = unique.filter(({ clientId, body }) => {
    const object = known.get(clientId);
    if (call.force || object?.contentHash !== contentHash(body)) return true;
    acks.set(clientId, acknowledged(object));
    return false;
  });
  const raw: string[] = [];
  for (const chunk of chunksOf(changed)) {
    const pushed = await pushChunk(kind, chunk, known, call);
    raw.push(...pushed.raw);
    for (const [clientId, ack] of pushed.acks) acks.set(clientId, ack);
    if (pushed.stopped !== null) return { acks, stopped: pushed.stopped, raw };
  }
  return { acks, stopped: null, raw };
}
