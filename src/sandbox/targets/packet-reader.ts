import { SaxesParser, type SaxesTagNS } from 'saxes';

/** What a target checks in a packet: by local name, as element or attribute, first occurrence. */
export interface PacketHead {
  readonly root: string;
  readonly lookupCode?: string;
  readonly version?: string;
  readonly environment?: string;
  readonly school?: string;
  readonly className?: string;
  readonly pupilCode?: string;
}

/**
 * Every text and attribute. Path: local names joined by '/', '@' before an attribute's name, `[n]` from the second
 * sibling of a name on, e.g. `HOC_BA/DU_LIEU_HOC_BA/DIEM_TONG_KET[2]/DIEM`.
 */
export type PacketFields = Readonly<Record<string, string>>;

export type Reading<T> =
  | { readonly ok: true; readonly packet: T }
  | { readonly ok: false; readonly why: string };

const MAX_DEPTH = 64;

const NAMES: ReadonlyMap<string, Exclude<keyof PacketHead, 'root'>> = new Map([
  ['MA_TRA_CUU', 'lookupCode'],
  ['PHIEN_BAN', 'version'],
  ['MOI_TRUONG', 'environment'],
  ['MA_TRUONG', 'school'],
  ['MA_LOP', 'className'],
  ['MA_HOC_SINH', 'pupilCode'],
]);

interface Watcher {
  open(tag: SaxesTagNS, depth: number): void;
  text(part: string): void;
  close(): void;
}

/** UTF-8 only, no DOCTYPE, at most 64 levels; throws at the first fault. */
function parse(octets: Uint8Array, watcher: Watcher): void {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  parser.on('doctype', () => {
    throw new Error('DOCTYPE is refused');
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (depth >= MAX_DEPTH) throw new Error('too deep');
    watcher.open(tag, depth);
    depth += 1;
  });
  parser.on('text', watcher.text);
  parser.on('cdata', watcher.text);
  parser.on('closetag', () => {
    depth -= 1;
    watcher.close();
  });
  parser.write(text).close();
}

const isDeclaration = ({ name, prefix }: { name: string; prefix: string }): boolean =>
  prefix === 'xmlns' || name === 'xmlns';

function headWatcher(found: Record<string, string>): Watcher {
  let wanted: string | undefined;
  let text = '';
  const note = (key: string | undefined, value: string): void => {
    if (key !== undefined && found[key] === undefined) found[key] = value.trim();
  };
  return {
    open(tag, depth) {
      if (depth === 0) found.root = tag.local;
      for (const attribute of Object.values(tag.attributes))
        note(NAMES.get(attribute.local), attribute.value);
      wanted = NAMES.get(tag.local);
      text = '';
    },
    text(part) {
      if (wanted !== undefined) text += part;
    },
    close() {
      note(wanted, text);
      wanted = undefined;
    },
  };
}

interface OpenElement {
  readonly path: string;
  readonly counts: Map<string, number>;
  text: string;
  hasChildren: boolean;
}

function pathOf(parent: OpenElement | undefined, local: string): string {
  if (parent === undefined) return local;
  parent.hasChildren = true;
  const count = (parent.counts.get(local) ?? 0) + 1;
  parent.counts.set(local, count);
  return `${parent.path}/${local}${count > 1 ? `[${count}]` : ''}`;
}

function fieldWatcher(fields: Record<string, string>): Watcher {
  const stack: OpenElement[] = [];
  return {
    open(tag) {
      const path = pathOf(stack.at(-1), tag.local);
      for (const attribute of Object.values(tag.attributes)) {
        if (!isDeclaration(attribute)) fields[`${path}/@${attribute.local}`] = attribute.value;
      }
      stack.push({ path, counts: new Map(), text: '', hasChildren: false });
    },
    text(part) {
      const current = stack.at(-1);
      if (current !== undefined) current.text += part;
    },
    close() {
      const closed = stack.pop();
      if (closed === undefined) return;
      if (!closed.hasChildren || closed.text.trim() !== '') fields[closed.path] = closed.text;
    },
  };
}

function attempt<T>(read: () => T): Reading<T> {
  try {
    return { ok: true, packet: read() };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'unreadable' };
  }
}

/** The targets' own reader, written apart from the engine. Well-formedness and the names that are checked. */
export const readPacketHead = (octets: Uint8Array): Reading<PacketHead> =>
  attempt(() => {
    const found: Record<string, string> = {};
    parse(octets, headWatcher(found));
    return found as unknown as PacketHead;
  });

/** Everything in the packet, for read-back. */
export const readPacketFields = (octets: Uint8Array): Reading<PacketFields> =>
  attempt(() => {
    const fields: Record<string, string> = {};
    parse(octets, fieldWatcher(fields));
    return fields;
  });

/** Head and fields of one packet. */
export const readPacket = (octets: Uint8Array): Reading<PacketHead & { readonly fields: PacketFields }> =>
  attempt(() => {
    const found: Record<string, string> = {};
    const fields: Record<string, string> = {};
    parse(octets, headWatcher(found));
    parse(octets, fieldWatcher(fields));
    return { ...(found as unknown as PacketHead), fields };
  });
