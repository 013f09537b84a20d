import { SaxesParser, type SaxesTagNS } from 'saxes';

/** What a target reads out of a packet: by local name, as element or attribute, first occurrence. */
export interface ReadPacket {
  readonly root: string;
  readonly lookupCode?: string;
  readonly version?: string;
  readonly environment?: string;
  readonly school?: string;
  readonly className?: string;
  readonly pupilCode?: string;
  /**
   * Every text and attribute. Path: local names joined by '/', '@' before an attribute's name, `[n]` from the second
   * sibling of a name on, e.g. `HOC_BA/DU_LIEU_HOC_BA/DIEM_TONG_KET[2]/DIEM`.
   */
  readonly fields: Readonly<Record<string, string>>;
}

export type PacketReading =
  | { readonly ok: true; readonly packet: ReadPacket }
  | { readonly ok: false; readonly why: string };

const MAX_DEPTH = 64;

interface OpenElement {
  readonly path: string;
  readonly counts: Map<string, number>;
  text: string;
  hasChildren: boolean;
}

function openElement(stack: OpenElement[], tag: SaxesTagNS, fields: Map<string, string>): void {
  if (stack.length >= MAX_DEPTH) throw new Error('too deep');
  const parent = stack.at(-1);
  let path = tag.local;
  if (parent !== undefined) {
    parent.hasChildren = true;
    const count = (parent.counts.get(tag.local) ?? 0) + 1;
    parent.counts.set(tag.local, count);
    path = `${parent.path}/${tag.local}${count > 1 ? `[${count}]` : ''}`;
  }
  for (const attribute of Object.values(tag.attributes)) {
    if (attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns') {
      fields.set(`${path}/@${attribute.local}`, attribute.value);
    }
  }
  stack.push({ path, counts: new Map(), text: '', hasChildren: false });
}

function closeElement(stack: OpenElement[], fields: Map<string, string>): void {
  const closed = stack.pop();
  if (closed !== undefined && (!closed.hasChildren || closed.text.trim() !== '')) {
    fields.set(closed.path, closed.text);
  }
}

function parseFields(text: string): { root: string; fields: Map<string, string> } {
  const parser = new SaxesParser({ xmlns: true });
  const fields = new Map<string, string>();
  const stack: OpenElement[] = [];
  let root = '';
  parser.on('doctype', () => {
    throw new Error('DOCTYPE is refused');
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (stack.length === 0) root = tag.local;
    openElement(stack, tag, fields);
  });
  const addText = (part: string): void => {
    const current = stack.at(-1);
    if (current !== undefined) current.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => closeElement(stack, fields));
  parser.write(text).close();
  return { root, fields };
}

const NAMES = {
  MA_TRA_CUU: 'lookupCode',
  PHIEN_BAN: 'version',
  MOI_TRUONG: 'environment',
  MA_TRUONG: 'school',
  MA_LOP: 'className',
  MA_HOC_SINH: 'pupilCode',
} as const;

function pickNamed(fields: ReadonlyMap<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [path, value] of fields) {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/^@|\[\d+\]$/gu, '');
    const key = NAMES[name as keyof typeof NAMES];
    if (key !== undefined && found[key] === undefined) found[key] = value.trim();
  }
  return found;
}

/** The targets' own reader, written apart from the engine: UTF-8 only, no DOCTYPE, at most 64 levels. */
export function readPacket(octets: Uint8Array): PacketReading {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
    const { root, fields } = parseFields(text);
    return { ok: true, packet: { root, ...pickNamed(fields), fields: Object.fromEntries(fields) } };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'unreadable' };
  }
}
