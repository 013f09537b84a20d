import { escapeAttribute } from '../write.js';
import type { SignatureAlgorithm } from './names.js';
import { DS, EXC_C14N, SHA256, SIGNATURE_METHODS, SIGNED_PROPERTIES, XADES } from './names.js';

// ds:Signature as exclusive-C14N text by construction. A part that is digested on its own (the apex of its canonical form)
// declares the namespaces that it uses; inside the packet ds:Signature and xades:QualifyingProperties declare them.

const DS_DECLARATION = ` xmlns:ds="${DS}"`;
const XADES_DECLARATION = ` xmlns:xades="${XADES}"`;

const empty = (name: string, algorithm: string, declaration = ''): string =>
  `<${name}${declaration} Algorithm="${algorithm}"></${name}>`;

export interface ReferenceText {
  readonly id: string;
  /** base64 */
  readonly digest: string;
  readonly type?: string;
}

const referenceText = ({ id, digest, type }: ReferenceText): string =>
  `<ds:Reference${type === undefined ? '' : ` Type="${type}"`} URI="#${escapeAttribute(id)}">` +
  `<ds:Transforms>${empty('ds:Transform', EXC_C14N)}</ds:Transforms>` +
  `${empty('ds:DigestMethod', SHA256)}<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;

const signedInfoInner = (algorithm: SignatureAlgorithm, references: readonly ReferenceText[]): string =>
  empty('ds:CanonicalizationMethod', EXC_C14N) +
  empty('ds:SignatureMethod', SIGNATURE_METHODS[algorithm]) +
  references.map(referenceText).join('');

/** Seconds are enough for a signing time, and every verifier reads them. */
const timeText = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

export interface SignedPropertiesText {
  readonly id: string;
  readonly signingTime: Date;
  /** base64 SHA-256 of the certificate's DER. */
  readonly certificateDigest: string;
}

/** `apex`: as digested (namespaces declared where first used), else as it stands in the packet. */
function signedProperties(text: SignedPropertiesText, apex: boolean): string {
  const ds = apex ? DS_DECLARATION : '';
  return (
    `<xades:SignedProperties${apex ? XADES_DECLARATION : ''} Id="${text.id}"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${timeText(text.signingTime)}</xades:SigningTime>` +
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>${empty('ds:DigestMethod', SHA256, ds)}` +
    `<ds:DigestValue${ds}>${text.certificateDigest}</ds:DigestValue></xades:CertDigest></xades:Cert>` +
    '</xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties>'
  );
}

/** The octets that the SignedProperties reference digests. */
export const signedPropertiesCanonical = (text: SignedPropertiesText): string => signedProperties(text, true);

/** The octets that the key signs. */
export const signedInfoCanonical = (
  algorithm: SignatureAlgorithm,
  references: readonly ReferenceText[],
): string => `<ds:SignedInfo${DS_DECLARATION}>${signedInfoInner(algorithm, references)}</ds:SignedInfo>`;

/** The octets that a time stamp covers (XAdES SignatureTimeStamp): C14N of ds:SignatureValue. */
export const signatureValueCanonical = (value: string): string =>
  `<ds:SignatureValue${DS_DECLARATION}>${value}</ds:SignatureValue>`;

export interface SignatureText {
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  readonly references: readonly ReferenceText[];
  readonly properties: SignedPropertiesText;
  /** base64 of the DER, the signer's first, then what leads to the root. */
  readonly certificates: readonly string[];
  /** base64 */
  readonly value: string;
  /** base64 of an RFC 3161 TimeStampToken. */
  readonly timestamp: string | null;
}

const unsigned = (timestamp: string | null): string =>
  timestamp === null
    ? ''
    : '<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp>' +
      `${empty('ds:CanonicalizationMethod', EXC_C14N)}` +
      `<xades:EncapsulatedTimeStamp>${timestamp}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>` +
      '</xades:UnsignedSignatureProperties></xades:UnsignedProperties>';

/** The whole ds:Signature as it is spliced into its slot. */
export const signatureText = (text: SignatureText): string =>
  `<ds:Signature${DS_DECLARATION} Id="${text.id}">` +
  `<ds:SignedInfo>${signedInfoInner(text.algorithm, text.references)}</ds:SignedInfo>` +
  `<ds:SignatureValue>${text.value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>` +
  `${text.certificates.map((der) => `<ds:X509Certificate>${der}</ds:X509Certificate>`).join('')}` +
  `</ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties${XADES_DECLARATION} Target="#${text.id}">` +
  `${signedProperties(text.properties, false)}${unsigned(text.timestamp)}</xades:QualifyingProperties></ds:Object></ds:Signature>`;

/** Reference to the signed properties of a signature. */
export const propertiesReference = (text: SignedPropertiesText, digest: string): ReferenceText => ({
  id: text.id,
  digest,
  type: SIGNED_PROPERTIES,
});
