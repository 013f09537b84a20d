import { isUtf8 } from 'node:buffer';
import type { Bilingual } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';

export const MAX_BYTES = 20_000_000;
export const MAX_DEPTH = 64;
export const MAX_ATTRIBUTES = 64;
export const MAX_TAG_BYTES = 65_536;
export const MAX_ELEMENTS = 500_000;

export type Refusal =
  | 'XML-EMPTY'
  | 'XML-TOO-LARGE'
  | 'XML-ENCODING'
  | 'XML-DOCTYPE'
  | 'XML-MARKUP'
  | 'XML-INSTRUCTION'
  | 'XML-DEPTH'
  | 'XML-TAG'
  | 'XML-ELEMENTS'
  | 'XML-NOT-WELL-FORMED';

const TEXTS: Readonly<Record<Refusal, Bilingual>> = {
  'XML-EMPTY': { vi: 'Tệp XML rỗng hoặc không phải XML.', en: 'The file is empty or not XML.' },
  'XML-TOO-LARGE': { vi: 'Tệp XML lớn hơn giới hạn cho phép.', en: 'The XML is larger than allowed.' },
  'XML-ENCODING': {
    vi: 'Tệp XML không phải bảng mã UTF-8 (hoặc khai báo bảng mã khác).',
    en: 'The XML is not UTF-8, or declares another encoding.',
  },
  'XML-DOCTYPE': {
    vi: 'Tệp XML chứa khai báo DOCTYPE, bị từ chối vì lý do an toàn.',
    en: 'The XML holds a DOCTYPE, which is refused for safety.',
  },
  'XML-MARKUP': {
    vi: 'Tệp XML chứa chú thích hoặc khối CDATA, không được phép trong gói tin.',
    en: 'The XML holds a comment or CDATA section, which a packet may not.',
  },
  'XML-INSTRUCTION': {
    vi: 'Tệp XML chứa chỉ thị xử lý (<?...?>), không được phép.',
    en: 'The XML holds a processing instruction, which is not allowed.',
  },
  'XML-DEPTH': {
    vi: `Tệp XML lồng nhau quá ${MAX_DEPTH} cấp.`,
    en: `The XML is nested deeper than ${MAX_DEPTH} levels.`,
  },
  'XML-TAG': {
    vi: 'Một thẻ XML quá dài hoặc có quá nhiều thuộc tính.',
    en: 'An XML tag is too long or has too many attributes.',
  },
  'XML-ELEMENTS': {
    vi: `Tệp XML có quá ${MAX_ELEMENTS} phần tử.`,
    en: `The XML has more than ${MAX_ELEMENTS} elements.`,
  },
  'XML-NOT-WELL-FORMED': {
    vi: 'Tệp XML bị lỗi cú pháp hoặc bị cắt cụt.',
    en: 'The XML is not well-formed or is cut short.',
  },
};

const EXPECTED: Bilingual = {
  vi: 'Tệp XML UTF-8 đúng cú pháp, không có DOCTYPE, chú thích hay chỉ thị xử lý',
  en: 'Well-formed UTF-8 XML without DOCTYPE, comments or processing instructions',
};
const FIX: Bilingual = {
  vi: 'Xuất lại tệp từ phần mềm gốc; nếu vẫn lỗi, gửi tệp cho nhà cung cấp phần mềm.',
  en: 'Export the file again from its software; if it fails again, give it to the vendor.',
};

export const refusalText = (rule: Refusal): Bilingual => TEXTS[rule];

export const refusalIssue = (rule: Refusal, at: number): Issue => ({
  rule,
  severity: 'error',
  path: `byte ${at}`,
  value: null,
  expected: EXPECTED,
  message: TEXTS[rule],
  fix: FIX,
  basis: 'W3C XML 1.0; OWASP ASVS 5.0 V1.5',
  owner: 'vendor',
});

export interface GuardOptions {
  readonly maxBytes?: number;
  /** Our own schema files hold comments; packets may not. */
  readonly allowComments?: boolean;
}

export type GuardVerdict =
  | { readonly ok: true /** Bytes of a byte order mark to skip, 0 or 3. */; readonly bom: number }
  | { readonly ok: false; readonly rule: Refusal; readonly at: number };

const LT = 0x3c;
const GT = 0x3e;
const BANG = 0x21;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const EQUALS = 0x3d;

const refuse = (rule: Refusal, at: number): GuardVerdict => ({ ok: false, rule, at });

const hasMark = (xml: Uint8Array, at: number): boolean =>
  xml[at] === 0xef && xml[at + 1] === 0xbb && xml[at + 2] === 0xbf;

/** Judges the octets before any parser does: parsers disagree on entities, we do not let them decide. */
export function guardXml(xml: Uint8Array, options: GuardOptions = {}): GuardVerdict {
  const { maxBytes = MAX_BYTES, allowComments = false } = options;
  if (xml.length > maxBytes) return refuse('XML-TOO-LARGE', maxBytes);
  if (xml.length === 0) return refuse('XML-EMPTY', 0);
  // A document in UTF-16 or EBCDIC is either not UTF-8 or full of NUL, so its DOCTYPE cannot hide.
  if (!isUtf8(xml) || xml.includes(0)) return refuse('XML-ENCODING', 0);
  const bom = hasMark(xml, 0) ? 3 : 0;
  // A parser skips one mark, some skip two: the second is text before the root.
  if (bom > 0 && hasMark(xml, bom)) return refuse('XML-NOT-WELL-FORMED', bom);
  const first = xml.indexOf(LT);
  if (first < 0) return refuse('XML-EMPTY', bom);
  const declared = declarationEnd(xml, bom);
  if (declared < 0) return refuse('XML-ENCODING', bom);
  return scanTags(xml, declared, allowComments) ?? { ok: true, bom };
}

const DECLARATION =
  /^<\?xml\s+version\s*=\s*(["'])1\.[01]\1(?:\s+encoding\s*=\s*(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\4)?\s*\?>/u;

/** Offset after the XML declaration, the start when there is none, -1 when it declares anything but UTF-8. */
function declarationEnd(xml: Uint8Array, start: number): number {
  if (xml[start] !== LT || xml[start + 1] !== QUESTION) return start;
  const head = Buffer.from(xml.subarray(start, start + 200)).toString('latin1');
  if (!/^<\?xml\s/u.test(head)) return start;
  const match = DECLARATION.exec(head);
  if (match === null) return -1;
  const encoding = match[3];
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') return -1;
  return start + match[0].length;
}

const COMMENT_START = '<!--';
const startsWith = (xml: Uint8Array, at: number, text: string): boolean =>
  Buffer.from(xml.subarray(at, at + text.length))
    .toString('latin1')
    .toUpperCase() === text;

/** What `<!` opens. Returns the offset to go on from, or a refusal. */
function markup(xml: Uint8Array, at: number, allowComments: boolean): number | GuardVerdict {
  if (!startsWith(xml, at, COMMENT_START) && !startsWith(xml, at, '<![CDATA['))
    return refuse('XML-DOCTYPE', at);
  if (!allowComments || !startsWith(xml, at, COMMENT_START)) return refuse('XML-MARKUP', at);
  const end = Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength).indexOf('-->', at + 4);
  return end < 0 ? refuse('XML-NOT-WELL-FORMED', at) : end + 3;
}

interface Scan {
  depth: number;
  elements: number;
}

/** Depth, tag length, attributes and number of elements by a scan of tags: a raw '<' occurs nowhere else in well-formed XML. */
function scanTags(xml: Uint8Array, start: number, allowComments: boolean): GuardVerdict | null {
  const scan: Scan = { depth: 0, elements: 0 };
  let at = xml.indexOf(LT, start);
  while (at >= 0) {
    const next = xml[at + 1];
    const after =
      next === BANG
        ? markup(xml, at, allowComments)
        : next === QUESTION
          ? refuse('XML-INSTRUCTION', at)
          : next === SLASH
            ? endTag(scan, at)
            : startTag(xml, scan, at);
    if (typeof after !== 'number') return after;
    at = xml.indexOf(LT, after);
  }
  return null;
}

function endTag(scan: Scan, at: number): number {
  scan.depth -= 1;
  return at + 1;
}

function startTag(xml: Uint8Array, scan: Scan, at: number): number | GuardVerdict {
  const end = tagEnd(xml, at);
  if (end < 0) return refuse('XML-TAG', at);
  scan.elements += 1;
  if (scan.elements > MAX_ELEMENTS) return refuse('XML-ELEMENTS', at);
  if (xml[end - 1] !== SLASH) scan.depth += 1;
  return scan.depth > MAX_DEPTH ? refuse('XML-DEPTH', at) : end;
}

/** Offset of the '>' of a start tag; -1 when the tag is too long or has too many attributes. */
export function tagEnd(xml: Uint8Array, start: number): number {
  let quote = 0;
  let attributes = 0;
  const limit = Math.min(xml.length, start + MAX_TAG_BYTES);
  for (let at = start + 1; at < limit; at += 1) {
    const byte = xml[at];
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === GT) return attributes > MAX_ATTRIBUTES ? -1 : at;
    else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
    else if (byte === EQUALS) attributes += 1;
  }
  // A cut-off tag is the parser's to report, as not well-formed.
  return limit === xml.length ? limit : -1;
}
