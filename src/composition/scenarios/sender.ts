import type { ExchangeLog, RawExchange } from '../../conformance/scenarios/exchanges.js';
import { createJudge } from '../../conformance/scenarios/judge.js';
import type { Acted, Person } from '../../conformance/scenarios/person.js';
import type { PlayedTarget, SenderBench, SenderStep } from '../../conformance/scenarios/sender/bench.js';
import { type Played, type SenderCall, senderCall } from '../../conformance/scenarios/sender/calls.js';
import { MINISTRY_IDS, SENDER_SCENARIOS } from '../../conformance/scenarios/sender/index.js';
import { SENDER_LAWS } from '../../conformance/scenarios/sender/laws.js';
import { notRun, type Scenario } from '../../conformance/scenarios/types.js';
import type { Bilingual } from '../../domain/errors.js';
import { createHttpClient } from '../../infra/http/http-client.js';
import type { Clock } from '../../ports/clock.js';
import type { HttpClient } from '../../ports/http-client.js';
import { CANNOT, runCommand } from './command.js';
import { conduct, type FinishedRun, type Prepared, type RunSetting } from './conduct.js';

/** The targets that the kit plays: processes of their own, started by whoever calls. */
export interface PlayedTargets {
  readonly soGddt: { readonly url: string; readonly apiKey: string };
  readonly moetCsdl: {
    readonly url: string;
    readonly accounts: readonly { readonly username: string; readonly password: string }[];
  };
  stop(): Promise<void>;
}

export interface SenderRun extends RunSetting {
  readonly play: () => Promise<PlayedTargets>;
  /** Executed for every step; null: a person does the steps. */
  readonly command: string | null;
  readonly person: Person | null;
  /** The ministry is served, too. */
  readonly withMinistry: boolean;
  readonly limitMs: number;
  readonly settleMs: number;
  /** Words given beforehand: scenario id to yes or no. */
  readonly attested: ReadonlyMap<string, boolean>;
  readonly attester: string;
}

/** Technical members of both interfaces. */
const PLAIN: ReadonlySet<string> = new Set(
  (
    'moiTruong MoiTruong maTruong MaTruongHoc namHoc NamHoc khoa Khoa ten khoi maLo IdBanGhi SuKien PhienBan key sha256 ' +
    'ThoiGianCapNhat maTraCuu MaTraCuu trangThai maBienNhan hoiLaiSauMs ma moTa LoaiDuLieu LoaiDongBo code error ' +
    'errorDescription errorFieldTitle clientId rc classKey count digest tiepTheo dangMo tu den dot daChot moLaiSauGiay'
  ).split(' '),
);

interface Stage {
  readonly run: SenderRun;
  readonly http: HttpClient;
  readonly played: PlayedTargets;
  readonly log: ExchangeLog;
  readonly clock: Clock;
}

async function knob(http: HttpClient, url: string, name: string, body?: unknown): Promise<unknown> {
  const { body: octets } = await http.request({
    method: body === undefined ? 'GET' : 'POST',
    url: `${url}/__sandbox/${name}`,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return JSON.parse(new TextDecoder().decode(octets));
}

/** A played target: its knobs, and its exchanges as they come in, each taken into the log once. */
function playedTarget({ http, log }: Stage, target: Played, url: string): PlayedTarget {
  const seen: SenderCall[] = [];
  return {
    faults: async (wish) => void (await knob(http, url, 'faults', wish)),
    settings: async (wish) => void (await knob(http, url, 'settings', wish)),
    async lock() {
      const { locked } = (await knob(http, url, 'lock', {})) as { locked: string[] };
      return locked;
    },
    async calls() {
      const fresh = (await knob(http, url, `exchanges?from=${seen.length}`)) as RawExchange[];
      for (const exchange of fresh) {
        seen.push(senderCall(target, exchange));
        log.add(exchange);
      }
      return [...seen];
    },
  };
}

const INSTRUCTIONS: Readonly<Record<SenderStep, Bilingual>> = {
  send: {
    vi: 'Cho phần mềm gửi một lớp thử chưa gửi lần nào (ít nhất 2 học sinh), chờ nó làm xong.',
    en: 'Let the sender send a test class that was never sent (2 pupils at least), and wait until it has finished.',
  },
  correct: {
    vi: 'Sửa điểm của một học sinh vừa gửi rồi cho phần mềm gửi bản sửa.',
    en: 'Change a mark of a pupil just sent, and let the sender send the correction.',
  },
  recall: {
    vi: 'Cho phần mềm thu hồi một học bạ vừa gửi.',
    en: 'Let the sender recall a record just sent.',
  },
};

function variablesOf({ played, run }: Stage, scenario: string, step: SenderStep): Record<string, string> {
  const { soGddt, moetCsdl } = played;
  const [account] = moetCsdl.accounts;
  const turn = SENDER_SCENARIOS.findIndex(({ id }) => id === scenario) + 1;
  return {
    HOCBA_SCENARIO: scenario,
    HOCBA_TURN: String(turn),
    HOCBA_STEP: step,
    HOCBA_TARGETS: run.withMinistry && MINISTRY_IDS.has(scenario) ? 'so-gddt,moet-csdl' : 'so-gddt',
    HOCBA_SO_URL: soGddt.url,
    HOCBA_SO_API_KEY: soGddt.apiKey,
    HOCBA_MOET_URL: moetCsdl.url,
    HOCBA_MOET_USERNAME: account?.username ?? '',
    HOCBA_MOET_PASSWORD: account?.password ?? '',
  };
}

async function byCommand(stage: Stage, command: string, scenario: string, step: SenderStep): Promise<Acted> {
  const { limitMs, signal } = stage.run;
  const variables = variablesOf(stage, scenario, step);
  const { code, isTimeUp } = await runCommand({ command, variables, limitMs, signal });
  if (isTimeUp) return 'time-up';
  return code === CANNOT ? 'cannot' : 'done';
}

function stepOf(stage: Stage, scenario: string): SenderBench['step'] {
  const { command, person, limitMs } = stage.run;
  return async (step) => {
    if (command !== null) return byCommand(stage, command, scenario, step);
    if (person === null) return 'cannot';
    const { vi, en } = INSTRUCTIONS[step];
    return person.act({ vi: `[${scenario}] ${vi}`, en: `[${scenario}] ${en}` }, limitMs);
  };
}

function attestedOf({ run }: Stage): SenderBench['attested'] {
  return async (scenario, question) => {
    const given = run.attested.get(scenario);
    if (given !== undefined) return { isTrue: given, by: run.attester };
    const said = (await run.person?.confirm(question, run.limitMs)) ?? null;
    return said === null ? null : { isTrue: said, by: run.attester };
  };
}

/** Both targets begin anew for every scenario: what one of them spoilt is not met again. */
async function openBench(stage: Stage, { id }: Scenario<SenderBench>): Promise<SenderBench> {
  const { run, http, played, clock } = stage;
  const { soGddt, moetCsdl } = played;
  for (const { url } of [soGddt, moetCsdl]) await knob(http, url, 'reset', {});
  const targets = {
    'so-gddt': playedTarget(stage, 'so-gddt', soGddt.url),
    'moet-csdl': playedTarget(stage, 'moet-csdl', moetCsdl.url),
  };
  return {
    judge: createJudge(),
    clock,
    signal: run.signal,
    targets,
    settleMs: run.settleMs,
    step: stepOf(stage, id),
    attested: attestedOf(stage),
  };
}

const NO_MINISTRY = notRun(
  {
    vi: 'Phần mềm này không gửi tới CSDL ngành (--targets so-gddt).',
    en: 'This sender does not serve the sector database (--targets so-gddt).',
  },
  {
    vi: 'Nếu có gửi: chạy với --targets so-gddt,moet-csdl.',
    en: 'If it does: run with --targets so-gddt,moet-csdl.',
  },
);

async function prepare(
  run: SenderRun,
  { log, clock }: { readonly log: ExchangeLog; readonly clock: Clock },
): Promise<Prepared<SenderBench>> {
  const http = createHttpClient();
  const played = await run.play();
  const stage: Stage = { run, http, played, log, clock };
  const targets = run.withMinistry ? 'so-gddt, moet-csdl' : 'so-gddt';
  return {
    subject: { ...(run.command === null ? {} : { command: run.command }), targets, environment: 'test' },
    async bench(scenario) {
      const bench = await openBench(stage, scenario);
      // The last words of a sender that still talks when its scenario is over.
      const close = async (): Promise<void> => {
        for (const target of Object.values(bench.targets)) await target.calls();
      };
      return { bench, close };
    },
    guard: ({ id }) => (!run.withMinistry && MINISTRY_IDS.has(id) ? NO_MINISTRY : null),
    async close() {
      await http.close();
      await played.stop();
    },
  };
}

/** Tries a vendor's sender against targets that the kit plays. */
export const runSender = (run: SenderRun): Promise<FinishedRun> =>
  conduct(run, {
    kind: 'sender',
    scenarios: SENDER_SCENARIOS,
    laws: SENDER_LAWS,
    mask: { secrets: [], plain: PLAIN },
    prepare: (parts) => prepare(run, parts),
  });
