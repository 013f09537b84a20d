import type { XmlElement } from '../../ports/xml-reader.js';
import { tagEnd } from './guard.js';

// A class package holds dozens of packets: a tree of all of them would need many times the file. The parts are found by a scan
// of tags, the wrapper alone becomes a tree.

export interface Range {
  readonly start: number;
  readonly end: number;
}

const LT = 0x3c;
const GT = 0x3e;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const COLON = 0x3a;

interface Scan {
  readonly xml: Uint8Array;
  readonly names: readonly Uint8Array[];
  readonly ranges: Range[];
  depth: number;
  /** How many names of the path, from the root on, the open elements follow. */
  matched: number;
  /** Start of the part that is open, -1 when none is. */
  partStart: number;
}

const isNameEnd = (byte: number | undefined): boolean =>
  byte === undefined || byte <= 0x20 || byte === GT || byte === SLASH;

/** Whether the tag at `at` ('<') has the local name. */
function isNamed({ xml }: Scan, at: number, name: Uint8Array): boolean {
  let start = at + 1;
  for (let i = start; !isNameEnd(xml[i]); i += 1) if (xml[i] === COLON) start = i + 1;
  for (let i = 0; i < name.length; i += 1) if (xml[start + i] !== name[i]) return false;
  return isNameEnd(xml[start + name.length]);
}

/** Whether the element that opens at `at` goes on along the path. */
const isOnPath = (scan: Scan, at: number): boolean => {
  const name = scan.names[scan.depth];
  return scan.partStart < 0 && scan.matched === scan.depth && name !== undefined && isNamed(scan, at, name);
};

function openElement(scan: Scan, at: number): number {
  const { xml, names } = scan;
  const end = tagEnd(xml, at);
  if (end < 0 || end >= xml.length) return xml.length;
  const isClosed = xml[end - 1] === SLASH;
  if (isOnPath(scan, at)) {
    if (scan.depth < names.length - 1) scan.matched += isClosed ? 0 : 1;
    else if (isClosed) scan.ranges.push({ start: at, end: end + 1 });
    else scan.partStart = at;
  }
  if (!isClosed) scan.depth += 1;
  return end + 1;
}

function closeElement(scan: Scan, at: number): number {
  const end = scan.xml.indexOf(GT, at);
  if (end < 0) return scan.xml.length;
  scan.depth -= 1;
  if (scan.matched > scan.depth) scan.matched = scan.depth;
  if (scan.partStart >= 0 && scan.depth === scan.names.length - 1) {
    scan.ranges.push({ start: scan.partStart, end: end + 1 });
    scan.partStart = -1;
  }
  return end + 1;
}

/**
 * Where the elements stand that the path of local names leads to, in octets that passed the guard (so without comments, CDATA
 * and instructions); null when one of them has no end.
 */
export function partsIn(xml: Uint8Array, path: readonly string[]): readonly Range[] | null {
  const encoder = new TextEncoder();
  const names = path.map((name) => encoder.encode(name));
  const scan: Scan = { xml, names, ranges: [], depth: 0, matched: 0, partStart: -1 };
  let at = xml.indexOf(LT);
  while (at >= 0 && scan.depth >= 0) {
    const next = xml[at + 1];
    const after =
      next === SLASH ? closeElement(scan, at) : next === QUESTION ? at + 2 : openElement(scan, at);
    at = xml.indexOf(LT, after);
  }
  return scan.partStart < 0 ? scan.ranges : null;
}

/** The document without the ranges. */
export function without(xml: Uint8Array, ranges: readonly Range[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const { start, end } of ranges) {
    pieces.push(xml.subarray(from, start));
    from = end;
  }
  pieces.push(xml.subarray(from));
  return Buffer.concat(pieces);
}

/** A tree of the document without the ranges, with the offsets of the whole document. */
export function shifted(element: XmlElement, ranges: readonly Range[]): XmlElement {
  let removed = 0;
  const steps = ranges.map(({ start, end }) => {
    const step = { from: start - removed, by: end - start };
    removed += step.by;
    return step;
  });
  /** A part that stood exactly here came before the offset when `after`. */
  const moved = (offset: number, after: boolean): number => {
    let by = 0;
    for (const step of steps) if (step.from < offset || (after && step.from === offset)) by += step.by;
    return offset + by;
  };
  const move = (one: XmlElement): XmlElement => {
    const isEmptyTag = one.end === one.contentStart;
    const inner = new Map(one.children.map((child) => [child, move(child)]));
    return {
      ...one,
      children: [...inner.values()],
      content: one.content.map((node) => (typeof node === 'string' ? node : (inner.get(node) ?? node))),
      start: moved(one.start, true),
      contentStart: moved(one.contentStart, false),
      contentEnd: moved(one.contentEnd, !isEmptyTag),
      end: moved(one.end, false),
    };
  };
  return move(element);
}

const isAround = (element: XmlElement, offset: number): boolean =>
  element.contentStart <= offset && offset < element.contentEnd;

/** The namespaces in scope at an offset of the wrapper. */
export function scopeAt(root: XmlElement, offset: number): ReadonlyMap<string, string> {
  const scope = new Map<string, string>();
  for (let around: XmlElement | undefined = root; around !== undefined; ) {
    for (const [name, uri] of Object.entries(around.attributes))
      if (name === 'xmlns') scope.set('', uri);
      else if (name.startsWith('xmlns:')) scope.set(name.slice(6), uri);
    around = around.children.find((child) => isAround(child, offset));
  }
  return scope;
}
