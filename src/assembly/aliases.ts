import type { Alias } from '../domain/records.js';
import type { ClassMaterial, KnownRecord } from '../ports/store.js';
import { aliasKey, idsOfFragment, isPupilFragment } from './pupil-rows.js';

/**
 * The store keeps an alias for one record of a year only, so that two processes cannot mint two records for one pupil. A
 * pupil who changed school has two records, the departed and the receiving one: the second holder of a number keeps it
 * under a numbered slot, and every look-up asks for all slots. A vendor's ids are only unique inside a school for some
 * vendors, so the stored scheme names the school.
 */
const SLOTS = ['', ':s2', ':s3'] as const;
const SLOT = /:s[23]$/u;

const slug = (school: string): string => school.toLowerCase().replace(/[^a-z0-9_-]/gu, '-');

const storedScheme = (scheme: string, school: string): string =>
  scheme.startsWith('vendor:') ? `${scheme}:${slug(school)}` : scheme;

const isTarget = (alias: Alias): boolean => alias.scheme.startsWith('target:');

/** A stored alias as canonical records and rows write it: vendor:<source>, national, sector. */
export function baseAlias(stored: Alias): Alias {
  if (isTarget(stored)) return stored;
  const scheme = stored.scheme.replace(SLOT, '');
  if (!scheme.startsWith('vendor:')) return { scheme, value: stored.value };
  return { scheme: scheme.split(':').slice(0, 2).join(':'), value: stored.value };
}

export const baseAliases = (record: KnownRecord): Alias[] => record.aliases.map(baseAlias);

function variants(alias: Alias, school: string): Alias[] {
  if (isTarget(alias)) return [alias];
  const scheme = storedScheme(alias.scheme, school);
  return SLOTS.map((slot) => ({ scheme: `${scheme}${slot}`, value: alias.value }));
}

/** Every stored alias under which a pupil of the class may be known, for RecordStore.findByAliases. */
export function lookupAliases(material: ClassMaterial): Alias[] {
  const bases = new Map<string, Alias>();
  const add = (alias: Alias) => bases.set(aliasKey(alias), alias);
  for (const item of material.fragments) if (isPupilFragment(item)) idsOfFragment(item).forEach(add);
  for (const record of material.records) baseAliases(record).forEach(add);
  return [...bases.values()].flatMap((alias) => variants(alias, material.id.school));
}

/** Who holds which stored alias. */
export type AliasOwners = Map<string, string>;

export function aliasOwners(records: readonly KnownRecord[]): AliasOwners {
  const owners: AliasOwners = new Map();
  for (const record of records)
    for (const alias of record.aliases) owners.set(aliasKey(alias), record.recordId);
  return owners;
}

/**
 * The stored aliases of a record: the slot it holds already, else the first free one; without a free slot the alias is left
 * out. `owners` is changed in place.
 */
export function claimAliases(
  bases: readonly Alias[],
  recordId: string,
  school: string,
  owners: AliasOwners,
): Alias[] {
  return bases.flatMap((base) => {
    const slots = variants(base, school);
    const slot =
      slots.find((one) => owners.get(aliasKey(one)) === recordId) ??
      slots.find((one) => !owners.has(aliasKey(one)));
    if (slot === undefined) return [];
    owners.set(aliasKey(slot), recordId);
    return [slot];
  });
}
