import { isGatewayError } from '../../domain/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { HttpClient, HttpRequest, HttpResponse } from '../../ports/http-client.js';
import { type MaskRules, maskBody, maskHeaders, maskPath } from './mask.js';

/** One HTTP exchange as it was. Headers have lower-case names. */
export interface RawExchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  /** null: no whole answer came; `error` says why. */
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
  readonly error?: string;
  /** What the kit did to the answer, where it played the other side. */
  readonly fault?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** One line of the NDJSON file beside the statement: no secret, and no personal data unless it was asked for. */
export interface KeptExchange {
  readonly n: number;
  readonly scenario: string;
  readonly at: string;
  readonly ms: number;
  readonly method: string;
  readonly path: string;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | null };
  readonly status: number | null;
  readonly response: { readonly headers: Readonly<Record<string, string>>; readonly body: string | null };
  readonly error?: string;
  readonly fault?: string;
}

/** The exchanges of a run: raw ones of the scenario under way for its judgement, masked ones to the file. */
export interface ExchangeLog {
  /** From here on exchanges belong to this scenario; those of the one before are let go. */
  begin(scenario: string): void;
  add(exchange: RawExchange): void;
  /** Of the scenario under way, oldest first. */
  readonly current: readonly RawExchange[];
  /** Of the whole run. */
  readonly count: number;
}

const MAX_KEPT_BODY = 16_384;

const bounded = (text: string | null): string | null =>
  text !== null && text.length > MAX_KEPT_BODY
    ? `${text.slice(0, MAX_KEPT_BODY)}… (${text.length} characters)`
    : text;

const keep = (exchange: RawExchange, rules: MaskRules, n: number, scenario: string): KeptExchange => ({
  n,
  scenario,
  at: new Date(exchange.startedAt).toISOString(),
  ms: exchange.endedAt - exchange.startedAt,
  method: exchange.method,
  path: maskPath(exchange.path, rules),
  request: {
    headers: maskHeaders(exchange.requestHeaders, rules),
    body: bounded(maskBody(exchange.requestBody, rules)),
  },
  status: exchange.status,
  response: {
    headers: maskHeaders(exchange.responseHeaders, rules),
    body: bounded(maskBody(exchange.responseBody, rules)),
  },
  ...(exchange.error === undefined ? {} : { error: exchange.error }),
  ...(exchange.fault === undefined ? {} : { fault: exchange.fault }),
});

/** `sink` gets each exchange as soon as it has happened, masked. */
export function createExchangeLog(rules: MaskRules, sink: (exchange: KeptExchange) => void): ExchangeLog {
  let scenario = '';
  let current: RawExchange[] = [];
  let count = 0;
  return {
    begin(id) {
      scenario = id;
      current = [];
    },
    add(exchange) {
      count += 1;
      current.push(exchange);
      sink(keep(exchange, rules, count, scenario));
    },
    get current() {
      return current;
    },
    get count() {
      return count;
    },
  };
}

const MAX_RAW_BYTES = 2_000_000;

function textOf(body: string | Uint8Array | undefined): string {
  if (body === undefined) return '';
  if (typeof body === 'string') return body.slice(0, MAX_RAW_BYTES);
  return new TextDecoder().decode(body.subarray(0, MAX_RAW_BYTES));
}

const lowerNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** The same client, with every exchange in the log. */
export function recordingHttp(http: HttpClient, log: ExchangeLog, clock: Clock): HttpClient {
  const record = (request: HttpRequest, startedAt: number, end: HttpResponse | string): void => {
    const { pathname, search } = new URL(request.url);
    const answer = typeof end === 'string' ? null : end;
    log.add({
      method: request.method,
      path: `${pathname}${search}`,
      requestHeaders: lowerNames(request.headers ?? {}),
      requestBody: textOf(request.body),
      status: answer?.status ?? null,
      responseHeaders: answer?.headers ?? {},
      responseBody: textOf(answer?.body),
      ...(typeof end === 'string' ? { error: end } : {}),
      startedAt,
      endedAt: clock.now().getTime(),
    });
  };
  return {
    async request(request) {
      const startedAt = clock.now().getTime();
      try {
        const response = await http.request(request);
        record(request, startedAt, response);
        return response;
      } catch (error) {
        if (URL.canParse(request.url))
          record(request, startedAt, isGatewayError(error) ? error.code : 'INTERNAL');
        throw error;
      }
    },
    close: () => http.close(),
  };
}
