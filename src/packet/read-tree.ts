import type { Issue } from '../domain/issue.js';
import type { Level } from '../domain/records.js';
import type { XmlElement } from '../ports/xml-reader.js';
import type { Formatter } from './format.js';
import { entriesAt, formatterOf } from './format.js';
import type { ReadSlot } from './layout.js';
import type { ParsedPath } from './path.js';
import { assignPath, parsePath } from './path.js';
import type { PacketProfile, ProfileElement, SourceSpec } from './profile-shape.js';
import { contradiction, otherProfile, unknownCode, unreadable } from './read-issues.js';

/** What the elements of a tree say. */
export interface TreeReading {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly record: Readonly<Record<string, unknown>>;
  readonly slots: readonly ReadSlot[];
  readonly issues: readonly Issue[];
}

interface Reading {
  readonly profile: PacketProfile;
  readonly level: Level;
  readonly record: Record<string, unknown>;
  readonly meta: Record<string, unknown>;
  readonly slots: ReadSlot[];
  readonly issues: Issue[];
}

/** What a tree says by the elements of a profile: of a packet, or of a package's wrapper. */
export function readTree(profile: PacketProfile, element: ProfileElement, node: XmlElement): TreeReading {
  const reading: Reading = {
    profile,
    level: levelIn(profile, element, node),
    record: { schema: 'canonical-record/1' },
    meta: {},
    slots: [],
    issues: [],
  };
  readElement(reading, element, node, {}, `/${element.name}`);
  const { record, meta, slots, issues } = reading;
  return { record, meta, slots, issues };
}

export const LEVELS: readonly Level[] = ['TH', 'THCS', 'THPT'];

/** The level decides which code tables hold, so it is looked for first. */
function levelIn(profile: PacketProfile, element: ProfileElement, root: XmlElement): Level {
  const found = findSource(element, root, 'level');
  if (found === null) return 'THCS';
  const value = cachedFormatter(profile, found.element, 'THCS').unformat(found.node.text);
  return LEVELS.find((level) => level === value) ?? 'THCS';
}

function findSource(
  element: ProfileElement,
  node: XmlElement,
  source: string,
): { element: ProfileElement; node: XmlElement } | null {
  if (element.source === source) return { element, node };
  for (const child of element.children ?? []) {
    const inner = node.children.find(({ local }) => local === child.name);
    const found = inner === undefined ? null : findSource(child, inner, source);
    if (found !== null) return found;
  }
  return null;
}

const formatters = new WeakMap<PacketProfile, Map<string, Map<ProfileElement, Formatter>>>();

function cachedFormatter(profile: PacketProfile, element: ProfileElement, level: Level): Formatter {
  const byLevel = formatters.get(profile) ?? new Map<string, Map<ProfileElement, Formatter>>();
  formatters.set(profile, byLevel);
  const held = byLevel.get(level) ?? new Map<ProfileElement, Formatter>();
  byLevel.set(level, held);
  const found = held.get(element) ?? formatterOf(profile, element, level);
  held.set(element, found);
  return found;
}

const paths = new Map<string, ParsedPath>();

function cachedPath(path: string): ParsedPath {
  const found = paths.get(path) ?? parsePath(path);
  paths.set(path, found);
  return found;
}

type Item = Record<string, unknown>;

/** The bag that a path starts in; null for what is derived. */
const bagOf = (reading: Reading, path: ParsedPath, item: Item): Item | null => {
  if (path.from === 'item') return item;
  if (path.from === 'meta') return reading.meta;
  return path.from === 'record' ? reading.record : null;
};

function readElement(
  reading: Reading,
  element: ProfileElement,
  node: XmlElement,
  item: Item,
  where: string,
): void {
  if (element.when !== undefined) assign(reading, element.when.path, element.when.equals, item, where);
  const inner = element.at === undefined ? item : innerBag(reading, element.at, item);
  for (const { name, source, prefix = '' } of element.attributes ?? []) {
    const value = node.attributes[name];
    if (source !== undefined && value?.startsWith(prefix) === true)
      assign(reading, source, value.slice(prefix.length), inner, `${where}/@${name}`);
  }
  if (element.slot !== undefined) readSlot(reading, element, element.slot, node);
  else if (element.packets === true) return;
  else if (element.children === undefined) readLeaf(reading, element, node, inner, where);
  else for (const child of element.children) readChildren(reading, child, node, inner, where);
}

function innerBag(reading: Reading, path: string, item: Item): Item {
  const parsed = cachedPath(path);
  const target = bagOf(reading, parsed, item);
  if (target === null) return {};
  let bag = target;
  for (const { key } of parsed.segments) {
    const next = bag[key];
    const held = typeof next === 'object' && next !== null ? (next as Item) : {};
    bag[key] = held;
    bag = held;
  }
  return bag;
}

function readChildren(
  reading: Reading,
  child: ProfileElement,
  node: XmlElement,
  item: Item,
  parent: string,
): void {
  const where = `${parent}/${child.name}`;
  const found = node.children.filter(({ local }) => local === child.name);
  if (child.each === undefined) {
    for (const one of found) readElement(reading, child, one, item, where);
    return;
  }
  const path = cachedPath(child.each);
  const bag = bagOf(reading, path, item);
  const items = found.map((one, index) => {
    const each: Item = {};
    readElement(reading, child, one, each, `${where}[${index + 1}]`);
    return each;
  });
  if (bag !== null && items.length > 0 && child.levels?.includes(reading.level) !== false)
    assignPath(bag, path, items);
}

/** More slots than any record has teachers. A signature beyond them stands in no slot, a teacher beyond them has none. */
const MAX_SLOTS = 500;

function readSlot(reading: Reading, element: ProfileElement, slot: string, node: XmlElement): void {
  const attribute = element.attributes?.find(
    ({ source }) => source !== undefined && source === element.holder,
  );
  if (reading.slots.length >= MAX_SLOTS) return;
  reading.slots.push({
    slot,
    holder: (attribute === undefined ? undefined : node.attributes[attribute.name]) ?? null,
    signed: node.children.length > 0,
    offset: node.contentStart,
    element: node,
  });
}

function readLeaf(
  reading: Reading,
  element: ProfileElement,
  node: XmlElement,
  item: Item,
  where: string,
): void {
  if (element.value !== undefined) {
    if (node.text !== element.value) report(reading, () => wrongConstant(reading, element, node.text, where));
    return;
  }
  const path = reversiblePath(element.source ?? []);
  if (element.derived === true || path === null || node.text === '') return;
  const value = cachedFormatter(reading.profile, element, reading.level).unformat(node.text);
  if (value === undefined) report(reading, () => unread(reading, element, node.text, where));
  else if (!(typeof value === 'string' && isTemporary(element.source ?? [], value)))
    assign(reading, path, value, item, where);
}

/** More says nothing new, and a hostile packet would fill the memory. */
const MAX_ISSUES = 200;

function report({ issues }: Reading, make: () => Issue): void {
  if (issues.length < MAX_ISSUES) issues.push(make());
}

const wrongConstant = (
  { profile }: Reading,
  { value = '' }: ProfileElement,
  text: string,
  where: string,
): Issue => (value === profile.id ? otherProfile : contradiction)(where, text, value);

function unread({ profile, level }: Reading, element: ProfileElement, text: string, where: string): Issue {
  const table = element.codes === undefined ? undefined : profile.codes[element.codes];
  if (table === undefined) return unreadable(where, text, element);
  return unknownCode(where, text, element, Object.values(entriesAt(table, level)));
}

/** The first place that can be told from the text alone. */
const reversiblePath = (source: SourceSpec): string | null => {
  if (typeof source === 'string') return source;
  return source.find((entry): entry is string => typeof entry === 'string') ?? null;
};

/** A value made with a prefix (a temporary code) is not what its first source would have said. */
const isTemporary = (source: SourceSpec, value: string): boolean =>
  typeof source !== 'string' &&
  source.some(
    (entry) => typeof entry !== 'string' && entry.prefix !== undefined && value.startsWith(entry.prefix),
  );

function assign(reading: Reading, source: string, value: unknown, item: Item, where: string): void {
  const path = cachedPath(source);
  const bag = bagOf(reading, path, item);
  if (bag === null) return;
  const [only] = path.segments;
  if (
    path.segments.length === 1 &&
    only !== undefined &&
    bag[only.key] !== undefined &&
    bag[only.key] !== value
  )
    report(reading, () => contradiction(where, String(value), String(bag[only.key])));
  else assignPath(bag, path, value);
}
