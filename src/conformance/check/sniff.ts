/** The outer form of a file, by its first octets; its name only decides that plain text may be CSV. */
export type Form =
  | {
      readonly form: 'xml';
      /** Local name of the first element, '' when there is none. */
      readonly root: string;
    }
  | { readonly form: 'json' | 'sheet' | 'unknown' };

const HEAD_BYTES = 8192;
const CFB = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

const startsWith = (octets: Uint8Array, magic: readonly number[]): boolean =>
  octets.length >= magic.length && magic.every((byte, index) => octets[index] === byte);

/** Good enough to see `<` and names in UTF-8 and UTF-16 alike; the readers decide about the encoding. */
function headOf(octets: Uint8Array): string {
  const head = octets.subarray(0, HEAD_BYTES);
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const text = new TextDecoder('utf-8').decode(wide ? head.filter((byte) => byte !== 0).subarray(2) : head);
  return text.replace(/^[\uFEFF\s]+/u, '');
}

const ROOT = /<([\p{L}_][\p{L}\p{N}._-]*:)?([\p{L}_][\p{L}\p{N}._-]*)/u;
const PROLOGUE = /^(?:<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*)*/u;
const HTML = /^<(?:!doctype\s+html|html|head|meta|body|table|style|div|center)[\s>]/iu;

function markup(head: string): Form {
  const body = head.replace(PROLOGUE, '');
  const root = ROOT.exec(body)?.[2] ?? '';
  return HTML.test(body) || root === 'Workbook' ? { form: 'sheet' } : { form: 'xml', root };
}

export function formOf(octets: Uint8Array, name: string): Form {
  if (startsWith(octets, CFB) || startsWith(octets, ZIP)) return { form: 'sheet' };
  const head = headOf(octets);
  if (head.startsWith('<')) return markup(head);
  if (head.startsWith('{') || head.startsWith('[')) return { form: 'json' };
  return { form: /\.csv$/iu.test(name) && head !== '' ? 'sheet' : 'unknown' };
}
