import type { Issue } from '../../domain/issue.js';
import type { CompiledProfile } from '../../packet/build.js';
import type { ReadPacket } from '../../packet/read.js';
import { SIGNATURE_FAULTS, type SignatureFault } from '../../packet/signature/faults.js';
import { type VerifiedSlot, verifyRead } from '../../packet/signature/verify.js';

const issueOf = ({ slot, holder, code, detail }: VerifiedSlot): Issue | null => {
  if (code === 'ok' || code === 'SIG-OPEN') return null;
  return {
    rule: code,
    severity: 'error',
    path: `slots.${slot}${holder === null ? '' : `[${holder}]`}`,
    value: detail === '' ? null : detail,
    expected: {
      vi: 'Chữ ký hợp lệ trên đúng phần phải ký',
      en: 'A valid signature of the very part to be signed',
    },
    message: SIGNATURE_FAULTS[code],
    fix: {
      vi: 'Không sửa gói tin đã ký: lập gói mới trên phần mềm rồi ký lại theo thứ tự.',
      en: 'Never edit a signed packet: build a new one in the software and sign again in order.',
    },
    basis: 'XML Signature Syntax and Processing 1.1; NĐ 23/2025/NĐ-CP',
    owner: 'vendor',
  };
};

/** Faults that a rule on packets tells too, with the places of both sides: one of them is enough. */
const TOLD_BY: Readonly<Partial<Record<SignatureFault, string>>> = {
  'SIG-SECOND': 'PACKET-SLOT-CONTENT',
  'SIG-STRAY': 'PACKET-STRAY-SIGNATURE',
  'SIG-INSIDE': 'PACKET-REFERENCE-INSIDE',
  'SIG-REFERENCES': 'PACKET-REFERENCE-SLOT',
  'SIG-URI': 'PACKET-REFERENCE-TARGET',
  'SIG-TARGET-MISSING': 'PACKET-REFERENCE-TARGET',
  'SIG-TARGET-DOUBLE': 'PACKET-REFERENCE-TARGET',
  'SIG-ORDER': 'PACKET-SLOT-ORDER',
  'SIG-HOLDER': 'PACKET-SLOT-HOLDER',
};

/**
 * What is wrong with the signatures that a packet carries and no rule `told` already: structure, what they cover, digests,
 * values. Certificates are not judged here: which roots are trusted is a department's word (`packet verify`).
 */
export function signatureIssues(
  packet: ReadPacket,
  compiled: CompiledProfile,
  told: readonly Issue[],
): readonly Issue[] {
  const rules = new Set(told.map(({ rule }) => rule));
  return verifyRead(packet, compiled, { xades: 'none' })
    .filter(({ code }) => code === 'ok' || !rules.has(TOLD_BY[code] ?? ''))
    .flatMap((slot) => issueOf(slot) ?? []);
}
