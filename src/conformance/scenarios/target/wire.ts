import type { HttpClient } from '../../../ports/http-client.js';

const BASE = '/api/hoc-ba/v1';

export interface WireReply {
  readonly method: 'GET' | 'POST';
  /** Below the base, without the query: `/goi-tin`. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** undefined when the body is not JSON. */
  readonly json: unknown;
}

export interface WireOptions {
  /** Instead of the given access key; null for none. */
  readonly apiKey?: string | null;
  /** Sent as it is, JSON or not. */
  readonly raw?: string;
}

/** The interface of docs/so-gddt-interface.md at HTTP level, faulty requests included. Throws GatewayErrors of the line. */
export interface SoWire {
  get(path: string, query?: Readonly<Record<string, string>>, options?: WireOptions): Promise<WireReply>;
  post(path: string, body: unknown, options?: WireOptions): Promise<WireReply>;
}

export interface WireParts {
  readonly http: HttpClient;
  readonly url: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

const MAX_ANSWER_BYTES = 20_000_000;

export function createWire({ http, url, apiKey, timeoutMs, signal }: WireParts): SoWire {
  const root = url.replace(/\/+$/u, '') + BASE;
  const exchange = async (
    method: 'GET' | 'POST',
    path: string,
    query: string,
    options: WireOptions,
    body?: string,
  ): Promise<WireReply> => {
    const key = options.apiKey === undefined ? apiKey : options.apiKey;
    const {
      status,
      headers,
      body: octets,
    } = await http.request({
      method,
      url: `${root}${path}${query}`,
      headers: {
        accept: 'application/json',
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
    return { method, path, status, headers, json: readJson(octets) };
  };
  return {
    get: (path, query = {}, options = {}) => {
      const text = new URLSearchParams(query).toString();
      return exchange('GET', path, text === '' ? '' : `?${text}`, options);
    },
    post: (path, body, options = {}) =>
      exchange('POST', path, '', options, options.raw ?? JSON.stringify(body)),
  };
}
