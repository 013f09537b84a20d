import type { LandedPage, PullId, Scope, SourcedFragment, Store } from '../../ports/store.js';
import type { PipelineDependencies } from '../dependencies.js';

/** The pages of one school as one set of mappings reads them. */
export class SupposedLanding {
  private readonly pages = new Set<string>();
  private readonly byClass = new Map<string, SourcedFragment[]>();

  private static keyOf(source: string, stream: string, pageKey: string): string {
    return `${source}\n${stream}\n${pageKey}`;
  }

  add({ source, stream }: PullId, page: LandedPage): void {
    this.pages.add(SupposedLanding.keyOf(source, stream, page.pageKey));
    for (const fragment of page.fragments) {
      const key = fragment.classKey ?? '';
      const list = this.byClass.get(key) ?? [];
      this.byClass.set(key, list);
      list.push({ ...fragment, source, stream, term: page.term, pageKey: page.pageKey });
    }
  }

  /** What is stored of other pages, and what these mappings give of the pages that they read. */
  instead(stored: readonly SourcedFragment[], classKey: string | null): readonly SourcedFragment[] {
    const kept = stored.filter(
      ({ source, stream, pageKey }) => !this.pages.has(SupposedLanding.keyOf(source, stream, pageKey)),
    );
    return [...kept, ...(this.byClass.get(classKey ?? '') ?? [])];
  }
}

const refuse = (): never => {
  throw new TypeError('a supposed store is only read');
};

/** The store as it would be after mapping again; whatever writes is refused. */
function supposedStore(store: Store, landing: SupposedLanding): Store {
  return {
    ...store,
    records: {
      ...store.records,
      material: async (scope: Scope, id) => {
        const stored = await store.records.material(scope, id);
        return {
          ...stored,
          fragments: landing.instead(stored.fragments, id.classKey),
          schoolFragments: landing.instead(stored.schoolFragments, null),
        };
      },
      mark: refuse,
      commitClass: refuse,
    },
  };
}

/** Ids that are the same in both computations of a class, so that the same new pupil is one record. */
function countedIds(): { readonly uuid: () => string; restart(): void } {
  let count = 0;
  return {
    uuid: () => {
      count += 1;
      return `new-${count}`;
    },
    restart: () => {
      count = 0;
    },
  };
}

export interface SupposedPipeline {
  readonly deps: PipelineDependencies<Store>;
  /** To be called before each class. */
  restartIds(): void;
}

/** The pipeline over such a store; it mints no real id and no look-up code. */
export function supposedPipeline(
  deps: PipelineDependencies<Store>,
  landing: SupposedLanding,
): SupposedPipeline {
  const ids = countedIds();
  return {
    deps: {
      ...deps,
      store: supposedStore(deps.store, landing),
      ids: { ...deps.ids, uuid: ids.uuid },
      newLookupCode: () => '0'.repeat(32),
    },
    restartIds: () => ids.restart(),
  };
}
