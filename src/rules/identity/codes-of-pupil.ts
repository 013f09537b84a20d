import type { CanonicalRecord } from '../../domain/records.js';

/** A code under which the sector or a school knows a pupil until the sector issues the real one. */
const TEMPORARY = /^TAM-/iu;
const OFFICIAL: ReadonlySet<string> = new Set(['sector', 'ministry']);

/** The temporary code of a pupil who has no code of the sector; null otherwise. */
export function temporaryCode({ aliases = [] }: CanonicalRecord): string | null {
  if (hasOfficialCode(aliases)) return null;
  return aliases.find(({ value }) => TEMPORARY.test(value))?.value ?? null;
}

/** A code that the sector or the ministry has issued. */
export const hasOfficialCode = (aliases: CanonicalRecord['aliases'] = []): boolean =>
  aliases.some(({ scheme, value }) => OFFICIAL.has(scheme) && !TEMPORARY.test(value));
