import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import type { AxiosInstance, AxiosResponse } from 'axios';
import axios from 'axios';
import { isGatewayError } from '../../domain/errors.js';
import type { HttpClient, HttpRequest, HttpResponse } from '../../ports/http-client.js';
import { asHttpError, BAD_URL, CANCELLED, CLOSED, httpError, TIMEOUT, TOO_LARGE } from './http-errors.js';
import { OVER_CAP, readBody } from './read-body.js';

export interface HttpClientOptions {
  /** Connections kept per host, default 32. */
  readonly maxSockets?: number;
  /** Deadline of an exchange where the request names none, default 30,000. */
  readonly timeoutMs?: number;
  /** Cap of a decoded answer where the request names none, default 50 MB. */
  readonly maxBytes?: number;
  readonly userAgent?: string;
  /** PEM of additional trusted authorities (a province's own). */
  readonly ca?: string;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BYTES = 50 * 1024 * 1024;

interface At {
  readonly method: string;
  readonly host: string;
}

/** @throws GatewayError HTTP_BAD_URL */
function targetOf(request: HttpRequest): At {
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  const usable = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  if (!usable) throw httpError(BAD_URL, { method: request.method, host: '' });
  return { method: request.method, host: url.host };
}

function plainHeaders(response: AxiosResponse): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined && value !== null)
      headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return headers;
}

/** The caller's headers; without a content type none is sent, instead of the library's guess. */
function requestHeaders(request: HttpRequest): Record<string, string | false> {
  const given = request.headers ?? {};
  const typed = Object.keys(given).some((name) => name.toLowerCase() === 'content-type');
  return typed ? { ...given } : { ...given, 'Content-Type': false };
}

function createAxios(
  options: HttpClientOptions,
  agents: { http: HttpAgent; https: HttpsAgent },
): AxiosInstance {
  return axios.create({
    httpAgent: agents.http,
    httpsAgent: agents.https,
    // The environment is read in src/config only; a proxy would be configured there.
    proxy: false,
    maxRedirects: 0,
    decompress: false,
    responseType: 'stream',
    maxBodyLength: Number.POSITIVE_INFINITY,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    headers: {
      'User-Agent': options.userAgent ?? 'hocba-gateway',
      'Accept-Encoding': 'gzip, deflate, br',
    },
  });
}

async function exchange(
  client: AxiosInstance,
  request: HttpRequest,
  at: At,
  maxBytes: number,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const response = await client.request<Readable>({
    method: request.method,
    url: request.url,
    headers: requestHeaders(request),
    signal,
    ...(request.body === undefined
      ? {}
      : { data: typeof request.body === 'string' ? request.body : Buffer.from(request.body) }),
  });
  const headers = plainHeaders(response);
  const stream = response.data;
  // The library lets go of the signal once the headers are there.
  const onAbort = (): void => void stream.destroy(new Error('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    const body = await readBody(stream, (headers['content-encoding'] ?? '').toLowerCase(), maxBytes);
    if (body === OVER_CAP) throw httpError(TOO_LARGE, at);
    return { status: response.status, headers, body };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

interface Watch {
  readonly signal: AbortSignal;
  /** Why it ended early, if it did. */
  ended(): 'cancelled' | 'timeout' | null;
  stop(): void;
}

/**
 * One signal for deadline and caller. Not AbortSignal.any: a caller's signal lives for a whole run, and what is tied to
 * it by `any` is only let go with it.
 */
function watchOver(caller: AbortSignal | undefined, timeoutMs: number): Watch {
  const controller = new AbortController();
  let why: 'cancelled' | 'timeout' | null = null;
  const end = (reason: 'cancelled' | 'timeout') => (): void => {
    why ??= reason;
    controller.abort();
  };
  const onCancel = end('cancelled');
  const timer = setTimeout(end('timeout'), timeoutMs);
  caller?.addEventListener('abort', onCancel, { once: true });
  if (caller?.aborted === true) onCancel();
  return {
    signal: controller.signal,
    ended: () => why,
    stop() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onCancel);
    },
  };
}

/** The HttpClient port on axios: keep-alive, one deadline for the whole exchange, counted answers, no redirects. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const pool = { keepAlive: true, maxSockets: options.maxSockets ?? 32 };
  const agents = {
    http: new HttpAgent(pool),
    https: new HttpsAgent(options.ca === undefined ? pool : { ...pool, ca: options.ca }),
  };
  const client = createAxios(options, agents);
  let closed = false;
  return {
    async request(request) {
      const at = targetOf(request);
      if (closed) throw httpError(CLOSED, at);
      const watch = watchOver(request.signal, request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      try {
        if (watch.ended() !== null) throw httpError({ ...CANCELLED, mayHaveArrived: false }, at);
        const maxBytes = request.maxBytes ?? options.maxBytes ?? DEFAULT_MAX_BYTES;
        return await exchange(client, request, at, maxBytes, watch.signal);
      } catch (error) {
        const ended = isGatewayError(error) ? null : watch.ended();
        if (ended === null) throw asHttpError(error, at);
        throw httpError(ended === 'cancelled' ? CANCELLED : TIMEOUT, at);
      } finally {
        watch.stop();
      }
    },
    async close() {
      closed = true;
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
