import { request as httpRequest } from 'node:http';
import { GatewayError, type HttpClient, type HttpRequest, type HttpResponse } from '../../../src/sdk.js';

const failed = (kind: 'transient' | 'contract' | 'cancelled', code: string, mayHaveArrived: boolean) =>
  new GatewayError({
    kind,
    code,
    message: { vi: code, en: code },
    hint: { vi: code, en: code },
    details: { mayHaveArrived },
  });

/** The HttpClient contract on bare node:http: small enough to be read in a minute, so that it judges adapters alone. */
export function testHttpClient(): HttpClient {
  const exchange = (wanted: HttpRequest): Promise<HttpResponse> =>
    new Promise((done, refuse) => {
      if (wanted.signal?.aborted === true) return refuse(failed('cancelled', 'CANCELLED', false));
      // A new connection each time: a kept one may have been closed by a restart in between.
      const call = httpRequest(wanted.url, {
        agent: false,
        method: wanted.method,
        headers: { ...wanted.headers },
      });
      let connected = false;
      const timer = setTimeout(
        () => finish(failed('transient', 'HTTP_TIMEOUT', true)),
        wanted.timeoutMs ?? 30_000,
      );
      const onAbort = (): void => finish(failed('cancelled', 'CANCELLED', connected));
      const finish = (outcome: HttpResponse | GatewayError): void => {
        clearTimeout(timer);
        wanted.signal?.removeEventListener('abort', onAbort);
        if (outcome instanceof GatewayError) {
          call.destroy();
          refuse(outcome);
        } else done(outcome);
      };
      wanted.signal?.addEventListener('abort', onAbort);
      call.on('socket', (socket) => socket.once('connect', () => (connected = true)));
      call.on('error', () =>
        finish(failed('transient', connected ? 'HTTP_RESET' : 'HTTP_CONNECT', connected)),
      );
      call.on('response', (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          parts.push(part);
          size += part.length;
          if (size > (wanted.maxBytes ?? 50_000_000)) {
            finish(failed('contract', 'HTTP_ANSWER_TOO_LARGE', true));
          }
        });
        response.on('aborted', () => finish(failed('transient', 'HTTP_RESET', true)));
        response.on('end', () => {
          const headers: Record<string, string> = {};
          for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value);
          finish({ status: response.statusCode ?? 0, headers, body: Buffer.concat(parts) });
        });
      });
      call.end(wanted.body);
    });
  return { request: exchange, close: async () => undefined };
}
