import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket, Server as TcpServer } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../src/domain/errors.js';
import { createHttpClient } from '../../../src/infra/http/http-client.js';

const client = createHttpClient({ timeoutMs: 5_000 });
const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

function listening(server: Server | TcpServer): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}
const serve = (listener: RequestListener): Promise<string> => listening(createServer(listener));
/** A server that answers with raw bytes, to break the protocol. */
const serveRaw = (onData: (socket: Socket) => void): Promise<string> =>
  listening(
    createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => onData(socket));
    }),
  );

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => client.close());

const get = (url: string, more: object = {}) => client.request({ method: 'GET', url, ...more });

async function failure(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('no failure');
}
const told = (error: GatewayError) => [error.kind, error.code, error.details.mayHaveArrived];
const text = (body: Uint8Array): string => Buffer.from(body).toString('utf8');

describe('an answer', () => {
  it.each([200, 204, 302, 401, 404, 429, 500, 503])(
    'with status %i is an answer, not an exception',
    async (status) => {
      const url = await serve((_, response) => {
        response.writeHead(status, { Location: '/elsewhere', 'Retry-After': '7', 'X-Two': ['a', 'b'] });
        response.end();
      });
      const answer = await get(url);
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({ 'retry-after': '7', 'x-two': 'a, b' });
      expect(answer.body).toHaveLength(0);
    },
  );

  it('is the bytes that were sent, and the request is too', async () => {
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.setHeader('X-Content-Type', request.headers['content-type'] ?? 'none');
        response.setHeader('X-Method', request.method ?? '');
        response.end(Buffer.concat(chunks));
      });
    });
    const bytes = Uint8Array.from([0, 255, 10, 13, 128]);
    const raw = await client.request({ method: 'PUT', url, body: bytes });
    expect([...raw.body]).toEqual([...bytes]);
    expect(raw.headers).toMatchObject({ 'x-content-type': 'none', 'x-method': 'PUT' });
    const json = await client.request({
      method: 'POST',
      url,
      body: '{"điểm":"8.0"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(text(json.body)).toBe('{"điểm":"8.0"}');
    expect(json.headers['x-content-type']).toBe('application/json');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('in %s is decoded', async (encoding, encode) => {
    const url = await serve((_, response) => {
      response.setHeader('Content-Encoding', encoding);
      response.end(encode('học bạ'));
    });
    expect(text((await get(url)).body)).toBe('học bạ');
  });

  it('comes over one kept connection', async () => {
    let connections = 0;
    const url = await serve((_, response) => response.end('ok'));
    servers[servers.length - 1]?.on('connection', () => {
      connections += 1;
    });
    for (let turn = 0; turn < 5; turn += 1) await get(url);
    expect(connections).toBe(1);
  });
});

describe('no answer', () => {
  it('because nobody listens: surely not arrived', async () => {
    const url = await serve(() => undefined);
    for (const server of servers.splice(0)) server.close();
    expect(told(await failure(get(url)))).toEqual(['transient', 'HTTP_CONNECT', false]);
  });

  it('because the line is reset: may have arrived', async () => {
    const url = await serveRaw((socket) => socket.resetAndDestroy());
    expect(told(await failure(get(url)))).toEqual(['transient', 'HTTP_RESET', true]);
  });

  it('because the body breaks off before its declared length', async () => {
    const url = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
    expect(told(await failure(get(url)))).toEqual(['transient', 'HTTP_RESET', true]);
  });

  it('because a chunked body breaks off', async () => {
    const url = await serveRaw((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
    );
    expect(told(await failure(get(url)))).toEqual(['transient', 'HTTP_RESET', true]);
  });

  it('because what comes is not HTTP', async () => {
    const url = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    expect(told(await failure(get(url)))).toEqual(['transient', 'HTTP_RESET', true]);
  });

  it('within the deadline, silent from the start', async () => {
    const url = await serve(() => undefined);
    expect(told(await failure(get(url, { timeoutMs: 80 })))).toEqual(['transient', 'HTTP_TIMEOUT', true]);
  });

  it('within the deadline, dripping byte by byte', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '1000000' });
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    expect(told(await failure(get(url, { timeoutMs: 150 })))).toEqual(['transient', 'HTTP_TIMEOUT', true]);
  });

  it('because the caller cancelled, before or during', async () => {
    const url = await serve((_, response) => void response.write('x'));
    const before = await failure(get(url, { signal: AbortSignal.abort() }));
    expect(told(before)).toEqual(['cancelled', 'HTTP_CANCELLED', false]);
    const controller = new AbortController();
    servers[servers.length - 1]?.on('request', () => setImmediate(() => controller.abort()));
    expect(told(await failure(get(url, { signal: controller.signal })))).toEqual([
      'cancelled',
      'HTTP_CANCELLED',
      true,
    ]);
  });

  it('because the address is no address', async () => {
    for (const url of ['nonsense', 'file:///etc/passwd', 'ftp://127.0.0.1/'])
      expect(told(await failure(get(url)))).toEqual(['config', 'HTTP_BAD_URL', false]);
  });

  it('after close', async () => {
    const other = createHttpClient();
    await other.close();
    await other.close();
    const error = await failure(other.request({ method: 'GET', url: 'http://127.0.0.1:1/' }));
    expect(error.code).toBe('HTTP_CLOSED');
  });
});

describe('a hostile answer', () => {
  it('that declares more than the cap, or sends more than it declares, is cut off', async () => {
    const url = await serve((_, response) => {
      response.on('error', () => response.destroy());
      for (let turn = 0; turn < 40; turn += 1) response.write(Buffer.alloc(65_536));
      response.end();
    });
    const error = await failure(get(url, { maxBytes: 1_000_000 }));
    expect(told(error)).toEqual(['contract', 'HTTP_ANSWER_TOO_LARGE', true]);
  });

  it('that is a gzip bomb is cut off at the cap of the decoded bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(300_000);
    const url = await serve((_, response) => {
      response.on('error', () => response.destroy());
      response.setHeader('Content-Encoding', 'gzip');
      response.end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    const error = await failure(get(url, { maxBytes: 2_000_000 }));
    expect(told(error)).toEqual(['contract', 'HTTP_ANSWER_TOO_LARGE', true]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
  });

  it('that says gzip and is not, or breaks off inside, is an error', async () => {
    const bad = await serve((_, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end('not gzip at all');
    });
    expect(told(await failure(get(bad)))).toEqual(['contract', 'HTTP_BAD_ENCODING', true]);
    const half = gzipSync('học bạ '.repeat(100)).subarray(0, 20);
    const cut = await serve((_, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(half);
    });
    expect(told(await failure(get(cut)))).toEqual(['contract', 'HTTP_BAD_ENCODING', true]);
  });
});

describe('an error', () => {
  it('names the host, never the path or query', async () => {
    const url = await serveRaw((socket) => socket.resetAndDestroy());
    const error = await failure(get(`${url}/hoc-sinh/0123456789?secretKey=abc`));
    const all = JSON.stringify([
      error.message,
      error.text,
      error.hint,
      error.details,
      String(error.stack),
      error.cause,
    ]);
    expect(all).not.toContain('0123456789');
    expect(all).not.toContain('secretKey');
  });
});
