import { sql } from 'kysely';
import type { Clock } from '../../ports/clock.js';
import { MIGRATIONS } from './migrations/index.js';
import type { Session } from './session.js';
import { storeConfigError } from './store-errors.js';

/** Oldest server that the statements are written for. */
const OLDEST_SERVER = 150_000;
const LOCK = 0x686f6362;

export interface ServerDescription {
  /** e.g. 15.18; PGlite reports the PostgreSQL it is built from. */
  readonly version: string;
  readonly durable: boolean;
  readonly lz4: boolean;
}

export async function describeServer(session: Session): Promise<ServerDescription> {
  const row = await session.asOwner(async (tx) => {
    const answer = await sql<{
      number: number;
      version: string;
      fsync: string;
      pages: string;
      commit: string;
      lz4: boolean;
    }>`SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
        current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages,
        current_setting('synchronous_commit') AS commit,
        coalesce((SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'), false) AS lz4`.execute(
      tx,
    );
    return answer.rows[0];
  });
  if (row === undefined || row.number < OLDEST_SERVER) {
    throw storeConfigError(
      'STORE_SERVER_TOO_OLD',
      { vi: 'Cần PostgreSQL 15 trở lên.', en: 'PostgreSQL 15 or newer is needed.' },
      { vi: 'Nâng cấp máy chủ PostgreSQL.', en: 'Upgrade the PostgreSQL server.' },
      { version: row?.version ?? 'unknown' },
    );
  }
  const durable = row.fsync === 'on' && row.pages === 'on' && row.commit !== 'off';
  return { version: row.version, durable, lz4: row.lz4 };
}

/** Brings the tables up to this program's step, one transaction for all; safe when several processes start at once. */
export async function migrate(session: Session, server: ServerDescription, clock: Clock): Promise<number> {
  return session.asOwner(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(tx);
    await sql`CREATE TABLE IF NOT EXISTS hocba_migrations (
      number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)`.execute(tx);
    const applied = await sql<{ number: number }>`SELECT number FROM hocba_migrations`.execute(tx);
    const done = new Set(applied.rows.map((row) => row.number));
    refuseNewer(Math.max(0, ...done));
    const missing = MIGRATIONS.filter((step) => !done.has(step.number));
    for (const step of missing) {
      for (const statement of step.statements(server)) await sql.raw(statement).execute(tx);
      await sql`INSERT INTO hocba_migrations (number, name, applied_at)
        VALUES (${step.number}, ${step.name}, ${clock.now()})`.execute(tx);
    }
    return missing.length;
  });
}

function refuseNewer(newest: number): void {
  const known = MIGRATIONS.at(-1)?.number ?? 0;
  if (newest <= known) return;
  throw storeConfigError(
    'STORE_NEWER_THAN_PROGRAM',
    {
      vi: 'Kho dữ liệu do phiên bản phần mềm mới hơn tạo ra.',
      en: 'The store was made by a newer version of the program.',
    },
    { vi: 'Cập nhật phần mềm rồi chạy lại.', en: 'Update the program and run again.' },
    { store: newest, program: known },
  );
}
