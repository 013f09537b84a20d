import type { CanonicalRecord } from '../domain/records.js';
import { sha256Hex } from './digest.js';

/** JSON with sorted keys and no blanks, after RFC 8785 (our records hold no fractions, so number form is plain). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const bag = value as Readonly<Record<string, unknown>>;
  const parts: string[] = [];
  for (const key of Object.keys(bag).sort())
    if (bag[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(bag[key])}`);
  return `{${parts.join(',')}}`;
}

/** Hash of what a record says, without who said it: equal content gives equal hash whatever the order of keys. */
export function canonicalHash(record: CanonicalRecord): string {
  const { provenance: _provenance, ...content } = record;
  return sha256Hex(canonicalJson(content));
}
