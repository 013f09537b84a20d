import type { JsonProblem, JsonProblemCode } from './json-problems.js';

export const MAX_JSON_BYTES = 20_000_000;
const MAX_DEPTH = 64;
/** Objects and lists of a document: several thousand records have fewer, and each costs many times its two octets. */
const MAX_CONTAINERS = 500_000;
const MAX_KEYS = 10_000;
/** More than these say nothing new. */
const MAX_PROBLEMS = 20;
const UNSAFE: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly JsonProblem[] };

interface Found {
  readonly code: JsonProblemCode;
  readonly at: number;
  readonly about: string | null;
}

interface Scan {
  readonly text: string;
  at: number;
  depth: number;
  containers: number;
  readonly found: Found[];
}

/** Ends the reading where going on would be guessing. */
class JsonStop extends Error {
  override readonly name = 'JsonStop';
  constructor(
    readonly code: JsonProblemCode,
    readonly at: number,
  ) {
    super(code);
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_BAG = 0x7b;
const CLOSE_BAG = 0x7d;

/** A place where something else must stand: cut off at the end of the text, broken elsewhere. */
const unexpected = (scan: Scan): JsonStop =>
  new JsonStop(scan.at >= scan.text.length ? 'JSON-CUT-OFF' : 'JSON-SYNTAX', scan.at);

/** A problem that does not keep the rest from being read. */
function note(scan: Scan, code: JsonProblemCode, at: number, about: string): void {
  if (scan.found.length >= MAX_PROBLEMS) throw new JsonStop(code, at);
  scan.found.push({ code, at, about: about.length > 60 ? `${about.slice(0, 60)}…` : about });
}

/** The code unit at the next place that is no blank; NaN at the end. */
function next(scan: Scan): number {
  const { text } = scan;
  let code = text.charCodeAt(scan.at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
    scan.at += 1;
    code = text.charCodeAt(scan.at);
  }
  return code;
}

function readValue(scan: Scan): unknown {
  const code = next(scan);
  if (code === QUOTE) return readString(scan);
  if (code === OPEN_BAG) return readBag(scan);
  if (code === OPEN_LIST) return readList(scan);
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return readNumber(scan);
  return readWord(scan);
}

const WORDS: readonly (readonly [string, true | false | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

function readWord(scan: Scan): true | false | null {
  const rest = scan.text.slice(scan.at, scan.at + 5);
  for (const [word, value] of WORDS) {
    if (rest.startsWith(word)) {
      scan.at += word.length;
      return value;
    }
    if (rest !== '' && word.startsWith(rest)) scan.at = scan.text.length;
  }
  throw unexpected(scan);
}

function enter(scan: Scan): void {
  scan.depth += 1;
  if (scan.depth > MAX_DEPTH) throw new JsonStop('JSON-DEPTH', scan.at);
  scan.containers += 1;
  if (scan.containers > MAX_CONTAINERS) throw new JsonStop('JSON-PARTS', scan.at);
  scan.at += 1;
}

/** After an item: true when another follows, false when the container is closed. */
function another(scan: Scan, close: number): boolean {
  const code = next(scan);
  if (code !== COMMA && code !== close) throw unexpected(scan);
  scan.at += 1;
  return code === COMMA;
}

function readBag(scan: Scan): Record<string, unknown> {
  enter(scan);
  const bag: Record<string, unknown> = {};
  let keys = 0;
  if (next(scan) === CLOSE_BAG) scan.at += 1;
  else
    do {
      if (next(scan) !== QUOTE) throw unexpected(scan);
      const at = scan.at;
      keys += 1;
      if (keys > MAX_KEYS) throw new JsonStop('JSON-PARTS', at);
      const key = readString(scan);
      if (next(scan) !== COLON) throw unexpected(scan);
      scan.at += 1;
      const value = readValue(scan);
      if (UNSAFE.has(key)) note(scan, 'JSON-UNSAFE-KEY', at, key);
      else if (Object.hasOwn(bag, key)) note(scan, 'JSON-DUPLICATE-KEY', at, key);
      else bag[key] = value;
    } while (another(scan, CLOSE_BAG));
  scan.depth -= 1;
  return bag;
}

function readList(scan: Scan): unknown[] {
  enter(scan);
  const list: unknown[] = [];
  if (next(scan) === CLOSE_LIST) scan.at += 1;
  else
    do {
      list.push(readValue(scan));
    } while (another(scan, CLOSE_LIST));
  scan.depth -= 1;
  return list;
}

function readString(scan: Scan): string {
  const { text } = scan;
  const start = scan.at + 1;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      scan.at = at + 1;
      return text.slice(start, at);
    }
    if (code === BACKSLASH) return readEscaped(scan, start, at);
    if (code < 0x20) throw badControl(at, code);
  }
  throw new JsonStop('JSON-CUT-OFF', text.length);
}

const badControl = (at: number, code: number): JsonStop =>
  new JsonStop(code === 0 ? 'JSON-CHARACTER' : 'JSON-SYNTAX', at);

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
/** Held here, because a string may have millions of escapes and a global can cost more to look up than to call. */
const { fromCharCode } = String;
const { parseInt: wholeFrom } = Number;
const HEX = /^[0-9a-fA-F]{4}$/u;
const PLAIN = /[^"\\]*/y;
const HALF = /\p{Cs}/u;

/** The slow way, from the first backslash on. */
function readEscaped(scan: Scan, start: number, firstEscape: number): string {
  const { text } = scan;
  let value = text.slice(start, firstEscape);
  let at = firstEscape;
  while (text.charCodeAt(at) !== QUOTE) {
    if (at >= text.length) throw new JsonStop('JSON-CUT-OFF', text.length);
    if (text.charCodeAt(at) === BACKSLASH) {
      value += escaped(text, at);
      at += text[at + 1] === 'u' ? 6 : 2;
    } else {
      PLAIN.lastIndex = at;
      const chunk = PLAIN.exec(text)?.[0] ?? '';
      checkControls(chunk, at);
      value += chunk;
      at += chunk.length;
    }
  }
  scan.at = at + 1;
  if (value.includes('\u0000')) note(scan, 'JSON-CHARACTER', start, 'U+0000');
  else if (HALF.test(value)) note(scan, 'JSON-CHARACTER', start, 'U+D800-U+DFFF');
  return value;
}

function checkControls(chunk: string, start: number): void {
  for (let at = 0; at < chunk.length; at += 1) {
    const code = chunk.charCodeAt(at);
    if (code < 0x20) throw badControl(start + at, code);
  }
}

function escaped(text: string, at: number): string {
  const letter = text[at + 1];
  if (letter === undefined) throw new JsonStop('JSON-CUT-OFF', text.length);
  if (letter !== 'u') {
    const plain = ESCAPES[letter];
    if (plain === undefined) throw new JsonStop('JSON-SYNTAX', at);
    return plain;
  }
  const hex = text.slice(at + 2, at + 6);
  if (HEX.test(hex)) return fromCharCode(wholeFrom(hex, 16));
  throw at + 6 > text.length ? new JsonStop('JSON-CUT-OFF', text.length) : new JsonStop('JSON-SYNTAX', at);
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

function readNumber(scan: Scan): number {
  NUMBER.lastIndex = scan.at;
  const token = NUMBER.exec(scan.text)?.[0];
  const at = scan.at;
  if (token === undefined) {
    scan.at += 1;
    throw unexpected(scan);
  }
  scan.at += token.length;
  const value = Number(token);
  if (!survives(token, value)) note(scan, 'JSON-NUMBER', at, token);
  return value;
}

/** What reads as a double and back without loss: whole numbers up to 2^53 - 1, others of up to 16 digits. */
function survives(token: string, value: number): boolean {
  if (value === 0) return /^0(?:\.0+)?$/u.test(token);
  if (Number.isInteger(value)) return Number.isSafeInteger(value) && token.length <= 17;
  if (!Number.isFinite(value)) return false;
  if (token.length <= 15) return true;
  const digits = token.replace(/^-?0*\.?0*|[.-]|[eE].*$/gu, '').length;
  return digits <= 15 || (digits === 16 && String(value) === token);
}

/** Offsets as lines and columns. */
function placed(text: string, { code, at, about }: Found, firstLine: number): JsonProblem {
  let line = firstLine;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { code, line, column: at - start + 1, about };
}

function scanAll(scan: Scan): unknown {
  if (Number.isNaN(next(scan))) throw new JsonStop('JSON-EMPTY', 0);
  // UTF-16 without a byte order mark is valid UTF-8 full of NUL.
  if (scan.text.charCodeAt(0) === 0 || scan.text.charCodeAt(1) === 0) throw new JsonStop('JSON-ENCODING', 0);
  const value = readValue(scan);
  if (!Number.isNaN(next(scan))) throw new JsonStop('JSON-TRAILING', scan.at);
  return value;
}

/** One JSON document from a text that was decoded already; `line` is the number of its first line. */
export function parseStrictJson(text: string, line = 1): StrictJson {
  const scan: Scan = { text, at: 0, depth: 0, containers: 0, found: [] };
  try {
    const value = scanAll(scan);
    if (scan.found.length === 0) return { ok: true, value };
  } catch (error) {
    if (!(error instanceof JsonStop)) throw error;
    scan.found.push({ code: error.code, at: error.at, about: null });
  }
  return { ok: false, problems: scan.found.map((found) => placed(text, found, line)) };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Where the first octet stands that is not UTF-8. */
function badOctet(octets: Uint8Array): JsonProblem {
  const text = new TextDecoder('utf-8').decode(octets);
  return placed(text, { code: 'JSON-ENCODING', at: Math.max(0, text.indexOf('\ufffd')), about: null }, 1);
}

/**
 * The one way in for JSON that somebody gives us. Stricter than JSON.parse, which keeps the last of two equal keys, rounds
 * numbers and takes half characters in silence: two programs would then read one document differently. A byte order mark is
 * skipped once. Never throws for bad input; up to 20 problems at once, each with its place.
 */
export function readStrictJson(octets: Uint8Array, maxBytes = MAX_JSON_BYTES): StrictJson {
  if (octets.length > maxBytes)
    return {
      ok: false,
      problems: [{ code: 'JSON-TOO-LARGE', line: 1, column: 1, about: String(octets.length) }],
    };
  let text: string;
  try {
    text = strictUtf8.decode(octets);
  } catch {
    return { ok: false, problems: [badOctet(octets)] };
  }
  return parseStrictJson(text);
}
