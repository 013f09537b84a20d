import {
  GatewayError,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  isGatewayError,
  readTargetReply,
  type TargetReply,
} from '../../../src/sdk.js';
import type { SoGddtConfig } from './config-schema.js';

const BASE = '/api/hoc-ba/v1';
/** An acknowledgement of 50 items is some 10 KB; read-back pages carry whole records. */
const MAX_ACK_BYTES = 2_000_000;
const MAX_PAGE_BYTES = 50_000_000;
const WINDOW_CLOSED = 'SO-005';

export type Reply = TargetReply;

export interface SoClient {
  post(path: string, body: unknown, signal: AbortSignal): Promise<Reply>;
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Reply>;
}

const refusedAccess = (status: number): GatewayError =>
  new GatewayError({
    kind: 'auth',
    code: 'TARGET_AUTH',
    message: { vi: 'Sở không chấp nhận khóa truy cập.', en: 'The department refused the access key.' },
    hint: {
      vi: 'Kiểm tra khóa truy cập trong cấu hình hoặc xin Sở cấp lại.',
      en: 'Check the access key in the config or ask the department for a new one.',
    },
    details: { status, mayHaveArrived: false },
  });

const refusedRequest = (status: number): GatewayError =>
  new GatewayError({
    kind: 'contract',
    code: 'TARGET_REQUEST_REFUSED',
    message: {
      vi: `Máy chủ của Sở không nhận yêu cầu (HTTP ${status}).`,
      en: `The department's server refused the request (HTTP ${status}).`,
    },
    hint: {
      vi: 'Địa chỉ máy chủ sai hoặc hai bên dùng hai phiên bản giao diện khác nhau: báo người phụ trách kỹ thuật.',
      en: 'Wrong address or two versions of the interface: tell the technical contact.',
    },
    details: { status, mayHaveArrived: false },
  });

/** `loi.ma` of a refusal of the whole request; null where the body says none. */
function codeOf(raw: string): string | null {
  try {
    const { loi } = (JSON.parse(raw) ?? {}) as { readonly loi?: { readonly ma?: unknown } };
    return typeof loi?.ma === 'string' ? loi.ma : null;
  } catch {
    return null;
  }
}

/** A closed send window is told apart from a busy server: nobody needs to look at either of them. */
const named = (reply: Reply): Reply =>
  reply.kind === 'retry' && codeOf(reply.raw) === WINDOW_CLOSED
    ? { ...reply, code: 'SO_WINDOW_CLOSED' }
    : reply;

/** Throws for a refusal of the caller or of the request as a whole. */
function classify(response: HttpResponse, now: Date): Reply {
  const reply = readTargetReply(response, now);
  if (reply !== null) return named(reply);
  const { status } = response;
  throw status === 401 || status === 403 ? refusedAccess(status) : refusedRequest(status);
}

/** HTTP under the Sở's conventions; `now` reads the clock for Retry-After dates. */
export function createClient(config: SoGddtConfig, http: HttpClient, now: () => Date): SoClient {
  const exchange = async (request: HttpRequest): Promise<Reply> => {
    try {
      return classify(await http.request(request), now());
    } catch (error) {
      if (isGatewayError(error) && error.code === 'HTTP_ANSWER_TOO_LARGE') {
        return { kind: 'unknown', code: 'TARGET_ANSWER_TOO_LARGE', raw: '' };
      }
      throw error;
    }
  };
  const timeoutMs = config.timeoutMs ?? 30_000;
  const headers = { authorization: `Bearer ${config.apiKey}`, accept: 'application/json' };
  const root = config.url.replace(/\/+$/u, '');
  return {
    post: (path, body, signal) =>
      exchange({
        method: 'POST',
        url: `${root}${BASE}/${path}`,
        headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        timeoutMs,
        maxBytes: MAX_ACK_BYTES,
        signal,
      }),
    get: (path, query, signal) =>
      exchange({
        method: 'GET',
        url: `${root}${BASE}/${path}?${new URLSearchParams(query).toString()}`,
        headers,
        timeoutMs,
        maxBytes: MAX_PAGE_BYTES,
        signal,
      }),
  };
}
