import { noAccess, notTheSystem, unreachable } from '../../conformance/scenarios/errors.js';
import { type ExchangeLog, recordingHttp } from '../../conformance/scenarios/exchanges.js';
import { createJudge } from '../../conformance/scenarios/judge.js';
import type { Person } from '../../conformance/scenarios/person.js';
import { dataRows, type SourceBench, smallestStream } from '../../conformance/scenarios/source/bench.js';
import { SOURCE_SCENARIOS } from '../../conformance/scenarios/source/index.js';
import { SOURCE_LAWS } from '../../conformance/scenarios/source/laws.js';
import {
  narrowScope,
  readPages,
  type SourceSubject,
  withSession,
} from '../../conformance/scenarios/source/reading.js';
import { mapSecrets, secretNames, wrongSecret } from '../../conformance/scenarios/source/secrets.js';
import { type GatewayError, isGatewayError } from '../../domain/errors.js';
import type { Stream } from '../../domain/records.js';
import { createFiles } from '../../infra/files/files.js';
import { createHttpClient } from '../../infra/http/http-client.js';
import { httpError, TIMEOUT } from '../../infra/http/http-errors.js';
import { createSpreadsheetReader } from '../../infra/spreadsheet/reader.js';
import type { Clock } from '../../ports/clock.js';
import type { HttpClient, HttpRequest } from '../../ports/http-client.js';
import type { LogFields, Logger } from '../../ports/logger.js';
import type { AdapterContext, SourceAdapter, SourceSession } from '../../ports/source.js';
import { type AdapterRegistry, checkSettings } from '../adapters.js';
import { loadValidation } from '../resources.js';
import { conduct, type FinishedRun, type Prepared, type RunSetting } from './conduct.js';
import { changeHook } from './hook.js';

type Settings = Readonly<Record<string, unknown>>;

export interface SourceRun extends RunSetting {
  readonly adapters: AdapterRegistry;
  readonly adapter: string;
  /** With secrets resolved; checked by the adapter's schema. */
  readonly settings: Settings;
  readonly school: string;
  readonly schoolYear: string;
  /** For streams by class; the first class found when absent. */
  readonly className?: string;
  /** All of the adapter's when empty. */
  readonly streams: readonly Stream[];
  readonly cursors: number;
  readonly burst: number;
  readonly changes: string | null;
  readonly person: Person | null;
  readonly limitMs: number;
}

/** Technical members of the known vendors' answers. */
const PLAIN: ReadonlySet<string> = new Set(
  (
    'totalCount TotalCount IsSuccess isSuccess success code error status schoolYearCode gradeLevelCode schoolLevelCode ' +
    'semester subjectCode subjectType skipCount maxResultCount sort sortDirection propertyName comparison token_type ' +
    'expires_in scope grant_type isCurrent isMoetCode'
  ).split(' '),
);

interface World {
  readonly run: SourceRun;
  readonly adapter: SourceAdapter<unknown>;
  readonly context: AdapterContext;
  readonly clock: Clock;
  readonly log: ExchangeLog;
  readonly written: string[];
}

/** Everything that the adapter logs, kept for the scenario of privacy; nothing is printed. */
function keepingLogger(lines: string[]): Logger {
  const write = (event: string, fields?: LogFields): void => {
    lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  };
  const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
  return logger;
}

const open = ({ adapter, context }: World, settings: unknown, http = context.http): Promise<SourceSession> =>
  adapter.open(settings, { ...context, http });

const NO_ANSWER = {
  requestHeaders: {},
  requestBody: '',
  status: null,
  responseHeaders: {},
  responseBody: '',
  error: TIMEOUT.code,
  fault: 'held-back-by-the-kit',
};

/** Answers of the first calls never arrive, as when a line is cut: the caller waits no longer than it said. */
function losingHttp(
  { context, log, clock }: World,
  lost: number,
): { readonly http: HttpClient; calls(): number } {
  let calls = 0;
  const lose = ({ method, url }: HttpRequest): void => {
    const { pathname, search } = new URL(url);
    const at = clock.now().getTime();
    log.add({ ...NO_ANSWER, method, path: `${pathname}${search}`, startedAt: at, endedAt: at });
  };
  return {
    calls: () => calls,
    http: {
      async request(request) {
        calls += 1;
        if (calls > lost) return context.http.request(request);
        lose(request);
        throw httpError(TIMEOUT, { method: request.method, host: new URL(request.url).host });
      },
      close: async () => undefined,
    },
  };
}

const addressOf = ({ settings, adapter }: SourceRun): string => {
  const place = settings['url'] ?? settings['dir'];
  return typeof place === 'string' ? place : adapter;
};

/** The set-up failed: said as what the operator can do about it. */
function refused(run: SourceRun, error: GatewayError): GatewayError {
  const address = addressOf(run);
  if (error.kind === 'auth') return noAccess(address);
  if (error.kind === 'transient' || error.kind === 'throttled' || error.code === 'HTTP_TLS')
    return unreachable(address, error);
  return error.kind === 'contract' ? notTheSystem(address, error.text) : error;
}

/** One read of the smallest stream: the system is there, and lets us in. */
async function requireSystem(world: World, subject: SourceSubject): Promise<void> {
  const stream = smallestStream(subject);
  try {
    if (stream !== undefined)
      await withSession(subject.open, (session) => readPages(session, subject, stream));
  } catch (error) {
    throw isGatewayError(error) ? refused(world.run, error) : error;
  }
}

/** The class for streams by class: as asked for, else the first that has a pupil. */
async function classOf({ run }: World, subject: SourceSubject): Promise<string | null> {
  if (run.className !== undefined) return run.className;
  if (!subject.streams.includes('roster')) return null;
  return withSession(subject.open, async (session) => {
    const pages = await readPages(session, subject, 'roster');
    return (
      pages.find((page) => page.className !== undefined && dataRows([page]).length > 0)?.className ?? null
    );
  });
}

function streamsOf({ run, adapter }: Pick<World, 'run' | 'adapter'>): readonly Stream[] {
  const known = Object.keys(adapter.streams) as Stream[];
  return run.streams.length === 0 ? known : known.filter((stream) => run.streams.includes(stream));
}

function subjectOf(world: World, className: string | null): SourceSubject {
  const { run } = world;
  const scope = {
    school: run.school,
    schoolYear: run.schoolYear,
    ...(className === null ? {} : { className }),
  };
  return {
    scope,
    scopeOf: narrowScope(scope),
    streams: streamsOf(world),
    signal: run.signal,
    open: () => open(world, run.settings),
    cursors: run.cursors,
  };
}

function benchOf(
  world: World,
  subject: SourceSubject,
  className: string | null,
  hookHttp: HttpClient,
): SourceBench {
  const { run, adapter, clock, log, written } = world;
  const names = secretNames(adapter.configSchema);
  const wrong = mapSecrets(run.settings, names, wrongSecret);
  const hasSecrets = JSON.stringify(wrong) !== JSON.stringify(run.settings);
  const isOnline = run.settings['url'] !== undefined;
  const nowhere = { ...run.settings, dir: `${String(run.settings['dir'])}-khong-co` };
  const hasFolder = typeof run.settings['dir'] === 'string';
  return {
    ...subject,
    judge: createJudge(),
    clock,
    log,
    adapterId: adapter.id,
    isOnline,
    reassesses: adapter.streams.results?.terms.includes('reassessment') ?? false,
    openWithWrongSecrets: hasSecrets ? () => open(world, wrong) : null,
    openWithMissingFolder: hasFolder ? () => open(world, nowhere) : null,
    async openWithLostAnswers(lost) {
      const losing = losingHttp(world, lost);
      return { session: await open(world, run.settings, losing.http), calls: losing.calls };
    },
    change: changeHook(run, hookHttp),
    className,
    burst: run.burst,
    written,
    secrets: secretsOf(run, adapter),
  };
}

function secretsOf({ settings }: SourceRun, { configSchema }: SourceAdapter<unknown>): readonly string[] {
  const found: string[] = [];
  mapSecrets(settings, secretNames(configSchema), (secret) => {
    found.push(secret);
    return secret;
  });
  return found;
}

async function prepare(
  run: SourceRun,
  adapter: SourceAdapter<unknown>,
  { log, clock }: { readonly log: ExchangeLog; readonly clock: Clock },
): Promise<Prepared<SourceBench>> {
  const http = createHttpClient();
  const spreadsheets = createSpreadsheetReader();
  const written: string[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([http.close(), spreadsheets.close()]);
  };
  const context: AdapterContext = {
    sourceId: `conformance-${adapter.id}`,
    http: recordingHttp(http, log, clock),
    files: createFiles(),
    spreadsheets,
    clock,
    logger: keepingLogger(written),
  };
  const world: World = { run, adapter, context, clock, log, written };
  try {
    const whole = subjectOf(world, run.className ?? null);
    await requireSystem(world, whole);
    const className = await classOf(world, whole);
    const subject = subjectOf(world, className);
    const { school, schoolYear } = run;
    return {
      subject: {
        adapter: adapter.id,
        [run.settings['url'] === undefined ? 'folder' : 'address']: addressOf(run),
        school,
        schoolYear,
        ...(className === null ? {} : { class: className }),
      },
      bench: async () => ({ bench: benchOf(world, subject, className, http) }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tries a vendor's system through its real adapter. GatewayErrors CONFORMANCE_…, CONFIG_INVALID when it cannot be tried. */
export async function runSource(run: SourceRun): Promise<FinishedRun> {
  const adapter = await run.adapters.source(run.adapter);
  const validation = await loadValidation(createFiles());
  checkSettings(validation, run.adapter, adapter.configSchema, run.settings);
  return conduct(run, {
    kind: 'source',
    scenarios: SOURCE_SCENARIOS,
    laws: SOURCE_LAWS,
    mask: { secrets: secretsOf(run, adapter), plain: PLAIN },
    prepare: (parts) => prepare(run, adapter, parts),
  });
}
