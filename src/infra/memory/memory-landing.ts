import type {
  KnownPage,
  LandedFragment,
  LandedPage,
  OpenPull,
  PipelineStore,
  PullId,
  SourcedFragment,
} from '../../ports/store.js';
import type { MemoryClasses } from './memory-classes.js';

interface HeldPage {
  readonly page: LandedPage;
  pullNumber: number;
}

interface HeldPull {
  readonly id: PullId;
  number: number;
  open: boolean;
  cursor: string | null;
  readonly pages: Map<string, HeldPage>;
}

const pullKey = ({ source, school, schoolYear, stream }: PullId): string =>
  [source, school, schoolYear, stream].join('\n');

const knownPage = ({ contentHash, mappingVersion, outcome }: LandedPage): KnownPage => ({
  contentHash,
  mappingVersion,
  outcome,
});

type Landing = PipelineStore['landing'];

/** Landed pages of one process, gone with it. */
export class MemoryLanding implements Landing {
  private readonly pulls = new Map<string, HeldPull>();

  constructor(private readonly classes: MemoryClasses) {}

  private pullOf(id: PullId): HeldPull {
    const key = pullKey(id);
    const pull = this.pulls.get(key) ?? { id, number: 0, open: false, cursor: null, pages: new Map() };
    this.pulls.set(key, pull);
    return pull;
  }

  async openPull(_scope: unknown, id: PullId): Promise<OpenPull> {
    const pull = this.pullOf(id);
    if (!pull.open) Object.assign(pull, { number: pull.number + 1, open: true, cursor: null });
    return { pullNumber: pull.number, cursor: pull.cursor };
  }

  async known(_scope: unknown, id: PullId): Promise<ReadonlyMap<string, KnownPage>> {
    return new Map([...this.pullOf(id).pages].map(([key, { page }]) => [key, knownPage(page)]));
  }

  async land(
    _scope: unknown,
    _runId: string,
    id: PullId,
    pullNumber: number,
    page: LandedPage,
    cursor: string,
  ): Promise<void> {
    const pull = this.pullOf(id);
    pull.cursor = cursor;
    pull.pages.set(page.pageKey, { page, pullNumber });
    this.classes.replace(id, page.pageKey, sourced(id, page));
  }

  async touch(
    _scope: unknown,
    id: PullId,
    pullNumber: number,
    pageKey: string,
    cursor: string,
  ): Promise<void> {
    const pull = this.pullOf(id);
    pull.cursor = cursor;
    const held = pull.pages.get(pageKey);
    if (held !== undefined) held.pullNumber = pullNumber;
  }

  async missing(_scope: unknown, id: PullId, pullNumber: number) {
    const pages = [...this.pullOf(id).pages];
    const gone = pages.filter(([, held]) => held.pullNumber < pullNumber);
    const rows = (list: readonly (readonly [string, HeldPage])[]): number =>
      list.reduce((sum, [, { page }]) => sum + page.outcome.landed, 0);
    return { pages: gone.map(([key]) => key).sort(), rows: rows(gone), totalRows: rows(pages) };
  }

  async closePull(
    _scope: unknown,
    id: PullId,
    pullNumber: number,
    options: { readonly retire: boolean },
  ): Promise<void> {
    const pull = this.pullOf(id);
    Object.assign(pull, { open: false, cursor: null });
    if (!options.retire) return;
    for (const [key, held] of pull.pages)
      if (held.pullNumber < pullNumber) {
        pull.pages.delete(key);
        this.classes.replace(id, key, []);
      }
  }

  /** Every landed page, as it came. */
  *pages(): Generator<LandedPage> {
    for (const { pages } of this.pulls.values()) for (const { page } of pages.values()) yield page;
  }
}

const sourced = ({ source, stream }: PullId, page: LandedPage): SourcedFragment[] =>
  page.fragments.map((fragment: LandedFragment) => ({
    ...fragment,
    source,
    stream,
    term: page.term,
    pageKey: page.pageKey,
  }));
