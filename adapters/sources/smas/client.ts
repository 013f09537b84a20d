import type { AdapterContext, HttpResponse } from '../../../src/sdk.js';
import { foldText, type GatewayError, isGatewayError } from '../../../src/sdk.js';
import { addressOf } from './address.js';
import type { Auth } from './auth.js';
import { createAuth } from './auth.js';
import type { SmasConfig } from './config-schema.js';
import type { EndpointName } from './endpoints.js';
import { smasError } from './errors.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Call {
  readonly endpoint: EndpointName;
  readonly params?: Readonly<Record<string, string>>;
  readonly yearCode?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** 204 and a list of no rows are told apart from every refusal: those are GatewayErrors. */
export type Answer =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: unknown; readonly total?: number };

export interface SmasClient {
  /** One call with retries. GatewayError when no usable answer was obtained. */
  call(call: Call): Promise<Answer>;
  /** The rows of a list answer; none for 204. GatewayError SMAS_SHAPE when it is no list of objects. */
  rows(call: Call): Promise<readonly Row[]>;
  /** The object of an answer; null for 204. */
  object(call: Call): Promise<Row | null>;
  close(): void;
}

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const EMPTY: Answer = { kind: 'empty' };

function retryAfter(response: HttpResponse, nowMs: number): number | undefined {
  const text = response.headers['retry-after'];
  if (text === undefined) return undefined;
  if (/^\d+$/u.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/** Words of a refusal that trying again as before cannot mend. */
const ABOUT_THE_KEY = /secretkey|secret key|cap quyen|ma truong|het han|gio he thong/u;

/** The integration envelope: business errors come under HTTP 200. */
function fromEnvelope(value: Row, endpoint: string): Answer {
  if (value.IsSuccess !== true) {
    const message = typeof value.Message === 'string' ? foldText(value.Message) : '';
    throw smasError(ABOUT_THE_KEY.test(message) ? 'SMAS_KEY_REFUSED' : 'SMAS_NOT_SUCCESS', { endpoint });
  }
  const total = typeof value.TotalCount === 'number' ? { total: value.TotalCount } : {};
  return { kind: 'value', value: value.Responses ?? [], ...total };
}

function abpCode(body: unknown): string {
  const error = isRow(body) && isRow(body.error) ? body.error : {};
  return typeof error.code === 'string' && /^[\w.:-]{1,60}$/u.test(error.code) ? error.code : '';
}

function parse(response: HttpResponse): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8').decode(response.body)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refusal(response: HttpResponse, endpoint: string, nowMs: number): GatewayError {
  const { status } = response;
  const details = { endpoint, status, code: abpCode(parse(response)) };
  if (status === 429) return smasError('SMAS_THROTTLED', details, retryAfter(response, nowMs));
  if (status === 401) return smasError('SMAS_UNAUTHORIZED', details);
  if (status === 403) return smasError('SMAS_FORBIDDEN', details);
  if (status === 404) return smasError('SMAS_NOT_FOUND', details);
  if (status >= 500 || status === 408)
    return smasError('SMAS_SERVER_ERROR', details, retryAfter(response, nowMs));
  return smasError('SMAS_REFUSED', details);
}

/** What a response says. Throws a GatewayError for everything that is not data. */
function answerOf(response: HttpResponse, endpoint: string, nowMs: number): Answer {
  if (response.status === 204) return EMPTY;
  if (response.status !== 200) throw refusal(response, endpoint, nowMs);
  if (response.body.length === 0) throw smasError('SMAS_EMPTY_ANSWER', { endpoint });
  const value = parse(response);
  if (value === undefined) throw smasError('SMAS_NOT_JSON', { endpoint });
  if (isRow(value) && 'IsSuccess' in value) return fromEnvelope(value, endpoint);
  return { kind: 'value', value };
}

interface Policy {
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  readonly maxRetryAfterMs: number;
}

const policyOf = (config: SmasConfig): Policy => ({
  attempts: config.retry?.attempts ?? 5,
  firstDelayMs: config.retry?.firstDelayMs ?? 300,
  maxDelayMs: config.retry?.maxDelayMs ?? 8_000,
  maxRetryAfterMs: config.retry?.maxRetryAfterMs ?? 60_000,
});

/** How long to wait before the next try; null: give up. */
function delayFor(error: GatewayError, attempt: number, policy: Policy): number | null {
  if (!error.retryable || attempt >= policy.attempts) return null;
  if (error.retryAfterMs !== undefined)
    return error.retryAfterMs > policy.maxRetryAfterMs ? null : error.retryAfterMs;
  return Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
}

const AUTH_CODES: ReadonlySet<string> = new Set(['SMAS_UNAUTHORIZED', 'SMAS_KEY_REFUSED']);

class Caller {
  private readonly auth: Auth;
  private readonly policy: Policy;
  private nextAt = 0;

  constructor(
    private readonly config: SmasConfig,
    private readonly context: AdapterContext,
  ) {
    this.auth = createAuth(config, context.http, context.clock);
    this.policy = policyOf(config);
  }

  async call(call: Call): Promise<Answer> {
    for (let attempt = 1; ; ) {
      if (call.signal.aborted) throw smasError('SMAS_CANCELLED');
      try {
        return await this.once(call);
      } catch (error) {
        if (call.signal.aborted) throw smasError('SMAS_CANCELLED');
        if (!isGatewayError(error)) throw error;
        // A fresh token or a corrected clock is no new try of the call itself.
        if (AUTH_CODES.has(error.code) && this.auth.refused()) continue;
        await this.wait(error, attempt, call);
        attempt += 1;
      }
    }
  }

  private async wait(error: GatewayError, attempt: number, call: Call): Promise<void> {
    const delay = delayFor(error, attempt, this.policy);
    if (delay === null) throw error;
    this.context.logger.warn('smas.retry', { endpoint: call.endpoint, code: error.code, attempt, ms: delay });
    await this.context.clock.sleep(delay, call.signal);
  }

  private async once(call: Call): Promise<Answer> {
    await this.pace(call.signal);
    const credentials = await this.auth.credentials(call.yearCode, call.signal);
    const { method, url } = addressOf(this.config, call.endpoint, call.params ?? {});
    const body = { ...call.body, ...credentials.body };
    const response = await this.context.http.request({
      method,
      url,
      headers: {
        accept: 'application/json',
        'accept-language': 'vi',
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...credentials.headers,
      },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
      timeoutMs: this.config.timeoutMs ?? 30_000,
      signal: call.signal,
    });
    this.auth.sawAnswer(response);
    const answer = answerOf(response, call.endpoint, this.context.clock.now().getTime());
    this.auth.accepted();
    return answer;
  }

  /** Our own brake, where the config sets one. */
  private async pace(signal: AbortSignal): Promise<void> {
    const rate = this.config.requestsPerSecond;
    if (rate === undefined) return;
    const now = this.context.clock.now().getTime();
    const at = Math.max(now, this.nextAt);
    this.nextAt = at + 1000 / rate;
    if (at > now) await this.context.clock.sleep(at - now, signal);
  }

  close(): void {
    this.auth.forget();
  }
}

export function createClient(config: SmasConfig, context: AdapterContext): SmasClient {
  const caller = new Caller(config, context);
  return {
    call: (call) => caller.call(call),
    async rows(call) {
      const answer = await caller.call(call);
      if (answer.kind === 'empty') return [];
      const { value } = answer;
      if (!Array.isArray(value) || !value.every(isRow))
        throw smasError('SMAS_SHAPE', { endpoint: call.endpoint });
      return value;
    },
    async object(call) {
      const answer = await caller.call(call);
      if (answer.kind === 'empty') return null;
      // In the integration envelope a single object is the only element of the list.
      const value: unknown = Array.isArray(answer.value) ? answer.value[0] : answer.value;
      if (value === undefined) return null;
      if (!isRow(value)) throw smasError('SMAS_SHAPE', { endpoint: call.endpoint });
      return value;
    },
    close: () => caller.close(),
  };
}
