import type { Issue, Place } from '../../domain/issue.js';
import { jsonIssue } from '../../domain/json-problems.js';
import { parseStrictJson, readStrictJson } from '../../domain/strict-json.js';

/** One JSON document of a file, or why it cannot be read. */
export type JsonItem = {
  /** 1-based line in a file of one document a line. */
  readonly line?: number;
  /** 0-based place in a list. */
  readonly index?: number;
} & ({ readonly value: unknown } | { readonly issues: readonly Issue[] });

/** Where a document stands in its file. */
export const placeOfItem = (file: string, { line, index }: JsonItem): Place => ({
  file,
  ...(line === undefined ? {} : { row: line }),
  ...(index === undefined ? {} : { path: `[${index}]` }),
});

const LF = 0x0a;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A line as text; null when it is not UTF-8. */
function lineText(octets: Uint8Array): string | null {
  try {
    return decoder.decode(octets).trim();
  } catch {
    return null;
  }
}

interface Line {
  readonly text: string | null;
  readonly line: number;
}

/** Lines that hold something, one at a time. */
function* linesOf(octets: Uint8Array): Generator<Line> {
  let at = 0;
  for (let line = 1; at < octets.length; line += 1) {
    const found = octets.indexOf(LF, at);
    const end = found < 0 ? octets.length : found;
    const text = lineText(octets.subarray(at, end));
    if (text !== '') yield { text, line };
    at = end + 1;
  }
}

const ENCODING: Issue = jsonIssue({ code: 'JSON-ENCODING', line: 1, column: 1, about: null });

function itemOf({ text, line }: Line): JsonItem {
  if (text === null) return { line, issues: [{ ...ENCODING, path: `line ${line}` }] };
  const reading = parseStrictJson(text, line);
  return reading.ok ? { line, value: reading.value } : { line, issues: reading.problems.map(jsonIssue) };
}

const isLines = (name: string): boolean => /\.(?:ndjson|jsonl)$/iu.test(name);

/** Whether the file is a document a line: its name says so, or its first line is one and a second follows. */
function hasLines(octets: Uint8Array, name: string): boolean {
  if (isLines(name)) return true;
  const [first, second] = [...firstTwo(octets)];
  if (first?.text === undefined || first.text === null || second === undefined) return false;
  return parseStrictJson(first.text).ok;
}

function* firstTwo(octets: Uint8Array): Generator<Line> {
  let left = 2;
  for (const line of linesOf(octets)) {
    yield line;
    left -= 1;
    if (left === 0) return;
  }
}

/** Documents of a JSON or NDJSON file, one at a time: a list gives its items, a file of lines its lines. */
export function* jsonItems(octets: Uint8Array, name: string): Generator<JsonItem> {
  if (hasLines(octets, name)) {
    for (const line of linesOf(octets)) yield itemOf(line);
    return;
  }
  const reading = readStrictJson(octets);
  if (!reading.ok) yield { issues: reading.problems.map(jsonIssue) };
  else if (!Array.isArray(reading.value)) yield { value: reading.value };
  else for (const [index, value] of (reading.value as readonly unknown[]).entries()) yield { index, value };
}

export type JsonKind = 'packet' | 'canonical' | 'fragment';

const has = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name);

/** What a document is, by its own keys; null when it is none of ours. `roots`: root elements of packets. */
export function jsonKind(value: unknown, roots: readonly string[]): JsonKind | null {
  if (roots.some((root) => has(value, root))) return 'packet';
  if (has(value, 'stream')) return 'fragment';
  return has(value, 'schema') || (has(value, 'level') && has(value, 'pupil')) ? 'canonical' : null;
}
