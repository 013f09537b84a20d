import type { ClassId, LandedFragment, LandedPage, PullId, Scope, Store } from '../../ports/store.js';
import type { PipelineDependencies } from '../dependencies.js';
import { landedPageOf, REFUSED, storedPage } from '../land-page.js';
import { SupposedLanding } from './supposed.js';

/** The two pipelines that are compared: as it is, and with the new mapping or code table. */
export interface Sides {
  readonly old: PipelineDependencies<Store>;
  readonly new: PipelineDependencies<Store>;
}

export interface SchoolPages {
  readonly old: SupposedLanding;
  readonly new: SupposedLanding;
  readonly pages: number;
  readonly pagesLeft: readonly string[];
  readonly rows: number;
  /** Classes with another fragment; every class with rows when `everyClass`. */
  readonly classes: ReadonlySet<string>;
  /** A row of the school itself or its staff differs, so every class may. */
  readonly schoolRows: boolean;
}

const textOf = ({ classKey, fragment, issues }: LandedFragment): string =>
  JSON.stringify([classKey, fragment, issues]);

interface RowsApart {
  readonly count: number;
  readonly classKeys: readonly (string | null)[];
}

/** Rows of a page that one side reads otherwise, or that only one side has. */
function rowsApart(before: LandedPage, after: LandedPage): RowsApart {
  const old = new Map(before.fragments.map((row) => [row.rowKey, row]));
  const now = new Map(after.fragments.map((row) => [row.rowKey, row]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].filter((key) => {
    const [a, b] = [old.get(key), now.get(key)];
    return a === undefined || b === undefined || textOf(a) !== textOf(b);
  });
  const classKeys = keys.flatMap((key) =>
    [old.get(key), now.get(key)].flatMap((row) => (row === undefined ? [] : [row.classKey])),
  );
  return { count: keys.length, classKeys };
}

const sameRefusal = (before: boolean, after: boolean, pageKey: string): boolean =>
  before === after && before === pageKey.endsWith(REFUSED);

export interface SchoolRequest {
  readonly scope: Scope;
  readonly id: Omit<ClassId, 'classKey'>;
  /** Mappings whose pages are looked at. */
  readonly affects: (mapping: string) => boolean;
  /** Also classes in which no row differs: rules may (code tables). */
  readonly everyClass: boolean;
  readonly onPage: () => void;
}

/** Maps the landed pages of a school with both sides, in memory. */
export async function mapSchool(sides: Sides, request: SchoolRequest): Promise<SchoolPages> {
  const landings = { old: new SupposedLanding(), new: new SupposedLanding() };
  const classes = new Set<string>();
  const pagesLeft: string[] = [];
  let [pages, rows, schoolRows] = [0, 0, false];
  const see = (classKey: string | null) => {
    if (classKey === null) schoolRows = true;
    else classes.add(classKey);
  };
  for await (const { id, page } of sides.old.store.landing.pages(request.scope, request.id)) {
    if (!request.affects(page.mapping)) continue;
    const mapped = mapBoth(sides, id, page);
    request.onPage();
    pages += 1;
    if (mapped === null) {
      pagesLeft.push(page.pageKey);
      continue;
    }
    landings.old.add(id, mapped.old);
    landings.new.add(id, mapped.new);
    const apart = rowsApart(mapped.old, mapped.new);
    rows += apart.count;
    apart.classKeys.forEach(see);
    if (request.everyClass)
      for (const { classKey } of mapped.new.fragments) if (classKey !== null) see(classKey);
  }
  return { ...landings, pages, pagesLeft, rows, classes, schoolRows };
}

/** null when only one side refuses the page: only a pull may say which page stands. */
function mapBoth(
  sides: Sides,
  id: PullId,
  page: Omit<LandedPage, 'fragments' | 'outcome' | 'issues'>,
): { readonly old: LandedPage; readonly new: LandedPage } | null {
  const stored = storedPage(page.rows);
  const before = landedPageOf(sides.old, id, stored, page);
  const after = landedPageOf(sides.new, id, stored, page);
  return sameRefusal(before.refused, after.refused, page.pageKey)
    ? { old: before.page, new: after.page }
    : null;
}
