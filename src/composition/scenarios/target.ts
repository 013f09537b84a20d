import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { noAccess, notATestSystem, notTheSystem, unreachable } from '../../conformance/scenarios/errors.js';
import { type ExchangeLog, recordingHttp } from '../../conformance/scenarios/exchanges.js';
import { createJudge } from '../../conformance/scenarios/judge.js';
import type { LeftRecord, TargetBench, TargetLimits } from '../../conformance/scenarios/target/bench.js';
import { recallLeft } from '../../conformance/scenarios/target/clean-up.js';
import { TARGET_SCENARIOS } from '../../conformance/scenarios/target/index.js';
import { type PublishedInterface, publishedInterface } from '../../conformance/scenarios/target/interface.js';
import { TARGET_LAWS } from '../../conformance/scenarios/target/laws.js';
import { guardWindow } from '../../conformance/scenarios/target/limits.js';
import { packetMaker } from '../../conformance/scenarios/target/packets.js';
import { createWire, type SoWire, type WireReply } from '../../conformance/scenarios/target/wire.js';
import { isGatewayError } from '../../domain/errors.js';
import { createFiles } from '../../infra/files/files.js';
import { packageRoot } from '../../infra/files/package-root.js';
import { createHttpClient } from '../../infra/http/http-client.js';
import { createIds } from '../../infra/system/ids.js';
import { type CompiledProfile, compileProfile } from '../../packet/build.js';
import { loadProfile } from '../../packet/profile.js';
import type { Clock } from '../../ports/clock.js';
import type { Files } from '../../ports/files.js';
import type { Validation } from '../../validation/validation.js';
import { loadValidation } from '../resources.js';
import { conduct, type FinishedRun, type Prepared, type RunSetting } from './conduct.js';

export interface TargetRun extends RunSetting {
  /** Without the path of the interface. */
  readonly url: string;
  readonly apiKey: string;
  readonly school: string;
  readonly schoolYear: string;
  /** Deadline of one call, in milliseconds. */
  readonly timeoutMs: number;
  readonly limits: TargetLimits;
}

/** Technical members of the interface; a packet is kept as its beginning and its length. */
const PLAIN: ReadonlySet<string> = new Set(
  (
    'moiTruong maTruong namHoc khoa ten khoi maLo IdBanGhi SuKien PhienBan ThoiGianCapNhat maTraCuu key sha256 ' +
    'trangThai maBienNhan hoiLaiSauMs ma moTa chiTiet vi en classKey count digest tiepTheo lop dot daChot thoiGianChot ' +
    'phienBan dangMo tu den'
  ).split(' '),
);

/** The packet profile without the mappings, which nothing here needs. */
async function loadPackets(
  files: Files,
  validation: Validation,
  profileId: string,
): Promise<CompiledProfile> {
  const folder = join(packageRoot(), 'schemas', 'profiles', profileId);
  return compileProfile(await loadProfile(files, folder, (id, value) => validation.issues(id, value)));
}

async function loadInterface(validation: Validation): Promise<PublishedInterface> {
  const text = await readFile(join(packageRoot(), 'schemas', 'so-gddt', 'openapi.yaml'), 'utf8');
  return publishedInterface(parse(text) as Record<string, unknown>, (schema, value) =>
    validation.problemsOf(schema, value),
  );
}

const environmentOf = ({ json }: WireReply): unknown =>
  typeof json === 'object' && json !== null ? (json as { moiTruong?: unknown }).moiTruong : undefined;

/** Nothing is written before the server has said that it is a test server. */
async function requireTestServer(wire: SoWire, url: string): Promise<void> {
  const reply = await wire.get('/suc-khoe').catch((error: unknown) => {
    if (isGatewayError(error) && error.kind !== 'cancelled') throw unreachable(url, error);
    throw error;
  });
  const { status } = reply;
  if (status === 401 || status === 403) throw noAccess(url);
  const environment = environmentOf(reply);
  if (status !== 200 || typeof environment !== 'string')
    throw notTheSystem(url, {
      vi: `GET /api/hoc-ba/v1/suc-khoe trả HTTP ${status} và không có moiTruong.`,
      en: `GET /api/hoc-ba/v1/suc-khoe answers HTTP ${status} without moiTruong.`,
    });
  if (environment !== 'test') throw notATestSystem(url, environment);
}

async function prepare(
  run: TargetRun,
  { log, clock }: { readonly log: ExchangeLog; readonly clock: Clock },
): Promise<Prepared<TargetBench>> {
  const http = createHttpClient();
  const { url, apiKey, timeoutMs, school, schoolYear, limits } = run;
  // One signal for the many calls at once; the caller's would be warned of so many listeners.
  const signal = AbortSignal.any([run.signal]);
  setMaxListeners(limits.burst + 10, signal);
  const wire = createWire({ http: recordingHttp(http, log, clock), url, apiKey, timeoutMs, signal });
  try {
    await requireTestServer(wire, url);
    const guard = guardWindow(await wire.get('/thoi-gian-tiep-nhan'));
    const files = createFiles();
    const validation = await loadValidation(files);
    const profile = await loadPackets(files, validation, run.packetProfile);
    const packets = packetMaker(profile, { school, schoolYear });
    const published = await loadInterface(validation);
    const runId = createIds().uuid().slice(0, 8);
    const left = new Map<string, LeftRecord>();
    const benchOf = (n: number): TargetBench => ({
      wire,
      published,
      judge: createJudge(),
      clock,
      signal,
      limits,
      school,
      schoolYear,
      classKey: `KT${runId.slice(0, 5)}${String(n).padStart(2, '0')}`.toUpperCase(),
      runId,
      packets,
      left,
    });
    return {
      subject: { address: url, school, schoolYear, environment: 'test' },
      bench: async (scenario) => ({ bench: benchOf(TARGET_SCENARIOS.indexOf(scenario) + 1) }),
      guard: ({ id }) => guard(id),
      finish: () => recallLeft(benchOf(0)),
      close: () => http.close(),
    };
  } catch (error) {
    await http.close();
    throw error;
  }
}

/** Tries a Sở's test database. GatewayErrors CONFORMANCE_… when it cannot be tried at all. */
export const runTarget = (run: TargetRun): Promise<FinishedRun> =>
  conduct(run, {
    kind: 'target',
    scenarios: TARGET_SCENARIOS,
    laws: TARGET_LAWS,
    mask: { secrets: [run.apiKey], plain: PLAIN },
    prepare: (parts) => prepare(run, parts),
  });
