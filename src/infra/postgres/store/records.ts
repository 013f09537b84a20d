import { sql } from 'kysely';
import type { Alias, Stream, Term } from '../../../domain/records.js';
import type {
  ClassId,
  LandedFragment,
  RecordFilter,
  RecordStore,
  RecordVersion,
  Scope,
  SourcedFragment,
} from '../../../ports/store.js';
import type { Tx } from '../schema.js';
import type { Session } from '../session.js';
import { takenConstraint } from '../store-errors.js';
import { commitClass } from './class-commit.js';
import { markEverywhere } from './marks.js';
import { NO_CLASS } from './pages.js';
import { matching, STORED_RECORDS, type StoredRecord, toKnownRecord, toRecordRow } from './record-rows.js';
import { fromJson, inPages } from './rows.js';

const RECORDS_AT_A_TIME = 250;
const VERSIONS_AT_A_TIME = 100;
/** Taken by another process between reading the material and committing it. */
const RACES = new Set(['aliases_pkey', 'versions_pkey', 'items_pkey', 'items_of_record']);

async function marked(
  tx: Tx,
  filter: { readonly schoolYear: string; readonly schools?: readonly string[] },
): Promise<readonly ClassId[]> {
  const answer = await sql<{ school: string; class_key: string }>`SELECT school, class_key FROM classes
    WHERE marked AND school_year = ${filter.schoolYear}
      AND (${filter.schools ?? null}::text[] IS NULL OR school = ANY (${filter.schools ?? null}::text[]))
    ORDER BY school, class_key`.execute(tx);
  return answer.rows.map((row) => ({
    school: row.school,
    schoolYear: filter.schoolYear,
    classKey: row.class_key,
  }));
}

async function classes(
  tx: Tx,
  { schoolYear, school }: { readonly schoolYear: string; readonly school: string },
): Promise<readonly ClassId[]> {
  const answer = await sql<{ class_key: string }>`SELECT class_key FROM fragment_sets
      WHERE school = ${school} AND school_year = ${schoolYear} AND class_key <> ${NO_CLASS}
    UNION SELECT class_key FROM records WHERE school = ${school} AND school_year = ${schoolYear}
    ORDER BY class_key`.execute(tx);
  return answer.rows.map((row) => ({ school, schoolYear, classKey: row.class_key }));
}

interface SetRow {
  readonly source: string;
  readonly stream: Stream;
  readonly term: Term | null;
  readonly page_key: string;
  readonly class_key: string;
  readonly fragments: string;
}

const fragmentsOf = (sets: readonly SetRow[], classKey: string): readonly SourcedFragment[] =>
  sets
    .filter((set) => set.class_key === classKey)
    .flatMap((set) =>
      fromJson<readonly LandedFragment[]>(set.fragments).map((fragment) => ({
        ...fragment,
        source: set.source,
        stream: set.stream,
        term: set.term,
        pageKey: set.page_key,
      })),
    );

async function material(tx: Tx, id: ClassId) {
  const row = await sql<{ sequence: number }>`SELECT sequence FROM classes
    WHERE school = ${id.school} AND school_year = ${id.schoolYear} AND class_key = ${id.classKey}`.execute(
    tx,
  );
  const sets =
    await sql<SetRow>`SELECT source, stream, term, page_key, class_key, fragments FROM fragment_sets
    WHERE school = ${id.school} AND school_year = ${id.schoolYear} AND class_key IN (${id.classKey}, ${NO_CLASS})
    ORDER BY source, stream, page_key`.execute(tx);
  const known = await sql<StoredRecord>`${STORED_RECORDS}
    WHERE r.school = ${id.school} AND r.school_year = ${id.schoolYear} AND r.class_key = ${id.classKey}
    ORDER BY r.sort_key, r.record_id`.execute(tx);
  return {
    id,
    sequence: row.rows[0]?.sequence ?? 0,
    fragments: fragmentsOf(sets.rows, id.classKey),
    schoolFragments: fragmentsOf(sets.rows, NO_CLASS),
    records: known.rows.map(toKnownRecord),
  };
}

async function findByAliases(tx: Tx, schoolYear: string, aliases: readonly Alias[]) {
  if (aliases.length === 0) return [];
  // LIMIT keeps the planner from turning the look-ups by key round into a scan of the whole year.
  const found = await sql<{ record_id: string }>`SELECT DISTINCT found.record_id
    FROM unnest(${aliases.map((alias) => alias.scheme)}::text[], ${aliases.map((alias) => alias.value)}::text[])
      AS wanted (scheme, value)
    CROSS JOIN LATERAL (SELECT a.record_id FROM aliases a WHERE a.school_year = ${schoolYear}
      AND a.scheme = wanted.scheme AND a.value = wanted.value LIMIT 1) found`.execute(tx);
  const ids = found.rows.map((row) => row.record_id);
  if (ids.length === 0) return [];
  const known = await sql<StoredRecord>`${STORED_RECORDS}
    WHERE r.record_id = ANY (${ids}::text[]) ORDER BY r.record_id`.execute(tx);
  return known.rows.map(toKnownRecord);
}

async function* list(session: Session, scope: Scope, filter: RecordFilter) {
  const batches = inPages<StoredRecord>(RECORDS_AT_A_TIME, (last, limit) =>
    session.inScope(scope, async (tx) => {
      const answer = await sql<StoredRecord>`${STORED_RECORDS} WHERE ${matching(filter)}
        AND (${last === null} OR (r.school, r.class_key, r.sort_key, r.record_id)
          > (${last?.school ?? ''}, ${last?.class_key ?? ''}, ${last?.sort_key ?? ''}, ${last?.record_id ?? ''}))
        ORDER BY r.school, r.class_key, r.sort_key, r.record_id LIMIT ${limit}`.execute(tx);
      return answer.rows;
    }),
  );
  for await (const rows of batches) yield rows.map(toRecordRow);
}

interface VersionRow {
  readonly school: string;
  readonly class_key: string;
  readonly record_id: string;
  readonly number: number;
  readonly sha256: string;
  readonly lookup_code: string;
  readonly profile: string;
  readonly environment: 'test' | 'production';
  readonly issued_at: Date | null;
  readonly octets: Buffer;
}

const toVersion = (row: VersionRow): RecordVersion => ({
  recordId: row.record_id,
  number: row.number,
  sha256: row.sha256,
  lookupCode: row.lookup_code,
  profile: row.profile,
  environment: row.environment,
  issuedAt: row.issued_at,
  octets: row.octets,
});

async function* versions(
  session: Session,
  scope: Scope,
  filter: RecordFilter & { readonly latestOnly?: boolean },
) {
  const batches = inPages<VersionRow>(VERSIONS_AT_A_TIME, (last, limit) =>
    session.inScope(scope, async (tx) => {
      const answer = await sql<VersionRow>`SELECT r.school, r.class_key, v.record_id, v.number, v.sha256,
          v.lookup_code, v.profile, v.environment, v.issued_at, v.octets
        FROM records r JOIN versions v ON v.record_id = r.record_id
        WHERE ${matching(filter)} AND (NOT ${filter.latestOnly ?? false} OR v.number = r.version)
          AND (${last === null} OR (r.school, r.class_key, v.record_id, v.number)
            > (${last?.school ?? ''}, ${last?.class_key ?? ''}, ${last?.record_id ?? ''}, ${last?.number ?? 0}))
        ORDER BY r.school, r.class_key, v.record_id, v.number LIMIT ${limit}`.execute(tx);
      return answer.rows;
    }),
  );
  for await (const rows of batches) yield rows.map(toVersion);
}

export const createRecordStore = (session: Session): RecordStore => ({
  marked: (scope, filter) => session.inScope(scope, (tx) => marked(tx, filter)),
  classes: (scope, filter) => session.inScope(scope, (tx) => classes(tx, filter)),
  mark: (scope, ids) => session.inScope(scope, (tx) => markEverywhere(tx, ids)),
  material: (scope, id) => session.inScope(scope, (tx) => material(tx, id), 'snapshot'),
  findByAliases: (scope, schoolYear, aliases) =>
    session.inScope(scope, (tx) => findByAliases(tx, schoolYear, aliases)),
  commitClass: async (scope, commit) => {
    try {
      await session.inScope(scope, (tx) => commitClass(tx, commit));
      return true;
    } catch (error) {
      if (RACES.has(takenConstraint(error) ?? '')) return false;
      throw error;
    }
  },
  list: (scope, filter) => list(session, scope, filter),
  versions: (scope, filter) => versions(session, scope, filter),
});
