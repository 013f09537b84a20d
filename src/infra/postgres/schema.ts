import type { Generated, Kysely } from 'kysely';
import type { DeliveryEvent, DeliveryState } from '../../domain/delivery.js';
import type { RecordState } from '../../ports/store.js';

/**
 * Column types as both stores return them: text columns hold JSON text where the name says what it is,
 * bigint is a JS number (checked to be safe), bytea a Buffer, timestamptz a Date.
 */
export interface Database {
  runs: {
    run_id: string;
    kind: string;
    school_year: string;
    environment: string;
    actor: string;
    started_at: Date;
    finished_at: Date | null;
    outcome: string | null;
    summary: string | null;
  };
  pulls: PullColumns & {
    pull_number: number;
    resume_cursor: string | null;
    open: boolean;
    closed_at: Date | null;
  };
  pages: PullColumns & {
    page_key: string;
    run_id: string;
    pull_number: number;
    term: string | null;
    mapping: string;
    mapping_version: number;
    content_hash: string;
    page_rows: string;
    issues: string;
    landed: number;
    used: number;
    ignored: string;
    ignored_rows: number;
    quarantined: number;
    retired_at: Date | null;
  };
  fragment_sets: PullColumns & {
    page_key: string;
    class_key: string;
    term: string | null;
    fragments: string;
  };
  classes: ClassColumns & {
    sequence: number;
    marked: boolean;
    class_name: string | null;
    school_name: string | null;
    context: string | null;
  };
  records: ClassColumns & {
    record_id: string;
    pupil_id: string;
    state: RecordState;
    state_hash: string;
    canonical: string | null;
    issues: string;
    aliases: string;
    sort_key: string;
    fold_key: string;
    lookup_code: string | null;
    version: number | null;
    canonical_hash: string | null;
    sha256: string | null;
    run_id: string;
    updated_at: Date;
  };
  aliases: { school_year: string; scheme: string; value: string; record_id: string; school: string };
  versions: ClassColumns & {
    record_id: string;
    number: number;
    canonical: string;
    canonical_hash: string;
    octets: Buffer;
    sha256: string;
    lookup_code: string;
    profile: string;
    environment: 'test' | 'production';
    effective_date: string | null;
    created_at: Date;
    issued_at: Date | null;
    run_id: string;
  };
  items: ClassColumns & ItemColumns;
  receipts: {
    receipt_id: Generated<number>;
    batch_id: string;
    target: string;
    school: string;
    kind: string;
    raw: string;
    items: string;
    applied: number;
    stale: number;
    started_at: Date;
    finished_at: Date;
  };
  targets: { target: string; paused: boolean; tokens: number | null; tokens_at: Date | null };
  target_objects: {
    target: string;
    school: string;
    kind: string;
    client_id: string;
    content_hash: string;
    issued_code: string | null;
  };
}

interface PullColumns {
  source: string;
  school: string;
  school_year: string;
  stream: string;
}

interface ClassColumns {
  school: string;
  school_year: string;
  class_key: string;
}

interface ItemColumns {
  seq: Generated<number>;
  item_key: string;
  target: string;
  record_id: string;
  version: number;
  event: DeliveryEvent;
  state: DeliveryState;
  after_target: string | null;
  ready: boolean;
  attempts: Generated<number>;
  inquiries: Generated<number>;
  next_attempt_at: Date;
  batch_id: string | null;
  /** Set while a worker holds the item; a settle must name it. */
  fence: number | null;
  worker: string | null;
  lease_until: Date | null;
  code: string | null;
  reference: string | null;
  findings: string | null;
  settled_at: Date | null;
}

/** A connection inside a scoped transaction. */
export type Tx = Kysely<Database>;
