import type { IncomingMessage, ServerResponse } from 'node:http';

/** One exchange as this side saw it; secrets are left out. Times in milliseconds since 1970. */
export interface RecordedExchange {
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  /** null: the line was cut before a whole answer had left. */
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
  readonly fault?: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Notes what one exchange comes to, until its connection is done with it. */
export interface Recording {
  body(bytes: Buffer): void;
  fault(kind: string): void;
}

export interface Recorder {
  begin(request: IncomingMessage, response: ServerResponse): Recording;
  /** Finished exchanges from the n-th on. */
  from(n: number): readonly RecordedExchange[];
  clear(): void;
}

const MAX_BYTES = 2_000_000;
const SECRET = /^(?:authorization|password|username|cookie)$|khoa-doi-tac/u;

const headersOf = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET.test(name) ? '***' : String(value)]),
  );

interface Written {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** What a response writes, copied on its way out: headers given to writeHead stand in no list of node's. */
function copyWrites(response: ServerResponse): () => Written {
  const parts: Buffer[] = [];
  const copy = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) parts.push(Buffer.from(chunk as string));
  };
  let head: Readonly<Record<string, unknown>> = {};
  const { write, end, writeHead } = response;
  response.writeHead = ((status: number, headers: Readonly<Record<string, string>> = {}) => {
    head = headers;
    return writeHead.call(response, status, headers);
  }) as typeof writeHead;
  response.write = ((...args: Parameters<typeof write>) => {
    copy(args[0]);
    return write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    copy(args[0]);
    return end.apply(response, args);
  }) as typeof end;
  return () => ({
    headers: { ...response.getHeaders(), ...head },
    body: Buffer.concat(parts).subarray(0, MAX_BYTES),
  });
}

/** Every exchange but those of the knobs; kept until it is cleared. */
export function createRecorder(): Recorder {
  let exchanges: RecordedExchange[] = [];
  return {
    begin(request, response) {
      const startedAt = Date.now();
      const written = copyWrites(response);
      let requestBody = '';
      let fault: string | undefined;
      response.once('close', () => {
        const isWhole = response.writableFinished;
        const { headers, body } = written();
        exchanges.push({
          n: exchanges.length,
          method: request.method ?? '',
          path: request.url ?? '',
          requestHeaders: headersOf(request.headers),
          requestBody,
          status: isWhole ? response.statusCode : null,
          responseHeaders: headersOf(headers),
          responseBody: body.toString('utf8'),
          ...(fault === undefined ? {} : { fault }),
          startedAt,
          endedAt: Date.now(),
        });
      });
      return {
        body: (bytes) => {
          requestBody = bytes.subarray(0, MAX_BYTES).toString('utf8');
        },
        fault: (kind) => {
          fault = kind;
        },
      };
    },
    from: (n) => exchanges.slice(n),
    clear() {
      exchanges = [];
    },
  };
}
