import type { PacketProfile } from '../profile-shape.js';
import type { Found, OwnerMark, SignaturePlan, Tags } from './plan.js';
import { signaturePlan } from './plan.js';

/** Byte offsets [start, end) of an element, its tags included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place for a signature in octets. */
export interface SlotPlace {
  readonly slot: string;
  /** Staff code on the slot, where the profile puts one there. */
  readonly holder: string | null;
  /** Where a signature is spliced in: just after the start tag. */
  readonly offset: number;
  readonly signed: boolean;
}

/** Where the signable parts and the slots of a packet stand. Offsets hold for these octets only. */
export interface PacketLayout {
  /** By id: the referencable elements. */
  readonly spans: ReadonlyMap<string, Span>;
  /** Ids of the elements of each owner, in document order. */
  readonly owned: ReadonlyMap<string, readonly string[]>;
  /** In document order. */
  readonly slots: readonly SlotPlace[];
}

const BLANK = 0x20;
const CLOSE = 0x3e;

/** First start tag of that name in [from, to), or -1. A literal '<' stands nowhere else in C14N octets. */
function startTag(octets: Buffer, open: string, from: number, to: number): number {
  for (let at = octets.indexOf(open, from); at >= 0 && at < to; at = octets.indexOf(open, at + 1)) {
    const next = octets[at + Buffer.byteLength(open)];
    if (next === CLOSE || next === BLANK) return at;
  }
  return -1;
}

function elementsIn(octets: Buffer, found: Tags, window: Span): Span[] {
  const spans: Span[] = [];
  let from = window.start;
  for (;;) {
    const start = startTag(octets, found.open, from, window.end);
    const close = start < 0 ? -1 : octets.indexOf(found.close, start);
    if (close < 0) return spans;
    const end = close + Buffer.byteLength(found.close);
    spans.push({ start, end });
    from = end;
  }
}

const UNESCAPED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x9;': '\t',
  '&#xA;': '\n',
  '&#xD;': '\r',
};
const plainText = (text: string): string =>
  text.replace(/&[^;]+;/gu, (entity) => UNESCAPED[entity] ?? entity);

function attributeOf(octets: Buffer, span: Span, name: string): string | null {
  const tagEnd = octets.indexOf('>', span.start);
  const tag = octets.toString('utf8', span.start, tagEnd);
  const mark = ` ${name}="`;
  const at = tag.indexOf(mark);
  if (at < 0) return null;
  return plainText(tag.slice(at + mark.length, tag.indexOf('"', at + mark.length)));
}

function ownerOf(octets: Buffer, span: Span, mark: OwnerMark): string | null {
  const start = startTag(octets, mark.open, span.start, span.end);
  if (start < 0) return null;
  if (mark.attribute !== null) return attributeOf(octets, { start, end: span.end }, mark.attribute);
  const from = octets.indexOf('>', start) + 1;
  return plainText(octets.toString('utf8', from, octets.indexOf('<', from)));
}

/** The element that encloses the looked-for ones; null when the packet (of this level) does not have it. */
function windowOf(octets: Buffer, found: Found, known: Map<string, Span | null>): Span | null {
  let window: Span = { start: 0, end: octets.length };
  let trail = '';
  for (const around of found.around) {
    trail += around.open;
    const held = known.get(trail);
    const inner = held === undefined ? (elementsIn(octets, around, window)[0] ?? null) : held;
    known.set(trail, inner);
    if (inner === null) return null;
    window = inner;
  }
  return window;
}

interface Scan {
  readonly octets: Buffer;
  readonly plan: SignaturePlan;
  readonly windows: Map<string, Span | null>;
}

function scanParts({ octets, plan, windows }: Scan): Pick<PacketLayout, 'spans' | 'owned'> {
  const spans = new Map<string, Span>();
  const owned = new Map<string, string[]>();
  for (const found of plan.parts) {
    const window = windowOf(octets, found, windows);
    for (const span of window === null ? [] : elementsIn(octets, found, window)) {
      const id = attributeOf(octets, span, plan.idAttribute);
      if (id === null) continue;
      spans.set(id, span);
      const owner = found.owner === null ? null : ownerOf(octets, span, found.owner);
      if (owner !== null) owned.set(owner, [...(owned.get(owner) ?? []), id]);
    }
  }
  return { spans, owned };
}

function scanSlots({ octets, plan, windows }: Scan): SlotPlace[] {
  const slots: SlotPlace[] = [];
  for (const found of plan.slots) {
    const window = windowOf(octets, found, windows);
    for (const span of window === null ? [] : elementsIn(octets, found, window)) {
      const offset = octets.indexOf('>', span.start) + 1;
      const holder = found.holder === null ? null : attributeOf(octets, span, found.holder);
      const signed = octets.indexOf(found.close, offset) !== offset;
      slots.push({ slot: found.slot, holder, offset, signed });
    }
  }
  return slots.sort((a, b) => a.offset - b.offset);
}

/**
 * Finds parts and slots in octets that this gateway wrote (C14N by construction) without parsing them: a few microseconds.
 * Octets from elsewhere are read strictly instead (verify.ts).
 */
export function packetLayout(octets: Uint8Array, profile: PacketProfile): PacketLayout {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const scan: Scan = { octets: buffer, plan: signaturePlan(profile), windows: new Map() };
  return { ...scanParts(scan), slots: scanSlots(scan) };
}
