import type { GrowingBuffer } from './growing-buffer.js';

/** The few parts of PostgreSQL's frontend/backend protocol 3.0 that a forwarder must understand itself. */
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
const MAX_STARTUP = 10_000;
const HEADER = 5;

const code = (letter: string): number => letter.charCodeAt(0);
const QUERY = code('Q');
const SYNC = code('S');
const TERMINATE = code('X');
const PARSE = code('P');

export type Startup = 'incomplete' | 'ssl' | 'cancel' | 'startup' | 'invalid';

/** Takes one untyped packet, as clients send before the session starts. */
export function takeStartup(buffer: GrowingBuffer): Startup {
  if (buffer.length < 8) return 'incomplete';
  const length = buffer.uint32At(0);
  if (length < 8 || length > MAX_STARTUP) return 'invalid';
  if (buffer.length < length) return 'incomplete';
  const request = buffer.take(length).readUInt32BE(4);
  if (request === SSL_REQUEST || request === GSS_REQUEST) return 'ssl';
  return request === CANCEL_REQUEST ? 'cancel' : 'startup';
}

/** What one connection asks to be run without anyone between: a simple query, or everything up to Sync. */
export type Unit =
  | { readonly kind: 'run'; readonly bytes: Buffer }
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'terminate' };

/** Cuts a connection's stream into units. */
export class UnitReader {
  #scanned = 0;
  #named = false;
  readonly #buffer: GrowingBuffer;

  constructor(buffer: GrowingBuffer) {
    this.#buffer = buffer;
  }

  /** The next whole unit, or null when bytes are still missing. */
  next(): Unit | null {
    const buffer = this.#buffer;
    while (buffer.length >= this.#scanned + HEADER) {
      const start = this.#scanned;
      const end = start + 1 + buffer.uint32At(start + 1);
      if (buffer.length < end) return null;
      const type = buffer.byteAt(start);
      if (type === PARSE && buffer.byteAt(start + HEADER) !== 0) this.#named = true;
      this.#scanned = end;
      if (type === QUERY || type === SYNC || type === TERMINATE) return this.#cut(type);
    }
    return null;
  }

  #cut(type: number): Unit {
    const bytes = this.#buffer.take(this.#scanned);
    const named = this.#named;
    this.#scanned = 0;
    this.#named = false;
    if (type === TERMINATE) return { kind: 'terminate' };
    if (named)
      return { kind: 'refuse', reason: 'named prepared statements are not supported: the session is shared' };
    return { kind: 'run', bytes };
  }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(HEADER);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const text = (...parts: string[]): Buffer => Buffer.from(parts.map((part) => `${part}\0`).join(''), 'utf8');

export type TransactionStatus = 'I' | 'T' | 'E';

export const readyForQuery = (status: TransactionStatus): Buffer => message('Z', Buffer.from(status));

export const NO_SSL = Buffer.from('N');

/** Authentication is the socket folder's permissions: whoever can connect is the owner of the data. */
export const greeting = (serverVersion: string): Buffer =>
  Buffer.concat([
    message('R', Buffer.alloc(4)),
    message('S', text('server_version', serverVersion)),
    message('S', text('client_encoding', 'UTF8')),
    message('S', text('integer_datetimes', 'on')),
    message('S', text('standard_conforming_strings', 'on')),
    message('K', Buffer.alloc(8)),
    readyForQuery('I'),
  ]);

export const errorResponse = (severity: 'ERROR' | 'FATAL', sqlState: string, reason: string): Buffer =>
  message(
    'E',
    Buffer.concat([text(`S${severity}`, `V${severity}`, `C${sqlState}`, `M${reason}`), Buffer.alloc(1)]),
  );

export const simpleQuery = (sql: string): Buffer => message('Q', text(sql));

/** Status of the ReadyForQuery that ends an answer; null when there is none. */
export function statusAtEnd(answer: Uint8Array): TransactionStatus | null {
  const start = answer.length - 6;
  if (start < 0 || answer[start] !== code('Z') || answer[start + 4] !== 5) return null;
  const status = String.fromCharCode(answer[start + 5] ?? 0);
  return status === 'I' || status === 'T' || status === 'E' ? status : null;
}
