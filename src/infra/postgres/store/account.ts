import { sql } from 'kysely';
import type { DeliveryState } from '../../../domain/delivery.js';
import type { AccountStore, BelievedRecord, ClassAccount, RecordState } from '../../../ports/store.js';
import type { Tx } from '../schema.js';
import type { Session } from '../session.js';

interface AccountRow {
  readonly target: string;
  readonly school: string;
  readonly class_key: string;
  readonly class_name: string;
  readonly found: number;
  readonly delivered: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly withdrawn: number;
  readonly in_flight: number;
  readonly unknown: number;
  readonly dead: number;
  readonly superseded: number;
}

const toClassAccount = (row: AccountRow): ClassAccount => ({
  target: row.target,
  school: row.school,
  classKey: row.class_key,
  className: row.class_name,
  counts: {
    found: row.found,
    delivered: row.delivered,
    rejected: row.rejected,
    quarantined: row.quarantined,
    withdrawn: row.withdrawn,
    inFlight: row.in_flight,
    unknown: row.unknown,
    dead: row.dead,
  },
  superseded: row.superseded,
});

/**
 * Each class is counted by its own condition and `found` by rows, never as a sum of the others: a record that fits no
 * condition shows as a difference. The joined item is the one of the record's latest version.
 */
async function byClass(
  tx: Tx,
  filter: Parameters<AccountStore['byClass']>[1],
): Promise<readonly ClassAccount[]> {
  const schools = filter.schools ?? null;
  const answer = await sql<AccountRow>`WITH wanted AS (SELECT unnest(${filter.targets}::text[]) AS target),
    old AS (
      SELECT target, school, class_key, count(*) AS superseded FROM items
      WHERE school_year = ${filter.schoolYear} AND state = 'superseded' GROUP BY target, school, class_key),
    counted AS (
      SELECT w.target, r.school, r.class_key, count(*) AS found,
        count(*) FILTER (WHERE r.state = 'ready' AND i.state = 'accepted') AS delivered,
        count(*) FILTER (WHERE r.state = 'ready' AND i.state = 'rejected') AS rejected,
        count(*) FILTER (WHERE r.state IN ('incomplete','quarantined')) AS quarantined,
        count(*) FILTER (WHERE r.state = 'withdrawn') AS withdrawn,
        count(*) FILTER (WHERE r.state = 'ready' AND (i.state IS NULL OR i.state IN
          ('queued','sending','awaiting','dead','cancelled','superseded'))) AS in_flight,
        count(*) FILTER (WHERE r.state = 'ready' AND i.state = 'unknown') AS unknown,
        count(*) FILTER (WHERE r.state = 'ready' AND i.state = 'dead') AS dead
      FROM records r CROSS JOIN wanted w LEFT JOIN items i ON i.record_id = r.record_id AND i.target = w.target
        AND i.version = r.version AND i.event <> 'CANCEL'
      WHERE r.school_year = ${filter.schoolYear} AND r.state <> 'left'
        AND (${schools}::text[] IS NULL OR r.school = ANY (${schools}::text[]))
      GROUP BY w.target, r.school, r.class_key)
    SELECT c.*, coalesce(k.class_name, c.class_key) AS class_name, coalesce(old.superseded, 0) AS superseded
    FROM counted c
    LEFT JOIN old ON old.target = c.target AND old.school = c.school AND old.class_key = c.class_key
    LEFT JOIN classes k ON k.school = c.school AND k.class_key = c.class_key AND k.school_year = ${filter.schoolYear}
    ORDER BY c.target, c.school, c.class_key`.execute(tx);
  return answer.rows.map(toClassAccount);
}

interface BelievedRow {
  readonly record_id: string;
  readonly class_key: string;
  readonly state: RecordState;
  readonly delivery: DeliveryState | null;
  readonly version: number | null;
  readonly sha256: string | null;
  readonly lookup_code: string | null;
}

const acceptedOf = (row: BelievedRow): BelievedRecord['accepted'] =>
  row.version === null || row.sha256 === null || row.lookup_code === null
    ? null
    : { version: row.version, sha256: row.sha256, lookupCode: row.lookup_code };

/** An accepted recall after the last accepted version means that the target holds nothing. */
async function believed(
  tx: Tx,
  filter: Parameters<AccountStore['believed']>[1],
): Promise<readonly BelievedRecord[]> {
  const answer = await sql<BelievedRow>`WITH last AS (
      SELECT DISTINCT ON (i.record_id) i.record_id, i.version, i.event FROM items i
      JOIN records r ON r.record_id = i.record_id
      WHERE r.school = ${filter.school} AND r.school_year = ${filter.schoolYear}
        AND i.target = ${filter.target} AND i.state = 'accepted'
      ORDER BY i.record_id, i.seq DESC)
    SELECT r.record_id, r.class_key, r.state, i.state AS delivery, v.number AS version, v.sha256, v.lookup_code
    FROM records r
    LEFT JOIN items i ON i.record_id = r.record_id AND i.target = ${filter.target} AND i.version = r.version
      AND i.event <> 'CANCEL'
    LEFT JOIN last ON last.record_id = r.record_id AND last.event <> 'CANCEL'
    LEFT JOIN versions v ON v.record_id = last.record_id AND v.number = last.version
    WHERE r.school = ${filter.school} AND r.school_year = ${filter.schoolYear} AND r.state <> 'left'
    ORDER BY r.class_key, r.sort_key, r.record_id`.execute(tx);
  return answer.rows.map((row) => ({
    recordId: row.record_id,
    id: { school: filter.school, schoolYear: filter.schoolYear, classKey: row.class_key },
    state: row.state,
    delivery: row.delivery,
    accepted: acceptedOf(row),
  }));
}

interface SchoolRow {
  readonly code: string;
  readonly name: string;
  readonly sources: readonly string[];
  readonly classes: number;
  readonly students: number;
  readonly quarantined: number;
  readonly withdrawn: number;
}

/** students: records that are neither left nor withdrawn; classes: those with such a pupil. */
async function schools(tx: Tx, schoolYear: string): Promise<readonly SchoolRow[]> {
  const answer = await sql<SchoolRow>`WITH landed AS (
      SELECT school, array_agg(DISTINCT source ORDER BY source) AS sources FROM pages
      WHERE school_year = ${schoolYear} AND retired_at IS NULL GROUP BY school),
    counted AS (
      SELECT school, count(DISTINCT class_key) FILTER (WHERE state NOT IN ('left','withdrawn')) AS classes,
        count(*) FILTER (WHERE state NOT IN ('left','withdrawn')) AS students,
        count(*) FILTER (WHERE state IN ('incomplete','quarantined')) AS quarantined,
        count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn
      FROM records WHERE school_year = ${schoolYear} GROUP BY school),
    named AS (
      SELECT school, max(school_name) AS name FROM classes WHERE school_year = ${schoolYear} GROUP BY school)
    SELECT code, coalesce(n.name, code) AS name, coalesce(l.sources, '{}') AS sources,
      coalesce(c.classes, 0) AS classes, coalesce(c.students, 0) AS students,
      coalesce(c.quarantined, 0) AS quarantined, coalesce(c.withdrawn, 0) AS withdrawn
    FROM (SELECT school AS code FROM landed UNION SELECT school FROM counted) s
    LEFT JOIN landed l ON l.school = code LEFT JOIN counted c ON c.school = code LEFT JOIN named n ON n.school = code
    ORDER BY code`.execute(tx);
  return answer.rows;
}

export const createAccountStore = (session: Session): AccountStore => ({
  byClass: (scope, filter) => session.inScope(scope, (tx) => byClass(tx, filter), 'snapshot'),
  believed: (scope, filter) => session.inScope(scope, (tx) => believed(tx, filter), 'snapshot'),
  schools: (scope, schoolYear) => session.inScope(scope, (tx) => schools(tx, schoolYear), 'snapshot'),
});
