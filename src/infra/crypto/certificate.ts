import { createHash, X509Certificate } from 'node:crypto';
import { BasicConstraints, Certificate, type RelativeDistinguishedNames } from 'pkijs';
import type { CertificateFacts } from '../../ports/trust.js';

/** A certificate as both readers see it: Node verifies signatures, pkijs tells extensions and names. */
export interface ReadCertificate {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly facts: CertificateFacts;
  readonly isAuthority: boolean;
  /** Bits of keyUsage; null when the certificate does not restrict it. */
  readonly usage: ReadonlySet<KeyUsageBit> | null;
  /** OID of the algorithm that signed it. */
  readonly signedWith: string;
}

export type KeyUsageBit = 'digitalSignature' | 'nonRepudiation' | 'keyCertSign' | 'cRLSign';

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';
const SERIAL_NUMBER = '2.5.4.5';
const USER_ID = '0.9.2342.19200300.100.1.1';
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';

const BITS: readonly (readonly [KeyUsageBit, number])[] = [
  ['digitalSignature', 0x80],
  ['nonRepudiation', 0x40],
  ['keyCertSign', 0x04],
  ['cRLSign', 0x02],
];

const valuesOf = (names: RelativeDistinguishedNames, type: string): readonly string[] =>
  names.typesAndValues
    .filter((entry) => entry.type === type)
    .map((entry) => String((entry.value.valueBlock as { value?: unknown }).value ?? ''));

const marked = (values: readonly string[], marks: RegExp): string | null => {
  for (const value of values) {
    const found = marks.exec(value.trim())?.[1];
    if (found !== undefined) return found;
  }
  return null;
};

const IDENTITY = /^(?:CCCD|CMND|SDDCN|CID)\s*:\s*(\d{9,12})$/iu;
const TAX = /^MST\s*:\s*(\d{10}(?:-?\d{3})?)$/iu;

function factsOf(certificate: Certificate, x509: X509Certificate, der: Uint8Array): CertificateFacts {
  const { subject, issuer, notBefore, notAfter } = certificate;
  const ids = [...valuesOf(subject, USER_ID), ...valuesOf(subject, SERIAL_NUMBER)];
  return {
    name: valuesOf(subject, COMMON_NAME)[0] ?? '',
    organisation: valuesOf(subject, ORGANISATION)[0] ?? null,
    identityNumber: marked(ids, IDENTITY),
    taxCode: marked(ids, TAX),
    issuer: valuesOf(issuer, COMMON_NAME)[0] ?? '',
    serial: x509.serialNumber,
    notBefore: notBefore.value,
    notAfter: notAfter.value,
    fingerprint: createHash('sha256').update(der).digest('hex'),
  };
}

function usageOf(certificate: Certificate): ReadonlySet<KeyUsageBit> | null {
  const extension = certificate.extensions?.find(({ extnID }) => extnID === KEY_USAGE);
  if (extension === undefined) return null;
  const bits = extension.parsedValue as { valueBlock: { valueHexView: Uint8Array } };
  const [first = 0] = bits.valueBlock.valueHexView;
  return new Set(BITS.filter(([, bit]) => (first & bit) !== 0).map(([name]) => name));
}

function isAuthority(certificate: Certificate): boolean {
  const extension = certificate.extensions?.find(({ extnID }) => extnID === BASIC_CONSTRAINTS);
  return extension?.parsedValue instanceof BasicConstraints && extension.parsedValue.cA;
}

/** null when the DER is no certificate. */
export function readCertificate(der: Uint8Array): ReadCertificate | null {
  try {
    const x509 = new X509Certificate(der);
    const certificate = Certificate.fromBER(new Uint8Array(x509.raw));
    return {
      der: x509.raw,
      x509,
      facts: factsOf(certificate, x509, x509.raw),
      isAuthority: isAuthority(certificate),
      usage: usageOf(certificate),
      signedWith: certificate.signatureAlgorithm.algorithmId,
    };
  } catch {
    return null;
  }
}

/** Certificates of a PEM text (several may follow each other) or one DER. */
export function certificatesIn(octets: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/gu);
  if (blocks === null) return [octets];
  return blocks.map((block) => Buffer.from(block.replace(/-----[A-Z ]+-----/gu, ''), 'base64'));
}
