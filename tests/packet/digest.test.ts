import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalHash, canonicalJson } from '../../src/packet/canonical-hash.js';
import { classDigest, sha256Hex } from '../../src/packet/digest.js';
import { isLookupCode, lookupCodeFromUuid } from '../../src/packet/lookup-code.js';
import { recordOf } from './records.js';

/** The same value with the keys of every object in reverse order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

describe('the canonical hash', () => {
  it('does not depend on the order of keys', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const record = recordOf(seed);
      expect(canonicalHash(reversed(record) as typeof record)).toBe(canonicalHash(record));
    }
  });

  it('ignores who said it and nothing else', () => {
    const record = recordOf(1);
    const said = { ...record, provenance: [{ group: 'pupil', source: 'smas' }] };
    expect(canonicalHash(said)).toBe(canonicalHash(record));
    expect(canonicalHash({ ...record, comment: 'khác' })).not.toBe(canonicalHash(record));
  });

  it('takes an absent key and an undefined one as the same', () => {
    expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
  });

  it('writes JSON that reads back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('digests', () => {
  it('are plain SHA-256 in hex', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('of a class do not depend on the order of its records', () => {
    const entries = ['b', 'a', 'c'].map((recordId, version) => ({
      recordId,
      version,
      sha256: sha256Hex(recordId),
    }));
    expect(classDigest(entries)).toBe(classDigest([...entries].reverse()));
    expect(classDigest(entries)).not.toBe(classDigest(entries.slice(1)));
  });
});

describe('the look-up code', () => {
  it('is a UUID without hyphens in lower case', () => {
    const code = lookupCodeFromUuid('0B5E2F3A-1C4D-4E6F-8A9B-0C1D2E3F4A5B');
    expect(code).toBe('0b5e2f3a1c4d4e6f8a9b0c1d2e3f4a5b');
    expect(isLookupCode(code)).toBe(true);
  });

  it('of a vendor is adopted in either case but never with another shape', () => {
    expect(isLookupCode('0B5E2F3A1C4D4E6F8A9B0C1D2E3F4A5B')).toBe(true);
    for (const bad of [
      '',
      '0b5e2f3a-1c4d-4e6f-8a9b-0c1d2e3f4a5b',
      '0b5e2f3a1c4d4e6f8a9b0c1d2e3f4a5',
      'g'.repeat(32),
    ])
      expect(isLookupCode(bad)).toBe(false);
    expect(() => lookupCodeFromUuid('12')).toThrow(RangeError);
  });
});
