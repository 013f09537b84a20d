import type { Bilingual, ErrorKind } from '../../domain/errors.js';
import { GatewayError, isGatewayError } from '../../domain/errors.js';

interface Failure {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: Bilingual;
  readonly hint: Bilingual;
  /** Whether the other side may have acted on the request. */
  readonly mayHaveArrived: boolean;
}

const NETWORK_HINT: Bilingual = {
  vi: 'Kiểm tra mạng và địa chỉ máy chủ; phần mềm sẽ tự thử lại.',
  en: 'Check the network and the server address; it is tried again automatically.',
};

export const CONNECT: Failure = {
  kind: 'transient',
  code: 'HTTP_CONNECT',
  message: { vi: 'Không kết nối được tới máy chủ.', en: 'Cannot connect to the server.' },
  hint: NETWORK_HINT,
  mayHaveArrived: false,
};

export const RESET: Failure = {
  kind: 'transient',
  code: 'HTTP_RESET',
  message: {
    vi: 'Kết nối bị ngắt trước khi nhận đủ câu trả lời.',
    en: 'The connection broke before the whole answer came.',
  },
  hint: NETWORK_HINT,
  mayHaveArrived: true,
};

export const TIMEOUT: Failure = {
  kind: 'transient',
  code: 'HTTP_TIMEOUT',
  message: { vi: 'Máy chủ không trả lời kịp thời hạn.', en: 'The server did not answer in time.' },
  hint: {
    vi: 'Máy chủ có thể đang quá tải; phần mềm sẽ tự thử lại.',
    en: 'The server may be overloaded; it is tried again automatically.',
  },
  mayHaveArrived: true,
};

export const CANCELLED: Failure = {
  kind: 'cancelled',
  code: 'HTTP_CANCELLED',
  message: { vi: 'Yêu cầu đã bị hủy.', en: 'The request was cancelled.' },
  hint: { vi: 'Chạy lại khi cần.', en: 'Run it again when needed.' },
  mayHaveArrived: true,
};

export const TOO_LARGE: Failure = {
  kind: 'contract',
  code: 'HTTP_ANSWER_TOO_LARGE',
  message: {
    vi: 'Câu trả lời lớn hơn mức cho phép nên không được đọc tiếp.',
    en: 'The answer is larger than allowed and was not read on.',
  },
  hint: {
    vi: 'Kiểm tra địa chỉ; nếu đúng, giảm số dòng mỗi trang hoặc nâng giới hạn trong cấu hình.',
    en: 'Check the address; if it is right, ask for smaller pages or raise the limit.',
  },
  mayHaveArrived: true,
};

export const BAD_ENCODING: Failure = {
  kind: 'contract',
  code: 'HTTP_BAD_ENCODING',
  message: { vi: 'Không giải nén được câu trả lời.', en: 'The answer cannot be decompressed.' },
  hint: {
    vi: 'Có thể một thiết bị trung gian làm hỏng dữ liệu; báo quản trị mạng hoặc nhà cung cấp.',
    en: 'Something in between may damage the data: tell the network administrator or the vendor.',
  },
  mayHaveArrived: true,
};

export const TLS: Failure = {
  kind: 'config',
  code: 'HTTP_TLS',
  message: {
    vi: 'Chứng thư của máy chủ không hợp lệ nên không kết nối.',
    en: "The server's certificate is not valid, so no connection was made.",
  },
  hint: {
    vi: 'Báo đơn vị quản lý máy chủ gia hạn hoặc cài đúng chứng thư.',
    en: 'Ask the operator of the server to renew or correct its certificate.',
  },
  mayHaveArrived: false,
};

export const BAD_URL: Failure = {
  kind: 'config',
  code: 'HTTP_BAD_URL',
  message: { vi: 'Địa chỉ máy chủ không hợp lệ.', en: 'The server address is not valid.' },
  hint: {
    vi: 'Địa chỉ phải bắt đầu bằng https:// (hoặc http:// khi thử nghiệm); sửa trong cấu hình.',
    en: 'The address must start with https:// (http:// for tests); correct the config.',
  },
  mayHaveArrived: false,
};

export const CLOSED: Failure = {
  kind: 'internal',
  code: 'HTTP_CLOSED',
  message: { vi: 'Kênh kết nối đã đóng.', en: 'The HTTP client is closed.' },
  hint: { vi: 'Khởi động lại chương trình.', en: 'Restart the program.' },
  mayHaveArrived: false,
};

/** Only host and method stand in the details: a path or query may hold a code or a key. */
export function httpError(
  failure: Failure,
  at: { readonly method: string; readonly host: string },
  cause?: unknown,
): GatewayError {
  const reason = codeOf(cause);
  return new GatewayError({
    kind: failure.kind,
    code: failure.code,
    message: failure.message,
    hint: failure.hint,
    details: {
      mayHaveArrived: failure.mayHaveArrived,
      method: at.method,
      host: at.host,
      ...(reason === undefined ? {} : { reason }),
    },
  });
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What a failure of the network layer means. */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error) ?? '';
  if (NEVER_SENT.has(code)) return CONNECT;
  if (/^(?:CERT_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/u.test(code))
    return TLS;
  if (/^(?:Z_|ERR_BROTLI|ERR__ERROR)/u.test(code)) return BAD_ENCODING;
  if (code === 'ERR_INVALID_URL' || code === 'ERR_UNSUPPORTED_PROTOCOL') return BAD_URL;
  return RESET;
}

export const asHttpError = (
  error: unknown,
  at: { readonly method: string; readonly host: string },
): GatewayError => (isGatewayError(error) ? error : httpError(failureOf(error), at, error));
