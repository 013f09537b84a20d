import type { XmlElement } from '../ports/xml-reader.js';
import type { PacketProfile, ProfileElement, ProfileSlot } from './profile-shape.js';
import { DS } from './signature/names.js';
import { profileParts } from './signature/parts.js';
import type { StructureFault, StructureScope } from './structure.js';
import { childrenByName, structureFaults } from './structure.js';

/** A signature slot as found in a packet. */
export interface ReadSlot {
  readonly slot: string;
  /** Staff code on the slot, where the profile puts one there. */
  readonly holder: string | null;
  readonly signed: boolean;
  /** Byte offset just after the slot's start tag. */
  readonly offset: number;
  readonly element: XmlElement;
}

/** An element that a signature may reference, at a place where the profile has one. */
export interface FoundPart {
  readonly path: string;
  readonly id: string | null;
  /** The id that the profile prescribes, or what it starts with. */
  readonly prescribed: string;
  /** The id is always the same. */
  readonly constant: boolean;
  /** Further id-like attributes (ID, id, xml:id …): a verifier may take them for the id. */
  readonly otherIds: readonly string[];
}

/** A ds:Reference of a signature in a slot. */
export interface FoundReference {
  readonly path: string;
  /** As written; null when there is none. */
  readonly uri: string | null;
  /** Paths of the elements that carry the id, however the attribute is spelt; of the first few. */
  readonly targets: readonly string[];
  /** What is referenced lies in the signature itself (its signed properties). */
  readonly own: boolean;
  /** The signature stands inside what it references. */
  readonly wrapped: boolean;
}

export interface FoundSlot {
  readonly slot: ProfileSlot;
  readonly holder: string | null;
  readonly signed: boolean;
  readonly path: string;
  /** What stands in it besides one ds:Signature: names of elements, or text. */
  readonly foreign: string | null;
  readonly references: readonly FoundReference[];
  /** Ids that its holder must sign; null where the packet does not say whose a part is. */
  readonly expected: readonly string[] | null;
}

/** A leaf that says one of the gateway's own additions. */
export interface FoundPlace {
  readonly path: string;
  readonly text: string;
  /** Some slot's signature covers it. */
  readonly covered: boolean;
}

/** How a packet is built, for the rules that judge it as a document. Signatures are looked at, not verified. */
export interface PacketLayout {
  readonly structure: readonly StructureFault[];
  readonly parts: readonly FoundPart[];
  /** Ids of parts that more than one element carries, with the paths of the first few. */
  readonly doubledIds: ReadonlyMap<string, readonly string[]>;
  readonly slots: readonly FoundSlot[];
  /** Staff codes of everybody whom a part belongs to, in document order; null where no part says whose it is. */
  readonly owners: readonly string[] | null;
  /** Signatures that stand in no slot. */
  readonly strays: readonly string[];
  /** By name: lookupCode, version, effectiveDate, environment, issuedAt. */
  readonly places: Readonly<Record<string, readonly FoundPlace[]>>;
}

const META = 'meta.';

const isSignature = (node: XmlElement): boolean => node.local === 'Signature' && node.namespace === DS;

/** An element where it stands. Its path is put together when it is first asked for: most are never named. */
class Placed {
  #path: string | undefined;
  #inner: readonly string[] | undefined;

  constructor(
    readonly node: XmlElement,
    readonly profile: ProfileElement | null,
    readonly covered: boolean,
    private readonly parent: Placed | null,
    private readonly index: number,
  ) {}

  get path(): string {
    this.#path ??= this.parent === null ? `/${this.node.local}` : this.parent.pathOf(this.index);
    return this.#path;
  }

  private pathOf(child: number): string {
    this.#inner ??= childPaths(this.node, this.path);
    return this.#inner[child] ?? '';
  }
}

interface Walk {
  readonly profile: PacketProfile;
  readonly signedIds: ReadonlySet<string>;
  /** What findings may speak of: parts, slots, the gateway's additions, signatures. */
  readonly placed: Placed[];
  readonly byId: Map<string, Placed[]>;
}

/** Elements of one id that are noted: two are a fault already, and a hostile packet has thousands. */
const MOST_BEARERS = 5;

const ID_NAME = /^(?:xml:)?id$/iu;

/** Ids that some slot of every packet references. Owned parts hold none of the gateway's additions. */
function signedIds({ slots }: PacketProfile): ReadonlySet<string> {
  return new Set(slots.flatMap(({ references }) => (references === 'owned' ? [] : references)));
}

function noteIds({ byId, profile }: Walk, placed: Placed): void {
  const { attributes } = placed.node;
  for (const name in attributes)
    if (name === profile.idAttribute || ID_NAME.test(name)) {
      const value = attributes[name] ?? '';
      const held = byId.get(value);
      if (held === undefined) byId.set(value, [placed]);
      else if (held.length < MOST_BEARERS) held.push(placed);
    }
}

/** Paths of children: with [n] where several have one name. */
function childPaths(node: XmlElement, path: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const { local } of node.children) counts.set(local, (counts.get(local) ?? 0) + 1);
  const seen = new Map<string, number>();
  return node.children.map(({ local }) => {
    if (counts.get(local) === 1) return `${path}/${local}`;
    const number = (seen.get(local) ?? 0) + 1;
    seen.set(local, number);
    return `${path}/${local}[${number}]`;
  });
}

const additionOf = (profile: ProfileElement | null): string | null => {
  const source = profile?.source;
  return typeof source === 'string' && source.startsWith(META) ? source.slice(META.length) : null;
};

const isNamed = ({ node, profile }: Placed): boolean =>
  isSignature(node) ||
  (profile !== null &&
    (profile.referencable === true || profile.slot !== undefined || additionOf(profile) !== null));

function walk(
  state: Walk,
  node: XmlElement,
  profile: ProfileElement | null,
  inside: boolean,
  parent: Placed | null,
  index: number,
): void {
  const id = node.attributes[state.profile.idAttribute];
  const isPart = profile?.referencable === true;
  const covered = inside || (isPart && id !== undefined && state.signedIds.has(id));
  const placed = new Placed(node, profile, covered, parent, index);
  if (isNamed(placed)) state.placed.push(placed);
  noteIds(state, placed);
  for (let child = 0; child < node.children.length; child += 1) {
    const inner = node.children[child];
    if (inner === undefined) continue;
    const below = profile === null ? null : (childrenByName(profile).get(inner.local)?.child ?? null);
    walk(state, inner, below, covered, placed, child);
  }
}

function partsOf({ placed, profile }: Walk): readonly FoundPart[] {
  return placed.flatMap(({ node, profile: element, path }): FoundPart[] => {
    if (element?.referencable !== true) return [];
    const own = element.attributes?.find(({ name }) => name === profile.idAttribute);
    const otherIds = Object.keys(node.attributes).filter(
      (name) => name !== profile.idAttribute && ID_NAME.test(name),
    );
    return [
      {
        path,
        id: node.attributes[profile.idAttribute] ?? null,
        prescribed: own?.value ?? own?.prefix ?? '',
        constant: own?.value !== undefined,
        otherIds,
      },
    ];
  });
}

const isInside = (inner: XmlElement, outer: XmlElement): boolean =>
  inner.start >= outer.start && inner.end <= outer.end;

/** The references of a signature's first SignedInfo. */
function referencesOf(state: Walk, signature: XmlElement, path: string): readonly FoundReference[] {
  const info = signature.children.find(({ local, namespace }) => local === 'SignedInfo' && namespace === DS);
  const references = info?.children.filter(({ local }) => local === 'Reference') ?? [];
  return references.map((reference, index) => {
    const uri = reference.attributes['URI'] ?? null;
    const targets = uri?.startsWith('#') === true ? (state.byId.get(uri.slice(1)) ?? []) : [];
    return {
      path: `${path}/Signature/SignedInfo/Reference[${index + 1}]`,
      uri,
      targets: targets.map((target) => target.path),
      own: targets.length > 0 && targets.every(({ node }) => isInside(node, signature)),
      wrapped: targets.some(({ node }) => isInside(signature, node)),
    };
  });
}

function foreignIn({ children, text }: XmlElement): string | null {
  const extra = children.filter((child, index) => index > 0 || !isSignature(child)).map(({ name }) => name);
  if (extra.length > 0) return extra.slice(0, 5).join(' ');
  return text.trim() === '' ? null : text.trim().slice(0, 60);
}

const ownedBy = (
  holder: string | null,
  owned: ReadonlyMap<string, readonly string[]>,
): readonly string[] | null => (owned.size === 0 ? null : (owned.get(holder ?? '') ?? []));

function slotsOf(
  state: Walk,
  slots: readonly ReadSlot[],
  owned: ReadonlyMap<string, readonly string[]>,
): readonly FoundSlot[] {
  const paths = new Map(state.placed.map(({ node, path }) => [node, path]));
  return slots.flatMap((read): FoundSlot[] => {
    const slot = state.profile.slots.find(({ id }) => id === read.slot);
    if (slot === undefined) return [];
    const path = paths.get(read.element) ?? '';
    const [first] = read.element.children;
    const { references } = slot;
    return [
      {
        slot,
        holder: read.holder,
        signed: read.signed,
        path,
        foreign: foreignIn(read.element),
        references: first === undefined || !isSignature(first) ? [] : referencesOf(state, first, path),
        expected: references === 'owned' ? ownedBy(read.holder, owned) : references,
      },
    ];
  });
}

function placesOf({ placed }: Walk): Readonly<Record<string, readonly FoundPlace[]>> {
  const places: Record<string, FoundPlace[]> = {};
  for (const { node, profile, path, covered } of placed) {
    const name = additionOf(profile);
    if (name === null) continue;
    const found = places[name] ?? [];
    found.push({ path, text: node.text, covered });
    places[name] = found;
  }
  return places;
}

/** Ids of parts that a reference could take for another element. */
function doubled({ byId }: Walk, parts: readonly FoundPart[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { id } of parts) {
    const bearers = id === null ? [] : (byId.get(id) ?? []);
    if (id !== null && bearers.length > 1)
      found.set(
        id,
        bearers.map(({ path }) => path),
      );
  }
  return found;
}

export function layoutOf(
  profile: PacketProfile,
  root: XmlElement,
  slots: readonly ReadSlot[],
  scope: StructureScope,
): PacketLayout {
  const state: Walk = { profile, signedIds: signedIds(profile), placed: [], byId: new Map() };
  walk(state, root, profile.root, false, null, 0);
  const parts = partsOf(state);
  const { owned } = profileParts(root, profile);
  const found = slotsOf(state, slots, owned);
  const inSlots = new Set(slots.flatMap(({ element }) => element.children));
  return {
    structure: structureFaults(profile.root, root, scope),
    parts,
    doubledIds: doubled(state, parts),
    slots: found,
    owners: owned.size === 0 ? null : [...owned.keys()],
    strays: state.placed
      .filter(({ node }) => isSignature(node) && !inSlots.has(node))
      .map(({ path }) => path),
    places: placesOf(state),
  };
}
