import type { XmlElement } from '../ports/xml-reader.js';
import type { PacketProfile, ProfileElement } from './profile-shape.js';

export type TwinValue = string | boolean | null | TwinValue[] | { [name: string]: TwinValue };

/**
 * The JSON twin of a packet: the same tree under the same names. A leaf is its text, attributes are `@name`, what may repeat
 * is always a list, a slot says whether it is signed. Elements that the profile does not know are left out.
 */
export function packetTwin(profile: PacketProfile, root: XmlElement): TwinValue {
  return { [profile.root.name]: twinOf(profile.root, root) };
}

function twinOf(element: ProfileElement, node: XmlElement): TwinValue {
  const attributes: [string, TwinValue][] = (element.attributes ?? []).flatMap(({ name }) => {
    const value = node.attributes[name];
    return value === undefined ? [] : [[`@${name}`, value] as [string, TwinValue]];
  });
  if (element.slot !== undefined)
    return Object.fromEntries([...attributes, ['signed', node.children.length > 0]]);
  if (element.children === undefined)
    return attributes.length === 0 ? node.text : Object.fromEntries([...attributes, ['#text', node.text]]);
  const children = element.children.flatMap((child): [string, TwinValue][] => {
    const found = node.children.filter(({ local }) => local === child.name);
    if (child.each !== undefined)
      return found.length === 0 ? [] : [[child.name, found.map((one) => twinOf(child, one))]];
    const [first] = found;
    return first === undefined ? [] : [[child.name, twinOf(child, first)]];
  });
  return Object.fromEntries([...attributes, ...children]);
}
