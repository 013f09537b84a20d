import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.js';
import type { FaultKind, FaultSettings } from './faults.js';

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** undefined = no body at all. */
  readonly body?: string;
}

const MAX_BODY = 1_000_000;

export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const chunk = part as Buffer;
    size += chunk.length;
    if (size > MAX_BODY) throw new Error('body too large');
    parts.push(chunk);
  }
  return Buffer.concat(parts);
};

/** Fields of a urlencoded or multipart form; an unreadable form is an empty one. */
export const readForm = async (body: Buffer, contentType: string): Promise<ReadonlyMap<string, string>> => {
  const fields = new Map<string, string>();
  try {
    const headers = { 'content-type': contentType };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    form.forEach((value, name) => {
      if (typeof value === 'string') fields.set(name, value);
    });
  } catch {
    return new Map();
  }
  return fields;
};

export const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

const ofList = (answer: Extract<Answer, { kind: 'list' | 'paged' | 'object' }>): unknown => {
  if (answer.kind === 'object') return answer.value;
  return answer.kind === 'list' ? answer.items : { totalCount: answer.totalCount, items: answer.items };
};

/** ABP style: 204 for nothing, `error` object for refusals. */
export const plainReply = (answer: Answer): Reply => {
  if (answer.kind === 'empty') return { status: 204 };
  if (answer.kind === 'error') {
    return json(answer.status, { error: { code: answer.code, message: answer.message } });
  }
  return json(200, ofList(answer));
};

export const notSuccess = (message: string): Reply =>
  json(200, { IsSuccess: false, Message: message, Responses: [] });

/** Integration style: everything in the envelope, business errors under HTTP 200. */
export const envelopeReply = (answer: Answer): Reply => {
  if (answer.kind === 'empty') return { status: 204 };
  if (answer.kind === 'error') return notSuccess(answer.message);
  const head = { IsSuccess: true, Message: '' };
  if (answer.kind === 'object') return json(200, { ...head, Responses: [answer.value] });
  const total = answer.kind === 'paged' ? { TotalCount: answer.totalCount } : {};
  return json(200, { ...head, Responses: answer.items, ...total });
};

export const send = (response: ServerResponse, reply: Reply): void => {
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(reply.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(reply.body)) }),
  });
  response.end(reply.body);
};

const HTML = '<html><head><title>Lỗi</title></head><body><h1>Hệ thống đang bảo trì</h1></body></html>';
const STATUS: Partial<Record<FaultKind, number>> = { http500: 500, http502: 502, http503: 503 };

/** Headers of the whole answer, half of its bytes, then a reset: the page breaks in the middle. */
const breakOff = (response: ServerResponse, reply: Reply): void => {
  const bytes = Buffer.from(reply.body ?? '{"items":[]}');
  response.writeHead(200, { ...reply.headers, 'content-length': String(bytes.length) });
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => {
    setTimeout(() => response.socket?.resetAndDestroy(), 5);
  });
};

/** Makes a call fail as asked; `whole` is what would have been said. */
export const fail = (
  response: ServerResponse,
  kind: FaultKind,
  whole: Reply,
  settings: FaultSettings,
): void => {
  const status = STATUS[kind];
  if (status !== undefined) {
    send(response, { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: HTML });
  } else if (kind === 'http429') {
    const reply = json(429, { error: { code: 'TooManyRequests', message: 'Quá nhiều yêu cầu' } });
    send(response, {
      ...reply,
      headers: { ...reply.headers, 'retry-after': String(settings.retryAfterSeconds) },
    });
  } else if (kind === 'timeout') {
    setTimeout(() => response.socket?.destroy(), settings.timeoutMs).unref();
  } else if (kind === 'reset') {
    breakOff(response, whole);
  } else if (kind === 'empty200') {
    send(response, { status: 200, headers: { 'content-type': 'application/json' }, body: '' });
  } else if (kind === 'notSuccess') {
    send(response, notSuccess('Hệ thống đang bận, vui lòng thử lại'));
  } else {
    send(response, { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
  }
};
