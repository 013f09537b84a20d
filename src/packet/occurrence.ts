import type { Level } from '../domain/records.js';
import type { PacketProfile, ProfileAttribute, ProfileElement } from './profile-shape.js';

const isLeaf = (element: ProfileElement): boolean =>
  element.source !== undefined || element.value !== undefined;

/** Whether something of the record, not of the level, decides if the element stands. */
function isConditional(element: ProfileElement): boolean {
  const { at, when, grades, nulls, source } = element;
  if (at !== undefined && nulls === 'refuse') return false;
  if (at !== undefined || when !== undefined || grades !== undefined) return true;
  return isLeaf(element) ? source !== undefined && (nulls ?? 'omit') === 'omit' : nulls === 'omit';
}

/**
 * Whether the element must stand once where its parent stands. Without a level: at every level. A child of a choice is never
 * required by itself.
 */
export function isRequired(element: ProfileElement, level?: Level): boolean {
  if (element.each !== undefined || isConditional(element)) return false;
  const { levels } = element;
  return levels === undefined || (level === undefined ? levels.length === 3 : levels.includes(level));
}

/** Constants, ids and what tells a slot from its neighbours; other attributes go with their value. */
export const isRequiredAttribute = (
  profile: PacketProfile,
  element: ProfileElement,
  { name, value }: ProfileAttribute,
): boolean =>
  value !== undefined ||
  element.slot !== undefined ||
  (element.referencable === true && name === profile.idAttribute);
