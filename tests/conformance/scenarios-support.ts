import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Statement } from '../../src/conformance/scenarios/statement.js';

export type Json = Record<string, unknown>;

export interface Call {
  readonly method: string;
  /** Below the base of the interface, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** null when there is none, or it is no JSON. */
  body: Json | null;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  json: Json;
}

/** What stands between the kit and an honest server: bends calls on their way and answers on theirs. */
export interface Bend {
  readonly call?: (call: Call) => void;
  readonly answer?: (answer: Answer, call: Call) => void;
}

const BASE = '/api/hoc-ba/v1';

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const parsed = (text: string): Json | null => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
};

/** A server that breaks one law and is honest in all else. */
export async function bentServer(
  target: string,
  bend: Bend,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', target);
    const raw = (await bytesOf(request)).toString('utf8');
    const headers: Record<string, string> = {};
    for (const name of ['authorization', 'content-type'])
      if (typeof request.headers[name] === 'string') headers[name] = request.headers[name];
    const path = url.pathname.replace(BASE, '');
    const call: Call = {
      method: request.method ?? '',
      path,
      query: url.searchParams,
      headers,
      body: parsed(raw),
    };
    bend.call?.(call);
    const body =
      request.method === 'GET' ? {} : { body: call.body === null ? raw : JSON.stringify(call.body) };
    const answer = await fetch(url, { method: call.method, headers, ...body });
    const bent: Answer = {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
      json: parsed(await answer.text()) ?? {},
    };
    bend.answer?.(bent, call);
    response.writeHead(bent.status, bent.headers).end(JSON.stringify(bent.json));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export const rowsOf = (json: Json, name = 'items'): Json[] =>
  (Array.isArray(json[name]) ? json[name] : []) as Json[];

export async function withFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'hocba-scenarios-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export const readStatement = async (file: string): Promise<Statement> =>
  JSON.parse(await readFile(file, 'utf8')) as Statement;

export const readLines = async (file: string): Promise<Json[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);

export const outcomesOf = ({ scenarios }: Pick<Statement, 'scenarios'>): Record<string, string> =>
  Object.fromEntries(scenarios.map(({ id, outcome }) => [id, outcome]));
