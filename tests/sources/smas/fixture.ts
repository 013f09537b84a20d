import type { SmasConfig } from '../../../adapters/sources/smas/config-schema.js';
import { adapter } from '../../../adapters/sources/smas/index.js';
import type { Stream } from '../../../src/domain/records.js';
import { createHttpClient } from '../../../src/infra/http/http-client.js';
import { createClock } from '../../../src/infra/system/clock.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { AdapterContext, Page, PullScope, SourceSession } from '../../../src/ports/source.js';
import type { SmasSimulator } from '../../../src/sandbox/smas/server.js';
import { startSmas } from '../../../src/sandbox/smas/server.js';
import type { World } from '../../../src/sandbox/world/world.js';
import { buildWorld } from '../../../src/sandbox/world/world.js';

export const YEAR = '2025-2026';
/** Quick tries: the simulator asks for one second at most. */
const RETRY = { attempts: 8, firstDelayMs: 5, maxDelayMs: 40, maxRetryAfterMs: 5_000 };

export interface Vendor {
  readonly world: World;
  readonly simulator: SmasSimulator;
  readonly http: ReturnType<typeof createHttpClient>;
  knob(path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startVendor(seed = 'smas-test', dirt = 0): Promise<Vendor> {
  const world = buildWorld({ seed, dirt, schoolYear: YEAR });
  const simulator = await startSmas({ world });
  const http = createHttpClient();
  return {
    world,
    simulator,
    http,
    async knob(path, body) {
      const answer = await http.request({
        method: body === undefined ? 'GET' : 'POST',
        url: `${simulator.url}/__sandbox/${path}`,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return JSON.parse(Buffer.from(answer.body).toString('utf8')) as unknown;
    },
    async stop() {
      await http.close();
      await simulator.close();
    },
  };
}

export type Mode = 'password' | 'partner';

export const accountOf = (vendor: Vendor, mode: Mode) => {
  const account = vendor.simulator.accounts.find((item) => item.auth === mode);
  if (account === undefined) throw new Error(`no ${mode} account in the simulator`);
  return account;
};

export function configOf(vendor: Vendor, mode: Mode, more: Partial<SmasConfig> = {}): SmasConfig {
  const account = accountOf(vendor, mode);
  const base = { url: vendor.simulator.url, schoolCode: account.code, retry: RETRY };
  if (account.auth === 'password') {
    const { username, password, clientId, clientSecret } = account;
    const auth = { mode: 'password', username, password, clientId, clientSecret } as const;
    return { ...base, ethnicCodes: '2008', auth, ...more };
  }
  const { provinceCode, secretKey, key, iv } = account;
  return {
    ...base,
    ethnicCodes: '1979',
    auth: { mode: 'partner', provinceCode, secretKey, key, iv },
    ...more,
  };
}

const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => SILENT,
};

const refused = () => {
  throw new Error('a REST source asked for files');
};

export function contextOf(vendor: Vendor, more: { clock?: Clock; logger?: Logger } = {}): AdapterContext {
  return {
    sourceId: 'smas',
    http: vendor.http,
    clock: more.clock ?? createClock(),
    logger: more.logger ?? SILENT,
    files: { kind: refused, list: refused, read: refused },
    spreadsheets: { read: refused, close: async () => undefined },
  };
}

export const scopeOf = (vendor: Vendor, mode: Mode): PullScope => ({
  school: accountOf(vendor, mode).code,
  schoolYear: YEAR,
});

export async function pullAll(
  session: SourceSession,
  stream: Stream,
  scope: PullScope,
  more: { cursor?: string; signal?: AbortSignal } = {},
): Promise<Page[]> {
  const pages: Page[] = [];
  const signal = more.signal ?? new AbortController().signal;
  const request = { stream, scope, signal, ...(more.cursor === undefined ? {} : { cursor: more.cursor }) };
  for await (const page of session.pull(request)) pages.push(page);
  return pages;
}

export const openSmas = (vendor: Vendor, mode: Mode, more: Partial<SmasConfig> = {}, clock?: Clock) =>
  adapter.open(configOf(vendor, mode, more), contextOf(vendor, clock === undefined ? {} : { clock }));

/** Keys of every row, by page. */
export const outline = (pages: readonly Page[]) =>
  pages.map((page) => [page.key, page.records.map((record) => record.key)]);

export const rowsOf = (pages: readonly Page[]) => pages.flatMap((page) => page.records);
