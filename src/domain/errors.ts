/** A sentence in both languages. Vietnamese first: the reader is a school clerk. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/** What kind of failure it was decides whether trying again can help. */
export type ErrorKind =
  | 'config'
  | 'auth'
  | 'transient'
  | 'throttled'
  | 'data'
  | 'contract'
  | 'cancelled'
  | 'internal';

const RETRYABLE: ReadonlySet<ErrorKind> = new Set(['transient', 'throttled']);

/**
 * The one error type that crosses module borders. `code` is UPPER_SNAKE and listed in docs/errors.md.
 * Neither `message` nor `details` may hold a secret or personal data: they are logged.
 */
export class GatewayError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly text: Bilingual;
  readonly hint: Bilingual;
  /** Milliseconds to wait before the next attempt, where the other side said so. */
  readonly retryAfterMs?: number;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(init: {
    kind: ErrorKind;
    code: string;
    message: Bilingual;
    hint: Bilingual;
    retryAfterMs?: number;
    details?: Readonly<Record<string, string | number | boolean>>;
    cause?: unknown;
  }) {
    super(`${init.code}: ${init.message.en}`, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'GatewayError';
    this.kind = init.kind;
    this.code = init.code;
    this.text = init.message;
    this.hint = init.hint;
    if (init.retryAfterMs !== undefined) this.retryAfterMs = init.retryAfterMs;
    this.details = init.details ?? {};
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.kind);
  }
}

export const isGatewayError = (error: unknown): error is GatewayError => error instanceof GatewayError;

/** Wraps what is not a GatewayError yet, without copying its message (it may hold data). */
export function toGatewayError(error: unknown): GatewayError {
  if (isGatewayError(error)) return error;
  return new GatewayError({
    kind: 'internal',
    code: 'INTERNAL',
    message: { vi: 'Lỗi bên trong phần mềm.', en: 'Internal error.' },
    hint: {
      vi: 'Gửi tệp nhật ký cho người phụ trách kỹ thuật.',
      en: 'Send the log to the technical contact.',
    },
    details: { type: error instanceof Error ? error.name : typeof error },
    cause: error,
  });
}

/** What a health check that failed says; it never throws. */
export function unhealthy(error: unknown): {
  readonly ok: false;
  readonly code: string;
  readonly detail: Bilingual;
} {
  const { code, text } = toGatewayError(error);
  return { ok: false, code, detail: text };
}
