import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultKind, Faults } from './faults.js';
import type { Ledger } from './ledger.js';
import { createRecorder, type Recorder, type Recording } from './recorder.js';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, undefined without a body. */
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a simulator does apart from HTTP. */
export interface Service {
  readonly ledger: Ledger;
  readonly faults: Faults;
  /** When it returns, the effects and the call itself are on disk. */
  handle(call: Call, fault: FaultKind | null): Answer;
  /** A call that a fault stopped before the service saw it. */
  noteStopped(call: Call, fault: FaultKind): void;
  /** Bends the answer: another key, another hash, the same ack twice. */
  tamper(body: unknown, fault: FaultKind): unknown;
  /** POST /__sandbox/<name>; null when unknown. */
  control(name: string, body: unknown): Answer | null;
  forgetKeys(): void;
  /** A request that never became a call: no JSON (400), too large (413), or our own fault (500). */
  refuse(status: 400 | 413 | 500, why: string): Answer;
}

/** A service that can begin anew while its address stays. */
export interface Stage {
  readonly service: Service;
  /** Empty books and no faults; the ledger so far is put aside beside the new one. */
  reset(): void;
}

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY = 64 * 1024 * 1024;
const STOPPING: ReadonlySet<string> = new Set(['401', '500', '502', '503', '429', 'reset-before', 'html']);
/** The answer itself is honest. */
const HARMLESS: ReadonlySet<string> = new Set(['delay', 'refuse-one']);
const PORTAL = '<!DOCTYPE html><html><body>Xin chào, hãy đăng nhập mạng Wi-Fi của trường.</body></html>';

class BodyTooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MAX_BODY) throw new BodyTooLarge();
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

async function readCall(request: IncomingMessage, recording: Recording | null): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const bytes = await readBody(request);
  recording?.body(bytes);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: bytes.length === 0 ? undefined : (JSON.parse(bytes.toString('utf8')) as unknown),
  };
}

function reply(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
}

const later = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms).unref());

/** Faults that stand in front of the service: nothing happened behind them. */
function stop(response: ServerResponse, fault: FaultKind, service: Service): void {
  if (fault === 'reset-before') {
    response.socket?.resetAndDestroy();
  } else if (fault === 'html') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PORTAL);
  } else {
    const wait = { 'retry-after': String(service.faults.times.retryAfterSeconds) };
    const busy = fault === '429' || fault === '503';
    reply(response, {
      status: Number(fault),
      body: { error: 'sandbox fault' },
      ...(busy && { headers: wait }),
    });
  }
}

function truncate(response: ServerResponse, answer: Answer): void {
  const text = Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': text.length });
  response.write(text.subarray(0, Math.floor(text.length / 2)));
  setTimeout(() => response.socket?.resetAndDestroy(), 20).unref();
}

/** Faults behind the service: the effect stands, the answer is bad. */
async function spoil(
  response: ServerResponse,
  answer: Answer,
  fault: FaultKind,
  service: Service,
): Promise<void> {
  switch (fault) {
    case 'reset-after':
      response.socket?.resetAndDestroy();
      return;
    case 'timeout':
      await later(service.faults.times.hangMs);
      response.socket?.resetAndDestroy();
      return;
    case 'truncate':
      truncate(response, answer);
      return;
    case 'empty':
      response.writeHead(200).end();
      return;
    case '500-after':
      reply(response, { status: 500, body: { error: 'sandbox fault after commit' } });
      return;
    case 'forget':
      service.forgetKeys();
      reply(response, answer);
      return;
    default:
      reply(response, { ...answer, body: service.tamper(answer.body, fault) });
  }
}

/** Packet bytes are left out: a checker compares hashes. */
const withoutPacket = (name: string, value: unknown): unknown => (name === 'packet' ? undefined : value);

/** The ledger as NDJSON; `?type=effect` filters. */
function sendLedger(response: ServerResponse, service: Service, type: string | null): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
  for (const line of service.ledger.lines()) {
    if (type === null || line.type === type) response.write(`${JSON.stringify(line, withoutPacket)}\n`);
  }
  response.end();
}

function controlAnswer(name: string, body: unknown, stage: Stage, recorder: Recorder | null): Answer {
  const { service } = stage;
  if (name === 'reset') {
    stage.reset();
    recorder?.clear();
    return { status: 200, body: { ok: true } };
  }
  if (name !== 'faults') return service.control(name, body) ?? { status: 404, body: { error: 'unknown' } };
  const refused = service.faults.set(body);
  return refused === null ? { status: 200, body: { ok: true } } : bad(refused);
}

function serveControl(
  call: Call,
  response: ServerResponse,
  { stage, recorder }: Pick<Desk, 'stage' | 'recorder'>,
): void {
  const name = call.path.slice('/__sandbox/'.length);
  if (name === 'ledger') sendLedger(response, stage.service, call.query.get('type'));
  else if (name === 'exchanges')
    reply(response, { status: 200, body: recorder?.from(Number(call.query.get('from') ?? 0)) ?? [] });
  else reply(response, controlAnswer(name, call.body, stage, recorder));
}

const bad = (error: string): Answer => ({ status: 400, body: { error } });

interface Desk {
  readonly stage: Stage;
  readonly recorder: Recorder | null;
  readonly recording: Recording | null;
}

async function serve(call: Call, response: ServerResponse, desk: Desk): Promise<void> {
  if (call.path.startsWith('/__sandbox/')) return serveControl(call, response, desk);
  const { service } = desk.stage;
  const fault = service.faults.next(call.path);
  if (fault !== null) desk.recording?.fault(fault);
  if (fault !== null && STOPPING.has(fault)) {
    service.noteStopped(call, fault);
    return stop(response, fault, service);
  }
  if (fault === 'delay') await later(service.faults.times.delayMs);
  const answer = service.handle(call, fault);
  if (fault === null || HARMLESS.has(fault)) return reply(response, answer);
  return spoil(response, answer, fault, service);
}

function failed(response: ServerResponse, error: unknown, service: Service): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof BodyTooLarge ? 413 : error instanceof SyntaxError ? 400 : 500;
  reply(response, service.refuse(status, error instanceof Error ? error.message : 'failed'));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

const isKnob = (request: IncomingMessage): boolean => request.url?.startsWith('/__sandbox/') === true;

/** Listens on 127.0.0.1; port 0 takes a free one. With `records` every exchange is kept for GET /__sandbox/exchanges. */
export async function listen(stage: Stage, port: number, records = false): Promise<Listening> {
  const recorder = records ? createRecorder() : null;
  const server = createServer((request, response) => {
    const recording = isKnob(request) ? null : (recorder?.begin(request, response) ?? null);
    readCall(request, recording)
      .then((call) => serve(call, response, { stage, recorder, recording }))
      .catch((error: unknown) => failed(response, error, stage.service));
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((done, refuse) => {
    server.once('error', refuse);
    server.listen(port, '127.0.0.1', done);
  });
  let closing: Promise<void> | null = null;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      closing ??= closeServer(server).then(() => stage.service.ledger.close());
      return closing;
    },
  };
}
