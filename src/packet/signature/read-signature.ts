import type { XmlElement } from '../../ports/xml-reader.js';
import { SignatureRefused } from './faults.js';
import type { SignatureAlgorithm } from './names.js';
import { algorithmOf, DS, EXC_C14N, SHA256, SIGNED_PROPERTIES, XADES } from './names.js';

export interface ReadReference {
  readonly id: string;
  readonly digest: Buffer;
  readonly isProperties: boolean;
}

/** A ds:Signature whose structure is exactly the accepted one; nothing is verified yet. */
export interface ReadSignature {
  readonly element: XmlElement;
  readonly signedInfo: XmlElement;
  readonly algorithm: SignatureAlgorithm;
  readonly references: readonly ReadReference[];
  readonly value: Buffer;
  readonly valueElement: XmlElement;
  /** DER, in document order. */
  readonly certificates: readonly Buffer[];
  readonly properties: ReadProperties | null;
}

/** XAdES properties of a signature. */
export interface ReadProperties {
  readonly element: XmlElement;
  readonly id: string;
  /** ISO 8601 text as signed. */
  readonly signingTime: string;
  readonly certificateDigest: Buffer;
  /** DER of an RFC 3161 token. */
  readonly timestamp: Buffer | null;
}

const refuse = (detail: string): never => {
  throw new SignatureRefused('SIG-STRUCTURE', detail);
};

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

/** The attribute, all others but namespace declarations and those allowed being refused. */
function attributes(element: XmlElement, allowed: readonly string[]): Readonly<Record<string, string>> {
  for (const name of Object.keys(element.attributes))
    if (!isDeclaration(name) && !allowed.includes(name)) refuse(`${element.local}/@${name}`);
  return element.attributes;
}

/** Children only: text between them is refused unless blank. */
function children(element: XmlElement): readonly XmlElement[] {
  if (element.content.some((part) => typeof part === 'string' && part.trim() !== '')) refuse(element.local);
  return element.children;
}

const is = (element: XmlElement | undefined, namespace: string, local: string): element is XmlElement =>
  element?.local === local && element.namespace === namespace;

function expectOne(element: XmlElement | undefined, namespace: string, local: string): XmlElement {
  return is(element, namespace, local) ? element : refuse(local);
}

function leaf(element: XmlElement): string {
  if (element.children.length > 0) refuse(element.local);
  return element.text;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/u;

/** Line breaks of encoders are allowed; everything else must be base64, without a second reading. */
function base64(element: XmlElement): Buffer {
  const text = leaf(element).replace(/[ \t\r\n]+/gu, '');
  if (!BASE64.test(text) || text.length % 4 !== 0) throw new SignatureRefused('SIG-BASE64', element.local);
  const octets = Buffer.from(text, 'base64');
  if (octets.toString('base64') !== text) throw new SignatureRefused('SIG-BASE64', element.local);
  return octets;
}

function algorithm(element: XmlElement | undefined, local: string): string {
  const found = expectOne(element, DS, local);
  if (children(found).length > 0) refuse(local);
  return attributes(found, ['Algorithm'])['Algorithm'] ?? refuse(local);
}

function transforms(element: XmlElement): void {
  const [only, ...more] = children(expectOne(element, DS, 'Transforms'));
  const transform = expectOne(only, DS, 'Transform');
  // Parameters of a transform (inclusive prefixes, an XPath) would change what is signed.
  const uri = transform.children.length === 0 ? attributes(transform, ['Algorithm'])['Algorithm'] : undefined;
  if (uri !== EXC_C14N || more.length > 0) throw new SignatureRefused('SIG-TRANSFORM', uri ?? '');
}

function reference(element: XmlElement): ReadReference {
  const { URI: uri = '', Type: type } = attributes(element, ['URI', 'Type', 'Id']);
  if (!/^#[^#()\s'"]+$/u.test(uri)) throw new SignatureRefused('SIG-URI', uri);
  const [first, second, third, ...more] = children(element);
  if (more.length > 0) refuse('Reference');
  transforms(expectOne(first, DS, 'Transforms'));
  if (algorithm(second, 'DigestMethod') !== SHA256) throw new SignatureRefused('SIG-DIGEST-METHOD');
  const digest = base64(expectOne(third, DS, 'DigestValue'));
  if (digest.length !== 32) throw new SignatureRefused('SIG-BASE64', 'DigestValue');
  return { id: uri.slice(1), digest, isProperties: type === SIGNED_PROPERTIES };
}

function readSignedInfo(element: XmlElement): Pick<ReadSignature, 'algorithm' | 'references'> {
  attributes(element, ['Id']);
  const [c14n, method, ...references] = children(element);
  if (algorithm(c14n, 'CanonicalizationMethod') !== EXC_C14N) throw new SignatureRefused('SIG-C14N');
  const uri = algorithm(method, 'SignatureMethod');
  const known = algorithmOf(uri);
  if (known === null) throw new SignatureRefused('SIG-METHOD', uri);
  if (references.length === 0) throw new SignatureRefused('SIG-REFERENCES');
  return {
    algorithm: known,
    references: references.map((one) => reference(expectOne(one, DS, 'Reference'))),
  };
}

const X509_PARTS: ReadonlySet<string> = new Set(['X509Certificate', 'X509SubjectName']);

/** Only the certificates are read; a subject name beside them is allowed, a key or key name is not. */
function readCertificates(element: XmlElement): readonly Buffer[] {
  attributes(element, ['Id']);
  const [data, ...more] = children(element);
  if (more.length > 0) refuse('KeyInfo');
  const inner = children(expectOne(data, DS, 'X509Data'));
  for (const one of inner) if (one.namespace !== DS || !X509_PARTS.has(one.local)) refuse(one.local);
  const certificates = inner.filter((one) => one.local === 'X509Certificate').map(base64);
  if (certificates.length === 0) throw new SignatureRefused('SIG-CERTIFICATE');
  return certificates;
}

function certificateDigest(element: XmlElement | undefined): Buffer {
  // Version 1 of the property names the same digest; signers in the field use both.
  const name = element?.local === 'SigningCertificate' ? 'SigningCertificate' : 'SigningCertificateV2';
  const found = expectOne(element, XADES, name);
  const [cert, ...more] = children(found);
  if (more.length > 0) refuse(name);
  const [digest] = children(expectOne(cert, XADES, 'Cert'));
  const [method, value] = children(expectOne(digest, XADES, 'CertDigest'));
  if (algorithm(method, 'DigestMethod') !== SHA256) throw new SignatureRefused('SIG-DIGEST-METHOD');
  return base64(expectOne(value, DS, 'DigestValue'));
}

function readTimestamp(element: XmlElement | undefined): Buffer | null {
  if (element === undefined) return null;
  const [signature, ...others] = children(expectOne(element, XADES, 'UnsignedProperties'));
  const [stamp, ...more] = children(expectOne(signature, XADES, 'UnsignedSignatureProperties'));
  if (others.length > 0 || more.length > 0) refuse('UnsignedProperties');
  const [c14n, token, ...rest] = children(expectOne(stamp, XADES, 'SignatureTimeStamp'));
  if (algorithm(c14n, 'CanonicalizationMethod') !== EXC_C14N) throw new SignatureRefused('SIG-C14N');
  if (rest.length > 0) refuse('SignatureTimeStamp');
  return base64(expectOne(token, XADES, 'EncapsulatedTimeStamp'));
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})$/u;

function readProperties(object: XmlElement, signatureId: string | undefined): ReadProperties {
  attributes(object, ['Id']);
  const [qualifying, ...more] = children(object);
  const found = expectOne(qualifying, XADES, 'QualifyingProperties');
  if (more.length > 0) refuse('Object');
  if (signatureId === undefined || attributes(found, ['Target', 'Id'])['Target'] !== `#${signatureId}`)
    throw new SignatureRefused('SIG-XADES', 'Target');
  const [signed, unsigned, ...rest] = children(found);
  if (rest.length > 0) refuse('QualifyingProperties');
  const element = expectOne(signed, XADES, 'SignedProperties');
  const id = attributes(element, ['Id'])['Id'] ?? refuse('SignedProperties/@Id');
  const [inner] = children(element);
  const [time, certificate] = children(expectOne(inner, XADES, 'SignedSignatureProperties'));
  const signingTime = leaf(expectOne(time, XADES, 'SigningTime'));
  if (!TIME.test(signingTime) || Number.isNaN(Date.parse(signingTime)))
    throw new SignatureRefused('SIG-XADES', 'SigningTime');
  return {
    element,
    id,
    signingTime,
    certificateDigest: certificateDigest(certificate),
    timestamp: readTimestamp(unsigned),
  };
}

/** Reads a ds:Signature; throws SignatureRefused at the first thing that is not as accepted. */
export function readSignature(element: XmlElement): ReadSignature {
  expectOne(element, DS, 'Signature');
  const { Id: id } = attributes(element, ['Id']);
  const [signedInfo, value, keyInfo, object, ...more] = children(element);
  if (more.length > 0) refuse('Signature');
  const info = expectOne(signedInfo, DS, 'SignedInfo');
  const valueElement = expectOne(value, DS, 'SignatureValue');
  attributes(valueElement, ['Id']);
  if (!is(keyInfo, DS, 'KeyInfo')) throw new SignatureRefused('SIG-CERTIFICATE');
  return {
    element,
    signedInfo: info,
    ...readSignedInfo(info),
    value: base64(valueElement),
    valueElement,
    certificates: readCertificates(keyInfo),
    properties: object === undefined ? null : readProperties(expectOne(object, DS, 'Object'), id),
  };
}
