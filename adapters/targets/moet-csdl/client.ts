import {
  GatewayError,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  isGatewayError,
  readTargetReply,
  type TargetReply,
} from '../../../src/sdk.js';
import type { MoetCsdlConfig, TransferAccount } from './config-schema.js';

/** An acknowledgement of 50 items is some 20 KB; read-back pages carry whole records. */
const MAX_ACK_BYTES = 2_000_000;
const MAX_PAGE_BYTES = 50_000_000;
const MAX_WAIT_MS = 3_600_000;

type Row = Readonly<Record<string, unknown>>;
export type Reply = TargetReply<Row>;

export interface MoetClient {
  /** `account` goes into the Username and Password headers. */
  post(path: string, body: unknown, account: TransferAccount, signal: AbortSignal): Promise<Reply>;
  get(path: string, account: TransferAccount, signal: AbortSignal): Promise<Reply>;
}

function refused(status: number): GatewayError {
  const auth = status === 401 || status === 403;
  return new GatewayError({
    kind: auth ? 'auth' : 'contract',
    code: auth ? 'TARGET_AUTH' : 'TARGET_REQUEST_REFUSED',
    message: {
      vi: `CSDL ngành không nhận yêu cầu (HTTP ${status}).`,
      en: `The sector database refused the request (HTTP ${status}).`,
    },
    hint: {
      vi: 'Kiểm tra địa chỉ, mã đối tác và tài khoản kết chuyển trong cấu hình.',
      en: 'Check address, partner code and transfer account in the config.',
    },
    details: { status, mayHaveArrived: false },
  });
}

/** The axis reports a missing or wrong transfer password and a closed window under HTTP 200. */
function readState(json: Row, raw: string): Reply {
  if (json.code === 403) {
    const seconds = json.moLaiSauGiay;
    const wait =
      typeof seconds === 'number' && seconds >= 0
        ? { retryAfterMs: Math.min(seconds * 1000, MAX_WAIT_MS) }
        : {};
    return { kind: 'retry', code: 'MOET_WINDOW_CLOSED', raw, ...wait };
  }
  if (json.trangThai === 5) return { kind: 'retry', code: 'MOET_NO_TRANSFER_PASSWORD', raw };
  if (json.trangThai === 6) return { kind: 'retry', code: 'MOET_WRONG_TRANSFER_ACCOUNT', raw };
  if (json.trangThai === 7) return { kind: 'retry', code: 'MOET_CONTENT_REFUSED', raw };
  return { kind: 'answer', json, raw };
}

const isRow = (json: unknown): json is Row => typeof json === 'object' && json !== null;

/** Throws for a refusal of the caller or of the request as a whole. */
function classify(response: HttpResponse, now: Date): Reply {
  const reply = readTargetReply(response, now);
  if (reply === null) throw refused(response.status);
  if (reply.kind !== 'answer') return reply;
  const { json, raw } = reply;
  return isRow(json) ? readState(json, raw) : { kind: 'unknown', code: 'TARGET_NOT_JSON', raw };
}

/** The school's own account, else the one for all schools. */
export const accountOf = (config: MoetCsdlConfig, school: string): TransferAccount | undefined =>
  config.accounts.find((entry) => entry.school === school) ??
  config.accounts.find((entry) => entry.school === '*');

const capOf = (path: string): number => (path.startsWith('/syncdata-api/') ? MAX_PAGE_BYTES : MAX_ACK_BYTES);

function headersOf(config: MoetCsdlConfig, { username, password }: TransferAccount): Record<string, string> {
  const headers = { username, password, accept: 'application/json' };
  const { partner } = config;
  if (partner === undefined) return headers;
  return { ...headers, 'x-ma-doi-tac': partner.code, 'x-khoa-doi-tac': partner.key };
}

/** HTTP under the axis's conventions; `now` reads the clock for Retry-After dates. */
export function createClient(config: MoetCsdlConfig, http: HttpClient, now: () => Date): MoetClient {
  const root = config.url.replace(/\/+$/u, '');
  const timeoutMs = config.timeoutMs ?? 30_000;
  const exchange = async (request: HttpRequest): Promise<Reply> => {
    try {
      return classify(await http.request({ timeoutMs, ...request }), now());
    } catch (error) {
      if (isGatewayError(error) && error.code === 'HTTP_ANSWER_TOO_LARGE') {
        return { kind: 'unknown', code: 'TARGET_ANSWER_TOO_LARGE', raw: '' };
      }
      throw error;
    }
  };
  return {
    post: (path, body, account, signal) =>
      exchange({
        method: 'POST',
        url: `${root}${path}`,
        headers: { ...headersOf(config, account), 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        maxBytes: capOf(path),
        signal,
      }),
    get: (path, account, signal) =>
      exchange({
        method: 'GET',
        url: `${root}${path}`,
        headers: headersOf(config, account),
        maxBytes: capOf(path),
        signal,
      }),
  };
}
