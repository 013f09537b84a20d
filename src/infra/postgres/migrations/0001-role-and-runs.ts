import type { Migration } from './migration.js';

const CREATE_ROLE = `DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hocba_app') THEN CREATE ROLE hocba_app NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$`;

/** A superuser may take any role; anyone else must be a member, which the creator of the role can arrange. */
const JOIN_ROLE = `DO $$ BEGIN
  EXECUTE 'SET LOCAL ROLE hocba_app';
  EXECUTE 'RESET ROLE';
EXCEPTION WHEN insufficient_privilege THEN EXECUTE 'GRANT hocba_app TO CURRENT_USER';
END $$`;

export const roleAndRuns = {
  number: 1,
  name: 'role-and-runs',
  statements: () => [
    CREATE_ROLE,
    JOIN_ROLE,
    `CREATE TABLE runs (
      run_id text PRIMARY KEY,
      kind text NOT NULL,
      school_year text NOT NULL,
      environment text NOT NULL,
      actor text NOT NULL,
      started_at timestamptz NOT NULL,
      finished_at timestamptz,
      outcome text,
      summary text)`,
    'GRANT SELECT, INSERT, UPDATE ON runs TO hocba_app',
  ],
} satisfies Migration;
