/** What the server can do, read once before migrating. */
export interface ServerFacts {
  /** TOAST compression lz4 is compiled in (PGlite has none). */
  readonly lz4: boolean;
}

/** A numbered step. Statements are sent one per call, all in one transaction; a released step is never edited. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  statements(server: ServerFacts): readonly string[];
}
