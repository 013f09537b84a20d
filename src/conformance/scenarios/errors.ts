import { type Bilingual, GatewayError } from '../../domain/errors.js';

/** Before any scenario: nothing can be tried. Exit code 3. */
export const unreachable = (address: string, cause: GatewayError): GatewayError =>
  new GatewayError({
    kind: 'transient',
    code: 'CONFORMANCE_UNREACHABLE',
    message: {
      vi: `Không gọi được ${address}: ${cause.text.vi}`,
      en: `Cannot reach ${address}: ${cause.text.en}`,
    },
    hint: cause.hint,
    details: { reason: cause.code },
    cause,
  });

/** Something answers there, but not the system that is to be tried. Exit code 3. */
export const notTheSystem = (address: string, what: Bilingual): GatewayError =>
  new GatewayError({
    kind: 'contract',
    code: 'CONFORMANCE_WRONG_ADDRESS',
    message: {
      vi: `${address} trả lời, nhưng không phải hệ thống cần kiểm tra: ${what.vi}`,
      en: `${address} answers, but is not the system to be tried: ${what.en}`,
    },
    hint: {
      vi: 'Kiểm tra --url: địa chỉ máy chủ, không kèm đường dẫn của giao diện.',
      en: 'Check --url: the address of the server without the path of the interface.',
    },
  });

export const noAccess = (address: string): GatewayError =>
  new GatewayError({
    kind: 'auth',
    code: 'CONFORMANCE_ACCESS',
    message: {
      vi: `${address} không chấp nhận khóa hoặc tài khoản được đưa.`,
      en: `${address} refuses the key or account that was given.`,
    },
    hint: {
      vi: 'Kiểm tra khóa hoặc mật khẩu: biến môi trường nêu ở --api-key-env, hoặc bí mật trong cấu hình nguồn.',
      en: 'Check the key or password: the variable named by --api-key-env, or the secrets of the source.',
    },
  });

/** Scenarios write, lock and break things: never on a system that is, or may be, the real one. */
export const notATestSystem = (address: string, environment: string): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'CONFORMANCE_PRODUCTION',
    message: {
      vi: `${address} nói mình là môi trường "${environment}": kịch bản chỉ chạy với máy chủ thử (test).`,
      en: `${address} says that it is "${environment}": scenarios run on test servers only.`,
    },
    hint: {
      vi: 'Dùng máy chủ thử nghiệm; GET /suc-khoe của nó phải trả moiTruong = test.',
      en: 'Use a test server; its GET /suc-khoe must answer moiTruong = test.',
    },
    details: { environment },
  });
