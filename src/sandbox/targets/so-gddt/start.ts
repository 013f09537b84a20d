import { join } from 'node:path';
import { createFaults } from '../faults.js';
import { createPacketBook } from '../packet-book.js';
import { type Listening, listen } from '../server.js';
import { createStage } from '../stage.js';
import type { SendWindow } from '../window.js';
import { createSoService } from './service.js';

export interface SoGddtOptions {
  /** Folder of the ledger `so-gddt.ndjson`. */
  readonly stateDir: string;
  readonly port?: number;
  readonly faults?: 'none' | 'flaky';
  readonly seed?: number;
  readonly environment?: 'test' | 'production';
  readonly apiKey?: string;
  /** From receipt to verdict, default 150. */
  readonly verdictDelayMs?: number;
  /** Keep every exchange for GET /__sandbox/exchanges. */
  readonly records?: boolean;
  /** Default: always open. */
  readonly window?: SendWindow;
}

export interface RunningSoGddt extends Listening {
  readonly apiKey: string;
}

/** Starts the simulated records database of a Sở GDĐT on loopback. */
export async function startSoGddt(options: SoGddtOptions): Promise<RunningSoGddt> {
  const apiKey = options.apiKey ?? 'so-gddt-sandbox-key';
  const environment = options.environment ?? 'test';
  const stage = createStage(join(options.stateDir, 'so-gddt.ndjson'), (ledger) => {
    const book = createPacketBook(environment, 'SO');
    for (const line of ledger.lines()) book.replay(line);
    return createSoService({
      ledger,
      book,
      environment,
      apiKey,
      faults: createFaults(options.faults ?? 'none', options.seed ?? 1),
      verdictDelayMs: options.verdictDelayMs ?? 150,
      settings: { window: options.window },
    });
  });
  const { url, close } = await listen(stage, options.port ?? 0, options.records);
  return { url, close, apiKey };
}
