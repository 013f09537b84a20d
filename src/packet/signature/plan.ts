import type { PacketProfile, ProfileElement } from '../profile-shape.js';
import { pathInside } from './parts.js';

/** An element to look for in octets, by its tags. */
export interface Tags {
  /** `<NAME`; a blank or '>' follows. */
  readonly open: string;
  /** `</NAME>` */
  readonly close: string;
}

export interface Found extends Tags {
  /** The elements around it, outermost first. */
  readonly around: readonly Tags[];
}

/** Where an owned element says whose it is. */
export interface OwnerMark {
  readonly open: string;
  /** null: the text of the element. */
  readonly attribute: string | null;
}

/** What a profile says of signing, as tags to look for; made once per profile. */
export interface SignaturePlan {
  readonly idAttribute: string;
  readonly parts: readonly (Found & { readonly owner: OwnerMark | null })[];
  readonly slots: readonly (Found & { readonly slot: string; readonly holder: string | null })[];
}

const prefixOf = (profile: PacketProfile): string =>
  profile.namespace?.prefix === undefined ? '' : `${profile.namespace.prefix}:`;

/** The attribute or leaf below the element that holds the value of `path`. */
function markOf(element: ProfileElement, path: string, prefix: string): OwnerMark | null {
  for (const child of element.children ?? []) {
    const inner = pathInside(path, child.at);
    if (inner === null) continue;
    const open = `<${prefix}${child.name}`;
    const attribute = child.attributes?.find(({ source }) => source === inner);
    if (attribute !== undefined) return { open, attribute: attribute.name };
    if (child.source === inner) return { open, attribute: null };
    const deeper = markOf(child, inner, prefix);
    if (deeper !== null) return deeper;
  }
  return null;
}

const holderOf = ({ attributes, holder }: ProfileElement): string | null =>
  attributes?.find(({ source }) => source !== undefined && source === holder)?.name ?? null;

function build(profile: PacketProfile): SignaturePlan {
  const prefix = prefixOf(profile);
  const parts: SignaturePlan['parts'][number][] = [];
  const slots: SignaturePlan['slots'][number][] = [];
  const walk = (element: ProfileElement, around: readonly Tags[]): void => {
    const tags = { open: `<${prefix}${element.name}`, close: `</${prefix}${element.name}>` };
    if (element.referencable === true) {
      const owner = element.owner === undefined ? null : markOf(element, element.owner, prefix);
      parts.push({ ...tags, around, owner });
    }
    if (element.slot !== undefined)
      slots.push({ ...tags, around, slot: element.slot, holder: holderOf(element) });
    for (const child of element.children ?? []) walk(child, [...around, tags]);
  };
  walk(profile.root, []);
  return { idAttribute: profile.idAttribute, parts, slots };
}

const plans = new WeakMap<PacketProfile, SignaturePlan>();

export function signaturePlan(profile: PacketProfile): SignaturePlan {
  const plan = plans.get(profile) ?? build(profile);
  plans.set(profile, plan);
  return plan;
}
