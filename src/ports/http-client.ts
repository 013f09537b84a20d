export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** string and bytes are sent as they are; set content-type yourself. */
  readonly body?: string | Uint8Array;
  /** Deadline of the whole exchange, default 30,000. */
  readonly timeoutMs?: number;
  /** Cap of the (decoded) answer, default 50 MB; a larger one is HTTP_ANSWER_TOO_LARGE. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Every status is an answer, not an exception; redirects are not followed. Throws GatewayError only when no
 * whole answer was obtained: kind `transient` (code HTTP_CONNECT, HTTP_RESET, HTTP_TIMEOUT) with
 * `details.mayHaveArrived` saying whether the other side may have acted on the request, or `cancelled`.
 */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}
