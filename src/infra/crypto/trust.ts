import type { CertificateTrust, TrustFault, TrustVerdict } from '../../ports/trust.js';
import { type ReadCertificate, readCertificate } from './certificate.js';
import type { RevocationList } from './revocation.js';

export interface TrustOptions {
  /** DER of the roots that are trusted. */
  readonly roots: readonly Uint8Array[];
  /** DER of intermediates that signatures need not carry. */
  readonly intermediates?: readonly Uint8Array[];
  readonly lists?: readonly RevocationList[];
  /** required: a certificate without a current list of its issuer is not trusted (CERT-REVOCATION-UNKNOWN). */
  readonly revocation: 'off' | 'required';
}

const MAX_DEPTH = 6;

/** Signature algorithms on certificates that are still safe: RSA and ECDSA with SHA-256 or more, RSA-PSS, Ed25519. */
const SAFE: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.10',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.3.101.112',
]);

const issued = (issuer: ReadCertificate, subject: ReadCertificate): boolean =>
  subject.x509.checkIssued(issuer.x509) && subject.x509.verify(issuer.x509.publicKey);

/** From the signer to a trusted root, both included; null when there is no way. */
function pathTo(
  roots: readonly ReadCertificate[],
  others: readonly ReadCertificate[],
  signer: ReadCertificate,
): readonly ReadCertificate[] | null {
  const path = [signer];
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const last = path.at(-1) ?? signer;
    if (roots.some(({ facts }) => facts.fingerprint === last.facts.fingerprint)) return path;
    const root = roots.find((one) => issued(one, last));
    if (root !== undefined) return [...path, root];
    const next = others.find((one) => !path.includes(one) && issued(one, last));
    if (next === undefined) return null;
    path.push(next);
  }
  return null;
}

const validityFault = ({ facts }: ReadCertificate, at: Date): TrustFault | null => {
  if (at < facts.notBefore) return 'CERT-NOT-YET';
  return at > facts.notAfter ? 'CERT-EXPIRED' : null;
};

function usageFault({ usage, isAuthority }: ReadCertificate): TrustFault | null {
  if (isAuthority) return 'CERT-AUTHORITY';
  const signs = usage === null || usage.has('digitalSignature') || usage.has('nonRepudiation');
  return signs ? null : 'CERT-KEY-USAGE';
}

function chainFault(path: readonly ReadCertificate[], at: Date): TrustFault | null {
  for (const [index, one] of path.entries()) {
    if (index === 0) continue;
    if (!one.isAuthority || one.usage?.has('keyCertSign') === false) return 'CERT-CHAIN';
    if (validityFault(one, at) !== null) return 'CERT-CHAIN';
  }
  // The root is trusted as it is configured: what signed it proves nothing.
  return path.slice(0, -1).every(({ signedWith }) => SAFE.has(signedWith)) ? null : 'CERT-CHAIN';
}

const serialOf = ({ facts }: ReadCertificate): string =>
  facts.serial.replace(/^(?:00)+(?=..)/u, '').toUpperCase();

async function revocationFault(
  options: TrustOptions,
  path: readonly ReadCertificate[],
  at: Date,
): Promise<TrustFault | null> {
  for (const [index, one] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1];
    if (issuer === undefined) continue;
    const fault = await listFault(options, one, issuer, at);
    if (fault !== null) return fault;
  }
  return null;
}

/** Only a list that the issuer signed counts; without a current one the answer is that nobody knows. */
async function listFault(
  { lists = [], revocation }: TrustOptions,
  one: ReadCertificate,
  issuer: ReadCertificate,
  at: Date,
): Promise<TrustFault | null> {
  let current = false;
  for (const list of lists) {
    if (!(await list.isSignedBy(issuer))) continue;
    const revokedAt = list.revoked.get(serialOf(one));
    if (revokedAt !== undefined && revokedAt <= at) return 'CERT-REVOKED';
    current ||= list.nextUpdate === null || list.nextUpdate >= at;
  }
  return current || revocation === 'off' ? null : 'CERT-REVOCATION-UNKNOWN';
}

const read = (ders: readonly Uint8Array[]): readonly ReadCertificate[] =>
  ders.flatMap((der) => readCertificate(der) ?? []);

/** Chain to configured roots, validity at the signing time, key usage, revocation by lists given as files. */
export function createTrust(options: TrustOptions): CertificateTrust {
  const roots = read(options.roots);
  const known = read(options.intermediates ?? []);
  const paths = new Map<string, readonly ReadCertificate[] | null>();
  const pathOf = (
    signer: ReadCertificate,
    given: readonly Uint8Array[],
  ): readonly ReadCertificate[] | null => {
    const { fingerprint } = signer.facts;
    const held = paths.get(fingerprint);
    // A way that was found stays one; a failure may be for want of an intermediate that the next signature carries.
    if (held !== undefined && held !== null) return held;
    const path = pathTo(roots, [...known, ...read(given)], signer);
    paths.set(fingerprint, path);
    return path;
  };
  return {
    async judge([der, ...given], at): Promise<TrustVerdict> {
      const signer = der === undefined ? null : readCertificate(der);
      if (signer === null) return { ok: false, code: 'CERT-UNREADABLE', facts: null };
      const { facts } = signer;
      const path = pathOf(signer, given);
      if (path === null) return { ok: false, code: 'CERT-UNKNOWN-ISSUER', facts };
      const fault =
        usageFault(signer) ??
        validityFault(signer, at) ??
        chainFault(path, at) ??
        (await revocationFault(options, path, at));
      return fault === null ? { ok: true, facts } : { ok: false, code: fault, facts };
    },
  };
}
