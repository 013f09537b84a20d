import type { Migration } from './migration.js';

const GUARD = `CREATE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.issued_at IS NOT NULL AND
     (NEW.octets, NEW.sha256, NEW.record_id, NEW.number, NEW.lookup_code, NEW.profile, NEW.environment, NEW.issued_at)
     IS DISTINCT FROM
     (OLD.octets, OLD.sha256, OLD.record_id, OLD.number, OLD.lookup_code, OLD.profile, OLD.environment, OLD.issued_at)
  THEN RAISE EXCEPTION 'an issued version does not change' USING ERRCODE = 'HB001';
  END IF;
  RETURN NEW;
END $$`;

export const records = {
  number: 3,
  name: 'records',
  statements: () => [
    `CREATE TABLE records (
      record_id text PRIMARY KEY,
      pupil_id text NOT NULL,
      school text NOT NULL,
      school_year text NOT NULL,
      class_key text NOT NULL,
      state text NOT NULL CHECK (state IN ('ready','incomplete','quarantined','withdrawn','left')),
      state_hash text NOT NULL,
      canonical text,
      issues text NOT NULL,
      aliases text NOT NULL,
      sort_key text NOT NULL,
      fold_key text NOT NULL,
      lookup_code text,
      version integer,
      canonical_hash text,
      sha256 text,
      run_id text NOT NULL,
      updated_at timestamptz NOT NULL)`,
    'CREATE INDEX records_by_class ON records (school_year, school, class_key, sort_key, record_id)',
    `CREATE TABLE aliases (
      school_year text NOT NULL,
      scheme text NOT NULL,
      value text NOT NULL,
      record_id text NOT NULL,
      school text NOT NULL,
      PRIMARY KEY (school_year, scheme, value))`,
    'CREATE INDEX aliases_by_record ON aliases (record_id)',
    `CREATE TABLE versions (
      record_id text NOT NULL REFERENCES records,
      number integer NOT NULL,
      school text NOT NULL,
      school_year text NOT NULL,
      class_key text NOT NULL,
      canonical text NOT NULL,
      canonical_hash text NOT NULL,
      octets bytea NOT NULL,
      sha256 text NOT NULL,
      lookup_code text NOT NULL,
      profile text NOT NULL,
      environment text NOT NULL,
      effective_date text,
      created_at timestamptz NOT NULL,
      issued_at timestamptz,
      run_id text NOT NULL,
      PRIMARY KEY (record_id, number))`,
    GUARD,
    `CREATE TRIGGER versions_issued BEFORE UPDATE ON versions
      FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued()`,
    'GRANT SELECT, INSERT, UPDATE ON records, versions TO hocba_app',
    'GRANT SELECT, INSERT, UPDATE, DELETE ON aliases TO hocba_app',
  ],
} satisfies Migration;
