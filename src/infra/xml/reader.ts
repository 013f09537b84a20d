import type { SaxesTagNS } from 'saxes';
import { SaxesParser } from 'saxes';
import type {
  XmlElement,
  XmlReader,
  XmlReading,
  XmlReadOptions,
  XmlSplitting,
} from '../../ports/xml-reader.js';
import { guardXml, refusalIssue } from './guard.js';
import { partsIn, scopeAt, shifted, without } from './split.js';

/** Turns UTF-16 offsets that only grow into byte offsets. Counted here: four calls an element into Buffer cost more. */
function byteCounter(text: string, start: number): (offset: number) => number {
  let at = 0;
  let bytes = start;
  return (offset) => {
    for (; at < offset; at += 1) {
      const unit = text.charCodeAt(at);
      // Half of a surrogate pair is two of its four bytes.
      if (unit < 0x80) bytes += 1;
      else bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
    }
    return bytes;
  };
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze(
  Object.create(null) as Record<string, string>,
);

/** Without prototype, so that a hostile name is an ordinary key. */
function attributesOf(tag: SaxesTagNS): Readonly<Record<string, string>> {
  let attributes: Record<string, string> | null = null;
  for (const name in tag.attributes) {
    attributes ??= Object.create(null) as Record<string, string>;
    attributes[name] = tag.attributes[name]?.value ?? '';
  }
  return attributes ?? NO_ATTRIBUTES;
}

const NO_CHILDREN: readonly XmlElement[] = [];
const NO_CONTENT: readonly (string | XmlElement)[] = [];

/**
 * An element under construction. Neither it nor its lists come from literals: V8 moves the literals of a place to its old space
 * for good once the first few hundred lived on, everything they point to lives on with them, and reading takes four times as
 * long. Lists are cut out of the two stacks of the open elements when an element closes.
 */
class Draft implements XmlElement {
  readonly name: string;
  readonly local: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  children = NO_CHILDREN;
  content = NO_CONTENT;
  text = '';
  contentEnd: number;
  end: number;

  constructor(
    tag: SaxesTagNS,
    readonly start: number,
    readonly contentStart: number,
  ) {
    this.name = tag.name;
    this.local = tag.local;
    this.namespace = tag.uri;
    this.attributes = attributesOf(tag);
    this.contentEnd = contentStart;
    this.end = contentStart;
  }
}

/** What is open: elements, with where their children and content begin on the stacks. */
class Nest {
  root: Draft | null = null;
  readonly #open: Draft[] = [];
  readonly #marks: number[] = [];
  readonly #children: Draft[] = [];
  readonly #content: (string | Draft)[] = [];

  enter(draft: Draft): void {
    if (this.#open.length === 0) this.root ??= draft;
    else {
      this.#children.push(draft);
      this.#content.push(draft);
    }
    this.#open.push(draft);
    this.#marks.push(this.#children.length, this.#content.length);
  }

  addText(chunk: string): void {
    const open = this.#open.at(-1);
    if (open === undefined) return;
    open.text += chunk;
    this.#content.push(chunk);
  }

  leave(): Draft | undefined {
    const draft = this.#open.pop();
    const content = this.#marks.pop() ?? 0;
    const children = this.#marks.pop() ?? 0;
    if (draft === undefined) return undefined;
    if (this.#children.length > children) draft.children = this.#children.slice(children);
    if (this.#content.length > content) draft.content = this.#content.slice(content);
    this.#children.length = children;
    this.#content.length = content;
    return draft;
  }
}

class Malformed extends Error {
  override readonly name = 'Malformed';
  constructor(readonly at: number) {
    super('not well-formed');
  }
}

/**
 * Builds the tree. Only opentag, closetag, text and error are listened to: with more than about seven handlers V8 turns the
 * saxes parser into a dictionary and it becomes six times slower.
 */
function parseTree(text: string, bom: number): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const byteAt = byteCounter(text, bom);
  const nest = new Nest();
  parser.on('opentag', (tag) => {
    const after = parser.position;
    const start = byteAt(text.lastIndexOf('<', after - 1));
    nest.enter(new Draft(tag, start, byteAt(after)));
  });
  parser.on('text', (chunk) => nest.addText(chunk));
  parser.on('closetag', (tag) => {
    const draft = nest.leave();
    if (draft === undefined) return;
    const after = parser.position;
    if (!tag.isSelfClosing) draft.contentEnd = byteAt(text.lastIndexOf('<', after - 1));
    draft.end = byteAt(after);
  });
  parser.on('error', () => {
    throw new Malformed(parser.position);
  });
  parser.write(text).close();
  if (nest.root === null) throw new Malformed(0);
  return nest.root;
}

/** Octets that passed the guard as a tree. */
function treeOf(xml: Uint8Array, bom: number): XmlReading {
  const text = Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength).toString('utf8', bom);
  try {
    return { ok: true, root: parseTree(text, bom) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { ok: false, issues: [refusalIssue('XML-NOT-WELL-FORMED', error.at)] };
  }
}

function read(xml: Uint8Array, options: XmlReadOptions = {}): XmlReading {
  const verdict = guardXml(xml, options);
  if (!verdict.ok) return { ok: false, issues: [refusalIssue(verdict.rule, verdict.at)] };
  return treeOf(xml, verdict.bom);
}

/** A wrapper says what it holds in a few hundred bytes; what is large in it are its parts. */
const MAX_SHELL_BYTES = 1_000_000;

function split(xml: Uint8Array, path: readonly string[], options: XmlReadOptions = {}): XmlSplitting {
  const verdict = guardXml(xml, options);
  if (!verdict.ok) return { ok: false, issues: [refusalIssue(verdict.rule, verdict.at)] };
  const ranges = partsIn(xml, path);
  if (ranges === null) return { ok: false, issues: [refusalIssue('XML-NOT-WELL-FORMED', xml.length)] };
  const shell = without(xml, ranges);
  if (shell.length > MAX_SHELL_BYTES)
    return { ok: false, issues: [refusalIssue('XML-TOO-LARGE', MAX_SHELL_BYTES)] };
  const reading = treeOf(shell, verdict.bom);
  if (!reading.ok) return reading;
  const root = shifted(reading.root, ranges);
  return {
    ok: true,
    root,
    shell,
    parts: ranges.map((range) => ({ ...range, inherited: scopeAt(root, range.start) })),
  };
}

/** The saxes-based reader of packets, packages and signatures. */
export const saxesReader = { read, split } satisfies XmlReader;
