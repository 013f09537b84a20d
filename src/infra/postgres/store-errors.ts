import type { Bilingual, ErrorKind } from '../../domain/errors.js';
import { GatewayError, isGatewayError } from '../../domain/errors.js';

const TRY_AGAIN: Bilingual = {
  vi: 'Chạy lại lệnh; việc đã ghi nhận không bị mất.',
  en: 'Run the command again; nothing acknowledged is lost.',
};
const TELL_TECHNICIAN: Bilingual = {
  vi: 'Báo người phụ trách kỹ thuật kèm mã lỗi này.',
  en: 'Tell the technical contact this code.',
};

interface Meaning {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: Bilingual;
  readonly hint: Bilingual;
}

const UNAVAILABLE: Meaning = {
  kind: 'transient',
  code: 'STORE_UNAVAILABLE',
  message: { vi: 'Không kết nối được kho dữ liệu.', en: 'The store cannot be reached.' },
  hint: TRY_AGAIN,
};
const BUSY: Meaning = {
  kind: 'transient',
  code: 'STORE_BUSY',
  message: {
    vi: 'Kho dữ liệu đang bận vì một tiến trình khác.',
    en: 'The store is busy with another process.',
  },
  hint: TRY_AGAIN,
};
const FULL: Meaning = {
  kind: 'transient',
  code: 'STORE_FULL',
  message: { vi: 'Kho dữ liệu hết chỗ hoặc hết kết nối.', en: 'The store is out of space or connections.' },
  hint: {
    vi: 'Giải phóng ổ đĩa rồi chạy lại; việc đã ghi nhận không bị mất.',
    en: 'Free disk space and run again; nothing acknowledged is lost.',
  },
};
const REFUSED: Meaning = {
  kind: 'auth',
  code: 'STORE_FORBIDDEN',
  message: {
    vi: 'Không có quyền với dữ liệu này (ngoài phạm vi trường được giao).',
    en: 'No right to these rows (outside the schools of the scope).',
  },
  hint: {
    vi: 'Kiểm tra phạm vi trường của tài khoản hoặc quyền của tài khoản cơ sở dữ liệu.',
    en: "Check the account's schools, or the rights of the database user.",
  },
};
const CREDENTIALS: Meaning = {
  kind: 'config',
  code: 'STORE_LOGIN_FAILED',
  message: {
    vi: 'Cơ sở dữ liệu không nhận tài khoản hoặc tên cơ sở dữ liệu.',
    en: 'The database refused the user or the database name.',
  },
  hint: {
    vi: 'Kiểm tra địa chỉ, tài khoản và mật khẩu của PostgreSQL trong cấu hình.',
    en: 'Check the PostgreSQL address, user and password in the configuration.',
  },
};
const ISSUED: Meaning = {
  kind: 'internal',
  code: 'STORE_ISSUED_VERSION_CHANGED',
  message: {
    vi: 'Học bạ đã phát hành không được sửa.',
    en: 'An issued version must not be changed.',
  },
  hint: { vi: 'Tạo phiên bản mới thay cho bản đã phát hành.', en: 'Make a new version instead.' },
};
const FAILED: Meaning = {
  kind: 'internal',
  code: 'STORE_FAILED',
  message: { vi: 'Kho dữ liệu báo lỗi.', en: 'The store reported an error.' },
  hint: TELL_TECHNICIAN,
};

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const BY_CLASS: Readonly<Record<string, Meaning>> = {
  '08': UNAVAILABLE,
  '57': UNAVAILABLE,
  '40': BUSY,
  '53': FULL,
  '28': CREDENTIALS,
  '3D': CREDENTIALS,
};
const BY_STATE: Readonly<Record<string, Meaning>> = {
  '25P03': UNAVAILABLE,
  '42501': REFUSED,
  '55P03': BUSY,
  HB001: ISSUED,
};

/** By shape, not by class: errors of the network come from another realm under test runners. */
function textField(error: unknown, field: 'code' | 'message' | 'constraint'): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : null;
}

/** SQLSTATE or the network's error code. */
export const sqlStateOf = (error: unknown): string | null => textField(error, 'code');

function meaningOf(error: unknown): Meaning {
  const state = sqlStateOf(error);
  if (state !== null) {
    if (NETWORK.has(state)) return UNAVAILABLE;
    return BY_STATE[state] ?? BY_CLASS[state.slice(0, 2)] ?? FAILED;
  }
  return /connection|timeout|not queryable|pool/iu.test(textField(error, 'message') ?? '')
    ? UNAVAILABLE
    : FAILED;
}

/** Server texts may hold a pupil's values: only the SQLSTATE and the constraint's name leave this file. */
export function toStoreError(error: unknown): GatewayError {
  if (isGatewayError(error)) return error;
  const constraint = textField(error, 'constraint');
  return new GatewayError({
    ...meaningOf(error),
    details: {
      sqlState: sqlStateOf(error) ?? 'none',
      ...(constraint === null ? {} : { constraint }),
    },
  });
}

/** A wrong use of the store by the gateway itself. */
export const misuse = (code: string, vi: string, en: string): GatewayError =>
  new GatewayError({ kind: 'internal', code, message: { vi, en }, hint: TELL_TECHNICIAN });

export const storeConfigError = (
  code: string,
  message: Bilingual,
  hint: Bilingual,
  details: Readonly<Record<string, string | number | boolean>> = {},
): GatewayError => new GatewayError({ kind: 'config', code, message, hint, details });

/** The pull was ended by another process while this one was at it. */
export const pullEnded = (): GatewayError =>
  new GatewayError({
    kind: 'transient',
    code: 'STORE_PULL_ENDED',
    message: {
      vi: 'Lượt lấy dữ liệu này đã được một tiến trình khác kết thúc.',
      en: 'Another process ended this pull.',
    },
    hint: TRY_AGAIN,
  });

/** The name of the unique constraint that refused the rows, null for any other error. */
export function takenConstraint(error: unknown): string | null {
  if (!isGatewayError(error) || error.details['sqlState'] !== '23505') return null;
  const constraint = error.details['constraint'];
  return typeof constraint === 'string' ? constraint : null;
}
