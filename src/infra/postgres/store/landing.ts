import { sql } from 'kysely';
import type { Issue } from '../../../domain/issue.js';
import type { Stream, Term } from '../../../domain/records.js';
import type { LandingStore, PullId, Scope } from '../../../ports/store.js';
import type { Tx } from '../schema.js';
import type { Session } from '../session.js';
import { misuse, pullEnded } from '../store-errors.js';
import { markTouched, ofPull, replaceFragments, savePage, saveRemapped } from './pages.js';
import { fromJson, inPages } from './rows.js';

/** A page can hold megabytes of rows. */
const PAGES_AT_A_TIME = 8;

const pageNotThere = () =>
  misuse('STORE_PAGE_NOT_LANDED', 'Trang dữ liệu chưa được lưu.', 'The page was never landed.');

/** Moving the cursor is also the check that the pull is still open; its row lock keeps two pages of one pull apart. */
async function moveCursor(tx: Tx, id: PullId, pullNumber: number, cursor: string): Promise<void> {
  const moved = await sql`UPDATE pulls SET resume_cursor = ${cursor}
    WHERE ${ofPull(id)} AND pull_number = ${pullNumber} AND open`.execute(tx);
  if (moved.numAffectedRows !== 1n) throw pullEnded();
}

async function openPull(tx: Tx, id: PullId) {
  const answer = await sql<{ pull_number: number; resume_cursor: string | null }>`
    INSERT INTO pulls (source, school, school_year, stream, pull_number, open)
    VALUES (${id.source}, ${id.school}, ${id.schoolYear}, ${id.stream}, 1, true)
    ON CONFLICT (school, school_year, source, stream) DO UPDATE SET open = true,
      pull_number = CASE WHEN pulls.open THEN pulls.pull_number ELSE pulls.pull_number + 1 END,
      resume_cursor = CASE WHEN pulls.open THEN pulls.resume_cursor END
    RETURNING pull_number, resume_cursor`.execute(tx);
  const row = answer.rows[0];
  if (row === undefined) throw pullEnded();
  return { pullNumber: row.pull_number, cursor: row.resume_cursor };
}

async function known(tx: Tx, id: PullId) {
  const answer = await sql<{
    page_key: string;
    content_hash: string;
    mapping_version: number;
    landed: number;
    used: number;
    ignored: string;
    quarantined: number;
  }>`SELECT page_key, content_hash, mapping_version, landed, used, ignored, quarantined FROM pages
    WHERE ${ofPull(id)} AND retired_at IS NULL`.execute(tx);
  return new Map(
    answer.rows.map((row) => [
      row.page_key,
      {
        contentHash: row.content_hash,
        mappingVersion: row.mapping_version,
        outcome: {
          landed: row.landed,
          used: row.used,
          ignored: fromJson<Record<string, number>>(row.ignored),
          quarantined: row.quarantined,
        },
      },
    ]),
  );
}

async function missing(tx: Tx, id: PullId, pullNumber: number) {
  const answer = await sql<{ page_key: string; landed: number; gone: boolean }>`
    SELECT page_key, landed, pull_number < ${pullNumber} AS gone FROM pages
    WHERE ${ofPull(id)} AND retired_at IS NULL ORDER BY page_key`.execute(tx);
  const gone = answer.rows.filter((row) => row.gone);
  const sum = (rows: readonly { landed: number }[]) => rows.reduce((total, row) => total + row.landed, 0);
  return { pages: gone.map((row) => row.page_key), rows: sum(gone), totalRows: sum(answer.rows) };
}

async function retirePages(tx: Tx, id: PullId, pullNumber: number, at: Date): Promise<void> {
  const retired = await sql<{ page_key: string }>`UPDATE pages SET retired_at = ${at}
    WHERE ${ofPull(id)} AND retired_at IS NULL AND pull_number < ${pullNumber} RETURNING page_key`.execute(
    tx,
  );
  const keys = retired.rows.map((row) => row.page_key);
  if (keys.length === 0) return;
  const removed = await sql<{ class_key: string }>`DELETE FROM fragment_sets
    WHERE ${ofPull(id)} AND page_key = ANY (${keys}::text[]) RETURNING class_key`.execute(tx);
  await markTouched(
    tx,
    id,
    removed.rows.map((row) => row.class_key),
  );
}

/** Closing twice is fine: the first answer may have been lost. */
async function confirmClosed(tx: Tx, id: PullId, pullNumber: number): Promise<void> {
  const answer = await sql`SELECT 1 FROM pulls WHERE ${ofPull(id)} AND pull_number = ${pullNumber}`.execute(
    tx,
  );
  if (answer.rows.length === 0) throw pullEnded();
}

async function closePull(
  tx: Tx,
  id: PullId,
  pullNumber: number,
  options: { readonly retire: boolean; readonly at: Date },
): Promise<void> {
  const closed = await sql`UPDATE pulls SET open = false, resume_cursor = NULL, closed_at = ${options.at}
    WHERE ${ofPull(id)} AND pull_number = ${pullNumber} AND open`.execute(tx);
  if (closed.numAffectedRows !== 1n) return confirmClosed(tx, id, pullNumber);
  if (options.retire) await retirePages(tx, id, pullNumber, options.at);
}

interface PageRow {
  readonly source: string;
  readonly school: string;
  readonly school_year: string;
  readonly stream: Stream;
  readonly page_key: string;
  readonly term: Term | null;
  readonly mapping: string;
  readonly mapping_version: number;
  readonly content_hash: string;
  readonly page_rows: string;
}

type PageFilter = Parameters<LandingStore['pages']>[1];

async function* pages(session: Session, scope: Scope, filter: PageFilter) {
  const batches = inPages<PageRow>(PAGES_AT_A_TIME, (last, limit) =>
    session.inScope(scope, async (tx) => {
      const answer = await sql<PageRow>`SELECT source, school, school_year, stream, page_key, term, mapping,
          mapping_version, content_hash, page_rows FROM pages
        WHERE school_year = ${filter.schoolYear} AND retired_at IS NULL
          AND (${filter.source ?? null}::text IS NULL OR source = ${filter.source ?? null})
          AND (${filter.school ?? null}::text IS NULL OR school = ${filter.school ?? null})
          AND (${last === null} OR (source, school, stream, page_key)
            > (${last?.source ?? ''}, ${last?.school ?? ''}, ${last?.stream ?? ''}, ${last?.page_key ?? ''}))
        ORDER BY source, school, stream, page_key LIMIT ${limit}`.execute(tx);
      return answer.rows;
    }),
  );
  for await (const rows of batches) for (const row of rows) yield landedPage(row);
}

const landedPage = (row: PageRow) => ({
  id: { source: row.source, school: row.school, schoolYear: row.school_year, stream: row.stream },
  page: {
    pageKey: row.page_key,
    term: row.term,
    mapping: row.mapping,
    mappingVersion: row.mapping_version,
    contentHash: row.content_hash,
    rows: row.page_rows,
  },
});

async function rowAccount(tx: Tx, schoolYear: string) {
  const answer = await sql<{
    source: string;
    school: string;
    stream: Stream;
    landed: number;
    used: number;
    ignored: number;
    quarantined: number;
  }>`SELECT source, school, stream, sum(landed) AS landed, sum(used) AS used, sum(ignored_rows) AS ignored,
      sum(quarantined) AS quarantined FROM pages
    WHERE school_year = ${schoolYear} AND retired_at IS NULL
    GROUP BY source, school, stream ORDER BY source, school, stream`.execute(tx);
  return answer.rows;
}

async function pageIssues(tx: Tx, filter: Parameters<LandingStore['issues']>[1]) {
  const answer = await sql<{ source: string; school: string; page_key: string; issues: string }>`
    SELECT source, school, page_key, issues FROM pages
    WHERE school_year = ${filter.schoolYear} AND retired_at IS NULL AND issues <> '[]'
      AND (${filter.school ?? null}::text IS NULL OR school = ${filter.school ?? null})
    ORDER BY source, school, stream, page_key`.execute(tx);
  return answer.rows.flatMap((row) =>
    fromJson<readonly Issue[]>(row.issues).map((issue) => ({
      source: row.source,
      school: row.school,
      pageKey: row.page_key,
      issue,
    })),
  );
}

export const createLandingStore = (session: Session): LandingStore => ({
  openPull: (scope, id) => session.inScope(scope, (tx) => openPull(tx, id)),
  known: (scope, id) => session.inScope(scope, (tx) => known(tx, id)),
  land: (scope, runId, id, pullNumber, page, cursor) =>
    session.inScope(scope, async (tx) => {
      await moveCursor(tx, id, pullNumber, cursor);
      await savePage(tx, runId, id, pullNumber, page);
      await replaceFragments(tx, id, page);
    }),
  touch: (scope, id, pullNumber, pageKey, cursor) =>
    session.inScope(scope, async (tx) => {
      await moveCursor(tx, id, pullNumber, cursor);
      const touched = await sql`UPDATE pages SET pull_number = ${pullNumber}
        WHERE ${ofPull(id)} AND page_key = ${pageKey} AND retired_at IS NULL`.execute(tx);
      if (touched.numAffectedRows !== 1n) throw pageNotThere();
    }),
  missing: (scope, id, pullNumber) => session.inScope(scope, (tx) => missing(tx, id, pullNumber)),
  closePull: (scope, id, pullNumber, options) =>
    session.inScope(scope, (tx) => closePull(tx, id, pullNumber, options)),
  pages: (scope, filter) => pages(session, scope, filter),
  remap: (scope, runId, id, page) =>
    session.inScope(scope, async (tx) => {
      if (!(await saveRemapped(tx, runId, id, page))) throw pageNotThere();
      await replaceFragments(tx, id, page);
    }),
  rowAccount: (scope, schoolYear) => session.inScope(scope, (tx) => rowAccount(tx, schoolYear)),
  issues: (scope, filter) => session.inScope(scope, (tx) => pageIssues(tx, filter)),
});
