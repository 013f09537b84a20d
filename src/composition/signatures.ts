import { GatewayError } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import { readNamedFile } from '../infra/files/named-file.js';
import { sha256Hex } from '../packet/digest.js';
import type { SignatureFault } from '../packet/signature/faults.js';
import type { SlotRefusal } from '../packet/signature/prepare.js';
import type { SignaturePolicy, VerifiedSlot } from '../packet/signature/verify.js';
import type { CertificateTrust, TrustFault } from '../ports/trust.js';
import { loadResources } from './resources.js';

/** What a packet's signatures are judged by. Files are PEM or DER; nothing is fetched. */
export interface VerificationRequest {
  readonly profile: string;
  /** Files of the roots (and intermediates) that are trusted. */
  readonly trust: readonly string[];
  /** Files of revocation lists; with none, revocation is not judged. */
  readonly lists: readonly string[];
  /** Judge validity at this moment; without it at the signing time that the signature states. */
  readonly at: Date | null;
  readonly policy: SignaturePolicy;
}

/** One slot, its signature and its certificate judged. */
export interface JudgedSlot {
  readonly slot: string;
  readonly holder: string | null;
  /** Name on the certificate; null where none could be read. */
  readonly signer: string | null;
  readonly valid: boolean;
  readonly code: 'ok' | SignatureFault | TrustFault;
  readonly signingTime: string | null;
}

export type PacketJudgement =
  | {
      readonly ok: true;
      readonly valid: boolean;
      readonly slots: readonly JudgedSlot[];
      readonly sha256: string;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const unusable = (file: string, vi: string, en: string): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'TRUST_FILE_UNREADABLE',
    message: { vi: `Tệp ${file} không phải ${vi}.`, en: `${file} is not ${en}.` },
    hint: { vi: 'Dùng tệp PEM hoặc DER.', en: 'Give a PEM or DER file.' },
    details: { file },
  });

/** Roots and intermediates from files: what is self-signed is a root. */
async function trustOf({ trust, lists }: VerificationRequest): Promise<CertificateTrust> {
  const [{ certificatesIn, readCertificate }, { readRevocationList }, { createTrust }] = await Promise.all([
    import('../infra/crypto/certificate.js'),
    import('../infra/crypto/revocation.js'),
    import('../infra/crypto/trust.js'),
  ]);
  const roots: Uint8Array[] = [];
  const intermediates: Uint8Array[] = [];
  for (const file of trust)
    for (const der of certificatesIn(await readNamedFile(file))) {
      const certificate = readCertificate(der);
      if (certificate === null) throw unusable(file, 'chứng thư số', 'a certificate');
      const { x509 } = certificate;
      (x509.checkIssued(x509) ? roots : intermediates).push(certificate.der);
    }
  const read = await Promise.all(
    lists.map(async (file) => {
      const list = await readRevocationList(await readNamedFile(file));
      if (list === null) throw unusable(file, 'danh sách thu hồi (CRL)', 'a revocation list');
      return list;
    }),
  );
  return createTrust({ roots, intermediates, lists: read, revocation: read.length > 0 ? 'required' : 'off' });
}

async function judgeSlot(
  trust: CertificateTrust,
  { slot, holder, code, certificates, signingTime }: VerifiedSlot,
  at: Date | null,
): Promise<JudgedSlot> {
  const base = { slot, holder, signingTime };
  const when = at ?? (signingTime === null ? null : new Date(signingTime));
  const verdict = certificates.length === 0 ? null : await trust.judge(certificates, when ?? new Date(0));
  const signer = verdict?.facts?.name ?? null;
  if (code !== 'ok') return { ...base, signer, valid: false, code };
  if (when === null) return { ...base, signer, valid: false, code: 'CERT-TIME' };
  if (verdict?.ok === true) return { ...base, signer, valid: true, code: 'ok' };
  return { ...base, signer, valid: false, code: verdict?.code ?? 'CERT-UNREADABLE' };
}

/** Every slot of a packet: signature, then certificate. Valid only when every slot is. */
export async function judgePacket(
  octets: Uint8Array,
  request: VerificationRequest,
): Promise<PacketJudgement> {
  const [{ profile }, { saxesReader }, { verifyPacket }, trust] = await Promise.all([
    loadResources(request.profile),
    import('../infra/xml/reader.js'),
    import('../packet/signature/verify.js'),
    trustOf(request),
  ]);
  const verified = verifyPacket(octets, profile, saxesReader, request.policy);
  if (!verified.ok) return verified;
  const slots = await Promise.all(verified.slots.map((slot) => judgeSlot(trust, slot, request.at)));
  const valid = slots.length > 0 && slots.every((slot) => slot.valid);
  return { ok: true, valid, slots, sha256: sha256Hex(octets) };
}

/** A request to fill one slot of a packet with a key from a PKCS#12 file. */
export interface SlotSigning {
  readonly profile: string;
  readonly slot: string;
  readonly holder: string | null;
  readonly p12: string;
  readonly password: string;
  readonly signingTime: Date;
}

export type SlotSigned =
  | { readonly ok: true; readonly octets: Uint8Array; readonly sha256: string }
  | { readonly ok: false; readonly why: SlotRefusal };

/** Fills one slot; the octets outside it are untouched. GatewayError SIGNER_P12_UNREADABLE. */
export async function signPacketSlot(octets: Uint8Array, request: SlotSigning): Promise<SlotSigned> {
  const [{ profile: compiled }, { openPkcs12 }, { packetLayout }, { prepareSignature }] = await Promise.all([
    loadResources(request.profile),
    import('../infra/crypto/pkcs12.js'),
    import('../packet/signature/layout.js'),
    import('../packet/signature/prepare.js'),
  ]);
  const { profile } = compiled;
  const { signal } = new AbortController();
  const session = await openPkcs12(await readNamedFile(request.p12), request.password);
  try {
    const [credential] = await session.credentials(signal);
    if (credential === undefined) return { ok: false, why: 'nothing-to-sign' };
    const { slot, holder, signingTime } = request;
    const { algorithm, certificates } = credential;
    const wish = { slot, holder, algorithm, certificates, signingTime };
    const answer = prepareSignature(octets, profile, packetLayout(octets, profile), wish);
    if (!answer.ok) return answer;
    const { toBeSigned, digest } = answer.prepared;
    const [outcome] = await session.sign(credential.id, [{ key: slot, toBeSigned, digest }], signal);
    if (outcome?.outcome !== 'signed') return { ok: false, why: 'nothing-to-sign' };
    const signed = answer.prepared.finish(outcome.value);
    return { ok: true, octets: signed, sha256: sha256Hex(signed) };
  } finally {
    await session.close();
  }
}
