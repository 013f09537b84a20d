import { createHash } from 'node:crypto';

/** Lower-case hex SHA-256 of octets, or of a text's UTF-8. */
export const sha256Hex = (octets: Uint8Array | string): string =>
  createHash('sha256').update(octets).digest('hex');

export interface DigestEntry {
  readonly recordId: string;
  readonly version: number;
  readonly sha256: string;
}

/** Digest of a class for reconciliation: SHA-256 over the sorted `recordId:version:sha256` lines joined by LF. */
export const classDigest = (entries: readonly DigestEntry[]): string =>
  sha256Hex(
    entries
      .map((entry) => `${entry.recordId}:${entry.version}:${entry.sha256}`)
      .sort()
      .join('\n'),
  );
