import type { Issue } from '../issue.js';
import type { Stream, Term } from '../records.js';
import type { FileLister, FileSelection } from './file-set.js';
import type { GridSheet } from './grid.js';
import type { SheetLayout } from './layout.js';
import type { SheetRecord } from './records.js';
import type { SheetUnit } from './survey.js';

/** `AdapterContext` of ports/source fits. */
export interface SheetIo {
  readonly sourceId: string;
  readonly files: FileLister & { read(path: string): Promise<Uint8Array> };
  readonly spreadsheets: {
    read(
      bytes: Uint8Array,
      options?: { readonly name?: string; readonly signal?: AbortSignal },
    ): Promise<{ readonly sheets: readonly GridSheet[] }>;
  };
}

/** `PullRequest` of ports/source fits. */
export interface SheetPull {
  readonly stream: Stream;
  readonly scope: {
    readonly school: string;
    readonly schoolYear: string;
    readonly className?: string;
    readonly term?: Term;
  };
  readonly cursor?: string;
  readonly signal: AbortSignal;
}

/** `Page` of ports/source fits. */
export interface SheetPage {
  readonly stream: Stream;
  readonly school: string;
  readonly schoolYear: string;
  readonly term?: Term;
  readonly className?: string;
  readonly grade?: number;
  readonly subject?: string;
  readonly codeSets?: Readonly<Record<string, string>>;
  readonly mapping: string;
  readonly key: string;
  readonly records: readonly SheetRecord[];
  readonly issues: readonly Issue[];
  readonly cursor: string;
}

/** What makes one spreadsheet source different from another: data and, where needed, one more check. */
export interface SheetSource {
  readonly selection: FileSelection;
  /** School year of the files. */
  readonly year: string;
  readonly schoolName?: string;
  readonly layouts: readonly SheetLayout[];
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Where files and sheets that nobody recognises are reported, once. */
  readonly reportStream: Stream;
  /** Hex SHA-256. */
  readonly hash: (content: string | Uint8Array) => string;
  readonly codeSets?: Readonly<Record<string, string>>;
  readonly extraIssues?: (unit: SheetUnit) => readonly Issue[];
}
