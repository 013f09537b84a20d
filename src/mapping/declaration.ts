import type { Bilingual } from '../domain/errors.js';
import type { Level, Stream, Term } from '../domain/records.js';

/**
 * A mapping file (mappings/<adapter>/<name>.yaml): how one vendor row becomes one canonical fragment. Data with a closed
 * vocabulary, validated by schemas/mapping/mapping.schema.json and compiled once to closures by `compileMapping`.
 */
export interface MappingDeclaration {
  /** `<adapter>/<name>`, equals the path of the file without `.yaml`; `Page.mapping` names it. */
  readonly id: string;
  readonly version: number;
  readonly stream: Stream;
  readonly title?: Bilingual;
  readonly fields: readonly FieldRule[];
  /** Objects of the fragment that are only kept when all of `needs` are there (e.g. data.enrolment needs status). */
  readonly groups?: readonly GroupRule[];
  /** Columns that are known and left aside on purpose. */
  readonly knownUnused?: readonly string[];
  /** What a column that no rule names is: an error quarantines the page, a warning is shown. Default warning. */
  readonly unknownColumns?: 'error' | 'warning' | 'ignore';
  /** At least one good and one refused row; they run as tests and by `hocba mapping test`. */
  readonly examples: readonly MappingExample[];
}

/**
 * One rule writes one place of the fragment. Exactly one of `from`, `at`, `context`, `const`, `join`, `list`, `ticks`,
 * `columns`, `each` says where the value comes from.
 */
export type FieldRule =
  | FromRule
  | AtRule
  | ContextRule
  | ConstRule
  | JoinRule
  | ListRule
  | TicksRule
  | ColumnsRule
  | EachRule;

interface BaseRule {
  /**
   * Path in the fragment, dots between names, a number for a place in a list: `pupil.vendorId`, `data.name`,
   * `data.subjects.0.subject`. Inside `each` and `columns` it is relative to the item; '*' there merges the object that
   * the transforms give (mark) into the item.
   */
  readonly to: string;
  /** The rule counts only in these terms, levels or grades; otherwise its columns are simply known. */
  readonly when?: Condition;
}

interface ValueRule extends BaseRule {
  /** From left to right; the first that refuses ends the chain with an issue. Default ['text']. */
  readonly transforms?: readonly TransformRef[];
  /** No value is an issue (MAP-MISSING-VALUE); a missing column is one on the page (MAP-MISSING-COLUMN). */
  readonly required?: boolean;
  /** Used when there is no value: written as it stands, not transformed. */
  readonly default?: unknown;
  /** `default` is used only when one of these columns has a value (absences: P is blank but K is filled in). */
  readonly defaultWith?: readonly string[];
  /**
   * A second column that must say the same after its own transforms (ethnic code and name). Contradiction is an issue
   * naming both; a second value that cannot be read is not held against the first.
   */
  readonly agrees?: { readonly with: string; readonly transforms: readonly TransformRef[] };
  /** Words for the field in messages to people; default: the first column's name. */
  readonly label?: Bilingual;
}

/**
 * A column or JSON field by name; several names in order of preference, the first with a value counts. Names are
 * compared exactly first, then without accents and case (Đ kept apart from D), then fully folded if that is unambiguous.
 */
export interface FromRule extends ValueRule {
  readonly from: string | readonly string[];
}

/** A nested JSON field: `class.code`. Exact names, no folding. */
export interface AtRule extends ValueRule {
  readonly at: string;
}

/** Something the page says: the class, the term. */
export interface ContextRule extends ValueRule {
  readonly context: 'className' | 'grade' | 'term' | 'school' | 'schoolYear' | 'subject';
}

/** The same value in every row. */
export interface ConstRule extends BaseRule {
  readonly const: unknown;
}

/** Several columns joined to one text, empty ones left out (Họ đệm + Tên). */
export interface JoinRule extends ValueRule {
  readonly join: readonly string[];
  /** Default one blank. */
  readonly separator?: string;
}

/** Several columns, or a JSON list of values, to one list; empty ones left out (ĐĐGtx 1..5, regularScores). */
export interface ListRule extends ValueRule {
  readonly list: readonly string[];
}

/** Several tick columns, at most one of them ticked; the value of the ticked one is written. */
export interface TicksRule extends BaseRule {
  /** Value -> names of its column. */
  readonly ticks: Readonly<Record<string, string | readonly string[]>>;
  readonly required?: boolean;
}

/**
 * Columns whose header is itself a code (subjects, qualities): every column that the table knows becomes an item of the
 * list at `to`, or a property of the object at `to` when `shape` is object.
 * The header is split at ' / ': its first part is looked up in `table` (by level and grade of the page), the rest is the
 * part that `item` rules name. `bare` lists sub-headers that carry no meaning ('(HS 1)', '(N.xét)').
 */
export interface ColumnsRule extends BaseRule {
  readonly columns: {
    readonly table: string;
    readonly bare?: readonly string[];
    /** Group headers that may stand before the label ('Môn học và hoạt động giáo dục / Toán / Mức đạt được'). */
    readonly under?: readonly string[];
    /** Only these keys of the table count. */
    readonly keys?: readonly string[];
  };
  /** list (default): items `{ <keyTo>: key, … }` in the order of the columns; object: `{ <key>: value }` by the rule whose `to` is '*'. */
  readonly shape?: 'list' | 'object';
  /** Where the key goes in an item; default 'subject'. */
  readonly keyTo?: string;
  readonly item: readonly ItemRule[];
}

export interface ItemRule {
  /** Sub-headers this rule reads; absent: the bare column. */
  readonly parts?: readonly string[];
  /** Path in the item; '*' merges the object that the transforms give (mark), or is the value for shape object. */
  readonly to: string;
  readonly transforms?: readonly TransformRef[];
  readonly when?: Condition;
}

/** A JSON list inside the row; `fields` see the entry's own names. Entries that give nothing but their key are left out. */
export interface EachRule extends BaseRule {
  /** Name of the list in the row (or dotted path). Context values stay those of the page. */
  readonly each: string;
  readonly fields: readonly FieldRule[];
  /** Entries are unique by this path (e.g. subject); a second one is an issue. */
  readonly uniqueBy?: string;
  /** Entries are kept only when one of these paths is there. Default: any path but uniqueBy. */
  readonly keepIf?: readonly string[];
}

/** All parts that are given must hold. The columns it names count as known. */
export interface Condition {
  readonly terms?: readonly Term[];
  readonly levels?: readonly Level[];
  readonly grades?: readonly number[];
  /** These columns have a value. */
  readonly present?: readonly string[];
  /** These columns have none. */
  readonly absent?: readonly string[];
  /** Column -> texts, one of which it holds ('' for no value). */
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

export interface GroupRule {
  readonly path: string;
  readonly needs: readonly string[];
}

/**
 * The closed vocabulary of transforms (src/mapping/transforms, one file each). '' (after cleaning) is always "no value".
 * - text: NFC, look-alikes repaired, blanks collapsed; control and bidi characters refused
 * - name: as text, for a person: digits refused, combining marks kept, no case change
 * - code: opaque; blanks inside refused, never padded; a JSON number is taken as its decimal text
 * - identity-number: 12 digits or refused (never padded; a spreadsheet number lost its zero is an issue)
 * - identity: identity-number as { kind: 'citizen', number }
 * - date: dd/mm/yyyy (also - and .), yyyy-mm-dd, ISO date-time (its date); 31/02 and two-digit years refused
 * - score: '8,5' '8.5' '8' '10' -> '8.5' '8.5' '8.0' '10.0'; '-' = none; more decimals refused; numbers allowed
 * - mark: cell of a subject at THCS/THPT -> { score } | { rating } | { exempt: true } by the subject's assessment; to '*'
 * - level-mark: cell of a subject at tiểu học -> { level } | { test }; to '*'
 * - tick: tick glyphs, x, 1, true, Có -> true; '', 0, false, Không -> false
 * - count: whole number >= 0
 * - class-name: text, blanks collapsed, a leading 'Lớp ' dropped
 * - school-year: '2025-2026', '2025 - 2026', 2025 -> '2025-2026'
 * - lookup: a code table; the answer is the entry's key (or its `value`)
 * - empty: these texts count as no value
 */
export type TransformRef =
  | 'text'
  | 'name'
  | 'code'
  | 'identity-number'
  | 'identity'
  | 'date'
  | 'score'
  | 'mark'
  | 'level-mark'
  | 'tick'
  | 'count'
  | 'class-name'
  | 'school-year'
  | { readonly score: ScoreOptions }
  | { readonly mark: MarkOptions }
  | { readonly lookup: string | LookupOptions }
  | { readonly empty: readonly string[] };

export interface ScoreOptions {
  /** Texts that mean none besides '' and '-'. */
  readonly none?: readonly string[];
}

export interface MarkOptions {
  /** Texts that mean exempt (miễn); default M, MG, Miễn, Miễn giảm, -1. */
  readonly exempt?: readonly string[];
  readonly none?: readonly string[];
  /** auto (default): the subject's assessment at the level decides; score or pass force it. */
  readonly kind?: 'auto' | 'score' | 'pass';
}

export interface LookupOptions {
  readonly table: string;
  /**
   * The numberings in which a bare code may stand (names under `codes` in the table's entries). What the source declares
   * (`Page.codeSets`) comes first. Without either a bare number is unknown: never guessed.
   */
  readonly codes?: string | readonly string[];
  /** false: names and aliases are not accepted, codes only. Default true. */
  readonly labels?: boolean;
  /** Texts that mean no value ('-' for ratings). */
  readonly none?: readonly string[];
}

export type MappingExample = {
  readonly name: string;
  readonly row: Readonly<Record<string, unknown>>;
  /** What the page says; school, school year and source have example defaults. */
  readonly context?: ExampleContext;
} & (
  | {
      /** The whole fragment, compared deeply; no error issue may occur. */
      readonly fragment: unknown;
      /** Rule ids of expected warnings. */
      readonly warnings?: readonly string[];
    }
  | {
      /** Rule ids of exactly the errors that this row gives, page errors included. */
      readonly issues: readonly string[];
    }
);

export interface ExampleContext {
  readonly school?: string;
  readonly schoolYear?: string;
  readonly className?: string;
  readonly grade?: number;
  readonly term?: Term;
  readonly subject?: string;
  readonly codeSets?: Readonly<Record<string, string>>;
}

/** A code table file (mappings/codes/*.yaml); a file may hold several under `tables`. */
export interface CodeTableDeclaration {
  readonly table: string;
  readonly title: Bilingual;
  /** Legal or factual source of the list; what is unverified is said here. */
  readonly basis: string;
  /** The numberings that entries use under `codes`, with their source. */
  readonly sets?: Readonly<Record<string, CodeSetDeclaration>>;
  /** The files that a site's table was loaded from, in their order. */
  readonly imports?: readonly CodeImport[];
  readonly entries: readonly CodeEntryDeclaration[];
}

export interface CodeImport {
  /** Name without folders. */
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
  /** YYYY-MM-DD from which its entries hold. */
  readonly validFrom: string;
  /** Moment of the import, ISO 8601. */
  readonly at: string;
}

/**
 * Where a numbering comes from; `unpadded`: its codes may also come without their leading zeros ('1' for '01'). Only for
 * numberings in which the two can never mean different things.
 */
export type CodeSetDeclaration = string | { readonly basis: string; readonly unpadded: boolean };

/** One code, or several that mean the same. */
export type Codes = string | readonly string[];

export interface CodeEntryDeclaration {
  readonly key: string;
  readonly name: string;
  readonly aliases?: readonly (string | { readonly label: string; readonly grades: readonly number[] })[];
  /** Numbering -> code as exact text (several allowed), or per level. */
  readonly codes?: Readonly<Record<string, Codes | Readonly<Partial<Record<Level, Codes>>>>>;
  /** Grades in which the entry exists; absent: all. */
  readonly grades?: readonly number[];
  /** What a lookup answers instead of the key (a number for grades). */
  readonly value?: string | number | boolean;
  /** YYYY-MM-DD, inclusive. */
  readonly validFrom?: string;
  /** YYYY-MM-DD, exclusive. */
  readonly validTo?: string;
  /** Anything else that users of the table need (assessment of a subject, successor of a province). */
  readonly facts?: Readonly<Record<string, unknown>>;
}
