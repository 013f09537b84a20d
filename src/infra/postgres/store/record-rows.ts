import { sql } from 'kysely';
import type { Issue } from '../../../domain/issue.js';
import type { Alias, CanonicalRecord } from '../../../domain/records.js';
import type { KnownRecord, RecordFilter, RecordRow, RecordState } from '../../../ports/store.js';
import { fromJson } from './rows.js';

export interface StoredRecord {
  readonly record_id: string;
  readonly pupil_id: string;
  readonly school: string;
  readonly school_year: string;
  readonly class_key: string;
  readonly state: RecordState;
  readonly state_hash: string;
  readonly canonical: string;
  readonly issues: string;
  readonly aliases: string;
  readonly sort_key: string;
  readonly lookup_code: string | null;
  readonly version: number | null;
  readonly canonical_hash: string | null;
  readonly sha256: string | null;
}

/** The canonical text of a record equals its latest version's when the record's own is empty. */
export const STORED_RECORDS = sql`SELECT r.record_id, r.pupil_id, r.school, r.school_year, r.class_key, r.state,
    r.state_hash, coalesce(r.canonical, v.canonical) AS canonical, r.issues, r.aliases, r.sort_key, r.lookup_code,
    r.version, r.canonical_hash, r.sha256
  FROM records r LEFT JOIN versions v
    ON r.canonical IS NULL AND v.record_id = r.record_id AND v.number = r.version`;

const classOf = (row: StoredRecord) => ({
  school: row.school,
  schoolYear: row.school_year,
  classKey: row.class_key,
});

export const toKnownRecord = (row: StoredRecord): KnownRecord => ({
  recordId: row.record_id,
  pupilId: row.pupil_id,
  id: classOf(row),
  state: row.state,
  stateHash: row.state_hash,
  canonical: fromJson<CanonicalRecord>(row.canonical),
  aliases: fromJson<readonly Alias[]>(row.aliases),
  version:
    row.version === null || row.canonical_hash === null || row.sha256 === null
      ? null
      : { number: row.version, canonicalHash: row.canonical_hash, sha256: row.sha256 },
  lookupCode: row.lookup_code,
});

export const toRecordRow = (row: StoredRecord): RecordRow => ({
  recordId: row.record_id,
  pupilId: row.pupil_id,
  id: classOf(row),
  state: row.state,
  issues: fromJson<readonly Issue[]>(row.issues),
  version: row.version,
  sha256: row.sha256,
  lookupCode: row.lookup_code,
  canonical: fromJson<CanonicalRecord>(row.canonical),
});

/** WHERE conditions over `records r`. */
export const matching = (filter: RecordFilter) => sql`r.school_year = ${filter.schoolYear}
  AND (${filter.school ?? null}::text IS NULL OR r.school = ${filter.school ?? null})
  AND (${filter.classKey ?? null}::text IS NULL OR r.class_key = ${filter.classKey ?? null})
  AND (${filter.states ?? null}::text[] IS NULL OR r.state = ANY (${filter.states ?? null}::text[]))
  AND (${filter.recordIds ?? null}::text[] IS NULL OR r.record_id = ANY (${filter.recordIds ?? null}::text[]))`;
