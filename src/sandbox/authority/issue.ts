import { webcrypto } from 'node:crypto';
import { BitString, Integer, Utf8String } from 'asn1js';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CertificateRevocationList,
  Extension,
  RevokedCertificate,
  Time,
} from 'pkijs';

/** Object identifiers of names and extensions. */
const NAMES = {
  C: '2.5.4.6',
  O: '2.5.4.10',
  CN: '2.5.4.3',
  UID: '0.9.2342.19200300.100.1.1',
} as const;
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';

export type Subject = Partial<Record<keyof typeof NAMES, string>>;
export type KeyKind = 'P-256' | 'RSA-2048';
export type Usage = 'signing' | 'encryption' | 'authority';

export interface Identity {
  readonly certificate: Certificate;
  /** DER */
  readonly der: Uint8Array;
  readonly keys: webcrypto.CryptoKeyPair;
}

export interface Order {
  readonly subject: Subject;
  readonly kind: KeyKind;
  readonly usage: Usage;
  readonly from: Date;
  readonly to: Date;
  readonly serial: number;
}

// Bits of keyUsage: digitalSignature and nonRepudiation; keyEncipherment; keyCertSign and cRLSign.
const USAGE_BITS: Readonly<Record<Usage, number>> = { signing: 0xc0, encryption: 0x20, authority: 0x06 };

const ALGORITHMS = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'RSA-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
} as const;

const keyPair = (kind: KeyKind): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHMS[kind], true, ['sign', 'verify']);

function namesOf(subject: Subject): AttributeTypeAndValue[] {
  return (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((key) => {
    const value = subject[key];
    return value === undefined
      ? []
      : [new AttributeTypeAndValue({ type: NAMES[key], value: new Utf8String({ value }) })];
  });
}

function extensions(usage: Usage): Extension[] {
  const constraints = new BasicConstraints({ cA: usage === 'authority' });
  const bits = new BitString({ valueHex: new Uint8Array([USAGE_BITS[usage]]).buffer });
  return [
    new Extension({ extnID: BASIC_CONSTRAINTS, critical: true, extnValue: constraints.toSchema().toBER() }),
    new Extension({ extnID: KEY_USAGE, critical: true, extnValue: bits.toBER() }),
  ];
}

const derOf = (certificate: Certificate): Uint8Array => new Uint8Array(certificate.toSchema(true).toBER());

/** A certificate for a fresh key; signed by `issuer`, or by itself where there is none. */
export async function issue(order: Order, issuer: Identity | null): Promise<Identity> {
  const keys = await keyPair(order.kind);
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ value: order.serial }),
    extensions: extensions(order.usage),
  });
  certificate.subject.typesAndValues = namesOf(order.subject);
  certificate.issuer.typesAndValues = issuer?.certificate.subject.typesAndValues ?? namesOf(order.subject);
  certificate.notBefore = new Time({ type: 0, value: order.from });
  certificate.notAfter = new Time({ type: 0, value: order.to });
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign((issuer?.keys ?? keys).privateKey, 'SHA-256');
  return { certificate, der: derOf(certificate), keys };
}

/** A revocation list of the issuer: DER. */
export async function revocationList(
  issuer: Identity,
  serials: readonly number[],
  from: Date,
  to: Date,
): Promise<Uint8Array> {
  const list = new CertificateRevocationList({
    version: 1,
    thisUpdate: new Time({ type: 0, value: from }),
    nextUpdate: new Time({ type: 0, value: to }),
    signature: new AlgorithmIdentifier(),
  });
  list.issuer.typesAndValues = issuer.certificate.subject.typesAndValues;
  if (serials.length > 0)
    list.revokedCertificates = serials.map(
      (value) =>
        new RevokedCertificate({
          userCertificate: new Integer({ value }),
          revocationDate: new Time({ type: 0, value: from }),
        }),
    );
  await list.sign(issuer.keys.privateKey, 'SHA-256');
  return new Uint8Array(list.toSchema(true).toBER());
}

/** PKCS#8 of the private key. */
export const privateKeyOf = async ({ keys }: Identity): Promise<ArrayBuffer> =>
  webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
