const MAX_WAIT_MS = 3_600_000;

/** retry: the target says that it did nothing. unknown: it may have acted. */
export type NoAnswer =
  | { readonly kind: 'retry'; readonly code: string; readonly raw: string; readonly retryAfterMs?: number }
  | { readonly kind: 'unknown'; readonly code: string; readonly raw: string };

/** What came back from a target over HTTP, before anybody believes it. answer: JSON under 2xx. */
export type TargetReply<Json = unknown> =
  | { readonly kind: 'answer'; readonly json: Json; readonly raw: string }
  | NoAnswer;

/** An HTTP answer with lower-case header names. */
export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Retry-After in seconds or as an HTTP date; nonsense counts as absent, more than an hour as an hour. */
export function readRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,10}$/u.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, MAX_WAIT_MS) : undefined;
}

function readUtf8(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function readJson(raw: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(raw) as unknown };
  } catch {
    return null;
  }
}

/** A 2xx without JSON proves nothing: the target may have acted. */
function readSuccess(body: Uint8Array): TargetReply {
  const raw = readUtf8(body);
  if (raw === null) return { kind: 'unknown', code: 'TARGET_NOT_JSON', raw: '' };
  if (raw.trim() === '') return { kind: 'unknown', code: 'TARGET_EMPTY', raw };
  const read = readJson(raw);
  if (read === null) return { kind: 'unknown', code: 'TARGET_NOT_JSON', raw };
  return { kind: 'answer', json: read.json, raw };
}

/**
 * The one place where the status of a target's answer gets its meaning. null: a 4xx that refuses the caller or the
 * request as a whole, which each target words for itself.
 */
export function readTargetReply({ status, headers, body }: RawReply, now: Date): TargetReply | null {
  if (status >= 200 && status < 300) return readSuccess(body);
  const raw = readUtf8(body) ?? '';
  const retryAfterMs = readRetryAfter(headers['retry-after'], now);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return { kind: 'retry', code: 'TARGET_THROTTLED', raw, ...wait };
  // Only a 503 that says when to come again says that nothing was done.
  if (status === 503 && retryAfterMs !== undefined)
    return { kind: 'retry', code: 'TARGET_UNAVAILABLE', raw, retryAfterMs };
  if (status >= 500) return { kind: 'unknown', code: 'TARGET_SERVER_ERROR', raw };
  return status < 400 ? { kind: 'unknown', code: 'TARGET_REDIRECT', raw } : null;
}
