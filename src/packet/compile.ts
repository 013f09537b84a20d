import type { Level } from '../domain/records.js';
import { longerThan } from '../domain/text.js';
import { formatterOf } from './format.js';
import type { Frame } from './frame.js';
import { childPath, register } from './frame.js';
import type { Fault } from './issues.js';
import { duplicateIssue, faultIssue, missingIssue } from './issues.js';
import { compilePath } from './path.js';
import type { PacketProfile, ProfileAttribute, ProfileElement, ProfileNamespace } from './profile-shape.js';
import { compileSource, isMissing, sourcePath } from './source.js';
import { byAttributeName, escapeAttribute, escapeText, refusedCharacter, tagNamesOf } from './write.js';

/** Writes one element (and all below) into the frame. `item` is what `./` stands for. */
export type ElementWriter = (frame: Frame, item: unknown) => void;

interface Site {
  readonly profile: PacketProfile;
  readonly level: Level;
  /** Names from the root to the element, for slots. */
  readonly location: string;
  /** `ns:` or nothing. */
  readonly prefix: string;
}

const basisOf = (profile: PacketProfile, element: { readonly basis?: string }): string =>
  element.basis ?? `packet profile ${profile.id}`;

type AttributeWriter = (frame: Frame, item: unknown) => string;

function compileAttribute(site: Site, owner: ProfileElement, attribute: ProfileAttribute): AttributeWriter {
  const { name, value, source, prefix = '', maxLength = Number.POSITIVE_INFINITY } = attribute;
  if (source === undefined) {
    const constant = ` ${name}="${escapeAttribute(value ?? '')}"`;
    return () => constant;
  }
  const read = compilePath(source);
  const label = `${owner.name}/@${name}`;
  return (frame, item) => {
    const found = read(frame, item);
    if (isMissing(found)) return '';
    const text = `${prefix}${String(found)}`;
    const refused = refusedCharacter(text);
    if (refused === null && !longerThan(text, maxLength)) return ` ${name}="${escapeAttribute(text)}"`;
    const place = { path: childPath(frame, source), element: label, basis: basisOf(site.profile, owner) };
    const fault =
      refused === null
        ? ({ fault: 'length', about: String(maxLength) } as const)
        : ({ fault: 'character', about: refused } as const);
    frame.issues.push(faultIssue(place, found, fault));
    return '';
  };
}

/** The opening tag: constant where no attribute depends on the record. Attributes in C14N order. */
function compileOpening(site: Site, element: ProfileElement, extra = ''): AttributeWriter {
  const writers = [...(element.attributes ?? [])]
    .sort(byAttributeName)
    .map((attribute) => compileAttribute(site, element, attribute));
  const head = `<${site.prefix}${element.name}${extra}`;
  if (writers.length === 0) {
    const whole = `${head}>`;
    return () => whole;
  }
  return (frame, item) => {
    let text = head;
    for (const write of writers) text += write(frame, item);
    return `${text}>`;
  };
}

/** A leaf whose content is known before any record comes. */
function compileConstant(site: Site, element: ProfileElement, extra: string): ElementWriter {
  const opening = compileOpening(site, element, extra);
  const rest = `${escapeText(element.value ?? '')}</${site.prefix}${element.name}>`;
  return (frame, item) => {
    frame.parts.push(opening(frame, item), rest);
  };
}

function compileLeaf(site: Site, element: ProfileElement, extra: string): ElementWriter {
  if (element.source === undefined) return compileConstant(site, element, extra);
  const opening = compileOpening(site, element, extra);
  const closing = `</${site.prefix}${element.name}>`;
  const read = compileSource(element.source);
  const { format, table } = formatterOf(site.profile, element, site.level);
  const fixedOpening =
    (element.attributes ?? []).length === 0 ? `<${site.prefix}${element.name}${extra}>` : null;
  const absent = compileAbsent(site, element, (frame, item) => opening(frame, item) + closing);
  const refused = compileFault(site, element);
  if (fixedOpening === null)
    return (frame, item) => {
      const value = read(frame, item);
      if (isMissing(value)) return absent(frame, item);
      const text = format(value);
      if (typeof text === 'string') frame.parts.push(opening(frame, item), text, closing);
      else refused(frame, value, text);
    };
  const ready = new Map([...(table ?? [])].map(([key, text]) => [key, fixedOpening + text + closing]));
  return (frame, item) => {
    const value = read(frame, item);
    if (isMissing(value)) return absent(frame, item);
    const whole = table === undefined ? undefined : ready.get(value as string);
    if (whole !== undefined) {
      frame.parts.push(whole);
      return;
    }
    const text = format(value);
    if (typeof text === 'string') frame.parts.push(fixedOpening, text, closing);
    else refused(frame, value, text);
  };
}

const placeOf = (site: Site, element: ProfileElement, frame: Frame) => ({
  path: childPath(frame, sourcePath(element.source ?? '')),
  element: element.name,
  basis: basisOf(site.profile, element),
});

/** What a leaf does when there is no value. */
function compileAbsent(site: Site, element: ProfileElement, empty: AttributeWriter): ElementWriter {
  switch (element.nulls ?? 'omit') {
    case 'refuse':
      return (frame) => void frame.issues.push(missingIssue(placeOf(site, element, frame)));
    case 'empty':
      return (frame, item) => {
        frame.parts.push(empty(frame, item));
      };
    default:
      return () => undefined;
  }
}

const compileFault =
  (site: Site, element: ProfileElement) =>
  (frame: Frame, value: unknown, fault: Fault): void =>
    void frame.issues.push(faultIssue(placeOf(site, element, frame), value, fault));

/** What a package's list of packets is called among the places to be filled. */
export const PACKETS = '';

/** A place that octets are put into later: a signature, or the packets of a class. */
function compileSlot(site: Site, element: ProfileElement, extra: string): ElementWriter {
  const opening = compileOpening(site, element, extra);
  const closing = `</${site.prefix}${element.name}>`;
  const holder = element.holder === undefined ? null : compilePath(element.holder);
  const slot = element.slot ?? PACKETS;
  return (frame, item) => {
    frame.parts.push(opening(frame, item));
    const found = holder?.(frame, item);
    frame.slots.push({
      slot,
      holder: typeof found === 'string' ? found : null,
      at: frame.parts.length,
      path: site.location,
    });
    frame.parts.push(closing);
  };
}

function compileContainer(site: Site, element: ProfileElement, extra: string): ElementWriter {
  const opening = compileOpening(site, element, extra);
  const closing = `</${site.prefix}${element.name}>`;
  const children = (element.children ?? []).flatMap((child) => compileElement(site, child) ?? []);
  const choice = element.choice === true;
  const omitEmpty = element.nulls === 'omit';
  return (frame, item) => {
    const { parts } = frame;
    const faults = frame.issues.length;
    const start = parts.push(opening(frame, item));
    for (const child of children) {
      child(frame, item);
      if (choice && parts.length > start) break;
    }
    if (parts.length === start && omitEmpty) {
      parts.length = start - 1;
      return;
    }
    if (choice && parts.length === start && frame.issues.length === faults)
      frame.issues.push(
        missingIssue({ path: frame.trail, element: element.name, basis: basisOf(site.profile, element) }),
      );
    parts.push(closing);
  };
}

/** Registers the id of a referencable element and whose it is. */
function withReference(site: Site, element: ProfileElement, write: ElementWriter): ElementWriter {
  const attribute = element.attributes?.find(({ name }) => name === site.profile.idAttribute);
  if (element.referencable !== true || attribute === undefined) return write;
  const { value = '', source, prefix = '' } = attribute;
  const read = source === undefined ? null : compilePath(source);
  const owner = element.owner === undefined ? null : compilePath(element.owner);
  return (frame, item) => {
    const id = read === null ? value : `${prefix}${String(read(frame, item) ?? '')}`;
    if (!register(frame, id, owner?.(frame, item)))
      frame.issues.push(
        duplicateIssue(
          { path: frame.trail, element: element.name, basis: basisOf(site.profile, element) },
          id,
        ),
      );
    write(frame, item);
  };
}

/** Repeats a writer for each item of a list. */
function withEach(element: ProfileElement, write: ElementWriter): ElementWriter {
  if (element.each === undefined) return write;
  const path = element.each;
  const list = compilePath(path);
  const { itemKey } = element;
  return (frame, item) => {
    const items = list(frame, item);
    if (!Array.isArray(items)) return;
    const trail = frame.trail;
    const base = childPath(frame, path);
    for (const [index, each] of items.entries()) {
      const key = itemKey === undefined ? index : (each as Readonly<Record<string, unknown>>)[itemKey];
      frame.trail = `${base}[${String(key)}]`;
      write(frame, each);
    }
    frame.trail = trail;
  };
}

/** Moves `./`; leaves the element out when there is nothing there. */
function withAt(site: Site, element: ProfileElement, write: ElementWriter): ElementWriter {
  if (element.at === undefined) return write;
  const path = element.at;
  const read = compilePath(path);
  return (frame, item) => {
    const inner = read(frame, item);
    if (isMissing(inner)) {
      if (element.nulls === 'refuse')
        frame.issues.push(
          missingIssue({
            path: childPath(frame, path),
            element: element.name,
            basis: basisOf(site.profile, element),
          }),
        );
      return;
    }
    const trail = frame.trail;
    frame.trail = childPath(frame, path);
    write(frame, inner);
    frame.trail = trail;
  };
}

function withConditions(element: ProfileElement, write: ElementWriter): ElementWriter {
  const { grades, when } = element;
  if (grades === undefined && when === undefined) return write;
  const read = when === undefined ? null : compilePath(when.path);
  return (frame, item) => {
    if (grades?.includes(frame.grade) === false) return;
    if (read !== null && read(frame, item) !== when?.equals) return;
    write(frame, item);
  };
}

/** The writer of an element at a level; null when the level does not have it. */
export function compileElement(parent: Site, element: ProfileElement, extra = ''): ElementWriter | null {
  if (element.levels?.includes(parent.level) === false) return null;
  const site = { ...parent, location: `${parent.location}/${element.name}` };
  const body =
    element.children !== undefined
      ? compileContainer
      : element.slot !== undefined || element.packets === true
        ? compileSlot
        : compileLeaf;
  const inner = withAt(site, element, withReference(site, element, body(site, element, extra)));
  return withConditions(element, withEach(element, inner));
}

/** The writer of a whole tree, packet or wrapper, at a level. */
export function compileRoot(
  profile: PacketProfile,
  { root, namespace }: { readonly root: ProfileElement; readonly namespace: ProfileNamespace },
  level: Level,
): ElementWriter {
  const { prefix, declaration } = tagNamesOf(namespace);
  const writer = compileElement({ profile, level, location: '', prefix }, root, declaration);
  return writer ?? (() => undefined);
}
