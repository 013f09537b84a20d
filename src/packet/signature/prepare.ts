import { createHash } from 'node:crypto';
import { sha256Hex } from '../digest.js';
import type { PacketProfile } from '../profile-shape.js';
import { escapeAttribute } from '../write.js';
import type { PacketLayout, SlotPlace, Span } from './layout.js';
import type { SignatureAlgorithm } from './names.js';
import {
  propertiesReference,
  type ReferenceText,
  signatureText,
  signatureValueCanonical,
  signedInfoCanonical,
  signedPropertiesCanonical,
} from './signature-text.js';

/** Who signs, with what. The key itself is never here. */
export interface SignatureRequest {
  /** Slot id, and whose slot it is where each holder has one. */
  readonly slot: string;
  readonly holder: string | null;
  readonly algorithm: SignatureAlgorithm;
  /** DER, the signer's first, then intermediates. */
  readonly certificates: readonly Uint8Array[];
  readonly signingTime: Date;
}

/** Everything to sign is fixed; the value may come from a token, a remote service or the signer's browser, days later. */
export interface PreparedSignature {
  /** The canonical SignedInfo: what the key signs (SHA-256, then RSA PKCS#1 v1.5 or ECDSA with r||s). */
  readonly toBeSigned: Uint8Array;
  /** SHA-256 of it, for signers that take a hash. */
  readonly digest: Uint8Array;
  /** What a time stamp must cover, once the value is known. */
  timestampInput(value: Uint8Array): Uint8Array;
  /** The packet with the signature in its slot: the octets before and after the slot are untouched. */
  finish(value: Uint8Array, timestamp?: Uint8Array): Uint8Array;
}

/** Why a slot cannot be signed now. */
export type SlotRefusal = 'no-slot' | 'already-signed' | 'out-of-order' | 'nothing-to-sign';

const base64 = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');

const sha256 = (octets: Uint8Array | string): string => createHash('sha256').update(octets).digest('base64');

/** The declaration that exclusive C14N writes on an apex element of this profile. */
function apexDeclaration({ namespace }: PacketProfile): string {
  if (namespace === null) return '';
  const prefix = namespace.prefix === undefined ? '' : `:${namespace.prefix}`;
  return ` xmlns${prefix}="${escapeAttribute(namespace.uri)}"`;
}

const BLANK = 0x20;
const CLOSE = 0x3e;

/** SHA-256 of the canonical form of a part: its octets, with the namespace declared where the profile has one. */
export function partDigest(octets: Uint8Array, { start, end }: Span, profile: PacketProfile): string {
  const declaration = apexDeclaration(profile);
  const part = octets.subarray(start, end);
  if (declaration === '') return sha256(part);
  const nameEnd = part.findIndex((byte) => byte === BLANK || byte === CLOSE);
  const hash = createHash('sha256');
  return hash
    .update(part.subarray(0, nameEnd))
    .update(declaration)
    .update(part.subarray(nameEnd))
    .digest('base64');
}

/** Ids of signatures must be XML names, which staff codes need not be. */
const signatureId = (slot: string, holder: string | null): string =>
  `ky-${slot}${holder === null ? '' : `-${sha256Hex(holder).slice(0, 12)}`}`;

function referencesOf(
  octets: Uint8Array,
  profile: PacketProfile,
  layout: PacketLayout,
  request: SignatureRequest,
): readonly ReferenceText[] {
  const declared = profile.slots.find(({ id }) => id === request.slot)?.references ?? [];
  const ids = declared === 'owned' ? (layout.owned.get(request.holder ?? '') ?? []) : declared;
  return ids.flatMap((id) => {
    const span = layout.spans.get(id);
    return span === undefined ? [] : [{ id, digest: partDigest(octets, span, profile) }];
  });
}

const orderOf = (profile: PacketProfile, slot: string): number =>
  profile.slots.find(({ id }) => id === slot)?.order ?? 0;

const samePlace = (place: SlotPlace, request: SignatureRequest): boolean =>
  place.slot === request.slot &&
  (place.holder === request.holder || request.holder === null || place.holder === null);

function splice(octets: Uint8Array, at: number, text: string): Uint8Array {
  const inserted = Buffer.from(text, 'utf8');
  const whole = new Uint8Array(octets.length + inserted.length);
  whole.set(octets.subarray(0, at), 0);
  whole.set(inserted, at);
  whole.set(octets.subarray(at), at + inserted.length);
  return whole;
}

export type Preparation =
  | { readonly ok: true; readonly prepared: PreparedSignature }
  | { readonly ok: false; readonly why: SlotRefusal };

/**
 * Prepares the signature of one slot of a packet that this gateway wrote. Slots are filled in the profile's order: a slot is
 * refused while one of a lower order is open.
 */
export function prepareSignature(
  octets: Uint8Array,
  profile: PacketProfile,
  layout: PacketLayout,
  request: SignatureRequest,
): Preparation {
  const place = layout.slots.find((one) => samePlace(one, request));
  if (place === undefined) return { ok: false, why: 'no-slot' };
  if (place.signed) return { ok: false, why: 'already-signed' };
  const order = orderOf(profile, request.slot);
  if (layout.slots.some((one) => !one.signed && orderOf(profile, one.slot) < order))
    return { ok: false, why: 'out-of-order' };
  const references = referencesOf(octets, profile, layout, request);
  if (references.length === 0) return { ok: false, why: 'nothing-to-sign' };
  return { ok: true, prepared: prepared(octets, place, references, request) };
}

function prepared(
  octets: Uint8Array,
  place: SlotPlace,
  parts: readonly ReferenceText[],
  { algorithm, certificates, signingTime }: SignatureRequest,
): PreparedSignature {
  const [signer = new Uint8Array()] = certificates;
  const id = signatureId(place.slot, place.holder);
  const properties = { id: `${id}-xades`, signingTime, certificateDigest: sha256(signer) };
  const own = propertiesReference(properties, sha256(signedPropertiesCanonical(properties)));
  const references = [...parts, own];
  const toBeSigned = Buffer.from(signedInfoCanonical(algorithm, references), 'utf8');
  return {
    toBeSigned,
    digest: createHash('sha256').update(toBeSigned).digest(),
    timestampInput: (value) => Buffer.from(signatureValueCanonical(base64(value)), 'utf8'),
    finish: (value, timestamp) =>
      splice(
        octets,
        place.offset,
        signatureText({
          id,
          algorithm,
          references,
          properties,
          certificates: certificates.map(base64),
          value: base64(value),
          timestamp: timestamp === undefined ? null : base64(timestamp),
        }),
      ),
  };
}
