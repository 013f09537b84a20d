import { existsSync, renameSync } from 'node:fs';
import { type Ledger, openLedger } from './ledger.js';
import type { Service, Stage } from './server.js';

/** `build` makes the service from its ledger: what the ledger holds has happened. */
export function createStage(file: string, build: (ledger: Ledger) => Service): Stage {
  let resets = 0;
  let service = build(openLedger(file));
  return {
    get service() {
      return service;
    },
    reset() {
      service.ledger.close();
      do resets += 1;
      while (existsSync(`${file}.${resets}`));
      renameSync(file, `${file}.${resets}`);
      service = build(openLedger(file));
    },
  };
}
