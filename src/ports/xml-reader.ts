import type { Issue } from '../domain/issue.js';

/** An element with its byte offsets in the document it was read from. */
export interface XmlElement {
  /** As written, with prefix. */
  readonly name: string;
  /** Without prefix: formats whose namespace is not known are matched by this. */
  readonly local: string;
  /** Namespace URI, '' when there is none. */
  readonly namespace: string;
  /** By name as written, namespace declarations included. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Children and the text between them, in document order. */
  readonly content: readonly (string | XmlElement)[];
  /** All text directly inside, joined. */
  readonly text: string;
  /** Byte offset of '<' of the start tag. */
  readonly start: number;
  /** Byte offset just after '>' of the start tag. */
  readonly contentStart: number;
  /** Byte offset of '<' of the end tag; equals contentStart for a self-closed element. */
  readonly contentEnd: number;
  /** Byte offset just after the end tag. */
  readonly end: number;
}

export interface XmlReadOptions {
  /** Default 20,000,000. */
  readonly maxBytes?: number;
}

/** issues: one per reason, e.g. XML-DOCTYPE, XML-DEPTH, XML-NOT-WELL-FORMED; never an exception for bad input. */
export type XmlReading =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** One of many like elements that a wrapper holds, as byte offsets: from '<' of its start tag to just after its end tag. */
export interface XmlPart {
  readonly start: number;
  readonly end: number;
  /** Namespaces in scope outside it: prefix ('' for the default) to URI. */
  readonly inherited: ReadonlyMap<string, string>;
}

/** A wrapper taken apart. The parts were found by their tags only: each must still be read by itself. */
export type XmlSplitting =
  | {
      readonly ok: true;
      /** The wrapper without its parts; offsets are those of the whole document. */
      readonly root: XmlElement;
      /** The octets of the wrapper alone: the document without its parts. */
      readonly shell: Uint8Array;
      readonly parts: readonly XmlPart[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Strict reading of foreign XML: UTF-8 only; DOCTYPE, comments, CDATA sections, processing instructions, depth over 64 and
 * size over the cap are refused before any parser sees the document.
 */
export interface XmlReader {
  read(xml: Uint8Array, options?: XmlReadOptions): XmlReading;
  /** Takes a wrapper of many documents apart without building their trees. `path`: local names from the root to the parts. */
  split(xml: Uint8Array, path: readonly string[], options?: XmlReadOptions): XmlSplitting;
}
