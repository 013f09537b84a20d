import { sql } from 'kysely';
import type { LandedFragment, LandedPage, PageOutcome, PullId } from '../../../ports/store.js';
import type { Tx } from '../schema.js';
import { markClasses } from './marks.js';
import { insertRows } from './rows.js';

/** Class key of a fragment set of school, staff and class-less rows. */
export const NO_CLASS = '';

const SET_COLUMNS = [
  'source',
  'school',
  'school_year',
  'stream',
  'page_key',
  'class_key',
  'term',
  'fragments',
] as const;

/** Columns that name one pull; use inside WHERE. */
export const ofPull = (id: PullId) =>
  sql`school = ${id.school} AND school_year = ${id.schoolYear} AND source = ${id.source} AND stream = ${id.stream}`;

const ignoredRows = (outcome: PageOutcome): number =>
  Object.values(outcome.ignored).reduce((sum, rows) => sum + rows, 0);

function byClass(fragments: readonly LandedFragment[]): ReadonlyMap<string, readonly LandedFragment[]> {
  const sets = new Map<string, LandedFragment[]>();
  for (const fragment of fragments) {
    const key = fragment.classKey ?? NO_CLASS;
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [fragment]);
    else set.push(fragment);
  }
  return sets;
}

/** Replaces the page's fragment sets and marks the classes of the old and the new ones. */
export async function replaceFragments(tx: Tx, id: PullId, page: LandedPage): Promise<void> {
  const old = await sql<{ class_key: string }>`DELETE FROM fragment_sets
    WHERE ${ofPull(id)} AND page_key = ${page.pageKey} RETURNING class_key`.execute(tx);
  const sets = byClass(page.fragments);
  await insertRows(
    tx,
    'fragment_sets',
    SET_COLUMNS,
    [...sets].map(([classKey, fragments]) => [
      id.source,
      id.school,
      id.schoolYear,
      id.stream,
      page.pageKey,
      classKey,
      page.term,
      JSON.stringify(fragments),
    ]),
  );
  await markTouched(tx, id, [...old.rows.map((row) => row.class_key), ...sets.keys()]);
}

/** Rows without a class (school, staff, class not readable) concern every class of the school. */
export async function markTouched(tx: Tx, id: PullId, classKeys: readonly string[]): Promise<void> {
  const everyClass = id.stream === 'school' || id.stream === 'staff' || classKeys.includes(NO_CLASS);
  await markClasses(
    tx,
    id.school,
    id.schoolYear,
    classKeys.filter((key) => key !== NO_CLASS),
    everyClass,
  );
}

export async function savePage(
  tx: Tx,
  runId: string,
  id: PullId,
  pullNumber: number,
  page: LandedPage,
): Promise<void> {
  const { outcome } = page;
  await sql`INSERT INTO pages (source, school, school_year, stream, page_key, run_id, pull_number, term, mapping,
      mapping_version, content_hash, page_rows, issues, landed, used, ignored, ignored_rows, quarantined)
    VALUES (${id.source}, ${id.school}, ${id.schoolYear}, ${id.stream}, ${page.pageKey}, ${runId}, ${pullNumber},
      ${page.term}, ${page.mapping}, ${page.mappingVersion}, ${page.contentHash}, ${page.rows},
      ${JSON.stringify(page.issues)}, ${outcome.landed}, ${outcome.used}, ${JSON.stringify(outcome.ignored)},
      ${ignoredRows(outcome)}, ${outcome.quarantined})
    ON CONFLICT (school, school_year, source, stream, page_key) DO UPDATE SET
      run_id = excluded.run_id, pull_number = excluded.pull_number, term = excluded.term, mapping = excluded.mapping,
      mapping_version = excluded.mapping_version, content_hash = excluded.content_hash,
      page_rows = excluded.page_rows, issues = excluded.issues, landed = excluded.landed, used = excluded.used,
      ignored = excluded.ignored, ignored_rows = excluded.ignored_rows, quarantined = excluded.quarantined,
      retired_at = NULL`.execute(tx);
}

/** What remap changes: the rows themselves stay. Answers false when the page is not there. */
export async function saveRemapped(tx: Tx, runId: string, id: PullId, page: LandedPage): Promise<boolean> {
  const { outcome } = page;
  const changed =
    await sql`UPDATE pages SET run_id = ${runId}, term = ${page.term}, mapping = ${page.mapping},
      mapping_version = ${page.mappingVersion}, issues = ${JSON.stringify(page.issues)}, landed = ${outcome.landed},
      used = ${outcome.used}, ignored = ${JSON.stringify(outcome.ignored)}, ignored_rows = ${ignoredRows(outcome)},
      quarantined = ${outcome.quarantined}
    WHERE ${ofPull(id)} AND page_key = ${page.pageKey} AND retired_at IS NULL`.execute(tx);
  return (changed.numAffectedRows ?? 0n) > 0n;
}
