import type { Issue } from '../../domain/issue.js';
import type { RecordState } from '../../ports/store.js';

/** One field of a canonical record that would differ; a value as text, null where there is none. */
export interface FieldChange {
  /** As in issues: secondary.subjects[toan].year.score. */
  readonly path: string;
  readonly old: string | null;
  readonly new: string | null;
}

/** What would become of one record. */
export interface RecordImpact {
  readonly record: string;
  readonly school: string;
  readonly classKey: string;
  /** null: there is no such record on that side. */
  readonly state: { readonly old: RecordState | null; readonly new: RecordState | null };
  readonly fields: readonly FieldChange[];
  readonly issues: { readonly new: readonly Issue[]; readonly gone: readonly Issue[] };
  /** A new version would be issued and sent. */
  readonly packet: boolean;
}

/** What a new mapping or code table would change, were landing mapped again with it. Nothing was stored or sent. */
export interface Impact {
  /** Pages that were mapped with both. */
  readonly pages: number;
  /** Pages that only one of both refuses as a whole: a pull decides which stands, so they count as they are. */
  readonly pagesLeft: readonly string[];
  /** Rows that give another fragment or other findings. */
  readonly rows: number;
  /** Classes that were assembled with both. */
  readonly classes: number;
  /** Records that would differ, by school and class. */
  readonly records: readonly RecordImpact[];
  /** Versions that would be issued and sent. */
  readonly packets: number;
  /** Versions that mapping again with what is in use now would issue: what is stored is older than the mappings. */
  readonly packetsAnyway: number;
}
