import type { Bilingual } from '../../domain/errors.js';

/** Why a signature does not hold. Each attack and each mistake has its own code; docs/errors.md explains every one. */
export const SIGNATURE_FAULTS = {
  'SIG-OPEN': { vi: 'Ô ký này chưa có chữ ký.', en: 'This slot is not signed.' },
  'SIG-SECOND': { vi: 'Ô ký có nhiều hơn một chữ ký.', en: 'The slot holds more than one signature.' },
  'SIG-STRAY': { vi: 'Có chữ ký nằm ngoài các ô ký.', en: 'A signature stands outside the slots.' },
  'SIG-INSIDE': {
    vi: 'Chữ ký nằm bên trong phần dữ liệu mà nó ký.',
    en: 'The signature stands inside the part that it signs.',
  },
  'SIG-STRUCTURE': {
    vi: 'Cấu trúc chữ ký không đúng chuẩn XMLDSig/XAdES được chấp nhận.',
    en: 'The signature has not the accepted XMLDSig/XAdES structure.',
  },
  'SIG-C14N': {
    vi: 'Thuật toán chuẩn hóa XML của chữ ký không được chấp nhận.',
    en: 'The canonicalization of the signature is not accepted.',
  },
  'SIG-METHOD': {
    vi: 'Thuật toán ký không được chấp nhận (chỉ RSA hoặc ECDSA với SHA-256).',
    en: 'The signature algorithm is not accepted (RSA or ECDSA with SHA-256 only).',
  },
  'SIG-TRANSFORM': {
    vi: 'Chữ ký dùng phép biến đổi không được chấp nhận.',
    en: 'The signature uses a transform that is not accepted.',
  },
  'SIG-DIGEST-METHOD': {
    vi: 'Thuật toán băm của chữ ký không được chấp nhận (chỉ SHA-256).',
    en: 'The digest algorithm is not accepted (SHA-256 only).',
  },
  'SIG-BASE64': {
    vi: 'Giá trị trong chữ ký không phải base64 đúng dạng.',
    en: 'A value of the signature is not proper base64.',
  },
  'SIG-REFERENCES': {
    vi: 'Chữ ký không ký đúng những phần mà vai trò này phải ký.',
    en: 'The signature does not cover exactly what this role must sign.',
  },
  'SIG-URI': {
    vi: 'Chữ ký tham chiếu ra ngoài gói tin hoặc sai dạng tham chiếu.',
    en: 'The signature refers outside the packet, or in an unknown form.',
  },
  'SIG-TARGET-MISSING': {
    vi: 'Không có phần tử nào mang mã mà chữ ký tham chiếu.',
    en: 'No element has the id that the signature refers to.',
  },
  'SIG-TARGET-DOUBLE': {
    vi: 'Nhiều phần tử cùng mang mã mà chữ ký tham chiếu.',
    en: 'Several elements have the id that the signature refers to.',
  },
  'SIG-TARGET-WRONG': {
    vi: 'Chữ ký tham chiếu đến một phần tử ở sai vị trí trong gói tin.',
    en: 'The signature refers to an element in the wrong place.',
  },
  'SIG-DIGEST': {
    vi: 'Dữ liệu đã bị thay đổi sau khi ký.',
    en: 'The data was changed after signing.',
  },
  'SIG-VALUE': {
    vi: 'Chữ ký không khớp với chứng thư số đi kèm.',
    en: 'The signature does not fit its certificate.',
  },
  'SIG-CERTIFICATE': {
    vi: 'Chữ ký không kèm chứng thư số đọc được.',
    en: 'The signature carries no readable certificate.',
  },
  'SIG-KEY-WEAK': {
    vi: 'Khóa của chứng thư số quá yếu (RSA từ 2048 bit, ECDSA P-256 trở lên).',
    en: 'The key is too weak (RSA from 2048 bits, ECDSA from P-256).',
  },
  'SIG-KEY-KIND': {
    vi: 'Loại khóa của chứng thư số khác thuật toán ký.',
    en: 'The key is of another kind than the algorithm.',
  },
  'SIG-XADES': {
    vi: 'Thiếu hoặc sai thuộc tính ký (XAdES): thời điểm ký, chứng thư số.',
    en: 'The signed properties (XAdES) are missing or wrong.',
  },
  'SIG-XADES-CERTIFICATE': {
    vi: 'Chứng thư số đi kèm khác chứng thư đã ký trong thuộc tính.',
    en: 'The certificate is not the one named in the signed properties.',
  },
  'SIG-ORDER': {
    vi: 'Ký sai thứ tự: người ký trước chưa ký.',
    en: 'Signed out of order: an earlier signer has not signed.',
  },
  'SIG-HOLDER': {
    vi: 'Giáo viên này không có phần dữ liệu nào để ký.',
    en: 'This teacher has nothing to sign.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type SignatureFault = keyof typeof SIGNATURE_FAULTS;

/** A finding inside the verifier; caught there and told as the slot's code. */
export class SignatureRefused extends Error {
  override readonly name = 'SignatureRefused';
  constructor(
    readonly fault: SignatureFault,
    readonly detail: string = '',
  ) {
    super(fault);
  }
}
