import { createHash } from 'node:crypto';
import { CertificateRevocationList } from 'pkijs';
import type { ReadCertificate } from './certificate.js';

/** A revocation list (RFC 5280) read once. */
export interface RevocationList {
  readonly issuer: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** Upper-case hex serial -> moment of revocation. */
  readonly revoked: ReadonlyMap<string, Date>;
  isSignedBy(issuer: ReadCertificate): Promise<boolean>;
}

const hex = (octets: ArrayBuffer | Uint8Array): string => {
  const text = Buffer.from(octets instanceof Uint8Array ? octets : new Uint8Array(octets)).toString('hex');
  return text.replace(/^(?:00)+(?=..)/u, '').toUpperCase();
};

/** null when the octets are no list. PEM or DER. */
export async function readRevocationList(octets: Uint8Array): Promise<RevocationList | null> {
  const { Certificate } = await import('pkijs');
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
  const block = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/u.exec(text)?.[1];
  const der = block === undefined ? octets : Buffer.from(block, 'base64');
  try {
    const list = CertificateRevocationList.fromBER(new Uint8Array(der));
    const entries = list.revokedCertificates ?? [];
    return {
      issuer: createHash('sha256').update(new Uint8Array(list.issuer.toSchema().toBER())).digest('hex'),
      thisUpdate: list.thisUpdate.value,
      nextUpdate: list.nextUpdate?.value ?? null,
      revoked: new Map(
        entries.map(({ userCertificate, revocationDate }) => [
          hex(userCertificate.valueBlock.valueHexView),
          revocationDate.value,
        ]),
      ),
      isSignedBy: (issuer) =>
        list
          .verify({ issuerCertificate: Certificate.fromBER(new Uint8Array(issuer.der)) })
          .catch(() => false),
    };
  } catch {
    return null;
  }
}
