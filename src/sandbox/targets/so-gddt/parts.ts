import type { Faults } from '../faults.js';
import type { Ledger } from '../ledger.js';
import type { PacketBook } from '../packet-book.js';
import type { SendWindow } from '../window.js';

export interface SoParts {
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly book: PacketBook;
  readonly environment: string;
  readonly apiKey: string;
  readonly verdictDelayMs: number;
  /** Changed by POST /__sandbox/settings. */
  readonly settings: { window: SendWindow | undefined };
}
