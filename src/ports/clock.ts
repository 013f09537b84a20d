/** Time and randomness are passed in, so that tests own them. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`, rejects with a GatewayError kind `cancelled` when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Ids {
  /** RFC 9562 UUID, 36 characters, lower case. */
  uuid(): string;
  /** Uniform in [0, 1): jitter only. */
  random(): number;
}
