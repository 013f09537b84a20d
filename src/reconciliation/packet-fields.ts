const TOKEN = /<(\/?)([^\s<>/]+)((?:\s+[^\s=<>]+="[^"<]*")*)>|([^<]+)/gy;
const ATTRIBUTE = /\s+([^\s=]+)="([^"]*)"/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#xD;': '\r',
  '&#xA;': '\n',
  '&#x9;': '\t',
};
const MAX_DEPTH = 64;

interface Open {
  readonly path: string;
  readonly counts: Map<string, number>;
  text: string;
  hasChildren: boolean;
}

const plain = (text: string): string => text.replace(/&[^;]{1,6};/gu, (entity) => ENTITIES[entity] ?? entity);
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function childPath(parent: Open | undefined, name: string): string {
  if (parent === undefined) return name;
  parent.hasChildren = true;
  const count = (parent.counts.get(name) ?? 0) + 1;
  parent.counts.set(name, count);
  return `${parent.path}/${name}${count > 1 ? `[${count}]` : ''}`;
}

function addAttributes(path: string, source: string, fields: Map<string, string>): void {
  for (const [, name = '', value = ''] of source.matchAll(ATTRIBUTE))
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) fields.set(`${path}/@${local(name)}`, plain(value));
}

function close(stack: Open[], fields: Map<string, string>): boolean {
  const closed = stack.pop();
  if (closed === undefined) return false;
  if (!closed.hasChildren || closed.text.trim() !== '') fields.set(closed.path, plain(closed.text));
  return true;
}

/** One token; false when the text is not what canonical XML looks like. */
function step(match: RegExpExecArray, stack: Open[], fields: Map<string, string>): boolean {
  const [, slash, name, attributes = '', text] = match;
  const parent = stack.at(-1);
  if (text !== undefined) {
    if (parent !== undefined) parent.text += text;
    return parent !== undefined || text.trim() === '';
  }
  if (slash === '/') return close(stack, fields);
  if (stack.length >= MAX_DEPTH) return false;
  const path = childPath(parent, local(name ?? ''));
  addAttributes(path, attributes, fields);
  stack.push({ path, counts: new Map(), text: '', hasChildren: false });
  return true;
}

/**
 * Every text and attribute of a packet by path: local names joined by '/', '@' before an attribute, `[n]` from the second
 * sibling of a name on. Reads canonical XML only, which is what the gateway stores (no comments, CDATA or empty tags);
 * null for anything else.
 */
export function packetFields(octets: Uint8Array): Readonly<Record<string, string>> | null {
  const xml = new TextDecoder().decode(octets);
  const fields = new Map<string, string>();
  const stack: Open[] = [];
  const tokens = new RegExp(TOKEN);
  while (tokens.lastIndex < xml.length) {
    const match = tokens.exec(xml);
    if (match === null || !step(match, stack, fields)) return null;
  }
  return stack.length === 0 && fields.size > 0 ? Object.fromEntries(fields) : null;
}
