import { closestLabels } from '../domain/closest.js';
import type { Level } from '../domain/records.js';
import { levelOfGrade } from '../domain/records.js';
import type { CodeEntryDeclaration, Codes, CodeTableDeclaration } from './declaration.js';
import { exactKey, labelKey } from './label-key.js';
import { isValidOn, onDay, startOf, timesOf } from './validity.js';

export type CodeEntry = CodeEntryDeclaration;

/** What narrows a lookup. Codes are compared as exact text: '3' is not '03'. */
export interface LookupQuery {
  /** Numberings in which a bare code counts; none: labels only. */
  readonly sets?: readonly string[];
  /** Default true: names and aliases count. */
  readonly labels?: boolean;
  readonly grade?: number;
  readonly level?: Level;
  /** YYYY-MM-DD; without it every entry counts. */
  readonly asOf?: string;
}

/** Why nothing was found: not in the table, not at this grade or date, or a bare code whose numbering nobody declared. */
export type UnknownReason = 'absent' | 'not-here' | 'numbering';

export type Lookup =
  | { readonly status: 'found'; readonly entry: CodeEntry }
  | { readonly status: 'unknown'; readonly reason: UnknownReason; readonly closest: readonly string[] }
  | { readonly status: 'ambiguous'; readonly entries: readonly CodeEntry[] };

export interface CodeTable {
  readonly name: string;
  readonly declaration: CodeTableDeclaration;
  /**
   * The entry of a key on a day (YYYY-MM-DD); without a day the latest one. A key that changed its name has an entry for
   * each time.
   */
  entry(key: string, asOf?: string): CodeEntry | undefined;
  /** Every key once: its entry on a day, without a day its latest. */
  entries(asOf?: string): readonly CodeEntry[];
  /** Never guesses: one entry, or unknown with the closest labels, or ambiguous with the candidates. */
  lookup(text: string, query?: LookupQuery): Lookup;
}

export interface CodeTables {
  readonly names: readonly string[];
  get(name: string): CodeTable | undefined;
}

interface Indexed {
  readonly entry: CodeEntry;
  readonly grades?: readonly number[];
  readonly level?: Level;
}
type Index = Map<string, Indexed[]>;

const put = (index: Index, key: string, item: Indexed): void => {
  const list = index.get(key);
  if (list === undefined) index.set(key, [item]);
  else list.push(item);
};

interface Indexes {
  readonly exact: Index;
  readonly loose: Index;
  readonly sets: Map<string, Index>;
  /** Labels met before: the same few repeat in every row. */
  readonly met: Map<string, readonly Indexed[][]>;
}

// A hostile source may send a new label in every row.
const MAX_MET = 4096;

function indexLabels(indexes: Indexes, entry: CodeEntry): void {
  for (const alias of [entry.name, ...(entry.aliases ?? [])]) {
    const label = typeof alias === 'string' ? alias : alias.label;
    const grades = typeof alias === 'string' ? entry.grades : alias.grades;
    const item: Indexed = grades === undefined ? { entry } : { entry, grades };
    put(indexes.exact, exactKey(label), item);
    const loose = labelKey(label);
    if (loose !== '') put(indexes.loose, loose, item);
  }
}

/** Every spelling under which a code may stand. */
function spellings(declaration: CodeTableDeclaration, set: string, code: string): readonly string[] {
  const declared = declaration.sets?.[set];
  const unpadded = typeof declared === 'object' && declared.unpadded;
  const short = code.replace(/^0+(?=.)/u, '');
  return unpadded && short !== code ? [code, short] : [code];
}

const listed = (codes: Codes): readonly string[] => (typeof codes === 'string' ? [codes] : codes);

function codesOf(entry: CodeEntry, set: string): readonly { code: string; level?: Level }[] {
  const codes = entry.codes?.[set];
  if (codes === undefined) return [];
  if (typeof codes === 'string' || Array.isArray(codes))
    return listed(codes as Codes).map((code) => ({ code }));
  return (Object.entries(codes) as [Level, Codes][]).flatMap(([level, own]) =>
    listed(own).map((code) => ({ code, level })),
  );
}

function indexCodes(indexes: Indexes, declaration: CodeTableDeclaration, entry: CodeEntry): void {
  for (const set of Object.keys(entry.codes ?? {})) {
    const index: Index = indexes.sets.get(set) ?? new Map();
    indexes.sets.set(set, index);
    for (const { code, level } of codesOf(entry, set)) {
      const item: Indexed = level === undefined ? { entry } : { entry, level };
      for (const spelling of spellings(declaration, set, code)) put(index, spelling, item);
    }
  }
}

function indexTable(declaration: CodeTableDeclaration): Indexes {
  const indexes: Indexes = {
    exact: new Map(),
    loose: new Map(),
    sets: new Map(),
    met: new Map(),
  };
  for (const entry of declaration.entries) {
    indexLabels(indexes, entry);
    indexCodes(indexes, declaration, entry);
  }
  return indexes;
}

/** By grade where it is known, else by level; without either every entry fits. */
function fitsGrade(grades: readonly number[] | undefined, query: LookupQuery): boolean {
  if (grades === undefined) return true;
  if (query.grade !== undefined) return grades.includes(query.grade);
  return query.level === undefined || grades.some((grade) => levelOfGrade(grade) === query.level);
}

function fitsLevel(level: Level | undefined, query: LookupQuery): boolean {
  const wanted = query.level ?? (query.grade === undefined ? undefined : levelOfGrade(query.grade));
  return level === undefined || wanted === undefined || level === wanted;
}

const fitsDay = (entry: CodeEntry, asOf: string | undefined): boolean =>
  asOf === undefined || isValidOn(entry, asOf);

const applies = (item: Indexed, query: LookupQuery): boolean =>
  fitsGrade(item.grades ?? item.entry.grades, query) &&
  fitsLevel(item.level, query) &&
  fitsDay(item.entry, query.asOf);

/** Each key once: the later of two entries stands when no day was asked for. */
function distinct(items: readonly Indexed[], query: LookupQuery): readonly CodeEntry[] {
  const found = new Map<string, CodeEntry>();
  for (const { entry } of items.filter((item) => applies(item, query))) {
    const held = found.get(entry.key);
    if (held === undefined || startOf(held) < startOf(entry)) found.set(entry.key, entry);
  }
  return [...found.values()];
}

const isBareCode = (text: string): boolean => /^-?\d{1,4}$/u.test(text);

function byLabel(indexes: Indexes, text: string): readonly Indexed[][] {
  const known = indexes.met.get(text);
  if (known !== undefined) return known;
  const lists = [indexes.exact.get(exactKey(text)), indexes.loose.get(labelKey(text))].filter(
    (list) => list !== undefined,
  );
  if (indexes.met.size < MAX_MET) indexes.met.set(text, lists);
  return lists;
}

/** The places where `text` may be found, surest first. */
function candidates(indexes: Indexes, text: string, query: LookupQuery): readonly Indexed[][] {
  const lists: Indexed[][] = [];
  for (const set of query.sets ?? []) {
    const found = indexes.sets.get(set)?.get(text);
    if (found !== undefined) lists.push(found);
  }
  return query.labels === false ? lists : [...lists, ...byLabel(indexes, text)];
}

function closestNames(declaration: CodeTableDeclaration, text: string): readonly string[] {
  const owners = new Map<string, string>();
  for (const entry of declaration.entries)
    for (const alias of [entry.name, ...(entry.aliases ?? [])])
      owners.set(typeof alias === 'string' ? alias : alias.label, entry.name);
  // Several spellings of one entry are one suggestion.
  const near = closestLabels(text, owners.keys(), labelKey).map((label) => owners.get(label) ?? label);
  return [...new Set(near)];
}

function unknown(
  declaration: CodeTableDeclaration,
  indexes: Indexes,
  text: string,
  seen: boolean,
  query: LookupQuery,
): Lookup {
  const unnumbered = isBareCode(text) && (query.sets ?? []).length === 0 && indexes.sets.size > 0;
  return {
    status: 'unknown',
    reason: seen ? 'not-here' : unnumbered ? 'numbering' : 'absent',
    // Only who tells a person needs it: a sheet may have thousands of headers that are no code at all.
    get closest() {
      return closestNames(declaration, text);
    },
  };
}

/** Compiles one table; look-ups are constant time and never throw. Throws TypeError when a key stands twice at one time. */
export function compileTable(declaration: CodeTableDeclaration): CodeTable {
  const times = timesOf(declaration);
  let made: Indexes | undefined;
  // Most runs never look into the long lists of communes.
  const indexed = (): Indexes => {
    made ??= indexTable(declaration);
    return made;
  };
  return {
    name: declaration.table,
    declaration,
    entry: (key, asOf) => onDay(times.get(key), asOf),
    entries: (asOf) => [...times.values()].flatMap((list) => onDay(list, asOf) ?? []),
    lookup(text, query = {}) {
      const indexes = indexed();
      const lists = candidates(indexes, text, query);
      for (const list of lists) {
        const entries = distinct(list, query);
        if (entries.length === 1) return { status: 'found', entry: entries[0] as CodeEntry };
        if (entries.length > 1) return { status: 'ambiguous', entries };
      }
      return unknown(declaration, indexes, text, lists.length > 0, query);
    },
  };
}

/** Throws TypeError when a table, or a key in it at one time, is declared twice: a fault of the files, not of data. */
export function compileTables(declarations: readonly CodeTableDeclaration[]): CodeTables {
  const tables = new Map<string, CodeTable>();
  for (const declaration of declarations) {
    if (tables.has(declaration.table)) throw new TypeError(`code table declared twice: ${declaration.table}`);
    tables.set(declaration.table, compileTable(declaration));
  }
  return { names: [...tables.keys()], get: (name) => tables.get(name) };
}
