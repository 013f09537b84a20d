import type { Issue, Place } from '../domain/issue.js';
import type { Stream, Term } from '../domain/records.js';
import type { Clock } from './clock.js';
import type { Files } from './files.js';
import type { HttpClient } from './http-client.js';
import type { Logger } from './logger.js';
import type { SpreadsheetReader } from './spreadsheet.js';

/** A JSON Schema 2020-12 document: validates the adapter's config, documents it, and makes the form for it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Where a stream stops being known. */
export interface StreamCapability {
  /** required: a record without this stream is incomplete; optional: used when present. */
  readonly need: 'required' | 'optional';
  /** Terms in which the stream comes, empty when it has no term. */
  readonly terms: readonly Term[];
  /** full: every pull shows the whole stream, so what is gone is gone at the source. partial: absence proves nothing. */
  readonly completeness: 'full' | 'partial';
  /** Parts of the shape that no public document confirms. */
  readonly unverified: readonly string[];
  /** What the school does when the stream is missing. */
  readonly fix: { readonly vi: string; readonly en: string };
}

/** What to pull. Year and school are always given; class and term narrow the pull where the vendor can. */
export interface PullScope {
  readonly school: string;
  readonly schoolYear: string;
  readonly className?: string;
  readonly term?: Term;
}

/** Opaque resume point, true after the page that carries it. JSON text of at most 4 KB; no secrets, no names. */
export type Cursor = string;

/** One row as the vendor gave it. */
export interface SourceRecord {
  /** Stable within stream, school, year and page: the same row has the same key in every pull. */
  readonly key: string;
  /** Vendor's own field or header names (headers joined by ' / ' from top to bottom) to values as they came. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly place: Place;
  /** Set when the row is not a record: header repeated, footer, blank, total line, another school's row (then quarantined). */
  readonly ignored?: string;
  /** Findings of the adapter on this row (e.g. unreadable cell). An error quarantines the row. */
  readonly issues?: readonly Issue[];
}

/** Rows of one class (or of a whole school, where the vendor has no class pages) in one stream and term. */
export interface Page {
  readonly stream: Stream;
  readonly school: string;
  readonly schoolYear: string;
  readonly term?: Term;
  /** As the vendor names it; absent when rows of several classes are mixed (rows then carry their class). */
  readonly className?: string;
  readonly grade?: number;
  /** The subject of a one-subject page (gradebook), as the vendor names it. */
  readonly subject?: string;
  /** Which numbering bare codes on this page follow, per code table: { 'ethnic-groups': '1979' }. From the source's config. */
  readonly codeSets?: Readonly<Record<string, string>>;
  /** Id of the mapping that reads these rows, `<adapter>/<name>`: a file in mappings/. */
  readonly mapping: string;
  /** Stable name of the page within source, stream, school and year; a later page of that name replaces it. */
  readonly key: string;
  readonly records: readonly SourceRecord[];
  /** Findings on the page as a whole (unknown column, wrong school). An error quarantines all its rows. */
  readonly issues: readonly Issue[];
  readonly cursor: Cursor;
}

export interface PullRequest {
  readonly stream: Stream;
  readonly scope: PullScope;
  readonly cursor?: Cursor;
  readonly signal: AbortSignal;
}

export type Health =
  | { readonly ok: true; readonly detail: string }
  | {
      readonly ok: false;
      readonly code: string;
      readonly detail: { readonly vi: string; readonly en: string };
    };

export interface AdapterContext {
  readonly sourceId: string;
  readonly http: HttpClient;
  readonly files: Files;
  readonly spreadsheets: SpreadsheetReader;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * One vendor system. The laws (tests/conformance/source.ts runs them on every adapter): resuming from a page's cursor
 * yields exactly what followed it; `signal` aborts within one page; same cursor and data give the same keys in the same
 * order; `close` twice is fine; errors are GatewayError; no log line or error holds a secret or personal data; a 204, an
 * empty list and a refusal under HTTP 200 are told apart; rows added or removed while paging are neither lost nor doubled.
 */
export interface SourceAdapter<Config = unknown> {
  /** Equals the adapter's folder name. */
  readonly id: string;
  readonly configSchema: JsonSchema;
  readonly streams: Readonly<Partial<Record<Stream, StreamCapability>>>;
  open(config: Config, context: AdapterContext): Promise<SourceSession>;
}

export interface SourceSession {
  /** One cheap authenticated call; never throws. */
  health(signal: AbortSignal): Promise<Health>;
  /** In resume order; finite. Throws GatewayError when the stream cannot be read to its end. */
  pull(request: PullRequest): AsyncIterable<Page>;
  /** Idempotent. */
  close(): Promise<void>;
}
