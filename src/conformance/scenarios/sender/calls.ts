import { sha256Hex } from '../../../packet/digest.js';
import type { RawExchange } from '../exchanges.js';

export interface SentItem {
  readonly key: string;
  readonly recordId: string;
  readonly version: number;
  readonly event: string;
  readonly lookupCode: string;
  readonly sha256: string;
  /** SHA-256 of the bytes that really came. */
  readonly packetSha256: string;
  readonly packetBytes: number;
}

/** accepted and refused end a key's way; received: a verdict comes later; unknown: never seen. */
export type AnswerState = 'accepted' | 'refused' | 'received' | 'unknown';

export interface KeyAnswer {
  readonly state: AnswerState;
  readonly codes: readonly string[];
  readonly askAfterMs: number | null;
}

/** One call of a sender, in words that fit both targets. */
export interface SenderCall {
  readonly kind: 'send' | 'ask' | 'typed' | 'other';
  readonly method: string;
  readonly path: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: number | null;
  readonly fault: string | null;
  readonly environment: string | null;
  readonly items: readonly SentItem[];
  /** Of what was sent or asked. */
  readonly keys: readonly string[];
  /** LoaiDuLieu of a typed batch. */
  readonly type: number | null;
  /** Only answers bound to a key and SHA-256 of this call, as they really left. */
  readonly answers: ReadonlyMap<string, KeyAnswer>;
  /** The call as a whole was told to come again; `null` also where it was not told when. */
  readonly retryAfterMs: number | null;
  /** Sent away because the window is closed. */
  readonly isOutsideWindow: boolean;
}

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const rowOf = (value: unknown): Row => (isRow(value) ? value : {});
const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? value.filter(isRow) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function parsed(text: string): Row {
  try {
    return rowOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function itemOf(row: Row): SentItem {
  const octets = Buffer.from(textOf(row.packet), 'base64');
  return {
    key: textOf(row.key),
    recordId: textOf(row.IdBanGhi),
    version: typeof row.PhienBan === 'number' ? row.PhienBan : 0,
    event: textOf(row.SuKien),
    lookupCode: textOf(row.maTraCuu ?? row.MaTraCuu),
    sha256: textOf(row.sha256),
    packetSha256: sha256Hex(octets),
    packetBytes: octets.length,
  };
}

const SO_STATES: Readonly<Record<string, AnswerState>> = {
  HOP_LE: 'accepted',
  DA_NHAN: 'received',
  TU_CHOI: 'refused',
  XUNG_DOT: 'refused',
  KHONG_CO: 'unknown',
};

interface AnsweredRow extends KeyAnswer {
  readonly key: string;
  readonly sha256: string;
}

const soAnswers = (body: Row): readonly AnsweredRow[] =>
  rowsOf(body.items).flatMap((row) => {
    const state = SO_STATES[textOf(row.trangThai)];
    if (state === undefined) return [];
    const askAfterMs = typeof row.hoiLaiSauMs === 'number' ? row.hoiLaiSauMs : null;
    const codes = rowsOf(row.loi).map(({ ma }) => textOf(ma));
    return [{ key: textOf(row.key), sha256: textOf(row.sha256), state, codes, askAfterMs }];
  });

const MOET_TAKEN = '000-000';

function moetAnswers(body: Row): readonly AnsweredRow[] {
  const items = rowsOf(rowOf(rowOf(rowOf(body.body).result).items).item);
  return items.map((row) => {
    const error = textOf(row.error);
    const state = error === MOET_TAKEN ? 'accepted' : error === 'KHONG_CO' ? 'unknown' : 'refused';
    return { key: textOf(row.clientId), sha256: textOf(row.sha256), state, codes: [error], askAfterMs: null };
  });
}

/** Where each target's calls stand and how they are read. */
interface Dialect {
  readonly kinds: Readonly<Record<string, SenderCall['kind']>>;
  items(body: Row): readonly Row[];
  keys(body: Row): readonly Row[];
  answers(body: Row): readonly AnsweredRow[];
  environment(body: Row): unknown;
  isOutsideWindow(status: number | null, body: Row): boolean;
  retryAfterMs(exchange: RawExchange, body: Row): number | null;
}

function headerMs({ responseHeaders }: RawExchange): number | null {
  const text = responseHeaders['retry-after']?.trim() ?? '';
  return /^\d{1,6}$/u.test(text) ? Number(text) * 1000 : null;
}

const SO: Dialect = {
  kinds: { '/api/hoc-ba/v1/goi-tin': 'send', '/api/hoc-ba/v1/tra-cuu-bien-nhan': 'ask' },
  items: (body) => rowsOf(body.items),
  keys: (body) => rowsOf(body.items),
  answers: soAnswers,
  environment: (body) => body.moiTruong,
  isOutsideWindow: (status, body) => status === 503 && rowOf(body.loi).ma === 'SO-005',
  retryAfterMs: headerMs,
};

const MOET: Dialect = {
  kinds: {
    '/csdlgd-push/hoc-ba': 'send',
    '/csdlgd-push/hoc-ba/trang-thai': 'ask',
    '/csdlgd-push/du-lieu': 'typed',
  },
  items: (body) => rowsOf(body.LstHocBa),
  keys: (body) => [...rowsOf(body.LstHocBa), ...rowsOf(body.LstKhoa)],
  answers: moetAnswers,
  environment: (body) => body.MoiTruong,
  isOutsideWindow: (status, body) => status === 200 && body.code === 403,
  retryAfterMs: (exchange, body) =>
    typeof body.moLaiSauGiay === 'number' ? body.moLaiSauGiay * 1000 : headerMs(exchange),
};

export const DIALECTS = { 'so-gddt': SO, 'moet-csdl': MOET } as const;
export type Played = keyof typeof DIALECTS;

/** Only a whole answer that says 2xx counts; each row only with its key's own SHA-256. */
function boundAnswers(
  exchange: RawExchange,
  asked: readonly Row[],
  rows: readonly AnsweredRow[],
): ReadonlyMap<string, KeyAnswer> {
  const isAnswer = exchange.status !== null && exchange.status >= 200 && exchange.status < 300;
  if (!isAnswer) return new Map();
  const hashes = new Map(asked.map((row) => [textOf(row.key), textOf(row.sha256)]));
  return new Map(
    rows.filter(({ key, sha256 }) => hashes.get(key) === sha256).map((row) => [row.key, row] as const),
  );
}

export function senderCall(target: Played, exchange: RawExchange): SenderCall {
  const dialect = DIALECTS[target];
  const path = exchange.path.split('?')[0] ?? '';
  const kind = exchange.method === 'POST' ? (dialect.kinds[path] ?? 'other') : 'other';
  const [asked, answered] = [parsed(exchange.requestBody), parsed(exchange.responseBody)];
  const named = kind === 'send' || kind === 'ask' ? dialect.keys(asked) : [];
  const environment = dialect.environment(asked);
  const { method, status, startedAt, endedAt } = exchange;
  return {
    kind,
    method,
    path,
    startedAt,
    endedAt,
    status,
    fault: exchange.fault ?? null,
    environment: typeof environment === 'string' ? environment : null,
    items: kind === 'send' ? dialect.items(asked).map(itemOf) : [],
    keys: named.map(({ key }) => textOf(key)),
    type: typeof asked.LoaiDuLieu === 'number' ? asked.LoaiDuLieu : null,
    answers: boundAnswers(exchange, named, dialect.answers(answered)),
    retryAfterMs: dialect.retryAfterMs(exchange, answered),
    isOutsideWindow: dialect.isOutsideWindow(status, answered),
  };
}
