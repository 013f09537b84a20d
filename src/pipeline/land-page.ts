import { createHash } from 'node:crypto';
import type { Issue } from '../domain/issue.js';
import { isBlocking } from '../domain/issue.js';
import type { Fragment } from '../domain/records.js';
import { classKeyOf } from '../domain/records.js';
import type { Page } from '../ports/source.js';
import type { LandedFragment, LandedPage, PageOutcome, PullId } from '../ports/store.js';
import type { MappedPageRows, MappedRowOutcome, PipelineDependencies } from './dependencies.js';
import { noClassIssue, unreadableRowIssue, wrongPlaceIssues } from './issues.js';

/**
 * A page with an error on the page itself is stored beside the page it would have replaced, under this suffix: what was
 * good before stays, and the refusal is on record until a good page comes.
 */
export const REFUSED = '#refused';

const PUPIL_STREAMS: ReadonlySet<string> = new Set(['roster', 'results', 'attendance']);
const CLASSLESS: ReadonlySet<string> = new Set(['school', 'staff']);

/** The page as text, enough to map it again; the cursor is no content. */
export function pageText(page: Page): string {
  const { cursor: _cursor, ...content } = page;
  return JSON.stringify(content);
}

/** A landed page back from its text; no cursor leads to it. */
export const storedPage = (rows: string): Page => ({
  ...(JSON.parse(rows) as Omit<Page, 'cursor'>),
  cursor: '',
});

export const contentHashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

interface LooseFragment {
  readonly class?: { readonly name?: string };
  readonly pupil?: Readonly<Record<string, unknown>>;
}

const loose = (fragment: Fragment): LooseFragment => fragment as unknown as LooseFragment;

function classKeyFor(fragment: Fragment): string | null {
  const name = loose(fragment).class?.name;
  return name === undefined ? null : classKeyOf(name);
}

/** Will assembly find a pupil's record to show this row's findings on? */
const hasOwner = (page: Page, fragment: Fragment, classKey: string | null): boolean =>
  PUPIL_STREAMS.has(page.stream) && classKey !== null && Object.keys(loose(fragment).pupil ?? {}).length > 0;

class PageBuilder {
  readonly fragments: LandedFragment[] = [];
  readonly issues: Issue[];
  private readonly ignored: Record<string, number> = {};
  private readonly texts = new Map<string, string>();
  private used = 0;
  private quarantined = 0;
  private landed = 0;

  constructor(
    private readonly deps: PipelineDependencies,
    private readonly page: Page,
    pageIssues: readonly Issue[],
    private readonly refused: boolean,
  ) {
    this.issues = [...pageIssues];
  }

  add(row: MappedRowOutcome): void {
    this.landed += 1;
    if (row.outcome === 'ignored') this.ignore(row.reason ?? 'not-a-record');
    else if (this.refused || row.fragment === null) this.refuse(row);
    else this.take(row, row.fragment);
  }

  private ignore(reason: string): void {
    this.ignored[reason] = (this.ignored[reason] ?? 0) + 1;
  }

  private refuse(row: MappedRowOutcome): void {
    this.quarantined += 1;
    if (row.issues.length > 0) this.issues.push(...row.issues);
    else if (!this.refused) this.issues.push(unreadableRowIssue(row.place));
  }

  private take(row: MappedRowOutcome, fragment: Fragment): void {
    const rowKey = this.freshKey(row.key, fragment);
    if (rowKey === null) {
      this.ignore('duplicate-row');
      return;
    }
    const classKey = CLASSLESS.has(this.page.stream) ? null : classKeyFor(fragment);
    const issues = [...row.issues];
    if (!issues.some(isBlocking)) issues.push(...this.deps.fragmentIssues(fragment));
    if (classKey === null && !CLASSLESS.has(this.page.stream) && !issues.some(isBlocking))
      issues.push(noClassIssue(row.place));
    if (issues.some(isBlocking)) this.quarantined += 1;
    else this.used += 1;
    if (issues.length > 0 && !hasOwner(this.page, fragment, classKey)) this.issues.push(...issues);
    this.fragments.push({ rowKey, classKey, fragment, issues, place: row.place });
  }

  /** null when the page says the same row again; a different row under a key that is taken gets a key of its own. */
  private freshKey(key: string, fragment: Fragment): string | null {
    const text = JSON.stringify(fragment);
    let fresh = key;
    for (let copy = 2; this.texts.has(fresh); copy += 1) {
      if (this.texts.get(fresh) === text) return null;
      fresh = `${key}#${copy}`;
    }
    this.texts.set(fresh, text);
    return fresh;
  }

  outcome(): PageOutcome {
    return { landed: this.landed, used: this.used, ignored: this.ignored, quarantined: this.quarantined };
  }
}

export interface MappedLanding {
  readonly page: LandedPage;
  readonly refused: boolean;
}

/** Maps a page and accounts for every row: landed = used + ignored + quarantined, always. */
export function landedPageOf(
  deps: PipelineDependencies,
  id: PullId,
  page: Page,
  text: { readonly rows: string; readonly contentHash: string },
): MappedLanding {
  const misplaced = wrongPlaceIssues(id, page);
  const mapped: MappedPageRows = deps.mapPage(page, id.source);
  const issues = [...misplaced, ...mapped.issues];
  const refused = issues.some(isBlocking);
  const builder = new PageBuilder(deps, page, issues, refused);
  for (const row of mapped.rows) builder.add(row);
  return {
    refused,
    page: {
      pageKey: refused ? `${page.key}${REFUSED}` : page.key,
      term: page.term ?? null,
      mapping: page.mapping,
      mappingVersion: deps.mappingVersion(page.mapping),
      contentHash: text.contentHash,
      rows: text.rows,
      fragments: builder.fragments,
      issues: builder.issues,
      outcome: builder.outcome(),
    },
  };
}
