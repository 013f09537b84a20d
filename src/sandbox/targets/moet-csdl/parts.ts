import type { FaultKind, Faults } from '../faults.js';
import type { Ledger } from '../ledger.js';
import type { PacketBook } from '../packet-book.js';
import type { Answer, Call } from '../server.js';
import type { SendWindow } from '../window.js';
import type { ObjectBook } from './objects.js';

/** Tài khoản kết chuyển. `school` `*` fits every school. */
export interface TransferAccount {
  readonly school: string;
  readonly username: string;
  readonly password: string;
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
