import { REQUIREMENTS } from '../../conformance/requirements.js';
import { createExchangeLog, type ExchangeLog } from '../../conformance/scenarios/exchanges.js';
import type { MaskRules } from '../../conformance/scenarios/mask.js';
import { type RunRequest, runScenarios } from '../../conformance/scenarios/run.js';
import { type Statement, statementOf } from '../../conformance/scenarios/statement.js';
import type { Law, RunKind, Scenario, ScenarioResult } from '../../conformance/scenarios/types.js';
import type { Bilingual } from '../../domain/errors.js';
import { program } from '../../infra/files/program.js';
import { createClock } from '../../infra/system/clock.js';
import type { Clock } from '../../ports/clock.js';
import { ALL_PACKS } from '../../rules/packs.js';
import { openStatementFolder, type StatementFiles } from './folder.js';

/** What every kind of run is asked with. */
export interface RunSetting {
  readonly product: { readonly name: string | null; readonly release: string | null };
  readonly packetProfile: string;
  /** Folder of the statement's files. */
  readonly out: string;
  /** Ids of scenarios; all when empty. */
  readonly only: readonly string[];
  readonly bodies: MaskRules['bodies'];
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number, result: ScenarioResult | null) => void;
}

export interface FinishedRun {
  readonly statement: Statement;
  readonly files: StatementFiles;
}

/** A run that is set up: the system was reached, scenarios can start. */
export interface Prepared<Bench> extends Pick<RunRequest<Bench>, 'bench' | 'guard'> {
  readonly subject: Readonly<Record<string, string>>;
  /** After the last scenario: cleans up, and says what is left behind. */
  finish?(): Promise<readonly Bilingual[]>;
  /** Always, also when the run fails. */
  close(): Promise<void>;
}

export interface Conducted<Bench> {
  readonly kind: RunKind;
  readonly scenarios: readonly Scenario<Bench>[];
  readonly laws: readonly Law[];
  readonly mask: Pick<MaskRules, 'secrets' | 'plain'>;
  prepare(parts: { readonly log: ExchangeLog; readonly clock: Clock }): Promise<Prepared<Bench>>;
}

/** From the first call to the written statement. GatewayErrors of the set-up are thrown: there is no statement then. */
export async function conduct<Bench>(setting: RunSetting, conducted: Conducted<Bench>): Promise<FinishedRun> {
  const { kind, scenarios, laws, mask } = conducted;
  const clock = createClock();
  const startedAt = clock.now();
  const folder = await openStatementFolder(setting.out, kind, startedAt);
  const log = createExchangeLog({ ...mask, bodies: setting.bodies }, (exchange) => folder.keep(exchange));
  log.begin('');
  let prepared: Prepared<Bench> | undefined;
  try {
    prepared = await conducted.prepare({ log, clock });
    const { only, signal, progress } = setting;
    const { bench, guard } = prepared;
    const results = await runScenarios({
      scenarios,
      laws,
      bench,
      ...(guard === undefined ? {} : { guard }),
      only,
      log,
      clock,
      signal,
      progress,
    });
    log.begin('');
    const notes = (await prepared.finish?.()) ?? [];
    const statement = statementOf({
      facts: {
        number: folder.number,
        kind,
        product: setting.product,
        kit: await program(),
        packetProfile: setting.packetProfile,
        packs: ALL_PACKS.map(({ id, version }) => ({ id, version })),
        subject: { ...prepared.subject, bodies: setting.bodies },
        startedAt: startedAt.toISOString(),
        endedAt: clock.now().toISOString(),
        exchanges: await folder.seal(),
        notes,
      },
      results,
      laws,
      requirements: REQUIREMENTS,
    });
    await folder.write(statement);
    return { statement, files: folder.files };
  } catch (error) {
    await folder.abandon(prepared !== undefined);
    throw error;
  } finally {
    await prepared?.close();
  }
}
