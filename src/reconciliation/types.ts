import type { Account, RowAccount } from '../domain/account.js';
import type { Bilingual } from '../domain/errors.js';
import type { TargetSession } from '../ports/target.js';

/** Flat fields of a packet, path -> text, in the same names as the target's read-back (FarRecord.fields). Null: unreadable. */
export type ReadFields = (octets: Uint8Array) => Readonly<Record<string, string>> | null;

export interface ReconcileTarget {
  readonly id: string;
  /** Null: the target could not be opened; its account is by receipt only. */
  readonly session: TargetSession | null;
  /** Default: the paths of docs/so-gddt-interface.md (local names joined by '/'). */
  readonly readFields?: ReadFields;
}

export interface ReconcileRequest {
  readonly schoolYear: string;
  readonly targets: readonly ReconcileTarget[];
  /** All schools of the store when absent. */
  readonly schools?: readonly string[];
  /**
   * digest-first (default): classes whose digests agree are not read. full: every record is read and its fields compared,
   * which also finds a target that kept the hash and changed the content.
   */
  readonly content?: 'digest-first' | 'full';
  /** Also hold the class sizes that the sources state against their rosters; reads every class, so it costs time. */
  readonly sources?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: { readonly target: string; readonly school: string }) => void;
}

/** One record that the two sides do not agree on. */
export interface Finding {
  readonly record: string;
  readonly target: string;
  readonly school: string;
  /** Class key. */
  readonly class: string;
  readonly why: Bilingual;
  readonly next: Bilingual;
}

export interface DifferingFinding extends Finding {
  /** version, sha256, lookupCode, or field paths where the far side lets its content be read. */
  readonly fields: readonly string[];
}

export interface ReconcileClass extends Account {
  readonly key: string;
  readonly name: string;
}

export interface ReconcileSchool extends Account {
  readonly code: string;
  readonly name: string;
  readonly classes: readonly ReconcileClass[];
}

/** `difference` here = remainder of the account + records missing, extra and differing on the far side. */
export interface ReconcileTargetReport extends Account {
  readonly id: string;
  /** read: compared with what the target holds. receipt: by its acknowledgements only. */
  readonly farSide: 'read' | 'receipt';
  readonly superseded: number;
  readonly schools: readonly ReconcileSchool[];
  /** Why a target that can be read was not. Never a silent "by receipt only". */
  readonly unread?: { readonly code: string; readonly message: Bilingual; readonly hint: Bilingual };
}

/** What a source itself says about a class, against the rows it gave. */
export interface SourceCheck {
  readonly source: string;
  readonly school: string;
  readonly class: string;
  /** Class size as the source states it. */
  readonly stated: number;
  /** Pupils in its roster who have not left. */
  readonly roster: number;
  readonly difference: number;
}

/** Answer of `hocba reconcile`. `difference` = sum over the targets + remainder of the rows; 0 means nothing was lost. */
export interface Reconciliation {
  readonly asOf: string;
  readonly schoolYear: string;
  readonly difference: number;
  readonly rows: RowAccount & { readonly difference: number };
  readonly targets: readonly ReconcileTargetReport[];
  readonly missing: readonly Finding[];
  readonly extra: readonly Finding[];
  readonly differing: readonly DifferingFinding[];
  /** Classes in which a source contradicts itself; shown, not part of `difference`: a stated size is often out of date. */
  readonly sources: readonly SourceCheck[];
}
