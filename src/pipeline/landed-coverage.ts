import { CoverageCount, type MappingCoverage } from '../mapping/coverage.js';
import type { Mappings } from '../mapping/load.js';
import type { Page } from '../ports/source.js';
import type { Scope, Store } from '../ports/store.js';
import { cancelled } from './cancelled.js';
import { storedPage } from './land-page.js';

export interface CoverageRequest {
  readonly mappings: Mappings;
  /** Mappings that are asked about. */
  readonly chosen: ReadonlySet<string>;
  readonly signal?: AbortSignal;
  /** Called after every page that was looked at. */
  readonly progress?: (pages: number) => void;
}

export interface LandedFilter {
  readonly schoolYear: string;
  readonly source?: string;
  readonly school?: string;
}

/** A page with the source that gave it. */
export interface SourcedPage {
  readonly source: string;
  readonly page: Page;
}

/** Pages as they landed, in the order of source, school, stream and key. */
export async function* landedPages(
  store: Pick<Store, 'landing'>,
  scope: Scope,
  filter: LandedFilter,
  wanted: (mapping: string) => boolean,
): AsyncGenerator<SourcedPage> {
  for await (const { id, page } of store.landing.pages(scope, filter))
    if (wanted(page.mapping)) yield { source: id.source, page: storedPage(page.rows) };
}

/**
 * What the chosen mappings read of these pages, by mapping and source in the order in which they come. A chosen mapping
 * without pages is not in the answer. Throws GatewayError kind `cancelled`, and MAPPING_UNKNOWN for an unknown mapping.
 */
export async function coverageOfPages(
  pages: AsyncIterable<SourcedPage>,
  { mappings, chosen, signal, progress }: CoverageRequest,
): Promise<readonly MappingCoverage[]> {
  const counts = new Map<string, CoverageCount>();
  let seen = 0;
  for await (const { source, page } of pages) {
    if (signal?.aborted === true) throw cancelled();
    if (!chosen.has(page.mapping)) continue;
    const key = `${page.mapping}\n${source}`;
    const known = counts.get(key) ?? new CoverageCount(mappings.get(page.mapping), source, mappings.tables);
    counts.set(key, known);
    known.add(page);
    seen += 1;
    progress?.(seen);
  }
  return [...counts.values()].map((count) => count.result());
}
