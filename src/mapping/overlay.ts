import type { CodeEntryDeclaration, CodeTableDeclaration } from './declaration.js';

function mergeEntries(
  base: readonly CodeEntryDeclaration[],
  site: readonly CodeEntryDeclaration[],
): readonly CodeEntryDeclaration[] {
  const own = new Map<string, CodeEntryDeclaration[]>();
  for (const entry of site) own.set(entry.key, [...(own.get(entry.key) ?? []), entry]);
  const merged: CodeEntryDeclaration[] = [];
  for (const entry of base) {
    const replaced = own.get(entry.key);
    merged.push(...(replaced ?? [entry]));
    // Emptied, so that a key with several entries in the base is put once and not again at the end.
    if (replaced !== undefined) own.set(entry.key, []);
  }
  return [...merged, ...[...own.values()].flat()];
}

/**
 * Lays a site's code tables over those of the package. A key of the site replaces every entry of that key in the package's
 * table, other keys stay; a table that the package does not have is added. What the site does not say of a table (its
 * numberings) stays as it is.
 */
export function overlayTables(
  base: readonly CodeTableDeclaration[],
  site: readonly CodeTableDeclaration[],
): readonly CodeTableDeclaration[] {
  const own = new Map(site.map((table) => [table.table, table]));
  if (own.size !== site.length) throw new TypeError('a code table of the site is declared twice');
  const laid = base.map((table) => {
    const over = own.get(table.table);
    own.delete(table.table);
    return over === undefined
      ? table
      : { ...table, ...over, entries: mergeEntries(table.entries, over.entries) };
  });
  return [...laid, ...own.values()];
}
