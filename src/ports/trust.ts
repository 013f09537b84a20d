import type { Bilingual } from '../domain/errors.js';

/** What a certificate says. Names are of officers signing in office, not of pupils. */
export interface CertificateFacts {
  /** Common name of the subject. */
  readonly name: string;
  readonly organisation: string | null;
  /** Số định danh cá nhân of a person's certificate (UID or serialNumber `CCCD:…`, `CMND:…`, `SDDCN:…`). */
  readonly identityNumber: string | null;
  /** Mã số thuế of an organisation's certificate (`MST:…`). */
  readonly taxCode: string | null;
  readonly issuer: string;
  /** Upper-case hex. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Hex SHA-256 of the DER. */
  readonly fingerprint: string;
}

/** Why a certificate is not trusted for a signature of that moment; each has its own code. */
export const TRUST_FAULTS = {
  'CERT-UNREADABLE': { vi: 'Không đọc được chứng thư số.', en: 'The certificate cannot be read.' },
  'CERT-UNKNOWN-ISSUER': {
    vi: 'Chứng thư số không do tổ chức chứng thực được tin cậy cấp.',
    en: 'The certificate does not lead to a trusted root.',
  },
  'CERT-NOT-YET': {
    vi: 'Chứng thư số chưa có hiệu lực tại thời điểm ký.',
    en: 'The certificate was not yet valid when it signed.',
  },
  'CERT-EXPIRED': {
    vi: 'Chứng thư số đã hết hạn tại thời điểm ký.',
    en: 'The certificate had expired when it signed.',
  },
  'CERT-REVOKED': {
    vi: 'Chứng thư số đã bị thu hồi trước thời điểm ký.',
    en: 'The certificate had been revoked when it signed.',
  },
  'CERT-REVOCATION-UNKNOWN': {
    vi: 'Chưa biết chứng thư số có bị thu hồi hay không (thiếu hoặc quá hạn danh sách thu hồi).',
    en: 'Whether the certificate was revoked is not known (no list, or an outdated one).',
  },
  'CERT-KEY-USAGE': {
    vi: 'Chứng thư số không được cấp để ký số.',
    en: 'The certificate was not issued for signing.',
  },
  'CERT-AUTHORITY': {
    vi: 'Chứng thư dùng để ký là chứng thư của tổ chức chứng thực, không phải của người ký.',
    en: 'The signing certificate is that of an authority.',
  },
  'CERT-CHAIN': {
    vi: 'Một chứng thư trên đường dẫn đến gốc không được phép cấp chứng thư khác, hoặc chữ ký trên đó quá yếu.',
    en: 'A certificate on the way to the root may not issue others, or is signed too weakly.',
  },
  'CERT-TIME': {
    vi: 'Không biết thời điểm ký nên không xét được hiệu lực chứng thư.',
    en: 'The signing time is not known, so validity cannot be judged.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type TrustFault = keyof typeof TRUST_FAULTS;

export type TrustVerdict =
  | { readonly ok: true; readonly facts: CertificateFacts }
  | { readonly ok: false; readonly code: TrustFault; readonly facts: CertificateFacts | null };

/** Judges certificates against configured roots. Never fetches anything. */
export interface CertificateTrust {
  /** `certificates`: DER, the signer's first. `at`: the signing time. Never throws for bad input. */
  judge(certificates: readonly Uint8Array[], at: Date): Promise<TrustVerdict>;
}
