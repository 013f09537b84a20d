import { sign as signWith } from 'node:crypto';
import type { PacketProfile } from '../../src/packet/profile-shape.js';
import { packetLayout } from '../../src/packet/signature/layout.js';
import type { SignatureAlgorithm } from '../../src/packet/signature/names.js';
import { prepareSignature } from '../../src/packet/signature/prepare.js';
import type { Signer } from './authority.js';

export const SIGNED_AT = new Date('2026-05-30T08:00:00Z');

export const algorithmFor = ({ key }: Signer): SignatureAlgorithm =>
  key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256';

export const signatureValueOf = (signer: Signer, octets: Uint8Array): Buffer =>
  signWith('sha256', octets, { key: signer.key, dsaEncoding: 'ieee-p1363' });

/** Fills one slot; throws the refusal. */
export function signSlot(
  octets: Uint8Array,
  profile: PacketProfile,
  slot: string,
  holder: string | null,
  signer: Signer,
): Uint8Array {
  const answer = prepareSignature(octets, profile, packetLayout(octets, profile), {
    slot,
    holder,
    algorithm: algorithmFor(signer),
    certificates: [signer.certificate],
    signingTime: SIGNED_AT,
  });
  if (!answer.ok) throw new Error(answer.why);
  return answer.prepared.finish(signatureValueOf(signer, answer.prepared.toBeSigned));
}

/** Fills every open slot in order. */
export function signAll(octets: Uint8Array, profile: PacketProfile, signer: Signer): Uint8Array {
  const orderOf = (slot: string): number => profile.slots.find(({ id }) => id === slot)?.order ?? 0;
  let signed = octets;
  const places = [...packetLayout(octets, profile).slots].sort((a, b) => orderOf(a.slot) - orderOf(b.slot));
  for (const { slot, holder } of places) signed = signSlot(signed, profile, slot, holder, signer);
  return signed;
}
