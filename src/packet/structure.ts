import type { Level } from '../domain/records.js';
import type { XmlElement } from '../ports/xml-reader.js';
import { isRequired } from './occurrence.js';
import type { ProfileElement } from './profile-shape.js';

/**
 * unknown: the profile has no such element here. missing: it must stand here. repeated: it may stand once. order: it stands
 * before what should come first. level: it belongs to another level or grade. choice: only one of several may stand. text:
 * text stands where only elements may.
 */
export type StructureFaultKind = 'unknown' | 'missing' | 'repeated' | 'order' | 'level' | 'choice' | 'text';

export interface StructureFault {
  readonly kind: StructureFaultKind;
  /** Of the element concerned: names from the root, with [n] where it may repeat. */
  readonly path: string;
  readonly name: string;
  /** Names that could or should stand here. */
  readonly expected: readonly string[];
  /** It is a place for a signature. */
  readonly slot?: true;
}

/** What decides which elements belong into a packet; null where it could not be read. */
export interface StructureScope {
  readonly level: Level | null;
  readonly grade: number | null;
}

/** A hostile packet of nothing but unknown elements must not fill the memory. */
const MAX_FAULTS = 200;

type Places = ReadonlyMap<string, { readonly child: ProfileElement; readonly index: number }>;
const cachedPlaces = new WeakMap<ProfileElement, Places>();

/** An element's children by name, with their place in the order; made once per profile. */
export function childrenByName(element: ProfileElement): Places {
  const held = cachedPlaces.get(element);
  if (held !== undefined) return held;
  const places = new Map((element.children ?? []).map((child, index) => [child.name, { child, index }]));
  cachedPlaces.set(element, places);
  return places;
}

const fitsLevel = ({ levels, grades }: ProfileElement, { level, grade }: StructureScope): boolean =>
  (level === null || levels?.includes(level) !== false) &&
  (grade === null || grades?.includes(grade) !== false);

interface Walk {
  readonly scope: StructureScope;
  readonly faults: StructureFault[];
}

function report(
  { faults }: Walk,
  kind: StructureFaultKind,
  path: string,
  name: string,
  expected: readonly string[],
): void {
  if (faults.length < MAX_FAULTS) faults.push({ kind, path, name, expected });
}

/** Counts of the children seen so far, by their place in the profile. */
type Seen = Map<ProfileElement, number>;

function visitChild(walk: Walk, element: ProfileElement, node: XmlElement, seen: Seen, path: string): number {
  const place = childrenByName(element).get(node.local);
  if (place === undefined) {
    report(walk, 'unknown', `${path}/${node.local}`, node.local, [...childrenByName(element).keys()]);
    return -1;
  }
  const { child, index } = place;
  const count = (seen.get(child) ?? 0) + 1;
  seen.set(child, count);
  const where = child.each === undefined ? `${path}/${child.name}` : `${path}/${child.name}[${count}]`;
  if (count > 1 && child.each === undefined) report(walk, 'repeated', where, child.name, [child.name]);
  if (!fitsLevel(child, walk.scope)) report(walk, 'level', where, child.name, []);
  visitElement(walk, child, node, where);
  return index;
}

function checkMissing(walk: Walk, element: ProfileElement, seen: Seen, path: string): void {
  const { children = [], choice } = element;
  const { level } = walk.scope;
  if (choice === true) {
    const names = children.map(({ name }) => name);
    if (seen.size === 0) report(walk, 'missing', path, element.name, names);
    if (seen.size > 1) report(walk, 'choice', path, element.name, names);
    return;
  }
  for (const child of children)
    if (!seen.has(child) && isRequired(child, level ?? undefined) && walk.faults.length < MAX_FAULTS)
      walk.faults.push({
        kind: 'missing',
        path: `${path}/${child.name}`,
        name: child.name,
        expected: [child.name],
        ...(child.slot === undefined ? {} : { slot: true }),
      });
}

function visitElement(walk: Walk, element: ProfileElement, node: XmlElement, path: string): void {
  if (element.children === undefined && element.packets !== true) return;
  if (node.text.trim() !== '') report(walk, 'text', path, element.name, []);
  const seen: Seen = new Map();
  let last = -1;
  let inOrder = true;
  for (const child of node.children) {
    const index = visitChild(walk, element, child, seen, path);
    if (index >= 0 && index < last && inOrder) {
      inOrder = false;
      report(
        walk,
        'order',
        `${path}/${child.local}`,
        child.local,
        (element.children ?? []).map(({ name }) => name),
      );
    }
    last = Math.max(last, index);
  }
  checkMissing(walk, element, seen, path);
}

/** Holds a tree against the elements of a profile, what the XML Schema cannot know (level, grade) included. */
export function structureFaults(
  element: ProfileElement,
  node: XmlElement,
  scope: StructureScope,
): readonly StructureFault[] {
  const walk: Walk = { scope, faults: [] };
  visitElement(walk, element, node, `/${element.name}`);
  return walk.faults;
}
