import type { Place } from '../../domain/issue.js';
import type { CodeEntryDeclaration } from '../declaration.js';
import type { CodeTables } from '../tables.js';

/** What a column of a list may hold. */
export const FIELDS = ['code', 'name', 'kind', 'province', 'district', 'commune', 'level'] as const;
export type Field = (typeof FIELDS)[number];

/** A row of a list as the file has it: cells by field, cleaned of odd blanks; an empty cell is absent. */
export interface ListRow {
  readonly cells: Readonly<Partial<Record<Field, string>>>;
  /** Where a cell of the row stands. */
  readonly place: (field: Field) => Place;
}

/** What a row says of a key. */
export interface ListedCode extends Pick<CodeEntryDeclaration, 'key' | 'name' | 'codes' | 'grades'> {
  readonly facts?: Readonly<Record<string, string | readonly string[]>>;
  /** Of the row it was first listed in. */
  readonly place: Place;
}

/** What reading a row may look into. */
export interface ListSurroundings {
  readonly tables: CodeTables;
  /** YYYY-MM-DD from which the list holds. */
  readonly validFrom: string;
}
