import type { XmlElement } from '../../ports/xml-reader.js';
import type { PacketProfile, ProfileElement } from '../profile-shape.js';
import { type Scope, scopeOf } from './canonical.js';
import { DS } from './names.js';

/** An element with the namespace declarations in scope around it. */
export interface Scoped {
  readonly element: XmlElement;
  readonly outer: Scope;
}

/** Everything in a packet that a verifier must be able to find, made in one walk. */
export interface Inventory {
  /** By the value of any id attribute, however it is spelt (Id, ID, id, xml:id): who could be meant by a reference. */
  readonly byId: ReadonlyMap<string, readonly Scoped[]>;
  readonly signatures: readonly Scoped[];
}

const isIdName = (name: string): boolean => name.toLowerCase() === 'id' || name.toLowerCase() === 'xml:id';

export function inventoryOf(root: XmlElement, idAttribute: string): Inventory {
  const byId = new Map<string, Scoped[]>();
  const signatures: Scoped[] = [];
  const visit = (element: XmlElement, outer: Scope): void => {
    for (const [name, value] of Object.entries(element.attributes))
      if (isIdName(name) || name === idAttribute) {
        const held = byId.get(value);
        if (held === undefined) byId.set(value, [{ element, outer }]);
        else held.push({ element, outer });
      }
    if (element.local === 'Signature' && element.namespace === DS) signatures.push({ element, outer });
    const scope = scopeOf(element, outer);
    for (const child of element.children) visit(child, scope);
  };
  visit(root, new Map());
  return { byId, signatures };
}

/** The referencable elements at the places where the profile has them, and whose they are. */
export interface ProfileParts {
  readonly byId: ReadonlyMap<string, XmlElement>;
  readonly owned: ReadonlyMap<string, readonly string[]>;
}

/** `./teacher.code` seen from inside `at: ./teacher` is `./code`; null when it does not lead there. */
export function pathInside(path: string, at: string | undefined): string | null {
  if (at === undefined) return path;
  return path.startsWith(`${at}.`) ? `./${path.slice(at.length + 1)}` : null;
}

/** The value of a path below an element, read from the attribute or leaf that the profile fills from it. */
function valueAt(element: ProfileElement, node: XmlElement, path: string): string | null {
  for (const child of element.children ?? []) {
    const inner = pathInside(path, child.at);
    const found = node.children.find(({ local }) => local === child.name);
    if (inner === null || found === undefined) continue;
    const attribute = child.attributes?.find(({ source }) => source === inner);
    if (attribute !== undefined) return found.attributes[attribute.name] ?? null;
    if (child.source === inner) return found.text;
    const deeper = valueAt(child, found, inner);
    if (deeper !== null) return deeper;
  }
  return null;
}

interface Found {
  readonly byId: Map<string, XmlElement>;
  readonly owned: Map<string, string[]>;
  readonly idAttribute: string;
}

/** Notes a referencable element under its id, and under its owner. */
function note({ byId, owned, idAttribute }: Found, element: ProfileElement, node: XmlElement): void {
  const id = node.attributes[idAttribute];
  if (element.referencable !== true || id === undefined) return;
  if (!byId.has(id)) byId.set(id, node);
  const owner = element.owner === undefined ? null : valueAt(element, node, element.owner);
  if (owner === null) return;
  const held = owned.get(owner);
  if (held === undefined) owned.set(owner, [id]);
  else held.push(id);
}

export function profileParts(root: XmlElement, profile: PacketProfile): ProfileParts {
  const found: Found = { byId: new Map(), owned: new Map(), idAttribute: profile.idAttribute };
  const visit = (element: ProfileElement, node: XmlElement): void => {
    note(found, element, node);
    for (const child of element.children ?? [])
      for (const one of node.children) if (one.local === child.name) visit(child, one);
  };
  visit(profile.root, root);
  return found;
}
