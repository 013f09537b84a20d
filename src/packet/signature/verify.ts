import { createHash, type KeyObject, verify as verifyWith, X509Certificate } from 'node:crypto';
import type { Issue } from '../../domain/issue.js';
import type { XmlElement, XmlReader } from '../../ports/xml-reader.js';
import type { CompiledProfile } from '../build.js';
import type { ReadPacket, ReadSlot } from '../read.js';
import { readPacket } from '../read.js';
import { canonicalizeElement } from './canonical.js';
import { type SignatureFault, SignatureRefused } from './faults.js';
import { type Inventory, inventoryOf, type ProfileParts, profileParts, type Scoped } from './parts.js';
import { type ReadReference, type ReadSignature, readSignature } from './read-signature.js';

/** One slot after its signature was checked. Whether the certificate may be trusted is judged apart (signing/trust). */
export interface VerifiedSlot {
  readonly slot: string;
  readonly holder: string | null;
  /** ok: the signature is mathematically right and covers exactly what it must. */
  readonly code: 'ok' | SignatureFault;
  /** What about it, for people who look closer; never personal data. */
  readonly detail: string;
  /** DER, the signer's first; empty where none could be read. */
  readonly certificates: readonly Uint8Array[];
  /** As signed, ISO 8601; null without XAdES properties. */
  readonly signingTime: string | null;
  /** DER of the RFC 3161 token and what it must cover; null without one. */
  readonly timestamp: { readonly token: Uint8Array; readonly covers: Uint8Array } | null;
}

export interface SignaturePolicy {
  /** none: plain XMLDSig is enough; B: signed properties with time and certificate; T: a time stamp as well. */
  readonly xades: 'none' | 'B' | 'T';
}

export type PacketVerification =
  | { readonly ok: true; readonly packet: ReadPacket; readonly slots: readonly VerifiedSlot[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const refuse = (fault: SignatureFault, detail = ''): never => {
  throw new SignatureRefused(fault, detail);
};

interface Setting {
  readonly compiled: CompiledProfile;
  readonly inventory: Inventory;
  readonly parts: ProfileParts;
  readonly policy: SignaturePolicy;
  /** Canonical digests made so far: CBQL and the school sign the same part. */
  readonly digests: Map<XmlElement, Buffer>;
}

const MIN_RSA_BITS = 2048;
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1']);

function publicKey(certificate: Uint8Array): KeyObject {
  try {
    return new X509Certificate(certificate).publicKey;
  } catch {
    throw new SignatureRefused('SIG-CERTIFICATE');
  }
}

/** The key must be of the algorithm's kind and strong enough: the algorithm is chosen by the signer, so it proves nothing. */
function checkKey(key: KeyObject, algorithm: ReadSignature['algorithm']): void {
  const kind = key.asymmetricKeyType;
  if (kind !== (algorithm === 'rsa-sha256' ? 'rsa' : 'ec')) refuse('SIG-KEY-KIND', kind);
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const strong = kind === 'rsa' ? modulusLength >= MIN_RSA_BITS : CURVES.has(namedCurve);
  if (!strong) refuse('SIG-KEY-WEAK', kind === 'rsa' ? String(modulusLength) : namedCurve);
}

const canonicalOf = ({ element, outer }: Scoped): Buffer =>
  Buffer.from(canonicalizeElement(element, outer), 'utf8');

function digestOf(setting: Setting, scoped: Scoped): Buffer {
  const known = setting.digests.get(scoped.element);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(canonicalOf(scoped)).digest();
  setting.digests.set(scoped.element, digest);
  return digest;
}

/** The one element that a reference can mean. Two candidates are an attack or a fault: neither is taken. */
function targetOf(setting: Setting, { id }: ReadReference, expected: XmlElement): Scoped {
  const [only, ...others] = setting.inventory.byId.get(id) ?? [];
  if (only === undefined) throw new SignatureRefused('SIG-TARGET-MISSING', id);
  if (others.length > 0) refuse('SIG-TARGET-DOUBLE', id);
  if (only.element !== expected) refuse('SIG-TARGET-WRONG', id);
  return only;
}

const isInside = (inner: XmlElement, outer: XmlElement): boolean =>
  inner.start >= outer.start && inner.end <= outer.end;

function checkPart(setting: Setting, signature: ReadSignature, reference: ReadReference): void {
  const expected = setting.parts.byId.get(reference.id);
  if (expected === undefined) {
    const known = setting.inventory.byId.get(reference.id) ?? [];
    throw new SignatureRefused(known.length === 0 ? 'SIG-TARGET-MISSING' : 'SIG-TARGET-WRONG', reference.id);
  }
  const target = targetOf(setting, reference, expected);
  if (isInside(signature.element, target.element)) refuse('SIG-INSIDE', reference.id);
  if (!digestOf(setting, target).equals(reference.digest)) refuse('SIG-DIGEST', reference.id);
}

function checkProperties(
  setting: Setting,
  signature: ReadSignature,
  references: readonly ReadReference[],
): void {
  const { properties, certificates } = signature;
  const [reference, ...more] = references;
  if (properties === null) {
    if (setting.policy.xades !== 'none' || reference !== undefined) refuse('SIG-XADES', 'SignedProperties');
    return;
  }
  if (reference?.id !== properties.id || more.length > 0)
    throw new SignatureRefused('SIG-XADES', 'Reference');
  const target = targetOf(setting, reference, properties.element);
  if (!digestOf(setting, target).equals(reference.digest)) refuse('SIG-DIGEST', 'SignedProperties');
  checkSigner(certificates[0] ?? new Uint8Array(), properties.certificateDigest);
  if (setting.policy.xades === 'T' && properties.timestamp === null)
    refuse('SIG-XADES', 'SignatureTimeStamp');
}

/** The certificate beside the signature must be the one that was signed: another one may hold the same key. */
function checkSigner(certificate: Uint8Array, signed: Buffer): void {
  const digest = createHash('sha256').update(certificate).digest();
  if (!digest.equals(signed)) refuse('SIG-XADES-CERTIFICATE');
}

/** Exactly the parts that the slot's holder must sign: one less, one more or another is refused. */
function expectedIds({ compiled, parts }: Setting, slot: ReadSlot): readonly string[] {
  const references = compiled.slots.get(slot.slot)?.references ?? [];
  if (references !== 'owned') return references;
  const owned = parts.owned.get(slot.holder ?? '') ?? [];
  return owned.length > 0 ? owned : refuse('SIG-HOLDER');
}

function checkReferences(setting: Setting, slot: ReadSlot, signature: ReadSignature): void {
  const data = signature.references.filter(({ isProperties }) => !isProperties);
  const expected = expectedIds(setting, slot);
  const found = new Set(data.map(({ id }) => id));
  if (found.size !== data.length || found.size !== expected.length || !expected.every((id) => found.has(id)))
    refuse('SIG-REFERENCES', [...found].join(' '));
  for (const reference of data) checkPart(setting, signature, reference);
  checkProperties(
    setting,
    signature,
    signature.references.filter(({ isProperties }) => isProperties),
  );
}

function checkValue(signature: ReadSignature, outer: Scoped['outer'], key: KeyObject): void {
  const signed = canonicalOf({ element: signature.signedInfo, outer });
  const right = verifyWith('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature.value);
  if (!right) refuse('SIG-VALUE');
}

function signatureIn(setting: Setting, slot: ReadSlot, first: XmlElement): Scoped {
  if (slot.element.children.length > 1) refuse('SIG-SECOND');
  const scoped = setting.inventory.signatures.find(({ element }) => element === first);
  if (scoped === undefined) throw new SignatureRefused('SIG-STRUCTURE', first.local);
  return scoped;
}

function scopeInside({ element, outer }: Scoped): Scoped['outer'] {
  const scope = new Map(outer);
  for (const [name, uri] of Object.entries(element.attributes)) {
    if (name === 'xmlns') scope.set('', uri);
    else if (name.startsWith('xmlns:')) scope.set(name.slice(6), uri);
  }
  return scope;
}

function verifySlot(setting: Setting, slot: ReadSlot): VerifiedSlot {
  const base = { slot: slot.slot, holder: slot.holder };
  const [first] = slot.element.children;
  if (first === undefined) return { ...base, code: 'SIG-OPEN', detail: '', ...NO_FACTS };
  let signature: ReadSignature | null = null;
  try {
    const scoped = signatureIn(setting, slot, first);
    signature = readSignature(scoped.element);
    const key = publicKey(signature.certificates[0] ?? new Uint8Array());
    checkKey(key, signature.algorithm);
    checkReferences(setting, slot, signature);
    checkValue(signature, scopeInside(scoped), key);
    return { ...base, code: 'ok', detail: '', ...factsOf(setting, signature) };
  } catch (error) {
    if (!(error instanceof SignatureRefused)) throw error;
    const facts = signature === null ? NO_FACTS : factsOf(setting, signature);
    return { ...base, code: error.fault, detail: error.detail, ...facts };
  }
}

const NO_FACTS = { certificates: [], signingTime: null, timestamp: null } as const;

function factsOf(
  setting: Setting,
  { certificates, properties, valueElement }: ReadSignature,
): Pick<VerifiedSlot, 'certificates' | 'signingTime' | 'timestamp'> {
  const token = properties?.timestamp ?? null;
  const owner = setting.inventory.signatures.find(({ element }) => element.children.includes(valueElement));
  return {
    certificates,
    signingTime: properties?.signingTime ?? null,
    timestamp:
      token === null || owner === undefined
        ? null
        : { token, covers: canonicalOf({ element: valueElement, outer: scopeInside(owner) }) },
  };
}

/** A signed slot while a slot of a lower order is open. */
function inOrder({ slots }: CompiledProfile, verified: readonly VerifiedSlot[]): readonly VerifiedSlot[] {
  const orderOf = (one: VerifiedSlot): number => slots.get(one.slot)?.order ?? 0;
  const firstOpen = Math.min(...verified.filter(({ code }) => code === 'SIG-OPEN').map(orderOf));
  return verified.map((one) =>
    one.code === 'ok' && orderOf(one) > firstOpen ? { ...one, code: 'SIG-ORDER' as const } : one,
  );
}

/** Signatures that stand in no slot make every slot doubtful: somebody moved or added one. */
function withoutStrays(
  setting: Setting,
  packet: ReadPacket,
  slots: readonly VerifiedSlot[],
): readonly VerifiedSlot[] {
  const placed = new Set(packet.slots.flatMap(({ element }) => element.children));
  const strays = setting.inventory.signatures.some(({ element }) => !placed.has(element));
  return strays
    ? slots.map((one) => (one.code === 'ok' ? { ...one, code: 'SIG-STRAY' as const } : one))
    : slots;
}

/**
 * Verifies every slot of a packet, strictly: structure, algorithms, exactly the references that the role must sign, each
 * resolved to the one right element, digests, key and signature value. Not judged here: chain, validity, revocation and
 * role of the certificate. Never throws for bad input.
 */
export function verifyPacket(
  octets: Uint8Array,
  compiled: CompiledProfile,
  reader: XmlReader,
  policy: SignaturePolicy,
): PacketVerification {
  const packet = readPacket(octets, compiled, reader);
  return packet.ok ? { ok: true, packet, slots: verifyRead(packet, compiled, policy) } : packet;
}

/** The same of a packet that was read already. */
export function verifyRead(
  packet: ReadPacket,
  compiled: CompiledProfile,
  policy: SignaturePolicy,
): readonly VerifiedSlot[] {
  const { profile } = compiled;
  const setting: Setting = {
    compiled,
    inventory: inventoryOf(packet.root, profile.idAttribute),
    parts: profileParts(packet.root, profile),
    policy,
    digests: new Map(),
  };
  const slots = packet.slots.map((slot) => verifySlot(setting, slot));
  return withoutStrays(setting, packet, inOrder(compiled, slots));
}
