import type { Stream } from '../records.js';
import type { GridSheet } from './grid.js';
import { columnNamed, findSheetHeader, type SheetHeader } from './header.js';
import type { RowLayout } from './records.js';

/** What a file of one kind looks like: data of an adapter. Header texts are compared folded. */
export interface SheetLayout extends RowLayout {
  readonly id: string;
  readonly stream: Stream;
  /** Id of the mapping that reads its rows. */
  readonly mapping: string;
  /** Groups of alternative headers; all of them there make the layout; what is missing is named by the mapping. */
  readonly signature: readonly (readonly string[])[];
  /** Columns whose absence is an error although their cells may be empty. */
  readonly must?: readonly (readonly string[])[];
  /** Any of these headers makes it another layout. */
  readonly without?: readonly string[];
  /** title: the sheet says its term and must; none: the kind has no term. */
  readonly term: 'title' | 'none';
  /** sheet: one class a sheet; column: rows carry their class; either: whichever is there. */
  readonly class: 'sheet' | 'column' | 'either' | 'none';
  /** Headers of the class column, where there may be one. */
  readonly classColumn?: readonly string[];
  /** The sheet is about one subject, named in its title. */
  readonly oneSubject?: boolean;
  /** Sub-headers without a meaning of their own. */
  readonly drop?: readonly RegExp[];
  readonly split?: string;
  readonly rename?: Readonly<Record<string, string>>;
  /** Columns that say in every row what other files say in their title. */
  readonly facts?: {
    readonly term?: readonly string[];
    readonly year?: readonly string[];
    readonly school?: readonly string[];
  };
}

export interface IdentifiedSheet {
  readonly layout: SheetLayout;
  readonly header: SheetHeader;
  /** Columns of the layout that are not there. */
  readonly missing: readonly string[];
}

const groupsOf = (layout: SheetLayout): (readonly string[])[] => [
  layout.name,
  ...layout.signature,
  ...layout.codes,
  ...(layout.order === undefined ? [] : [layout.order]),
];

function tryLayout(sheet: GridSheet, layout: SheetLayout): IdentifiedSheet | undefined {
  const header = findSheetHeader(sheet.rows, sheet.merges, {
    known: groupsOf(layout),
    key: layout.name,
    ...(layout.drop === undefined ? {} : { drop: layout.drop }),
    ...(layout.split === undefined ? {} : { split: layout.split }),
    ...(layout.rename === undefined ? {} : { rename: layout.rename }),
  });
  if (header === undefined) return undefined;
  if (layout.without !== undefined && columnNamed(header, layout.without) !== undefined) return undefined;
  const missing = [layout.name, ...layout.signature]
    .filter((group) => columnNamed(header, group) === undefined)
    .map((group) => group[0] ?? '');
  return { layout, header, missing };
}

/**
 * Which layout a sheet has, by its headers alone. The first layout with nothing missing wins; else the one with the
 * least missing, so that the mapping can name the missing column. Undefined when no layout finds a header.
 */
export function identifySheet(
  sheet: GridSheet,
  layouts: readonly SheetLayout[],
): IdentifiedSheet | undefined {
  let best: IdentifiedSheet | undefined;
  for (const layout of layouts) {
    const found = tryLayout(sheet, layout);
    if (found === undefined) continue;
    if (found.missing.length === 0) return found;
    if (best === undefined || found.missing.length < best.missing.length) best = found;
  }
  return best;
}
