import type { Scope, Store } from '../ports/store.js';
import type { RunCounts } from './counts.js';
import { addRunCounts, countsOfPage, NO_COUNTS } from './counts.js';
import type { PipelineDependencies } from './dependencies.js';
import { landedPageOf, REFUSED, storedPage } from './land-page.js';

export interface RemapRequest {
  readonly runId: string;
  readonly scope: Scope;
  readonly schoolYear: string;
  readonly source?: string;
  readonly school?: string;
  /** Also pages that were mapped with the present version (code tables may have changed). Default true. */
  readonly all?: boolean;
}

export interface RemapResult {
  readonly counts: RunCounts;
  readonly pages: number;
  /** Pages that the present mapping refuses, or now accepts after a refusal: the next pull lands them. */
  readonly left: readonly string[];
}

/**
 * Maps landed pages again from what was stored, without the vendor. A page whose refusal would change is left as it is,
 * because only a pull may say which page stands; see `left`.
 */
export async function remap(deps: PipelineDependencies<Store>, request: RemapRequest): Promise<RemapResult> {
  const { scope, runId, all = true, ...filter } = request;
  let counts = NO_COUNTS;
  let pages = 0;
  const left: string[] = [];
  for await (const { id, page } of deps.store.landing.pages(scope, filter)) {
    if (!all && page.mappingVersion === deps.mappingVersion(page.mapping)) continue;
    const landed = landedPageOf(deps, id, storedPage(page.rows), page);
    if (landed.refused !== page.pageKey.endsWith(REFUSED)) {
      left.push(page.pageKey);
      continue;
    }
    await deps.store.landing.remap(scope, runId, id, landed.page);
    counts = addRunCounts(counts, countsOfPage(landed.page.outcome));
    pages += 1;
  }
  deps.logger.info('remap.done', { pages, rows: counts.rowsLanded, left: left.length });
  return { counts, pages, left };
}
