import {
  GatewayError,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  isGatewayError,
} from '../../../src/sdk.js';
import type { SoGddtConfig } from './config-schema.js';

const BASE = '/api/hoc-ba/v1';
/** An acknowledgement of 50 items is some 10 KB; read-back pages carry whole records. */
const MAX_ACK_BYTES = 2_000_000;
const MAX_PAGE_BYTES = 50_000_000;
const MAX_WAIT_MS = 3_600_000;

/**
 * What came back, before anybody believes it. answer: JSON under 2xx. retry: the target says that it did nothing.
 * unknown: it may have acted.
 */
export type Reply =
  | { readonly kind: 'answer'; readonly json: unknown; readonly raw: string }
  | { readonly kind: 'retry'; readonly code: string; readonly raw: string; readonly retryAfterMs?: number }
  | { readonly kind: 'unknown'; readonly code: string; readonly raw: string };

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

/** Retry-After in seconds or as an HTTP date; nonsense counts as absent, more than an hour as an hour. */
export function readRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,10}$/u.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, MAX_WAIT_MS) : undefined;
}

function readJson(raw: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(raw) as unknown };
  } catch {
    return null;
  }
}

function readText(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function readSuccess(body: Uint8Array): Reply {
  const raw = readText(body);
  if (raw === null) return { kind: 'unknown', code: 'TARGET_NOT_JSON', raw: '' };
  if (raw.trim() === '') return { kind: 'unknown', code: 'TARGET_EMPTY', raw };
  const read = readJson(raw);
  if (read === null) return { kind: 'unknown', code: 'TARGET_NOT_JSON', raw };
  return { kind: 'answer', json: read.json, raw };
}

/** The one place where a status gets its meaning. Throws for a refusal of the caller or of the request as a whole. */
export function classify({ status, headers, body }: HttpResponse, now: Date): Reply {
  if (status >= 200 && status < 300) return readSuccess(body);
  const raw = readText(body) ?? '';
  const retryAfterMs = readRetryAfter(headers['retry-after'], now);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return { kind: 'retry', code: 'TARGET_THROTTLED', raw, ...wait };
  if (status === 503 && retryAfterMs !== undefined) {
    return { kind: 'retry', code: 'TARGET_UNAVAILABLE', raw, ...wait };
  }
  if (status >= 500) return { kind: 'unknown', code: 'TARGET_SERVER_ERROR', raw };
  if (status < 400) return { kind: 'unknown', code: 'TARGET_REDIRECT', raw };
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
