import { join } from 'node:path';
import { createFaults } from '../faults.js';
import { createPacketBook } from '../packet-book.js';
import { type Listening, listen } from '../server.js';
import { createStage } from '../stage.js';
import type { SendWindow } from '../window.js';
import { createObjectBook } from './objects.js';
import type { TransferAccount } from './parts.js';
import { createMoetService } from './service.js';

export interface MoetCsdlOptions {
  /** Folder of the ledger `moet-csdl.ndjson`. */
  readonly stateDir: string;
  readonly port?: number;
  readonly faults?: 'none' | 'flaky';
  readonly seed?: number;
  readonly environment?: 'test' | 'production';
  /** Keep every exchange for GET /__sandbox/exchanges. */
  readonly records?: boolean;
  /** Default: one account for every school. */
  readonly accounts?: readonly TransferAccount[];
  /** Default: always open. */
  readonly window?: SendWindow;
}

export interface RunningMoetCsdl extends Listening {
  readonly accounts: readonly TransferAccount[];
}

const ANY_SCHOOL: TransferAccount = { school: '*', username: 'ketchuyen', password: 'ketchuyen-sandbox' };

/** Starts the simulated sector database (CSDL ngành of the ministry) on loopback. */
export async function startMoetCsdl(options: MoetCsdlOptions): Promise<RunningMoetCsdl> {
  const environment = options.environment ?? 'test';
  const accounts = options.accounts ?? [ANY_SCHOOL];
  const stage = createStage(join(options.stateDir, 'moet-csdl.ndjson'), (ledger) => {
    const book = createPacketBook(environment, 'BO');
    const objects = createObjectBook();
    for (const line of ledger.lines()) {
      book.replay(line);
      objects.replay(line);
    }
    return createMoetService({
      ledger,
      book,
      objects,
      environment,
      settings: { accounts, window: options.window },
      faults: createFaults(options.faults ?? 'none', options.seed ?? 1),
    });
  });
  const { url, close } = await listen(stage, options.port ?? 0, options.records);
  return { url, close, accounts };
}
