import type { FaultKind, Faults } from '../faults.js';
import type { Ledger } from '../ledger.js';
import type { PacketBook } from '../packet-book.js';
import type { Answer, Call } from '../server.js';
import type { ObjectBook } from './objects.js';

/** Tài khoản kết chuyển. `school` `*` fits every school. */
export interface TransferAccount {
  readonly school: string;
  readonly username: string;
  readonly password: string;
}

/** Sends are taken from `from` to `to`, both ISO 8601 instants. */
export interface SendWindow {
  readonly from: string;
  readonly to: string;
}

export interface MoetParts {
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly book: PacketBook;
  readonly objects: ObjectBook;
  readonly environment: string;
  /** Changed by POST /__sandbox/settings. */
  readonly settings: { accounts: readonly TransferAccount[]; window: SendWindow | undefined };
}

export type Handler = (call: Call, fault: FaultKind | null) => Answer;
