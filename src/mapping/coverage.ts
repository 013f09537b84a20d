import type { Bilingual } from '../domain/errors.js';
import type { Issue, Place } from '../domain/issue.js';
import { isBlocking } from '../domain/issue.js';
import type { Fragment, Stream } from '../domain/records.js';
import type { Page } from '../ports/source.js';
import type { MappedPage, RowOutcome } from './account.js';
import { mapPage } from './account.js';
import type { CompiledMapping } from './compile.js';
import { contextOfPage } from './context.js';
import type { FieldRule, TransformRef } from './declaration.js';
import type { Readers, ValueUse } from './readers.js';
import { compileReaders, visitValues } from './readers.js';
import { rowContext, setGrade } from './row.js';
import type { CodeTables } from './tables.js';

/** One field of the source. filled = read + aside + unread, in values that are not blank. */
export interface FieldCoverage {
  /** The source's own name; entries of a list as 'subjects[].averageScore'. */
  readonly field: string;
  readonly filled: number;
  readonly read: number;
  /** Left aside on purpose: knownUnused of the mapping. */
  readonly aside: number;
  readonly unread: number;
  /** A rule names the field, though not for the rows where it was not read. */
  readonly named: boolean;
  /** Of the first value that is not read; of the first value where all are. */
  readonly first: Place;
}

/** A value of a coded field that its code table does not hold. */
export interface UnmatchedCode {
  readonly field: string;
  readonly table: string;
  /** null where the values are too many or too personal to be codes: then only their number is told. */
  readonly value: string | null;
  readonly rows: number;
  readonly first: Place;
}

export interface IgnoredRows {
  /** The adapter's reason code. */
  readonly reason: string;
  readonly rows: number;
  readonly first: Place;
}

/** Why pages were refused as a whole. */
export interface PageProblem {
  readonly rule: string;
  readonly pages: number;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  /** File of the first page concerned, or its name. */
  readonly page: string;
}

/** What a mapping made of the pages of one source. No value of a free field is in it. */
export interface MappingCoverage {
  readonly mapping: string;
  readonly version: number;
  readonly stream: Stream;
  readonly source: string;
  readonly pages: number;
  /** Pages with an error on the page itself: none of their rows is used. */
  readonly pagesRefused: number;
  readonly problems: readonly PageProblem[];
  /** landed = used + ignored + quarantined. */
  readonly rows: {
    readonly landed: number;
    readonly used: number;
    readonly ignored: number;
    readonly quarantined: number;
  };
  readonly fields: readonly FieldCoverage[];
  readonly codes: readonly UnmatchedCode[];
  readonly ignored: readonly IgnoredRows[];
}

interface CodedField {
  readonly table: string;
  /** Before the column's name: 'subjects[].'. */
  readonly prefix: string;
}

const tablesIn = (transforms: readonly TransformRef[] | undefined): readonly string[] =>
  (transforms ?? []).flatMap((reference) => {
    if (typeof reference === 'string' || !('lookup' in reference)) return [];
    return [typeof reference.lookup === 'string' ? reference.lookup : reference.lookup.table];
  });

/** Places of the fragment that are filled from a code table; places in lists as 'data.subjects[].subject'. */
function codedFields(rules: readonly FieldRule[], to = '', prefix = ''): readonly [string, CodedField][] {
  return rules.flatMap((rule): readonly [string, CodedField][] => {
    if ('each' in rule) return codedFields(rule.fields, `${to}${rule.to}[].`, `${prefix}${rule.each}[].`);
    const places =
      'columns' in rule
        ? rule.item.map((item) => ({ ...item, to: `${rule.to}[]${item.to === '*' ? '' : `.${item.to}`}` }))
        : 'transforms' in rule
          ? [rule]
          : [];
    return places.flatMap((place) =>
      tablesIn(place.transforms).map((table): [string, CodedField] => [to + place.to, { table, prefix }]),
    );
  });
}

const NOT_MATCHED: ReadonlySet<string> = new Set(['MAP-UNKNOWN-CODE', 'MAP-AMBIGUOUS-CODE']);

const LONGEST_CODE = 40;
const MAX_CODES = 20;
const FEW = 3;
/** An identity number, a phone number, a date: no code. */
const PERSONAL = /\d[\d\s./-]{5,}/u;

/** Codes are short and come again and again; what does not may be a name in the wrong column. */
function looksCoded(values: readonly { readonly value: string; readonly rows: number }[]): boolean {
  const rows = values.reduce((sum, one) => sum + one.rows, 0);
  const repeats = values.length <= FEW || rows >= 2 * values.length;
  return (
    repeats &&
    values.length <= MAX_CODES &&
    values.every(({ value }) => value.length <= LONGEST_CODE && !PERSONAL.test(value))
  );
}

interface Tally {
  rows: number;
  readonly first: Place;
}

function count<Key>(tallies: Map<Key, Tally>, key: Key, place: Place): void {
  const known = tallies.get(key);
  if (known === undefined) tallies.set(key, { rows: 1, first: place });
  else known.rows += 1;
}

/** A hostile source may invent fields and values without end: the rest is told under one name. */
const MAX_FIELDS = 1000;
const MAX_VALUES = 200;
const REST = '…';
const LONGEST_NAME = 120;

/** The key itself while the map has room for it. */
const roomFor = (known: ReadonlyMap<string, unknown>, key: string, most: number): string =>
  known.has(key) || known.size < most ? key : REST;

interface FieldTally extends Record<ValueUse, number> {
  named: boolean;
  first: Place;
}

const gradeOf = (fragment: Fragment | null): number | undefined =>
  (fragment as { readonly class?: { readonly grade?: number } } | null)?.class?.grade;

/** Sums up page by page what a mapping reads; holds counts and places only, however many pages come. */
export class CoverageCount {
  private readonly readers: Readers;
  private readonly coded: ReadonlyMap<string, CodedField>;
  private readonly fields = new Map<string, FieldTally>();
  /** field, table -> value -> rows */
  private readonly codes = new Map<string, Map<string, Tally>>();
  private readonly ignored = new Map<string, Tally>();
  private readonly problems = new Map<string, PageProblem>();
  private readonly rows = { landed: 0, used: 0, ignored: 0, quarantined: 0 };
  private pages = 0;
  private pagesRefused = 0;

  constructor(
    private readonly mapping: CompiledMapping,
    private readonly source: string,
    tables: CodeTables,
  ) {
    const { fields, knownUnused = [] } = mapping.declaration;
    this.readers = compileReaders(fields, knownUnused, tables);
    this.coded = new Map(codedFields(fields));
  }

  add(page: Page): void {
    const mapped: MappedPage = mapPage(this.mapping, page, this.source);
    const context = contextOfPage(page, this.source);
    this.pages += 1;
    const refusals = mapped.issues.filter(isBlocking);
    this.pagesRefused += refusals.length > 0 ? 1 : 0;
    for (const rule of new Set(refusals.map((issue) => issue.rule)))
      this.seeProblem(rule, refusals, page.key);
    for (const [index, row] of mapped.rows.entries()) {
      this.rows.landed += 1;
      this.rows[row.outcome] += 1;
      if (row.outcome === 'ignored') count(this.ignored, row.reason ?? 'not-a-record', row.place);
      else this.addRow(page.records[index]?.values ?? {}, row, context);
    }
  }

  private seeProblem(rule: string, refusals: readonly Issue[], page: string): void {
    const known = this.problems.get(rule);
    const issue = refusals.find((one) => one.rule === rule);
    if (known !== undefined) this.problems.set(rule, { ...known, pages: known.pages + 1 });
    else if (issue !== undefined)
      this.problems.set(rule, {
        rule,
        pages: 1,
        message: issue.message,
        fix: issue.fix,
        page: issue.place?.file ?? page,
      });
  }

  private addRow(
    raw: Readonly<Record<string, unknown>>,
    { fragment, issues, place }: RowOutcome,
    page: ReturnType<typeof contextOfPage>,
  ): void {
    const context = rowContext(page);
    const grade = gradeOf(fragment);
    if (typeof grade === 'number') setGrade(context, grade);
    visitValues(this.readers, { raw, context, issues: [], place, prefix: '' }, (field, use, named) =>
      this.seeField(field, use, named, place),
    );
    for (const issue of issues) if (NOT_MATCHED.has(issue.rule)) this.seeCode(issue, place);
  }

  private seeField(name: string, use: ValueUse, named: boolean, place: Place): void {
    const field = roomFor(this.fields, name.slice(0, LONGEST_NAME), MAX_FIELDS);
    const known = this.fields.get(field) ?? { read: 0, aside: 0, unread: 0, named: false, first: place };
    if (use === 'unread' && known.unread === 0) known.first = place;
    known[use] += 1;
    known.named ||= named;
    this.fields.set(field, known);
  }

  private seeCode(issue: Issue, place: Place): void {
    const coded = this.coded.get(issue.path.replace(/\[[^\]]*\]/gu, '[]'));
    if (coded === undefined || issue.value === null) return;
    const field = `${coded.prefix}${issue.place?.column ?? issue.path}`;
    const key = `${field}\n${coded.table}`;
    const values = this.codes.get(key) ?? new Map<string, Tally>();
    this.codes.set(key, values);
    count(values, roomFor(values, issue.value, MAX_VALUES), issue.place ?? place);
  }

  private unmatched(): readonly UnmatchedCode[] {
    return [...this.codes].flatMap(([key, tallies]): readonly UnmatchedCode[] => {
      const [field = '', table = ''] = key.split('\n');
      const values = [...tallies].map(([value, tally]) => ({ field, table, value, ...tally }));
      if (looksCoded(values)) return values;
      const rows = values.reduce((sum, one) => sum + one.rows, 0);
      return values.slice(0, 1).map(({ first }) => ({ field, table, value: null, rows, first }));
    });
  }

  result(): MappingCoverage {
    const { id, version, stream } = this.mapping;
    return {
      mapping: id,
      version,
      stream,
      source: this.source,
      pages: this.pages,
      pagesRefused: this.pagesRefused,
      problems: [...this.problems.values()],
      rows: { ...this.rows },
      fields: [...this.fields].map(([field, { read, aside, unread, named, first }]) => ({
        field,
        filled: read + aside + unread,
        read,
        aside,
        unread,
        named,
        first,
      })),
      codes: this.unmatched(),
      ignored: [...this.ignored].map(([reason, tally]) => ({ reason, ...tally })),
    };
  }
}
