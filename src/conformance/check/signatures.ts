import type { Issue } from '../../domain/issue.js';
import type { CompiledProfile } from '../../packet/build.js';
import { SIGNATURE_FAULTS } from '../../packet/signature/faults.js';
import { type VerifiedSlot, verifyPacket } from '../../packet/signature/verify.js';
import type { XmlReader } from '../../ports/xml-reader.js';

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

/**
 * What is wrong with the signatures that a packet carries: structure, what they cover, digests, values. Certificates are not
 * judged here: which roots are trusted is a department's word (`packet verify`).
 */
export function signatureIssues(
  octets: Uint8Array,
  { compiled, reader }: { readonly compiled: CompiledProfile; readonly reader: XmlReader },
): readonly Issue[] {
  const verified = verifyPacket(octets, compiled, reader, { xades: 'none' });
  return verified.ok ? verified.slots.flatMap((slot) => issueOf(slot) ?? []) : [];
}
