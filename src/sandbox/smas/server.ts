import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Mutation, MutationRefused, parseMutation } from '../world/mutations.js';
import type { World } from '../world/world.js';
import { accountOf, partnerRefusal, type SmasAccount } from './accounts.js';
import type { Call } from './answer.js';
import { answerWish } from './conformance.js';
import { type FaultKind, type Faults, FaultsRefused, faultPreset, faultsFrom } from './faults.js';
import { deviceRoster } from './pupil-views.js';
import { findRoute } from './routes.js';
import { type TokenDesk, tokenDesk } from './tokens.js';
import {
  envelopeReply,
  fail,
  json,
  notSuccess,
  plainReply,
  type Reply,
  readBody,
  readForm,
  send,
} from './wire.js';

export interface SmasOptions {
  readonly world: World;
  readonly port?: number;
  readonly faults?: 'none' | 'flaky';
  /** Called after a mutation, before it is answered: keeps it and writes what follows from it. */
  readonly afterMutation?: (mutation: Mutation) => Promise<void>;
}
export interface SmasSimulator {
  readonly url: string;
  readonly accounts: readonly SmasAccount[];
  close(): Promise<void>;
}

interface Desk {
  readonly world: World;
  readonly accounts: readonly SmasAccount[];
  readonly tokens: TokenDesk;
  readonly faults: Faults;
  readonly afterMutation: (mutation: Mutation) => Promise<void>;
  calls: number;
}
interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer;
  readonly headers: IncomingMessage['headers'];
}
/** What is said, and whose session it was (for the fault `revoked`). */
interface Outcome {
  readonly reply: Reply;
  readonly school: string | null;
}

const parsed = (body: Buffer): unknown => {
  if (body.length === 0) return null;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};
const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const callOf = (
  desk: Desk,
  of: Incoming,
  school: string,
  body: unknown,
  params: readonly string[],
  yearCode: string | null,
): Call => ({
  world: desk.world,
  school: desk.world.school(school),
  yearCode,
  params,
  query: of.url.searchParams,
  body,
  faults: desk.faults,
});

const PARTNER = '/api/tich-hop';
const DEVICE = '/api/hoc-tap/diem-danh-hoc-sinh/lay-danh-sach-hoc-sinh-diem-danh-thiet-bi';

const partnerOutcome = (desk: Desk, of: Incoming): Outcome => {
  const body = parsed(of.body);
  const code = text(field(body, 'schoolCode'));
  const account = desk.accounts.find((a) => a.code === code);
  if (account?.auth !== 'partner')
    return { reply: notSuccess('Trường chưa được cấp quyền tích hợp'), school: null };
  const refusal = partnerRefusal(account, field(body, 'secretKey'), Date.now());
  if (refusal !== null) return { reply: notSuccess(refusal), school: null };
  const year = text(field(body, 'schoolYearCode'));
  const path = of.url.pathname;
  if (path === DEVICE) {
    const call = callOf(desk, of, account.code, body, [], year);
    return { reply: envelopeReply(deviceRoster(call)), school: null };
  }
  const found = findRoute(`/api${path.slice(PARTNER.length)}`, null);
  if (found === null) return { reply: notSuccess('Không có chức năng này'), school: null };
  const call = callOf(desk, of, account.code, body, found.params, year);
  return { reply: envelopeReply(found.handle(call)), school: null };
};

const bearerOutcome = (desk: Desk, of: Incoming): Outcome => {
  const bearer = /^Bearer (.+)$/u.exec(of.headers.authorization ?? '')?.[1];
  const school = desk.tokens.use(bearer, Date.now());
  if (school === null)
    return { reply: { status: 401, headers: { 'www-authenticate': 'Bearer' } }, school: null };
  const found = findRoute(of.url.pathname, of.method);
  if (found === null)
    return { reply: json(404, { error: { code: 'NotFound', message: 'Không có đường dẫn này' } }), school };
  const body = parsed(of.body);
  if (body === undefined)
    return {
      reply: json(400, { error: { code: 'InvalidJson', message: 'Nội dung không phải JSON' } }),
      school,
    };
  const call = callOf(desk, of, school, body, found.params, text(of.headers.schoolyear));
  return { reply: plainReply(found.handle(call)), school };
};

const tokenOutcome = async (desk: Desk, of: Incoming): Promise<Outcome> => {
  const form = await readForm(of.body, of.headers['content-type'] ?? '');
  const { status, body } = desk.tokens.grant(form, desk.faults.settings, Date.now());
  return { reply: json(status, body), school: null };
};

/** The hook of the conformance kit: 501 for what this world cannot do. */
const grantWish = async (desk: Desk, of: Incoming): Promise<Reply> => {
  const answer = answerWish(parsed(of.body), desk.world, desk.faults);
  if (answer === 'cannot') return json(501, { error: 'not possible here' });
  return answer === 'done' ? json(200, { ok: true }) : await mutate(desk, answer.mutation);
};

const mutate = async (desk: Desk, wish: unknown): Promise<Reply> => {
  try {
    const mutation = parseMutation(wish);
    if (!desk.world.plans.some((p) => p.code === mutation.school))
      throw new MutationRefused('no such school');
    desk.world.mutate(mutation);
    await desk.afterMutation(mutation);
    return json(200, { ok: true, mutations: desk.world.mutations.length });
  } catch (error) {
    if (error instanceof MutationRefused) return json(400, { error: error.message });
    throw error;
  }
};

const changeFaults = (desk: Desk, of: Incoming): Reply => {
  try {
    if (of.method === 'POST') desk.faults.change(parsed(of.body));
    return json(200, desk.faults.settings);
  } catch (error) {
    if (error instanceof FaultsRefused) return json(400, { error: error.message });
    throw error;
  }
};

const knob = async (desk: Desk, of: Incoming): Promise<Reply> => {
  const path = of.url.pathname;
  if (path === '/__sandbox/faults') return changeFaults(desk, of);
  if (path === '/__sandbox/mutate' && of.method === 'POST') return await mutate(desk, parsed(of.body));
  if (path === '/__sandbox/conformance' && of.method === 'POST') return await grantWish(desk, of);
  if (path === '/__sandbox/calls') return json(200, { calls: desk.calls, faults: desk.faults.counts });
  return json(404, { error: 'no such knob' });
};

const outcomeOf = async (desk: Desk, of: Incoming): Promise<Outcome> => {
  const path = of.url.pathname;
  if (path === '/connect/token' && of.method === 'POST') return await tokenOutcome(desk, of);
  if (of.method === 'POST' && (path.startsWith(`${PARTNER}/`) || path === DEVICE))
    return partnerOutcome(desk, of);
  return bearerOutcome(desk, of);
};

/** A fault that makes no sense for the call (revoking where there is no session) is not played. */
const playable = (kind: FaultKind | null, of: Incoming, outcome: Outcome): FaultKind | null => {
  if (kind === 'revoked' && outcome.school === null) return null;
  if (kind === 'notSuccess' && of.url.pathname === '/connect/token') return null;
  return kind;
};

const serve = async (desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const of: Incoming = {
    method: request.method ?? 'GET',
    url,
    body: await readBody(request),
    headers: request.headers,
  };
  if (url.pathname.startsWith('/__sandbox/')) {
    send(response, await knob(desk, of));
    return;
  }
  desk.calls += 1;
  const outcome = await outcomeOf(desk, of);
  const kind = playable(desk.faults.draw(url.pathname + url.search), of, outcome);
  if (kind === null) {
    send(response, outcome.reply);
    return;
  }
  if (kind === 'revoked' && outcome.school !== null) desk.tokens.revoke(outcome.school);
  fail(response, kind, outcome.reply, desk.faults.settings);
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** Starts the simulator on 127.0.0.1 (`port` 0 = any free one). */
export const startSmas = async (options: SmasOptions): Promise<SmasSimulator> => {
  const { world } = options;
  const accounts = world.plans
    .filter((p) => p.vendor === 'smas')
    .map((p) => accountOf(world.options.seed, p));
  const desk: Desk = {
    world,
    accounts,
    tokens: tokenDesk(accounts),
    faults: faultsFrom(faultPreset(options.faults ?? 'none', world.options.seed)),
    afterMutation: options.afterMutation ?? (() => Promise.resolve()),
    calls: 0,
  };
  const server = createServer((request, response) => {
    serve(desk, request, response).catch((error: unknown) => {
      process.stderr.write(`smas simulator: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent)
        send(response, json(500, { error: { code: 'Internal', message: 'Lỗi hệ thống' } }));
      else response.destroy();
    });
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    accounts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
