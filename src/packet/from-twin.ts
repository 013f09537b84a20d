import type { Bilingual } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import type { CompiledProfile } from './build.js';
import { isRequired, isRequiredAttribute } from './occurrence.js';
import type { PacketProfile, ProfileAttribute, ProfileElement } from './profile-shape.js';
import { notThisFormat } from './read-issues.js';
import type { TwinFault } from './twin-issues.js';
import { twinIssue } from './twin-issues.js';
import { byAttributeName, escapeAttribute, escapeText, refusedCharacter, tagNamesOf } from './write.js';

/** issues of a packet that was written: notes only (TWIN-NOT-SIGNED). */
export type TwinReading =
  | { readonly ok: true; readonly octets: Uint8Array; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type Bag = Readonly<Record<string, unknown>>;

interface Writing {
  readonly profile: PacketProfile;
  /** `ns:` or nothing. */
  readonly prefix: string;
  readonly parts: string[];
  readonly issues: Issue[];
}

const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TEXT: Bilingual = { vi: 'Chuỗi ký tự', en: 'Text' };
const OBJECT: Bilingual = { vi: 'Đối tượng JSON', en: 'A JSON object' };
const LIST: Bilingual = { vi: 'Danh sách JSON', en: 'A JSON list' };
const TRUTH: Bilingual = { vi: 'true hoặc false', en: 'true or false' };

/** A value as an issue shows it: never a whole tree. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return '[…]';
  return typeof value === 'object' && value !== null ? '{…}' : String(value);
}

/** More says nothing new, and a hostile file would fill the memory. */
const MAX_ISSUES = 200;

function report(
  { profile, issues }: Writing,
  rule: TwinFault,
  path: string,
  value: string | null,
  expected: Bilingual,
): void {
  if (issues.length < MAX_ISSUES) issues.push(twinIssue(profile, rule, { path, value, expected }));
}

const both = (text: string): Bilingual => ({ vi: text, en: text });

/** Keys that nobody asked for. */
function checkKeys(writing: Writing, bag: Bag, known: ReadonlySet<string>, where: string): void {
  for (const key of Object.keys(bag))
    if (!known.has(key))
      report(writing, 'TWIN-UNKNOWN-KEY', `${where}/${key}`, key, both([...known].join(', ') || '–'));
}

/** Text that may stand in a packet; undefined, with an issue, when it may not. */
function textOf(writing: Writing, value: unknown, where: string): string | undefined {
  if (typeof value !== 'string') {
    report(writing, 'TWIN-TYPE', where, shown(value), TEXT);
    return undefined;
  }
  const refused = refusedCharacter(value);
  if (refused === null) return value;
  report(writing, 'TWIN-CHARACTER', where, refused, TEXT);
  return undefined;
}

function attributeText(
  writing: Writing,
  element: ProfileElement,
  attribute: ProfileAttribute,
  bag: Bag,
  where: string,
): string {
  const { name } = attribute;
  const path = `${where}/@${name}`;
  if (!Object.hasOwn(bag, `@${name}`)) {
    if (isRequiredAttribute(writing.profile, element, attribute))
      report(writing, 'TWIN-MISSING', path, null, both(attribute.value ?? `@${name}`));
    return '';
  }
  const text = textOf(writing, bag[`@${name}`], path);
  return text === undefined ? '' : ` ${name}="${escapeAttribute(text)}"`;
}

function openTag(writing: Writing, element: ProfileElement, bag: Bag, where: string, extra: string): string {
  const attributes = [...(element.attributes ?? [])]
    .sort(byAttributeName)
    .map((attribute) => attributeText(writing, element, attribute, bag, where));
  return `<${writing.prefix}${element.name}${extra}${attributes.join('')}>`;
}

const NO_BAG: Bag = {};

function writeSlot(writing: Writing, bag: Bag, where: string): void {
  const path = `${where}/signed`;
  if (!Object.hasOwn(bag, 'signed')) report(writing, 'TWIN-MISSING', path, null, TRUTH);
  else if (typeof bag['signed'] !== 'boolean')
    report(writing, 'TWIN-TYPE', path, shown(bag['signed']), TRUTH);
  else if (bag['signed']) report(writing, 'TWIN-NOT-SIGNED', path, 'true', TRUTH);
}

function writeText(writing: Writing, value: unknown, where: string): void {
  const text = textOf(writing, value, where);
  if (text !== undefined) writing.parts.push(escapeText(text));
}

function writeList(writing: Writing, child: ProfileElement, items: unknown, where: string): void {
  if (!Array.isArray(items)) report(writing, 'TWIN-TYPE', where, shown(items), LIST);
  else
    for (const [index, item] of items.entries()) writeElement(writing, child, item, `${where}[${index + 1}]`);
}

function writeChildren(writing: Writing, element: ProfileElement, bag: Bag, where: string): void {
  const { children = [], choice } = element;
  let written = 0;
  for (const child of children) {
    const path = `${where}/${child.name}`;
    if (Object.hasOwn(bag, child.name)) {
      written += 1;
      if (child.each === undefined) writeElement(writing, child, bag[child.name], path);
      else writeList(writing, child, bag[child.name], path);
    } else if (choice !== true && isRequired(child))
      report(writing, 'TWIN-MISSING', path, null, both(child.name));
  }
  if (choice === true && written === 0)
    report(writing, 'TWIN-MISSING', where, null, both(children.map(({ name }) => name).join(' | ')));
}

/** The keys of an element's own that are no children. */
function knownKeys(element: ProfileElement): Set<string> {
  const keys = (element.attributes ?? []).map(({ name }) => `@${name}`);
  if (element.slot !== undefined) return new Set([...keys, 'signed']);
  if (element.children === undefined) return new Set([...keys, '#text']);
  return new Set([...keys, ...element.children.map(({ name }) => name)]);
}

const knownKeysOf = new WeakMap<ProfileElement, ReadonlySet<string>>();

function cachedKeys(element: ProfileElement): ReadonlySet<string> {
  const keys = knownKeysOf.get(element) ?? knownKeys(element);
  knownKeysOf.set(element, keys);
  return keys;
}

const isPlainLeaf = ({ slot, children, attributes = [] }: ProfileElement): boolean =>
  slot === undefined && children === undefined && attributes.length === 0;

function writeElement(
  writing: Writing,
  element: ProfileElement,
  value: unknown,
  where: string,
  extra = '',
): void {
  const { parts, prefix } = writing;
  if (isPlainLeaf(element)) {
    parts.push(openTag(writing, element, NO_BAG, where, extra));
    writeText(writing, value, where);
  } else if (!isBag(value)) {
    report(writing, 'TWIN-TYPE', where, shown(value), OBJECT);
    return;
  } else {
    checkKeys(writing, value, cachedKeys(element), where);
    parts.push(openTag(writing, element, value, where, extra));
    if (element.slot !== undefined) writeSlot(writing, value, where);
    else if (element.children === undefined) writeText(writing, value['#text'] ?? '', `${where}/#text`);
    else writeChildren(writing, element, value, where);
  }
  parts.push(`</${prefix}${element.name}>`);
}

/**
 * The octets of the packet that a JSON twin describes (packetTwin is the way there), for the same checks as an XML packet.
 * Order follows the profile. Signatures are not in a twin: a slot that says `signed: true` is written empty, with a note.
 * Unknown keys, wrong types and missing parts refuse it, all at once; paths are those of the XML packet.
 */
export function packetFromTwin({ profile }: CompiledProfile, value: unknown): TwinReading {
  const { prefix, declaration } = tagNamesOf(profile.namespace);
  const writing: Writing = { profile, prefix, parts: [], issues: [] };
  const { root } = profile;
  if (!isBag(value)) report(writing, 'TWIN-TYPE', '', shown(value), OBJECT);
  else if (!Object.hasOwn(value, root.name))
    writing.issues.push(notThisFormat(profile, Object.keys(value)[0] ?? '{}'));
  else {
    checkKeys(writing, value, new Set([root.name]), '');
    writeElement(writing, root, value[root.name], `/${root.name}`, declaration);
  }
  const { parts, issues } = writing;
  if (issues.some(({ severity }) => severity === 'error')) return { ok: false, issues };
  return { ok: true, octets: Buffer.from(parts.join(''), 'utf8'), issues };
}
