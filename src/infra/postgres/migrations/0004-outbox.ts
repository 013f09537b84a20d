import type { Migration } from './migration.js';

/** What has to be sent, and the orders in which it is looked for. */
const ITEMS = [
  'CREATE SEQUENCE item_fence',
  `CREATE TABLE items (
      seq bigint GENERATED ALWAYS AS IDENTITY,
      item_key text PRIMARY KEY,
      target text NOT NULL,
      record_id text NOT NULL,
      version integer NOT NULL,
      school text NOT NULL,
      school_year text NOT NULL,
      class_key text NOT NULL,
      event text NOT NULL CHECK (event IN ('NEW','UPDATE','CANCEL')),
      state text NOT NULL CHECK (state IN
        ('queued','sending','awaiting','accepted','rejected','unknown','dead','cancelled','superseded')),
      after_target text,
      ready boolean NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      inquiries integer NOT NULL DEFAULT 0,
      next_attempt_at timestamptz NOT NULL,
      batch_id text,
      fence bigint,
      worker text,
      lease_until timestamptz,
      code text,
      reference text,
      findings text,
      settled_at timestamptz)`,
  "CREATE UNIQUE INDEX items_of_record ON items (record_id, target, version, (event = 'CANCEL'))",
  "CREATE INDEX items_due ON items (target, next_attempt_at, seq) WHERE state = 'queued' AND ready",
  `CREATE INDEX items_due_of_class ON items (target, school, school_year, class_key, seq)
      WHERE state = 'queued' AND ready`,
  "CREATE INDEX items_to_inquire ON items (target, next_attempt_at, seq) WHERE state IN ('awaiting','unknown')",
  "CREATE INDEX items_leased ON items (target, lease_until) WHERE state = 'sending'",
  "CREATE INDEX items_superseded ON items (school_year, target) WHERE state = 'superseded'",
  'CREATE INDEX items_in_order ON items (school_year, seq)',
];

/** What targets answered, word for word. */
const RECEIPTS = [
  `CREATE TABLE receipts (
      receipt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      batch_id text NOT NULL,
      target text NOT NULL,
      school text NOT NULL,
      kind text NOT NULL,
      raw text NOT NULL,
      items text NOT NULL,
      applied integer NOT NULL,
      stale integer NOT NULL,
      started_at timestamptz NOT NULL,
      finished_at timestamptz NOT NULL)`,
  'CREATE INDEX receipts_by_batch ON receipts (batch_id)',
];

/** The pace of each target, and what it has already been given. */
const TARGETS = [
  `CREATE TABLE targets (
      target text PRIMARY KEY,
      paused boolean NOT NULL DEFAULT false,
      tokens double precision,
      tokens_at timestamptz)`,
  `CREATE TABLE target_objects (
      target text NOT NULL,
      school text NOT NULL,
      kind text NOT NULL,
      client_id text NOT NULL,
      content_hash text NOT NULL,
      issued_code text,
      PRIMARY KEY (target, school, kind, client_id))`,
];

const GRANTS = [
  'GRANT SELECT, INSERT, UPDATE ON items, targets, target_objects TO hocba_app',
  'GRANT SELECT, INSERT ON receipts TO hocba_app',
  'GRANT USAGE ON SEQUENCE item_fence TO hocba_app',
];

export const outbox = {
  number: 4,
  name: 'outbox',
  statements: () => [...ITEMS, ...RECEIPTS, ...TARGETS, ...GRANTS],
} satisfies Migration;
